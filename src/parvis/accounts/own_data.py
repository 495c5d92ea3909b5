"""« Mes données »: what is kept about a person, handed over on request, and closing one's account."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from parvis.accounts import events
from parvis.accounts import mails_own_data as mails
from parvis.accounts.actions import author_of
from parvis.accounts.models import Account, SecretLink
from parvis.journal.actions import record
from parvis.journal.events import EVENTS
from parvis.journal.models import Entry
from parvis.mailroom.outbox import post

Row = Mapping[str, object]

SECTIONS: dict[str, Callable[[Account], Iterable[Row]]] = {}
"""What other rooms keep about a person: the name of the part, and its rows."""

OBSTACLES: list[Callable[[Account], list[str]]] = []
"""Why an account cannot be closed yet: sentences that say what to do first."""

LEAVERS: list[Callable[[Account], None]] = []
"""What other rooms end, within the transaction, when an account closes."""


class CannotClose(Exception):
    """Something must be settled first; `sentences` say what."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class AlreadyClosed(Exception):
    """Another request closed the account."""


def parts_of(account: Account) -> Iterator[tuple[str, Iterable[Row]]]:
    """Everything that is kept about this person, part by part. Secrets and digests are not told."""
    yield "account", [_of_account(account)]
    yield (
        "certifications",
        account.certifications.order_by("pk").values(
            "channel", "value", "certified_at", "expires_at", "ended_at"
        ),
    )
    yield (
        "acceptances",
        account.acceptances.order_by("pk").values(
            "accepted_at", terms_version=F("version__number")
        ),
    )
    yield (
        "identifier_changes",
        account.identifier_changes.order_by("pk").values(
            "old_identifier", "new_identifier", "state", "asked_at", "proved_at", "ended_at"
        ),
    )
    for name, rows in SECTIONS.items():
        yield name, rows(account)
    yield "journal", map(partial(_of_entry, account.language), _entries(account))


def _of_account(account: Account) -> Row:
    names = (
        *("identifier", "first_name", "last_name", "landline_phone", "mobile_phone"),
        *("language", "created_at", "activated_at", "last_login"),
    )
    return {name: getattr(account, name) for name in names}


def _entries(account: Account) -> Iterator[Entry]:
    own = Entry.objects.filter(account_id=account.pk).order_by("pk")
    return own.iterator(chunk_size=500)


def _of_entry(language: str, entry: Entry) -> Row:
    event = EVENTS.get(entry.event)
    with override(language):  # the pieces are made when the page has ended, and its language too
        sentence = event.read(entry.facts) if event else ""
    return {
        "at": entry.at,
        "event": entry.event,
        "sentence": sentence,
        "acting_for": entry.acting_for,
    }


def export(account: Account) -> Iterator[str]:
    """The same as one JSON document, in pieces: a long journal is never held whole."""
    yield "{"
    for number, (name, rows) in enumerate(parts_of(account)):
        yield f"{',' if number else ''}\n{json.dumps(name)}: ["
        for place, row in enumerate(rows):
            written = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
            yield f"{',' if place else ''}\n  {written}"
        yield "\n]"
    yield "\n}\n"


def obstacles(account: Account) -> list[str]:
    """What must be settled before this account can be closed."""
    return [sentence for asked in OBSTACLES for sentence in asked(account)]


@transaction.atomic
def close_account(account: Account) -> None:
    """End everything this login opens, and forget who it was.

    What proves what was done stays: the journal's entries with the name of that day, and which
    terms were accepted when. The row itself stays too, without a name, since others' rows point at
    it. The address is free again. Raises CannotClose, AlreadyClosed.
    """
    owner = Account.objects.select_for_update().get(pk=account.pk)
    if owner.closed_at is not None:
        raise AlreadyClosed
    sentences = obstacles(owner)
    if sentences:
        raise CannotClose(sentences)
    for leave in LEAVERS:
        leave(owner)
    record(events.CLOSED, by=author_of(owner), identifier=owner.identifier)
    name = owner.full_name
    post(
        mails.CLOSED,
        to=owner.identifier,
        language=owner.language,
        make=lambda: mails.closed_mail(name),
    )
    _forget(owner)


def _forget(owner: Account) -> None:
    owner.certifications.all().delete()
    owner.mobile_codes.all().delete()
    owner.identifier_changes.all().delete()
    SecretLink.objects.filter(account=owner).delete()
    owner.set_unusable_password()
    owner.identifier = f"{owner.pk}@closed.invalid"
    owner.first_name = owner.last_name = owner.landline_phone = owner.mobile_phone = ""
    owner.is_active = False
    owner.closed_at = timezone.now()
    owner.session_round += 1
    owner.save()
