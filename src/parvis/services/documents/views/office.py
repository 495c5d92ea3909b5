"""The back office: the queue of arrivals, taking up, and the firm's store."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from parvis.access.features import Level
from parvis.access.rules import SpaceRequest, in_space
from parvis.foundation.paging import page_of
from parvis.foundation.sorting import sort_key
from parvis.organisations.models import Organisation
from parvis.services.documents.actions import Outcome, take_up
from parvis.services.documents.archive import MOST_DOCUMENTS
from parvis.services.documents.features import ARRIVALS
from parvis.services.documents.models import Document, DocumentQuerySet, State
from parvis.services.documents.reach import (
    chosen,
    documents_of_clients,
    find_deposit,
    for_my_desks,
)
from parvis.services.documents.views.listing import Listing
from parvis.services.documents.views.lists import filtered
from parvis.services.documents.views.selection import what_became

MINE, EVERYONE = "moi", "tous"


def _of_client(rows: DocumentQuerySet, listing: Listing) -> DocumentQuerySet:
    wanted = listing.filters["client"]
    if not wanted:
        return rows
    named = Organisation.objects.filter(sort_name__contains=sort_key(wanted))
    return rows.filter(organisation__in=named.order_by().values("pk"))


def _arrivals_listing(request: SpaceRequest) -> Listing:
    return Listing(request, filters=("client", "q", "dossier", "qui"), default="date")


@in_space(ARRIVALS)
def arrivals(request: SpaceRequest, space: str) -> HttpResponse:
    """X1, « Documents reçus »: what waits to be taken up, oldest first."""
    listing = _arrivals_listing(request)
    who = [(MINE, _("Mes dossiers")), (EVERYONE, _("Tous"))]
    if request.space.handles_all:
        who.reverse()
    choices = listing.choices("qui", who)
    if any(choice.is_current and choice.label == _("Mes dossiers") for choice in choices):
        rows = for_my_desks(request.space, Document.objects.waiting())
    else:
        rows = documents_of_clients(request.space).waiting()
    rows = _of_client(filtered(rows, listing), listing)
    return render(
        request,
        "documents/arrivals.html",
        {
            "listing": listing,
            "who": choices,
            "page": page_of(
                rows.select_related("organisation", "deposit"), listing.order, listing.place
            ),
            "may_take_up": request.space.can(ARRIVALS, Level.UPDATE),
        },
    )


@in_space(ARRIVALS, Level.UPDATE)
@require_POST
def take_up_arrivals(request: SpaceRequest, space: str) -> HttpResponse:
    """D6: the ticked documents move to the store; the client sees when and by whom."""
    rows = documents_of_clients(request.space).kept()
    ticked = request.POST.getlist("document")[:MOST_DOCUMENTS]
    documents = chosen(request.space, rows, ticked)
    if documents:
        _tell(request, take_up(request.space, documents))
    else:
        messages.error(request, _("Cochez au moins un document à prendre en charge."))
    response = redirect("documents:arrivals", space)
    # Back to the same part of the queue.
    if request.META.get("QUERY_STRING"):
        response["Location"] += "?" + request.META["QUERY_STRING"]
    return response


def _tell(request: SpaceRequest, outcome: Outcome) -> None:
    count = len(outcome.done)
    if count:
        messages.success(
            request,
            ngettext(
                "Vous avez pris en charge «\u00a0%(name)s\u00a0». Votre client le voit dans son espace.",
                "Vous avez pris en charge %(count)s documents. Vos clients le voient dans leur espace.",
                count,
            )
            % {"count": count, "name": outcome.done[0].name},
        )
    for document in outcome.missed:
        messages.warning(request, what_became(document))


@in_space(ARRIVALS)
def arrival_deposit(request: SpaceRequest, space: str, deposit: str) -> HttpResponse:
    """One deposit, from the mail that told of it."""
    row = find_deposit(request.space, deposit)
    documents = list(row.documents.order_by("pk"))
    waiting = [document for document in documents if document.state == State.WAITING]
    return render(
        request,
        "documents/arrival_deposit.html",
        {
            "deposit": row,
            "documents": documents,
            "waiting": waiting,
            "organisation": row.organisation,
            "may_take_up": bool(waiting) and request.space.can(ARRIVALS, Level.UPDATE),
        },
    )


@in_space(ARRIVALS)
def store(request: SpaceRequest, space: str) -> HttpResponse:
    """D6, the document store: what was taken up, and what was published, client by client."""
    listing = Listing(request, filters=("client", "q", "dossier", "etat"), default="-date")
    states = listing.choices(
        "etat",
        [
            ("", _("Tous")),
            ("pris-en-charge", _("Remis par le client")),
            ("mis-a-disposition", _("Mis à disposition")),
        ],
    )
    rows = documents_of_clients(request.space).stored()
    if states[1].is_current:
        rows = rows.filter(deposit__isnull=False)
    elif states[2].is_current:
        rows = rows.filter(deposit=None)
    rows = _of_client(filtered(rows, listing), listing)
    return render(
        request,
        "documents/store.html",
        {
            "listing": listing,
            "states": states,
            "page": page_of(rows.select_related("organisation"), listing.order, listing.place),
            "may_publish": request.space.can(ARRIVALS, Level.UPDATE),
        },
    )
