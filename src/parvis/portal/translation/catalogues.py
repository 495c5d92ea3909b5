"""Keeps the .po files in step with the source and says what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from parvis.portal.translation.extraction import Message

PLURAL_RULES = {
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
}
SOURCE_LANGUAGE = "fr"
PLACEHOLDER = re.compile(r"%(?:\(\w[\w.|:]*\))?[#0 +-]*\d*[diouxXeEfFgGcrs]|\{\w*\}")
# A line may break at an ordinary space, and leave the mark alone on the next one.
BREAKING_SPACE = re.compile(r" (?:[:;!?»]|%(?![(\w]))|« ")


def wanted(language: str, messages: Iterable[Message]) -> list[Message]:
    """What this language's file must hold, in the file's order."""
    return sorted(message for message in messages if message.plural or language != SOURCE_LANGUAGE)


def load(path: Path) -> dict[tuple[str, str], polib.POEntry]:
    if not path.exists():
        return {}
    return {
        (entry.msgid, entry.msgctxt or ""): entry
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def update(language: str, path: Path, messages: Iterable[Message]) -> None:
    """Writes the file anew: translations kept, what the source no longer says dropped."""
    known = load(path)
    catalogue = polib.POFile(wrapwidth=96)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_RULES[language],
    }
    for message in wanted(language, messages):
        entry = polib.POEntry(msgid=message.singular, msgctxt=message.context or None)
        former = known.get((message.singular, message.context))
        if message.plural:
            entry.msgid_plural = message.plural
            same = (0, message.singular), (1, message.plural)
            blank = (0, ""), (1, "")
            entry.msgstr_plural = dict(same if language == SOURCE_LANGUAGE else blank)
        if former and former.msgid_plural == entry.msgid_plural:
            entry.msgstr = former.msgstr
            entry.flags = [flag for flag in former.flags if flag == "fuzzy"]
            entry.comment, entry.tcomment = former.comment, former.tcomment
            if language != SOURCE_LANGUAGE:
                entry.msgstr_plural = former.msgstr_plural
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def faults(language: str, path: Path, messages: Iterable[Message]) -> Iterator[str]:
    """One sentence for each message that this language's file lacks or has wrong."""
    known = load(path)
    for message in wanted(language, messages):
        entry = known.pop((message.singular, message.context), None)
        if entry is None or entry.msgid_plural != message.plural:
            yield f"{language}: missing: {message.singular!r}"
        elif "fuzzy" in entry.flags:
            yield f"{language}: to be looked over (fuzzy): {message.singular!r}"
        elif not all(_translations(entry)):
            yield f"{language}: untranslated: {message.singular!r}"
        elif not _placeholders_agree(message, _translations(entry)):
            yield f"{language}: placeholders differ: {message.singular!r}"
    for singular, _context in known:
        yield f"{language}: no longer in the source: {singular!r}"


def typography_faults(messages: Iterable[Message]) -> Iterator[str]:
    """French texts where a line could break before « : » or inside guillemets."""
    for message in sorted(messages):
        for text in (message.singular, message.plural):
            if BREAKING_SPACE.search(text):
                yield f"{SOURCE_LANGUAGE}: needs a non-breaking space: {text!r}"


def _translations(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [entry.msgstr_plural[index] for index in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def _placeholders_agree(message: Message, translations: list[str]) -> bool:
    """A singular may leave the number out (« un document »); nothing may name what is not given."""
    found = [_placeholders(text) for text in translations]
    if not message.plural:
        return found == [_placeholders(message.singular)]
    given = set(_placeholders(message.singular)) | set(_placeholders(message.plural))
    return found[-1] == _placeholders(message.plural) and all(set(one) <= given for one in found)


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))
