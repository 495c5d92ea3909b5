"""The register of things that can happen: each knows its facts and its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Event:
    """One kind of entry.

    `sentence` is a format string over `facts`; it is made when read, in the reader's language.
    `by_portal` events belong to the portal's own chain, not to an organisation's.
    """

    code: str
    sentence: Text
    facts: tuple[str, ...] = ()
    title: Text = ""

    def __post_init__(self) -> None:
        if self.code in EVENTS:
            raise ValueError(f"The event {self.code} is declared twice.")
        EVENTS[self.code] = self

    def read(self, facts: Mapping[str, object]) -> str:
        return str(self.sentence) % {name: facts.get(name, "") for name in self.facts}


EVENTS: dict[str, Event] = {}
