"""« Mes documents »: what the firm made available, and what the client handed in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from parvis.access.features import Level
from parvis.access.rules import SpaceRequest, in_space
from parvis.foundation.paging import page_of
from parvis.foundation.sorting import sort_key
from parvis.services.documents.features import DEPOSITS, DOCUMENTS
from parvis.services.documents.models import Document, DocumentQuerySet
from parvis.services.documents.views.listing import Listing


def listing_of(request: SpaceRequest) -> Listing:
    return Listing(request, filters=("q", "dossier"), default="-date")


def filtered(rows: DocumentQuerySet, listing: Listing) -> DocumentQuerySet:
    """Narrowed by what the address says of desk and name."""
    if listing.desk:
        rows = rows.filter(desk=listing.desk)
    if listing.filters["q"]:
        rows = rows.filter(sort_name__contains=sort_key(listing.filters["q"]))
    return rows


def own_published(request: SpaceRequest) -> DocumentQuerySet:
    return Document.objects.filter(organisation_id=request.space.organisation_id).published()


def own_handed_in(request: SpaceRequest) -> DocumentQuerySet:
    return Document.objects.filter(organisation_id=request.space.organisation_id).handed_in()


@in_space()
def documents(request: SpaceRequest, space: str) -> HttpResponse:
    """D1, « Mes documents »: opens the first of its two parts that one may see."""
    if request.space.is_back_office:
        raise Http404
    if not request.space.can(DOCUMENTS) and request.space.can(DEPOSITS):
        return redirect("documents:files", space)
    return redirect("documents:published", space)


@in_space(DOCUMENTS)
def published(request: SpaceRequest, space: str) -> HttpResponse:
    """D1, « Documents »: what the firm made available."""
    return _list(request, own_published(request), "documents/published.html")


@in_space(DEPOSITS)
def files(request: SpaceRequest, space: str) -> HttpResponse:
    """D5, « Fichiers en cours »: what the client handed in, and what became of it."""
    return _list(request, own_handed_in(request), "documents/files.html")


def _list(request: SpaceRequest, rows: DocumentQuerySet, template: str) -> HttpResponse:
    listing = listing_of(request)
    return render(
        request,
        template,
        {
            "listing": listing,
            "page": page_of(filtered(rows, listing), listing.order, listing.place),
            "may_hand_in": request.space.can(DEPOSITS, Level.UPDATE),
            "sees_published": request.space.can(DOCUMENTS),
            "sees_files": request.space.can(DEPOSITS),
        },
    )
