"""« Mes données »: the download, and closing one's account."""

from __future__ import annotations

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from parvis.accounts import events
from parvis.accounts.actions import author_of
from parvis.accounts.fresh import fresh
from parvis.accounts.own_data import AlreadyClosed, CannotClose, close_account, export, obstacles
from parvis.accounts.requests import AccountRequest
from parvis.accounts.views_fresh import OwnPasswordForm
from parvis.foundation.rules import form_methods, signed_in
from parvis.journal.actions import record


@signed_in
@require_safe
def own_data(request: AccountRequest) -> HttpResponse:
    return render(request, "accounts/own_data.html")


@signed_in
@fresh
@form_methods
def download(request: AccountRequest) -> HttpResponseBase:
    """X8: everything that is kept about oneself, as one file. The journal notes the request."""
    if request.method != "POST":
        return redirect("accounts:own_data")
    account = request.user
    with transaction.atomic():
        record(events.DATA_EXPORTED, by=author_of(account), identifier=account.identifier)
    response = StreamingHttpResponse(export(account), content_type="application/json")
    day = timezone.localdate()
    response["Content-Disposition"] = f'attachment; filename="mes-donnees-{day:%Y-%m-%d}.json"'
    return response


@signed_in
@sensitive_post_parameters()
@form_methods
def close(request: AccountRequest) -> HttpResponse:
    """X8: what closing does, what stands in its way, and the password to do it."""
    account = request.user
    sentences = obstacles(account)
    form = OwnPasswordForm(request.POST or None, request=request)
    if request.method == "POST" and not sentences and form.is_valid():
        try:
            close_account(account)
        except CannotClose as fault:
            sentences = fault.sentences
        except AlreadyClosed:
            return redirect("account_login")
        else:
            logout(request)
            return render(request, "accounts/closed.html")
    return render(request, "accounts/close.html", {"form": form, "obstacles": sentences})
