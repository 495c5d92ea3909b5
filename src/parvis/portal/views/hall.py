"""The front hall: the public home page, the home of a space, help."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from parvis.access.rules import SpaceRequest, in_space
from parvis.foundation.rules import public
from parvis.portal.help import topics
from parvis.portal.menus import tiles_of
from parvis.portal.register import services


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The home page of the portal; somebody signed in goes on to his spaces."""
    if request.user.is_authenticated:
        return redirect("access:choice")
    return render(request, "portal/front.html")


@in_space()
@require_safe
def home(request: SpaceRequest, space: str) -> HttpResponse:
    """What waits first, then tiles, then news."""
    to_do = [item for service in services() for item in service.to_do(request.space)]
    news = [item for service in services() for item in service.news(request.space)]
    return render(
        request,
        "portal/home.html",
        {
            "to_do": to_do,
            "tiles": [(tile, tile.address(request.space)) for tile in tiles_of(request.space)],
            "news": news,
        },
    )


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """« Aide »: the help line, and the questions people ask."""
    return render(request, "portal/help.html", {"topics": topics()})


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches over the portal; tells nothing but yes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
