"""How a request meets the database: reading cannot write, and what must be noted waits its turn."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from parvis.foundation.database import read_only

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Afterwards = Callable[[], None]

READING = {"GET", "HEAD", "OPTIONS"}


def afterwards(request: HttpRequest, act: Afterwards) -> None:
    """Do `act` once the view has ended, outside its read-only or rolled-back transaction.

    This is how a refused attempt or a consultation reaches the journal.
    """
    request.META.setdefault("parvis.afterwards", []).append(act)


class AfterwardsMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for act in request.META.pop("parvis.afterwards", []):
            act()
        return response


class ReadOnlyMiddleware:
    """GET and HEAD run where the database refuses writes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READING:
            return self.get_response(request)
        with read_only():
            return self.get_response(request)
