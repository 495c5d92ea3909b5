"""Finds French on a page or in a mail that speaks English.

Two nets: every text of the catalogue that English says otherwise, and what betrays French that is
in no catalogue: its small words, its months, its signs. What a page marks as French (`lang="fr"`)
may be French, and so may addresses and the names of people, companies and files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser

import polib

from parvis.portal.translation import catalogue_path
from parvis.portal.translation.catalogues import PLACEHOLDER

SPOKEN = {"title", "alt", "aria-label", "placeholder", "label", "summary"}
SILENT = {"script", "style"}
CHILDLESS = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
TAG = re.compile(r"<[^>]+>")
ADDRESS = re.compile(r"https?://\S+")
SHORTEST_PART = 12
"""Characters from which a part of a text is recognised inside another text."""
SIGNS = re.compile(r"[«»]|[ \u00a0\u202f][:;!?]|\b[KM]o\b")
WORDS = re.compile(
    r"\b(?:le|la|les|des|du|au|aux|un|une|et|ou|vous|votre|vos|nous|notre|pour|avec|dans|est|sont|sur"
    r"|ce|cette|qui|que|pas|ne|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre|lundi|vendredi|octets?)\b",
    re.IGNORECASE,
)


class Speech(HTMLParser):
    """What a page says, in texts and in attributes, but for its parts in another language."""

    def __init__(self, page: str, language: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.language = language
        # Each open element, with the language inside it; nothing is said in an empty one.
        self.open: list[tuple[str, str]] = [("", language)]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        language = dict(attrs).get("lang") or self.open[-1][1]
        if self._is_heard(language):
            self.texts += [
                value for name, value in attrs if value and (name in SPOKEN or "data-" in name)
            ]
        if tag not in CHILDLESS:
            self.open.append((tag, "" if tag in SILENT else language))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._is_heard(self.open[-1][1]):
            self.texts.append(data)

    def _is_heard(self, language: str) -> bool:
        return language == self.language


@cache
def _catalogue() -> tuple[frozenset[str], tuple[str, ...]]:
    """The texts that stand alone, and the parts of texts between what is filled in."""
    whole: set[str] = set()
    parts: set[str] = set()
    for entry in polib.pofile(str(catalogue_path("en"))):
        english = {entry.msgstr, *entry.msgstr_plural.values()}
        for french in {entry.msgid, entry.msgid_plural} - english - {""}:
            whole.add(french)
            parts.update(
                part.strip() for text in TAG.split(french) for part in PLACEHOLDER.split(text)
            )
    return frozenset(whole), tuple(sorted(part for part in parts if len(part) >= SHORTEST_PART))


def french_in(texts: Iterable[str], names: Iterable[str] = ()) -> list[str]:
    """The French among these texts, once each; `names` are those that may stand in any language."""
    said = [" ".join(re.split(r"[ \n\t]+", text)).strip(" ") for text in texts]
    return sorted(set(_french(said, sorted(names, key=len, reverse=True))))


def _french(said: list[str], names: list[str]) -> Iterator[str]:
    whole, parts = _catalogue()
    yield from whole.intersection(said)
    everything = "\n".join(said)
    yield from (part for part in parts if part in everything)
    everything = ADDRESS.sub("—", everything)
    for name in names:
        everything = everything.replace(name, "—")
    for line in everything.splitlines():
        if WORDS.search(line) or SIGNS.search(line):
            yield line
