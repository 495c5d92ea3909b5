"""How far one sees: an organisation its own documents, the operator's staff those of the clients
they handle."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet
from django.http import Http404

from parvis.access.features import Level
from parvis.access.models import Assignment
from parvis.access.spaces import ForeignObject, Space, find
from parvis.organisations.models import Organisation
from parvis.services.documents.features import ARRIVALS, DEPOSITS, DOCUMENTS
from parvis.services.documents.models import Deposit, Document, DocumentQuerySet, State


def _mine(office: Space) -> QuerySet[Assignment]:
    return Assignment.objects.live().filter(access_id=office.link.access_id)


def clients_of(office: Space) -> QuerySet[Organisation]:
    """The clients that this person of the staff handles: all, or those assigned."""
    clients = Organisation.objects.open().clients()
    if office.handles_all:
        return clients
    return clients.filter(pk__in=_mine(office).values("organisation"))


def documents_of_clients(office: Space) -> DocumentQuerySet:
    """The documents of those clients, whatever their state."""
    documents = Document.objects.all()
    if office.handles_all:
        return documents
    return documents.filter(organisation__in=_mine(office).values("organisation"))


def for_my_desks(office: Space, documents: DocumentQuerySet) -> DocumentQuerySet:
    """Those handed in to a desk that this person keeps for that client."""
    return documents.filter(
        organisation__assignments__in=_mine(office), desk=F("organisation__assignments__desk")
    )


def find_document(space: Space, public_id: str) -> Document:
    """A document that one may see here.

    Raises RightMissing for one of one's own organisation without the right, Http404 for an
    unknown one and ForeignObject, which answers just the same, for somebody else's.
    """
    documents = Document.objects.kept().select_related("deposit", "organisation")
    if space.is_back_office:
        space.require(ARRIVALS, Level.READ)
        document = documents.filter(public_id=public_id).first()
        if document is None:
            raise Http404
        _require_client(space, document.organisation)
        return document
    document = find(space, documents, public_id)
    feature = DOCUMENTS if document.state == State.PUBLISHED else DEPOSITS
    space.require(feature, Level.READ)
    return document


def find_deposit(space: Space, public_id: str) -> Deposit:
    """A deposit that one may see here; raises like `find_document`."""
    deposits = Deposit.objects.select_related("organisation")
    if space.is_back_office:
        space.require(ARRIVALS, Level.READ)
        deposit = deposits.filter(public_id=public_id).first()
        if deposit is None:
            raise Http404
        _require_client(space, deposit.organisation)
        return deposit
    space.require(DEPOSITS, Level.READ)
    return find(space, deposits, public_id)


def find_client(office: Space, public_id: str) -> Organisation:
    """A client that this person handles; raises like `find_document`."""
    organisation = Organisation.objects.open().clients().filter(public_id=public_id).first()
    if organisation is None:
        raise Http404
    _require_client(office, organisation)
    return organisation


def _require_client(office: Space, organisation: Organisation) -> None:
    if not office.handles_all and not _mine(office).filter(organisation=organisation).exists():
        raise ForeignObject(organisation)


def visible(space: Space) -> DocumentQuerySet:
    """Every kept document that one may see here."""
    if space.is_back_office:
        seen = documents_of_clients(space).kept()
        return seen if space.can(ARRIVALS) else seen.none()
    condition = Q(pk__in=[])
    if space.can(DOCUMENTS):
        condition |= Q(state=State.PUBLISHED)
    if space.can(DEPOSITS):
        condition |= Q(state__in=[State.WAITING, State.TAKEN_UP])
    return Document.objects.kept().filter(condition, organisation_id=space.organisation_id)


def chosen(space: Space, documents: DocumentQuerySet, public_ids: Iterable[str]) -> list[Document]:
    """Those of `documents` that were ticked, in order of arrival.

    One that was there when the page was shown and left the list since is left out. Raises Http404
    for an unknown one and ForeignObject, which answers just the same, for somebody else's.
    """
    ticked = set(public_ids)
    found = list(
        documents.filter(public_id__in=ticked)
        .select_related("organisation", "deposit")
        .order_by("at", "pk")
    )
    missing = ticked - {document.public_id for document in found}
    if missing:
        _require_known(space, missing)
    return found


def _require_known(space: Space, public_ids: set[str]) -> None:
    known = Document.objects.filter(public_id__in=public_ids).select_related("organisation")
    within = (
        documents_of_clients(space)
        if space.is_back_office
        else Document.objects.filter(organisation_id=space.organisation_id)
    )
    mine = set(within.filter(public_id__in=public_ids).values_list("public_id", flat=True))
    rows = list(known)
    if len(rows) < len(public_ids):
        raise Http404
    for document in rows:
        if document.public_id not in mine:
            raise ForeignObject(document.organisation)
