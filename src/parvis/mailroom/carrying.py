"""Carrying what waits in the outbox out of the house, whatever it is and whoever takes it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from parvis.mailroom.faults import CarrierAway, RefusedForGood, TryLater
from parvis.mailroom.models import MessageState, OutgoingQuerySet, Row

log = logging.getLogger(__name__)

# A worker that dies keeps its message this long; then another may take it.
HOLD = timedelta(minutes=2)
# A carrier that is away says nothing about the message: it leaves soon after the carrier is back.
AWAY = timedelta(seconds=30)
# Waiting times after the first, second, … failed attempt; the last one repeats.
WAITS = [timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 1800, 3600)]
BATCH = 20


def carry_due(rows: OutgoingQuerySet[Row], carry: Callable[[Row], None]) -> int:
    """Give a batch of what is due to the carrier, oldest first; the number that left.

    `carry` returns once the carrier has the message, else raises RefusedForGood or TryLater. Each
    message is taken by a conditional update, so that two workers never carry the same one. Where
    the carrier is away, the messages after the first are left for the next time.
    """
    sent = 0
    for row in rows.due(timezone.now()).order_by("next_attempt_at", "pk")[:BATCH]:
        if not _take(rows, row):
            continue
        try:
            carry(row)
        except RefusedForGood as refusal:
            _end(rows, row, MessageState.REFUSED, str(refusal))
        except CarrierAway as fault:
            _try_later(rows, row, fault, AWAY)
            _leave_in_peace(rows, fault.after)
            break
        except TryLater as fault:
            _try_later(rows, row, fault, WAITS[min(row.attempts, len(WAITS)) - 1])
        else:
            _end(rows, row, MessageState.SENT, "")
            sent += 1
    return sent


def _take(rows: OutgoingQuerySet[Row], row: Row) -> bool:
    """Hold the message for this worker, unless another one was faster."""
    now = timezone.now()
    taken = (
        rows.due(now).filter(pk=row.pk).update(held_until=now + HOLD, attempts=F("attempts") + 1)
    )
    row.attempts += taken
    return bool(taken)


def _end(rows: OutgoingQuerySet[Row], row: Row, state: MessageState, error: str) -> None:
    rows.filter(pk=row.pk, state=MessageState.WAITING).update(
        state=state,
        ended_at=timezone.now(),
        held_until=None,
        last_error=error[:500],
        **dict.fromkeys(row.BODY, ""),
    )
    if error:
        log.error("%s.%s kind=%s id=%s", row.NOUN, state.value, row.kind, row.message_id)


def _try_later(
    rows: OutgoingQuerySet[Row], row: Row, fault: TryLater, least_wait: timedelta
) -> None:
    now = timezone.now()
    if now > row.gives_up_at:
        _end(rows, row, MessageState.GIVEN_UP, str(fault))
        return
    rows.filter(pk=row.pk, state=MessageState.WAITING).update(
        held_until=None,
        next_attempt_at=now + max(least_wait, fault.after),
        last_error=str(fault)[:500],
    )
    log.warning("%s.waits kind=%s attempt=%s: %s", row.NOUN, row.kind, row.attempts, fault)


def _leave_in_peace(rows: OutgoingQuerySet[Row], rest: timedelta) -> None:
    """Put off whatever else is due, where the carrier asked for it."""
    now = timezone.now()
    if rest:
        rows.due(now).update(next_attempt_at=now + rest)
