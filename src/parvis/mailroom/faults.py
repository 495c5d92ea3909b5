"""What a carrier answers when it does not take a message."""

from __future__ import annotations

from datetime import timedelta


class RefusedForGood(Exception):
    """The carrier will never take this very message."""


class TryLater(Exception):
    """Not now. `after` is how long the carrier asked to be left in peace."""

    def __init__(self, reason: str, after: timedelta = timedelta()) -> None:
        super().__init__(reason)
        self.after = after


class CarrierAway(TryLater):
    """Nobody answers, or not to us: the other messages need not be tried now."""
