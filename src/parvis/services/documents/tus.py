"""Resumable uploads over HTTP: tus 1.0.0 with creation, expiration and termination.

Source: https://tus.io/protocols/resumable-upload. A refusal is one sentence in plain text, in the
person's language.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.http import http_date

from parvis.access.features import Feature, Level
from parvis.access.rules import SpaceRequest, in_space
from parvis.services.documents.features import ARRIVALS, DEPOSITS
from parvis.services.documents.models import Upload
from parvis.services.documents.reach import find_client
from parvis.services.documents.refusals import (
    DiskFull,
    FileRefused,
    FileTooLarge,
    OffsetConflict,
    UploadBusy,
    UploadsExhausted,
)
from parvis.services.documents.storage import PIECE
from parvis.services.documents.uploads import append, discard, start_upload, upload_of

VERSION = "1.0.0"
MOST_DRAINED = 16 * 1024 * 1024
PIECE_TYPE = "application/offset+octet-stream"
STATUSES: dict[type[FileRefused], int] = {
    OffsetConflict: 409,
    FileTooLarge: 413,
    UploadBusy: 423,
    UploadsExhausted: 429,
    DiskFull: 507,
}
REFUSED = 422
"""Every other refusal: sending the file again changes nothing."""


class BadRequest(Exception):
    """Not what the protocol asks for: the fault of a program, told in the words of engineers."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


def _answer(status: int, text: str = "", **headers: object) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = str(value)
    return response


TusView = Callable[..., HttpResponse]


def _speaking_tus(**methods: TusView) -> TusView:
    """One view of these methods: checks the version of the protocol and says refusals its way."""

    def view(request: SpaceRequest, **names: str) -> HttpResponse:
        act = methods.get(request.method or "")
        if act is None:
            return _answer(405, Allow=", ".join(methods))
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            return _answer(412, Tus_Version=VERSION)
        try:
            return act(request, **names)
        except BadRequest as fault:
            return _answer(fault.status, str(fault))
        except FileRefused as refusal:
            return _answer(STATUSES.get(type(refusal), REFUSED), refusal.sentence)
        finally:
            _drain(request)

    return view


def _drain(request: SpaceRequest) -> None:
    """Read what was not wanted, up to a bound: a browser that still sends when it is answered takes
    the connection for lost, and never learns why its file was refused."""
    drained = 0
    with suppress(OSError):
        while drained < MOST_DRAINED and (piece := request.read(PIECE)):
            drained += len(piece)


def _number(request: SpaceRequest, header: str) -> int:
    written = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,18}", written):
        raise BadRequest(f"{header} must be a number.")
    return int(written)


def _metadata(request: SpaceRequest) -> dict[str, str]:
    """Upload-Metadata: pairs of a key and a text in base64, separated by commas."""
    pairs = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        key, _, value = pair.strip().partition(" ")
        try:
            pairs[key] = base64.b64decode(value, validate=True).decode()
        except ValueError:
            raise BadRequest("Upload-Metadata must be keys with texts in base64.") from None
    return pairs


def _expiry(upload: Upload) -> str:
    lasts_until = upload.touched_at + timedelta(days=settings.PARVIS_UPLOAD_DAYS)
    return http_date(lasts_until.timestamp())


def _describe(request: SpaceRequest, **names: str) -> HttpResponse:
    return _answer(
        204,
        Tus_Version=VERSION,
        Tus_Extension="creation,expiration,termination",
        Tus_Max_Size=settings.PARVIS_FILE_LIMIT,
    )


def _create(request: SpaceRequest, *, space: str, upload_route: str) -> HttpResponse:
    """`filename` names the file; in the back office `organisation` says for which client."""
    size, metadata = _number(request, "Upload-Length"), _metadata(request)
    organisation_id = request.space.organisation_id
    if request.space.is_back_office:
        organisation_id = find_client(request.space, metadata.get("organisation", "")).pk
    upload = start_upload(request.space, organisation_id, metadata.get("filename", ""), size)
    place = reverse(upload_route, args=[space, upload.public_id])
    return _answer(201, Location=place, Upload_Expires=_expiry(upload))


def _tell(request: SpaceRequest, *, space: str, upload: str) -> HttpResponse:
    found = upload_of(request.space, upload)
    return _answer(
        200,
        Upload_Offset=found.offset,
        Upload_Length=found.size,
        Upload_Expires=_expiry(found),
    )


def _continue(request: SpaceRequest, *, space: str, upload: str) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        raise BadRequest(f"Content-Type must be {PIECE_TYPE}.", 415)
    if not request.headers.get("Content-Length", "").isdecimal():
        raise BadRequest("Content-Length is missing.", 411)
    found = upload_of(request.space, upload)
    offset, length = _number(request, "Upload-Offset"), int(request.headers["Content-Length"])
    # The request itself is read, never its `body`: a piece is not held in memory.
    append(found, request, offset, length)
    return _answer(204, Upload_Offset=found.offset, Upload_Expires=_expiry(found))


def _end(request: SpaceRequest, *, space: str, upload: str) -> HttpResponse:
    discard(upload_of(request.space, upload))
    return _answer(204)


def _pair(feature: Feature, upload_route: str) -> tuple[TusView, TusView]:
    """The address where uploads begin and that of each, for those who may update the feature."""
    rule = in_space(feature, Level.UPDATE)
    create = partial(_create, upload_route=upload_route)
    return (
        rule(_speaking_tus(OPTIONS=_describe, POST=create)),
        rule(_speaking_tus(OPTIONS=_describe, HEAD=_tell, PATCH=_continue, DELETE=_end)),
    )


uploads, upload = _pair(DEPOSITS, "documents:upload")
office_uploads, office_upload = _pair(ARRIVALS, "documents:office-upload")

CLIENT = "espaces/<str:space>/documents/televersements/"
OFFICE = "espaces/<str:space>/publications/televersements/"
upload_urlpatterns = [
    path(CLIENT, uploads, name="uploads"),
    path(CLIENT + "<str:upload>/", upload, name="upload"),
    path(OFFICE, office_uploads, name="office-uploads"),
    path(OFFICE + "<str:upload>/", office_upload, name="office-upload"),
]
