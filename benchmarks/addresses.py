"""Every address of the portal, and one that does nothing: what the stack itself costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from benchmarks.names import EMPTY
from parvis.foundation.rules import public


@public
def nothing(request: HttpRequest) -> HttpResponse:
    """An empty page, for the same signed-in person through the same middleware."""
    return HttpResponse("")


urlpatterns = [path(EMPTY[1:], nothing), path("", include("parvis.portal.urls"))]
