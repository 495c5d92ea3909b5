"""The operator's own look: colours and logo."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from parvis.foundation.colours import theme as stylesheet
from parvis.foundation.rules import public

DAY = 24 * 3600
LOGO_TYPES = {"image/svg+xml", "image/png"}


@public
@cache_control(public=True, max_age=365 * DAY, immutable=True)
def theme(request: HttpRequest) -> HttpResponse:
    """Colours derived from the accent. Pages ask for it with a version that changes with them."""
    return HttpResponse(stylesheet(settings.PARVIS_OPERATOR["accent"]), content_type="text/css")


@public
@cache_control(public=True, max_age=DAY)
def logo(request: HttpRequest) -> HttpResponseBase:
    """The operator's logo, an SVG or PNG file on the server's disk."""
    path = Path(settings.PARVIS_OPERATOR["logo"])
    media_type = mimetypes.guess_type(path.name)[0]
    if media_type not in LOGO_TYPES or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type=media_type)
