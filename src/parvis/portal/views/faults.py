"""Pages shown when something went wrong, where not even the request may be relied upon."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: its session or the database may be what failed."""
    page = render_to_string(
        "500.html",
        {"operator": settings.PARVIS_OPERATOR, "workshop": False, "messages": ()},
    )
    return HttpResponse(page, status=500)
