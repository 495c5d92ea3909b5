"""« Journal d’activité »: who did what in this space, in whose name, under which right."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.access.features import JOURNAL
from parvis.access.journal_lines import line_of
from parvis.access.rules import SpaceRequest, in_space
from parvis.foundation.paging import page_of
from parvis.journal.models import Entry


@in_space(JOURNAL)
@require_safe
def journal(request: SpaceRequest, space: str) -> HttpResponse:
    entries = Entry.objects.filter(chain__name=request.space.chain)
    page = page_of(entries, ("-number",), request.GET.get("page", ""))
    return render(
        request,
        "access/journal.html",
        {"page": page, "lines": [line_of(entry) for entry in page.rows]},
    )
