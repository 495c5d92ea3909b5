"""Entries of the journal as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from parvis.access.features import FEATURES
from parvis.access.models import Covers
from parvis.access.profiles import Profile
from parvis.journal.events import EVENTS
from parvis.journal.models import Entry
from parvis.organisations.models import Desk


@dataclass(frozen=True)
class Line:
    """`in_the_name_of` is the firm or the operator in whose name the author acted, or empty."""

    at: datetime
    author: str
    in_the_name_of: str
    sentence: str


def _profile(value: str) -> str:
    return str(Profile(value).label)


def _right(value: str) -> str:
    code, _space, detail = value.partition(" ")
    if code == "profile":
        return _profile(detail)
    return str(FEATURES[code].label) if code in FEATURES else value


# Facts that are kept as codes and read as words, in the reader's language.
WORDS: dict[str, Callable[[str], str]] = {
    "profile": _profile,
    "before": _profile,
    "after": _profile,
    "covers": lambda value: str(Covers(value).label),
    "desk": lambda value: str(Desk(value).label),
    "right": _right,
}


def line_of(entry: Entry) -> Line:
    facts = {
        name: WORDS[name](str(value)) if name in WORDS else value
        for name, value in entry.facts.items()
    }
    known = EVENTS.get(entry.event)
    # What a service that was taken out since once wrote stays in the journal, by its code.
    sentence = known.read(facts) if known else entry.event
    return Line(entry.at, entry.account_name, entry.acting_for, sentence)
