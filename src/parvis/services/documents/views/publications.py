"""« Mettre à disposition »: the staff publish documents to a client."""

from __future__ import annotations

import re

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from parvis.access.features import Level
from parvis.access.rules import SpaceRequest, in_space
from parvis.foundation.paging import page_of
from parvis.foundation.sorting import sort_key
from parvis.organisations.models import Desk, Organisation
from parvis.services.documents import actions
from parvis.services.documents.features import ARRIVALS
from parvis.services.documents.forms import PublicationForm
from parvis.services.documents.models import Publication
from parvis.services.documents.reach import clients_of, find_client
from parvis.services.documents.views.hand_in import form_context, hand_in, new_form_key


@in_space(ARRIVALS, Level.UPDATE)
def choose_client(request: SpaceRequest, space: str) -> HttpResponse:
    """X1: for whom; only clients whom this person handles."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:200]
    rows = clients_of(request.space)
    if search:
        digits = re.sub(r"\D", "", search)
        found = Q(sort_name__contains=sort_key(search))
        if digits:
            found |= Q(siret__startswith=digits)
        rows = rows.filter(found)
    page = page_of(rows, ("sort_name", "id"), request.GET.get("page", ""))
    return render(request, "documents/choose_client.html", {"page": page, "search": search})


@in_space(ARRIVALS, Level.UPDATE)
@require_http_methods(["GET", "POST"])
def publish(request: SpaceRequest, space: str, organisation: str) -> HttpResponse:
    """X1: files for one client; its people are told."""
    client = find_client(request.space, organisation)
    is_posted = request.method == "POST"
    if is_posted:
        before = actions.published_before(request.space, client, request.POST.get("form_key", ""))
        if before is not None:
            return _published(request, client, before)
    form = PublicationForm(
        request.POST if is_posted else None,
        request.FILES if is_posted else None,
        initial={"form_key": new_form_key(), "desk": Desk.ACCOUNTANT},
    )
    if is_posted and form.is_valid():
        made = _publish(request, client, form)
        if made is not None:
            return _published(request, client, made)
    return render(
        request,
        "documents/publish.html",
        {**form_context(request.space, form), "client": client},
        status=422 if is_posted else 200,
    )


def _publish(
    request: SpaceRequest, client: Organisation, form: PublicationForm
) -> Publication | None:
    try:
        return hand_in(
            form,
            lambda contents: actions.publish(
                request.space,
                client,
                desk=form.desk_chosen,
                files=contents,
                uploads=form.cleaned_data["uploads"],
                form_key=form.cleaned_data["form_key"],
            ),
        )
    except actions.PublishedBefore as fault:
        return fault.publication


def _published(
    request: SpaceRequest, client: Organisation, publication: Publication
) -> HttpResponse:
    count = publication.documents.count()
    messages.success(
        request,
        ngettext(
            "%(count)s document est à la disposition de %(client)s. Un e-mail le lui annonce.",
            "%(count)s documents sont à la disposition de %(client)s. Un e-mail le lui annonce.",
            count,
        )
        % {"count": count, "client": client.name},
    )
    response = redirect("documents:store", request.space.public_id)
    response["Location"] += "?" + urlencode({"client": client.name})
    return response
