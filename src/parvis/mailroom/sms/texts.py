"""What a text is, and the register of every text the portal can send."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

E164 = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True)
class TextKind:
    """An entry of the register: its code, what it is for, and a sample for the gallery.

    `useful_for` is how long the text is worth receiving; it is never sent after that.
    """

    code: str
    purpose: str
    useful_for: timedelta
    sample: Callable[[], str] = field(compare=False)

    def __post_init__(self) -> None:
        if self.code in TEXT_KINDS:
            raise ValueError(f"The text {self.code} is declared twice.")
        TEXT_KINDS[self.code] = self


TEXT_KINDS: dict[str, TextKind] = {}


@dataclass(frozen=True)
class OutgoingText:
    """A text in a carrier's hands.

    `message_id` stays the same over every attempt: 16 letters and digits. `attempt` counts from 1;
    an earlier one may have arrived without our knowing.
    """

    message_id: str
    to: str
    text: str = field(repr=False)
    sender: str
    useful_until: datetime
    attempt: int


class SmsBackend(Protocol):
    """One way out of the house for texts."""

    def send(self, text: OutgoingText) -> None:
        """Returns once the carrier has the text. Raises RefusedForGood or TryLater."""


def is_e164(number: str) -> bool:
    """Whether this is a number as networks write it, « +33639980102 »."""
    return E164.fullmatch(number) is not None
