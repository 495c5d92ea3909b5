"""The guard at the door of every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from parvis.access.actions import note_use
from parvis.access.events import ACCESS_REFUSED, STRANGER_REFUSED
from parvis.access.models import today
from parvis.access.rules import SpaceRule
from parvis.access.spaces import ForeignObject, RightMissing, Space, enter
from parvis.accounts.certification import Standing, standing_of
from parvis.accounts.models import Account
from parvis.foundation.requests import GetResponse, afterwards
from parvis.foundation.rules import Audience, rule_of
from parvis.journal.actions import Author, record
from parvis.organisations.models import Organisation


class PrivatePagesMiddleware:
    """What is shown to somebody signed in is kept by no browser and no proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)
        return response


class GuardMiddleware:
    """Applies the rule that each view declares, and refuses a view that declares none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, options: dict[str, Any]
    ) -> HttpResponseBase | None:
        rule = rule_of(view)
        if rule is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} declares no rule.")
        if any("\0" in str(value) for value in options.values()):
            # PostgreSQL takes it for a fault of the question; no identifier holds one.
            raise Http404
        if rule.audience is Audience.PUBLIC:
            return None
        account = request.user
        if not isinstance(account, Account):
            return redirect_to_login(
                request.get_full_path() if request.method == "GET" else "", settings.LOGIN_URL
            )
        if rule.audience is Audience.BEFORE_TERMS:
            return None
        if account.accepted_terms < account.current_terms:
            following = {"next": request.get_full_path()} if request.method == "GET" else {}
            return redirect(reverse("accounts:terms") + "?" + urlencode(following))
        if standing_of(account) is Standing.LAPSED:
            following = {"next": request.get_full_path()} if request.method == "GET" else {}
            return redirect(reverse("accounts:renewal") + "?" + urlencode(following))
        if isinstance(rule, SpaceRule):
            space = self.enter(request, account, rule, options["space"])
            request.space = space  # type: ignore[attr-defined]
            if space.link.last_used_on != today():
                afterwards(request, lambda: note_use(space))
        return None

    def enter(
        self, request: HttpRequest, account: Account, rule: SpaceRule, public_id: str
    ) -> Space:
        space = enter(account, public_id)
        if space is None:
            _note_stranger(
                request, account, Organisation.objects.filter(public_id=public_id).first()
            )
            raise Http404
        if rule.feature is not None:
            if space.kind not in rule.feature.kinds:
                # The page does not exist in a space of this kind.
                raise Http404
            try:
                space.require(rule.feature, rule.level)
            except RightMissing as fault:
                _note_refusal(request, space, str(fault))
                raise
        return space

    def process_exception(self, request: HttpRequest, fault: Exception) -> None:
        if isinstance(fault, RightMissing):
            _note_refusal(request, request.space, str(fault))  # type: ignore[attr-defined]
        elif isinstance(fault, ForeignObject):
            _note_stranger(request, request.space.account, fault.organisation)  # type: ignore[attr-defined]


def _note_refusal(request: HttpRequest, space: Space, right: str) -> None:
    """One's own space without the right: its journal keeps the attempt."""
    path, method = request.path[:200], request.method or ""

    def write() -> None:
        with transaction.atomic():
            space.record(ACCESS_REFUSED, right=right, path=path, method=method)

    afterwards(request, write)


def _note_stranger(
    request: HttpRequest, account: Account, organisation: Organisation | None
) -> None:
    """What belongs to somebody else: the journal of its organisation keeps the attempt."""
    if organisation is None:
        return
    path, method = request.path[:200], request.method or ""
    chain = organisation.chain

    def write() -> None:
        with transaction.atomic():
            record(
                STRANGER_REFUSED,
                by=Author(account.pk, account.full_name),
                chain=chain,
                path=path,
                method=method,
            )

    afterwards(request, write)
