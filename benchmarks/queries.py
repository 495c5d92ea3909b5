"""Counts the queries of one request, for a browser that asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from benchmarks.names import ANSWERED, ASKED
from parvis.foundation.requests import GetResponse


class CountQueriesMiddleware:
    """Answers `X-Count-Queries` with the number of statements sent to the database, whatever they
    are for: session, account and the statements that make a page read-only included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if ASKED not in request.headers:
            return self.get_response(request)
        statements: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            statements.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            response = self.get_response(request)
        response.headers[ANSWERED] = str(len(statements))
        return response
