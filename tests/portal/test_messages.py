"""The translation tool: what it finds, what it keeps, what it refuses, what it compiles."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import polib
import pytest

from parvis.portal.translation import catalogues
from parvis.portal.translation.compilation import compile_translations
from parvis.portal.translation.extraction import (
    Message,
    messages_of_project,
    messages_of_python,
    messages_of_template,
)

DOCUMENTS = Message("%(count)s document", "%(count)s documents")


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "Bienvenue" %}', [Message("Bienvenue")]),
        ("{% trans 'Bienvenue' as title %}", [Message("Bienvenue")]),
        ('{% translate "L\'été" %}', [Message("L'été")]),
        ('{% translate "Mai" context "mois" %}', [Message("Mai", context="mois")]),
        ('{% translate "50 % fait" %}', [Message("50 %% fait")]),
        ("{% translate label %}", []),
        (
            "{% blocktranslate %}Bonjour {{ name }}, 5 %{% endblocktranslate %}",
            [Message("Bonjour %(name)s, 5 %%")],
        ),
        (
            "{% blocktranslate trimmed %}\n  Une phrase\n  coupée.\n{% endblocktranslate %}",
            [Message("Une phrase coupée.")],
        ),
        (
            (
                "{% blocktranslate count count=n %}{{ count }} document"
                "{% plural %}{{ count }} documents{% endblocktranslate %}"
            ),
            [DOCUMENTS],
        ),
        (
            '{% blocktranslate with x=y context "courriel" %}À {{ x }}{% endblocktranslate %}',
            [Message("À %(x)s", context="courriel")],
        ),
        ('{% include "a.html" with title=_("Aide") %}', [Message("Aide")]),
        ("{{ name|default:_('sans nom') }}", [Message("sans nom")]),
        ('<c-card :title="_(\'Mes documents\')" :x="1">', [Message("Mes documents")]),
        ("<c-card :title='_(\"L’essentiel\")' />", [Message("L’essentiel")]),
        ('{% comment %}{% translate "Non" %}{% endcomment %}{# _("Non") #}', []),
        ("<p>_('du texte')</p>", []),
    ],
)
def test_templates(template: str, found: list[Message]) -> None:
    assert list(messages_of_template(template)) == found


def test_templates_keep_non_breaking_spaces_and_indentation_does_not_matter() -> None:
    template = '<ul>\n    <li>« {% translate "Étape\u00a0:" %} »\n  </li></ul>'
    assert list(messages_of_template(template)) == [Message("Étape\u00a0:")]


def test_python(tmp_path: Path) -> None:
    source = tmp_path / "views.py"
    source.write_text(
        "# encoding: utf-8\n"
        'a = _("Une phrase "\n      "en deux")\n'
        'b = ngettext_lazy("%(count)s document", "%(count)s documents", "count")\n'
        'c = pgettext_lazy("mois", "Mai")\n'
        'd = npgettext("pages", "une", "plusieurs", n)\n'
        "e = gettext(variable)\n",
        encoding="utf-8",
    )
    assert set(messages_of_python(source)) == {
        Message("Une phrase en deux"),
        DOCUMENTS,
        Message("Mai", context="mois"),
        Message("une", "plusieurs", "pages"),
    }


def test_only_templates_and_python_outside_migrations_are_read(tmp_path: Path) -> None:
    for name in ("templates/a.html", "static/b.html", "migrations/c.py", "d.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'{{% translate "{name}" %}}' if ".html" in name else f'_("{name}")')
    assert messages_of_project(tmp_path) == {Message("templates/a.html"), Message("d.py")}


def test_a_text_with_and_without_a_plural_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text(
        '_("Fichier"), ngettext("Fichier", "Fichiers", n), pgettext("action", "Fichier")'
    )
    messages = {Message("Fichier", "Fichiers"), Message("Fichier", context="action")}
    assert messages_of_project(tmp_path) == messages

    path = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    catalogues.update("en", path, messages)
    catalogue = polib.pofile(str(path))
    catalogue.find("Fichier", msgctxt=False).msgstr_plural = {0: "File", 1: "Files"}
    catalogue.save()
    compile_translations(tmp_path / "locale")
    with path.with_suffix(".mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("Fichier") == "File"
    assert english.ngettext("Fichier", "Fichiers", 2) == "Files"


def test_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    catalogues.update("en", path, {Message("Aide"), Message("Ancien")})
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr = {"Aide": "Help", "Ancien": "Old"}[entry.msgid]
    catalogue.save()

    messages = {Message("Aide"), Message("Aide", context="verbe"), DOCUMENTS}
    catalogues.update("en", path, messages)

    entries = catalogues.load(path)
    assert list(entries) == [("%(count)s document", ""), ("Aide", ""), ("Aide", "verbe")]
    assert entries["Aide", ""].msgstr == "Help"
    assert "Ancien" not in path.read_text()
    before = path.read_bytes()
    catalogues.update("en", path, messages)
    assert path.read_bytes() == before


def test_french_holds_only_plurals_and_needs_nobody(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    messages = {Message("Aide"), DOCUMENTS}
    catalogues.update("fr", path, messages)
    assert list(catalogues.load(path)) == [("%(count)s document", "")]
    assert list(catalogues.faults("fr", path, messages)) == []


@pytest.mark.parametrize(
    ("message", "translation", "flags", "sentence"),
    [
        (Message("Aide"), "Help", [], None),
        (Message("Aide"), "", [], "untranslated"),
        (Message("Aide"), "Help", ["fuzzy"], "fuzzy"),
        (Message("À %(name)s"), "To %(nom)s", [], "placeholders differ"),
        (Message("À {name}"), "To you", [], "placeholders differ"),
        (Message("%s sur %s"), "%s of %s", [], None),
        (Message("%s sur %s"), "%s", [], "placeholders differ"),
        (Message("Fait à 5 %%"), "5%% done", [], None),
    ],
)
def test_faults(
    tmp_path: Path, message: Message, translation: str, flags: list[str], sentence: str | None
) -> None:
    path = tmp_path / "django.po"
    catalogues.update("en", path, {message})
    catalogue = polib.pofile(str(path))
    catalogue[0].msgstr, catalogue[0].flags = translation, flags
    catalogue.save()
    faults = list(catalogues.faults("en", path, {message}))
    assert (faults == []) if sentence is None else (len(faults) == 1 and sentence in faults[0])


@pytest.mark.parametrize(
    ("singular", "plural", "right"),
    [
        ("%(count)s document", "%(count)s documents", True),
        ("One document", "%(count)s documents", True),
        ("%(count)s document", "Documents", False),
        ("%(number)s document", "%(count)s documents", False),
        ("%(count)s document", "", False),
    ],
)
def test_faults_of_plurals(tmp_path: Path, singular: str, plural: str, right: bool) -> None:
    path = tmp_path / "django.po"
    catalogues.update("en", path, {DOCUMENTS})
    catalogue = polib.pofile(str(path))
    catalogue[0].msgstr_plural = {0: singular, 1: plural}
    catalogue.save()
    assert (list(catalogues.faults("en", path, {DOCUMENTS})) == []) is right


def test_faults_name_what_is_missing_and_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    catalogues.update("fr", path, {Message("un", "des")})
    assert list(catalogues.faults("fr", path, {DOCUMENTS})) == [
        "fr: missing: '%(count)s document'",
        "fr: no longer in the source: 'un'",
    ]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Étape\u00a0: %(name)s, {count}", True),
        ("«\u00a0Non\u00a0»\u202f!", True),
        ("Reste %(count)s sur %s", True),
        ("Étape : deux", False),
        ("Vraiment ?", False),
        ("« Non\u00a0»", False),
        ("Fait à 50 %%", False),
    ],
)
def test_french_typography(text: str, right: bool) -> None:
    assert (list(catalogues.typography_faults({Message(text)})) == []) is right


def test_compilation_happens_when_the_source_is_newer(tmp_path: Path) -> None:
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    catalogues.update("fr", path, {DOCUMENTS})
    assert compile_translations(tmp_path) == ["fr"]
    assert compile_translations(tmp_path) == []
    later = path.with_suffix(".mo").stat().st_mtime + 1
    os.utime(path, (later, later))
    assert compile_translations(tmp_path) == ["fr"]

    with path.with_suffix(".mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    singular, plural = DOCUMENTS.singular, DOCUMENTS.plural
    assert [french.ngettext(singular, plural, n) for n in (0, 1, 2)] == [singular, singular, plural]
