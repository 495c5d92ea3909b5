"""Fresh authentication: what is grave asks again who is there.

The library keeps in the session how and when somebody proved who he is, at sign-in and afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

FRESH_FOR = timedelta(minutes=10)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def is_fresh(request: HttpRequest) -> bool:
    """Whether a password or a factor was given in this session within FRESH_FOR."""
    records = get_authentication_records(request, request.user)
    latest = max((float(record.get("at", 0)) for record in records), default=0.0)
    # A moment that is still to come proves nothing.
    return 0 <= time.time() - latest < FRESH_FOR.total_seconds()


def note_authentication(request: HttpRequest, method: str) -> None:
    """The person signed in has just proved again who he is, by « password » or by a factor."""
    record_authentication(request, request.user, method=method, reauthenticated=True)


def fresh(view: View) -> View:
    """Only somebody who proved within FRESH_FOR who he is may call this view; others do so first,
    and are led back. Nothing posted is kept meanwhile: it may hold a secret.

    Stands under `@signed_in` or `@in_space`, which come first.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **options)
        here = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_reauthenticate')}?{here}")

    return cast("View", asked)
