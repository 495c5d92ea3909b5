"""Every address of the portal, and two that do nothing: what the stack itself costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks.names import EMPTY
from parvis.access.rules import in_space
from parvis.foundation.rules import signed_in


@signed_in
def nothing(request: HttpRequest) -> HttpResponse:
    """An empty page, for the same signed-in person through the same middleware."""
    return HttpResponse("")


@in_space()
def nothing_in_a_space(request: HttpRequest, space: str) -> HttpResponse:
    """An empty page of a space: the same stack again, with the guard at the space's door."""
    return HttpResponse("")


urlpatterns = [
    path(EMPTY, nothing),
    path("espaces/<str:space>/" + EMPTY, nothing_in_a_space),
    path("", include("parvis.portal.urls")),
]
