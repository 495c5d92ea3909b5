"""Writing to the journal and proving that nobody rewrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction
from django.utils import timezone

from parvis.journal.events import Event
from parvis.journal.models import PORTAL_CHAIN, Chain, Entry


@dataclass(frozen=True)
class Author:
    """Who did it, in whose name, under which right. All empty: the portal itself."""

    account_id: int | None = None
    name: str = ""
    acting_for: str = ""
    right: str = ""


PORTAL = Author()


def _digest(entry: Entry) -> str:
    """SHA-256 over the chain's name, the previous digest and every field, in one canonical writing."""
    content = json.dumps(
        [
            entry.chain.name,
            entry.previous_digest,
            entry.number,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.event,
            entry.account_id,
            entry.account_name,
            entry.acting_for,
            entry.right,
            entry.subject,
            entry.facts,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _storable(text: str) -> str:
    return text.encode(errors="replace").decode().replace("\0", "")


def record(
    event: Event,
    *,
    by: Author = PORTAL,
    chain: str = PORTAL_CHAIN,
    subject: str = "",
    **facts: object,
) -> Entry:
    """Append one entry to a chain, in the transaction of the change that it tells of.

    `facts` must be exactly the event's. Raises ValueError otherwise. What no database can keep in a
    text (NUL, half a surrogate pair) is left out: an attempt must be noted whatever was typed.
    """
    if set(facts) != set(event.facts):
        raise ValueError(f"{event.code} takes the facts {event.facts}, not {tuple(facts)}.")
    with transaction.atomic():
        heads = Chain.objects.select_for_update().filter(name=chain)
        head = heads.first()
        if head is None:
            Chain.objects.get_or_create(name=chain)
            head = heads.get()
        entry = Entry(
            chain=head,
            number=head.length + 1,
            at=timezone.now(),
            event=event.code,
            account_id=by.account_id,
            account_name=_storable(by.name)[:300],
            acting_for=_storable(by.acting_for)[:300],
            right=by.right,
            subject=subject,
            facts={
                name: value if isinstance(value, int) else _storable(str(value))
                for name, value in facts.items()
            },
            previous_digest=head.digest,
        )
        entry.digest = _digest(entry)
        entry.save(force_insert=True)
        Chain.objects.filter(pk=head.pk).update(length=entry.number, digest=entry.digest)
    return entry


@dataclass(frozen=True)
class BrokenLink:
    """The first place where a chain does not hold, and why."""

    chain: str
    number: int
    reason: str


def broken_links() -> Iterator[BrokenLink]:
    """The first broken link of each chain that has one. Nothing at all: the journal is whole."""
    for chain in Chain.objects.order_by("pk"):
        link = _first_broken_link(chain)
        if link:
            yield link


def _first_broken_link(chain: Chain) -> BrokenLink | None:
    number, digest = 0, "0" * 64
    for entry in chain.entries.order_by("number").iterator(chunk_size=1000):
        number += 1
        if entry.number != number:
            return BrokenLink(chain.name, number, "an entry is missing")
        if entry.previous_digest != digest:
            return BrokenLink(chain.name, number, "it does not follow the entry before it")
        if entry.digest != _digest(entry):
            return BrokenLink(chain.name, number, "its content was changed")
        digest = entry.digest
    if (chain.length, chain.digest) != (number, digest):
        return BrokenLink(chain.name, number + 1, "the last entries are missing")
    return None
