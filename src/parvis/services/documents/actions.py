"""Every change to documents: handing in, deleting, taking up, publishing. Each one is a single
transaction: rows, journal and mail together, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from parvis.access.features import Level
from parvis.access.spaces import ForeignObject, Space
from parvis.journal.events import Event
from parvis.mailroom.outbox import post
from parvis.organisations.models import Desk, Organisation
from parvis.services.documents import events, mails, storage
from parvis.services.documents.contacts import Contact, contacts_of, readers_of_documents
from parvis.services.documents.features import ARRIVALS, DEPOSITS
from parvis.services.documents.intake import Content, content_of
from parvis.services.documents.models import (
    Deposit,
    Document,
    DocumentQuerySet,
    Publication,
    State,
    Upload,
)
from parvis.services.documents.reach import clients_of, documents_of_clients
from parvis.services.documents.uploads import complete_upload_of

STATE_FIELDS = ["state", "taken_up_at", "taken_up_by", "taken_up_by_name", "deleted_at"]


class NothingHandedIn(Exception):
    """A deposit or a publication needs at least one file."""


class UploadSpent(Exception):
    """The upload is already part of a deposit, or was swept away."""


class DepositedBefore(Exception):
    """The same form made this deposit already."""

    def __init__(self, deposit: Deposit) -> None:
        super().__init__(deposit)
        self.deposit = deposit


class PublishedBefore(Exception):
    """The same form made this publication already."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(publication)
        self.publication = publication


def deposited_before(space: Space, form_key: str) -> Deposit | None:
    """The deposit that this form made, if it was posted before."""
    return Deposit.objects.filter(
        organisation_id=space.organisation_id, author=space.account, form_key=form_key
    ).first()


def published_before(
    office: Space, organisation: Organisation, form_key: str
) -> Publication | None:
    """The publication that this form made, if it was posted before."""
    return Publication.objects.filter(
        organisation=organisation, author=office.account, form_key=form_key
    ).first()


@transaction.atomic
def deposit(
    space: Space,
    *,
    desk: Desk,
    files: Sequence[Content] = (),
    uploads: Sequence[str] = (),
    contacts: Iterable[str] = (),
    form_key: str,
) -> Deposit:
    """Hand in files, and the complete uploads of these identifiers, to a desk.

    Whoever keeps the desk is always told; of `contacts` only those whom the space offers. Raises
    DepositedBefore for a form posted twice, NothingHandedIn, UploadSpent and UploadIncomplete.
    """
    space.require(DEPOSITS, Level.UPDATE)
    author = space.account.full_name
    try:
        with transaction.atomic():
            made = Deposit.objects.create(
                organisation_id=space.organisation_id,
                desk=desk,
                author=space.account,
                author_name=author,
                form_key=form_key,
            )
    except IntegrityError:
        before = deposited_before(space, form_key)
        if before is None:
            raise
        raise DepositedBefore(before) from None
    contents = [*files, *_spend(space, space.organisation_id, uploads)]
    names = _keep(contents, made, State.WAITING)
    told = contacts_of(space).told(desk, contacts)
    made.alerted.set([contact.account for contact in told])
    _tell_of_deposit(told, mails.Deposited(made, space.name, names))
    space.record(
        events.DEPOSITED,
        subject=made.public_id,
        number=made.number,
        desk=desk.value,
        names=", ".join(names),
    )
    return made


def _spend(space: Space, organisation_id: int, uploads: Sequence[str]) -> list[Content]:
    """The contents of complete uploads for this organisation; each one can be spent once."""
    contents = []
    for public_id in dict.fromkeys(uploads):
        try:
            upload = complete_upload_of(space, public_id)
        except Http404:
            raise UploadSpent from None
        if upload.organisation_id != organisation_id:
            raise UploadSpent
        spent, _rows = Upload.objects.filter(pk=upload.pk).delete()
        if not spent:
            raise UploadSpent
        contents.append(content_of(upload))
    return contents


def _keep(contents: Sequence[Content], whole: Deposit | Publication, state: State) -> list[str]:
    """One row a file; their names."""
    if not contents:
        raise NothingHandedIn
    for content in contents:
        Document.objects.create(
            organisation_id=whole.organisation_id,
            deposit=whole if isinstance(whole, Deposit) else None,
            publication=whole if isinstance(whole, Publication) else None,
            desk=whole.desk,
            name=content.name,
            media_type=content.media_type,
            pages=content.pages,
            size=content.size,
            digest=content.digest,
            storage_key=content.storage_key,
            state=state,
            author=whole.author,
            author_name=whole.author_name,
            at=whole.at,
        )
    return [content.name for content in contents]


def _tell_of_deposit(told: Sequence[Contact], deposited: mails.Deposited) -> None:
    for contact in told:
        kind, make = (
            (mails.ARRIVAL, mails.arrival_mail)
            if contact.is_staff
            else (mails.ALERT, mails.alert_mail)
        )
        post(
            kind,
            to=contact.account.identifier,
            language=contact.account.language,
            make=partial(make, contact.account, deposited, contact.space_public_id),
        )


@transaction.atomic
def publish(
    office: Space,
    organisation: Organisation,
    *,
    desk: Desk,
    files: Sequence[Content] = (),
    uploads: Sequence[str] = (),
    form_key: str,
) -> Publication:
    """Give files to a client; each of its people who may read its documents is told once.

    Raises PublishedBefore for a form posted twice, NothingHandedIn, UploadSpent,
    UploadIncomplete, and ForeignObject for a client whom this person does not handle.
    """
    office.require(ARRIVALS, Level.UPDATE)
    if not clients_of(office).filter(pk=organisation.pk).exists():
        raise ForeignObject(organisation)
    try:
        with transaction.atomic():
            made = Publication.objects.create(
                organisation=organisation,
                desk=desk,
                author=office.account,
                author_name=office.account.full_name,
                form_key=form_key,
            )
    except IntegrityError:
        before = published_before(office, organisation, form_key)
        if before is None:
            raise
        raise PublishedBefore(before) from None
    contents = [*files, *_spend(office, organisation.pk, uploads)]
    names = _keep(contents, made, State.PUBLISHED)
    for contact in readers_of_documents(organisation.pk):
        post(
            mails.PUBLICATION,
            to=contact.account.identifier,
            language=contact.account.language,
            make=partial(mails.publication_mail, contact.account, made, organisation, names),
        )
    office.record_at(
        organisation,
        events.PUBLISHED,
        subject=made.public_id,
        desk=desk.value,
        names=", ".join(names),
    )
    return made


@dataclass(frozen=True)
class Outcome:
    """What became of several documents: `done`, and `missed`, which somebody else changed first
    and which now show their present state."""

    done: list[Document]
    missed: list[Document]


@transaction.atomic
def delete(space: Space, documents: Iterable[Document]) -> Outcome:
    """Delete files that still wait. Their rows stay, for the journal and the receipt; their
    content leaves the storage with the commit."""
    space.require(DEPOSITS, Level.UPDATE)
    outcome = _change_waiting(
        Document.objects.filter(organisation_id=space.organisation_id),
        documents,
        state=State.DELETED,
        deleted_at=timezone.now(),
        deleted_by=space.account,
    )
    for document in outcome.done:
        space.record(events.DELETED, subject=document.public_id, name=document.name)
        transaction.on_commit(partial(storage.delete, document.storage_key))
    return outcome


@transaction.atomic
def take_up(office: Space, documents: Iterable[Document]) -> Outcome:
    """Move documents to the firm's store. Of two collaborators at once one succeeds, and the other
    reads who did. The client's journal says when and by whom."""
    office.require(ARRIVALS, Level.UPDATE)
    outcome = _change_waiting(
        documents_of_clients(office),
        documents,
        state=State.TAKEN_UP,
        taken_up_at=timezone.now(),
        taken_up_by=office.account,
        taken_up_by_name=office.account.full_name,
    )
    for document in outcome.done:
        deposit = document.deposit
        office.record_at(
            document.organisation,
            events.TAKEN_UP,
            subject=document.public_id,
            name=document.name,
            number=deposit.number if deposit else "",
        )
    return outcome


def _change_waiting(
    allowed: DocumentQuerySet, documents: Iterable[Document], **change: object
) -> Outcome:
    """Change those that still wait, whoever else tries at this moment.

    Rows before journal, and both in one order for everyone: two people with overlapping
    selections never wait for each other in a ring.
    """
    outcome = Outcome([], [])
    for document in sorted(documents, key=lambda one: (one.organisation_id, one.pk)):
        changed = allowed.waiting().filter(pk=document.pk).update(**change)
        document.refresh_from_db(fields=STATE_FIELDS)
        (outcome.done if changed else outcome.missed).append(document)
    return outcome


def _record(
    space: Space, document: Document, event: Event, *, subject: str = "", **facts: object
) -> None:
    if space.is_back_office:
        space.record_at(document.organisation, event, subject=subject, **facts)
    else:
        space.record(event, subject=subject, **facts)


@transaction.atomic
def note_view(space: Space, document: Document) -> None:
    """The client's journal keeps who looked at a document."""
    _record(space, document, events.VIEWED, subject=document.public_id, name=document.name)


@transaction.atomic
def note_download(space: Space, document: Document) -> None:
    """The client's journal keeps who downloaded a document."""
    _record(space, document, events.DOWNLOADED, subject=document.public_id, name=document.name)


@transaction.atomic
def note_archive(space: Space, documents: Sequence[Document]) -> None:
    """One entry in the journal of each client whose documents the archive holds."""
    by_client: dict[int, list[Document]] = {}
    for document in documents:
        by_client.setdefault(document.organisation_id, []).append(document)
    for _client, theirs in sorted(by_client.items()):
        _record(
            space,
            theirs[0],
            events.ARCHIVED,
            names=", ".join(document.name for document in theirs),
        )
