"""What can be done with several documents at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from parvis.access.features import Level
from parvis.access.rules import SpaceRequest, in_space
from parvis.services.documents import storage
from parvis.services.documents.actions import Outcome, delete, note_archive
from parvis.services.documents.archive import MOST_DOCUMENTS, folder_name, zipped
from parvis.services.documents.features import ARRIVALS, DEPOSITS
from parvis.services.documents.models import Document, State
from parvis.services.documents.reach import chosen, visible
from parvis.services.documents.views.document import SANDBOX


@in_space()
@require_POST
def archive(request: SpaceRequest, space: str) -> HttpResponseBase:
    """D5: the ticked documents as one zip file."""
    if request.space.is_back_office:
        raise Http404
    return _archive(request, "documents:documents")


@in_space(ARRIVALS)
@require_POST
def office_archive(request: SpaceRequest, space: str) -> HttpResponseBase:
    return _archive(request, "documents:store")


def _archive(request: SpaceRequest, back: str) -> HttpResponseBase:
    ticked = request.POST.getlist("document")[:MOST_DOCUMENTS]
    documents = chosen(request.space, visible(request.space), ticked)
    if not documents:
        messages.error(request, _("Cochez au moins un document à télécharger."))
        return redirect(back, request.space.public_id)
    note_archive(request.space, documents)
    response = StreamingHttpResponse(
        zipped(_entries(documents, in_folders=request.space.is_back_office)),
        content_type="application/zip",
    )
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="documents-{day}.zip"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _entries(documents: list[Document], *, in_folders: bool) -> Iterator[tuple[str, Path]]:
    """Names and places; with a folder for each client where there are several."""
    for document in documents:
        folder = f"{folder_name(document.organisation.name)}/" if in_folders else ""
        yield folder + document.name, storage.path_of(document.storage_key)


@in_space(DEPOSITS, Level.UPDATE)
@require_http_methods(["GET", "POST"])
def delete_files(request: SpaceRequest, space: str) -> HttpResponse:
    """D5: what will happen is said first, then confirmed. Only what still waits can go."""
    given = request.POST if request.method == "POST" else request.GET
    own = Document.objects.filter(organisation_id=request.space.organisation_id).handed_in()
    documents = chosen(request.space, own, given.getlist("document")[:MOST_DOCUMENTS])
    if not documents:
        messages.error(
            request, _("Aucun fichier à supprimer. Cochez au moins un fichier de la liste.")
        )
        return redirect("documents:files", space)
    if "confirm" in request.POST:
        _tell(request, delete(request.space, documents))
        return redirect("documents:files", space)
    return render(
        request,
        "documents/delete.html",
        {
            "waiting": [row for row in documents if row.state == State.WAITING],
            "others": [row for row in documents if row.state != State.WAITING],
        },
    )


def _tell(request: SpaceRequest, outcome: Outcome) -> None:
    count = len(outcome.done)
    if count:
        messages.success(
            request,
            ngettext(
                "Le fichier «\u00a0%(name)s\u00a0» est supprimé.",
                "%(count)s fichiers sont supprimés.",
                count,
            )
            % {"count": count, "name": outcome.done[0].name},
        )
    for document in outcome.missed:
        messages.warning(request, what_became(document))


def what_became(document: Document) -> str:
    """Why a document that waited a moment ago could not be changed."""
    if document.state == State.DELETED or document.taken_up_at is None:
        return _("«\u00a0%(name)s\u00a0» a été supprimé entre-temps par son déposant.") % {
            "name": document.name
        }
    return _("«\u00a0%(name)s\u00a0» a été pris en charge par %(person)s le %(moment)s.") % {
        "name": document.name,
        "person": document.taken_up_by_name,
        "moment": date_format(timezone.localtime(document.taken_up_at), "DATETIME_FORMAT"),
    }
