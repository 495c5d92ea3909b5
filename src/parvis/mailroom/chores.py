"""What the worker does from time to time, besides carrying mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Chore:
    """A repeatable act: doing it twice, or on two machines at once, does no harm."""

    code: str
    every: timedelta
    act: Callable[[], object]

    def __post_init__(self) -> None:
        if self.code in CHORES:
            raise ValueError(f"The chore {self.code} is declared twice.")
        CHORES[self.code] = self


CHORES: dict[str, Chore] = {}
