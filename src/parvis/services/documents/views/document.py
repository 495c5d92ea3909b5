"""One document: its sheet with pictures of its pages, and its content."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from parvis.access.features import Level
from parvis.access.rules import SpaceRequest, in_space
from parvis.foundation.requests import afterwards
from parvis.services.documents import storage
from parvis.services.documents.actions import note_download, note_view
from parvis.services.documents.features import ARRIVALS, DEPOSITS
from parvis.services.documents.models import Document, State
from parvis.services.documents.previews import PICTURE_TYPE, NoPreview, can_preview, page_picture
from parvis.services.documents.reach import find_document

PAGES_AT_ONCE = 20
# A content is never a page of the portal: no script, no form, no origin of ours.
SANDBOX = "sandbox; default-src 'none'"


@in_space()
def document(request: SpaceRequest, space: str, document: str) -> HttpResponse:
    """D5: a document of one's own organisation."""
    _require_own_space(request)
    return _sheet(request, find_document(request.space, document))


@in_space(ARRIVALS)
def office_document(request: SpaceRequest, space: str, document: str) -> HttpResponse:
    """D6: a document of a client."""
    return _sheet(request, find_document(request.space, document))


def _require_own_space(request: SpaceRequest) -> None:
    if request.space.is_back_office:
        # The back office has pages of its own, under its own right.
        raise Http404


def _sheet(request: SpaceRequest, row: Document) -> HttpResponse:
    afterwards(request, lambda: note_view(request.space, row))
    count = (row.pages or 1) if can_preview(row.media_type) else 0
    first = _first_page(request.GET.get("page", ""), count)
    last = min(first + PAGES_AT_ONCE - 1, count)
    is_waiting = row.state == State.WAITING
    return render(
        request,
        "documents/office_document.html"
        if request.space.is_back_office
        else "documents/document.html",
        {
            "document": row,
            "count": count,
            "pages": range(first, last + 1),
            "following": last + 1 if last < count else 0,
            "preceding": max(1, first - PAGES_AT_ONCE) if first > 1 else 0,
            "is_waiting": is_waiting,
            "may_delete": is_waiting and request.space.can(DEPOSITS, Level.UPDATE),
            "may_take_up": is_waiting and request.space.can(ARRIVALS, Level.UPDATE),
        },
    )


def _first_page(asked: str, count: int) -> int:
    return min(max(int(asked), 1), max(count, 1)) if asked.isdecimal() and len(asked) < 6 else 1


@in_space()
def picture(request: SpaceRequest, space: str, document: str, page: int) -> HttpResponse:
    """A picture of one page; made by the server, so that nothing active reaches the browser."""
    _require_own_space(request)
    return _picture(find_document(request.space, document), page)


@in_space(ARRIVALS)
def office_picture(request: SpaceRequest, space: str, document: str, page: int) -> HttpResponse:
    return _picture(find_document(request.space, document), page)


def _picture(row: Document, page: int) -> HttpResponse:
    try:
        content = page_picture(storage.path_of(row.storage_key), row.media_type, page)
    except NoPreview:
        raise Http404 from None
    response = HttpResponse(content, content_type=PICTURE_TYPE)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@in_space()
def download(request: SpaceRequest, space: str, document: str) -> HttpResponseBase:
    """D5: the content, always to be saved and never to be shown in the portal's origin."""
    _require_own_space(request)
    return _download(request, find_document(request.space, document))


@in_space(ARRIVALS)
def office_download(request: SpaceRequest, space: str, document: str) -> HttpResponseBase:
    return _download(request, find_document(request.space, document))


def _download(request: SpaceRequest, row: Document) -> HttpResponseBase:
    try:
        content = storage.path_of(row.storage_key).open("rb")
    except FileNotFoundError:
        # Deleted by its depositor at this very moment.
        raise Http404 from None
    if request.method == "GET":
        afterwards(request, lambda: note_download(request.space, row))
    response = FileResponse(
        content, as_attachment=True, filename=row.name, content_type=row.media_type
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
