"""The renewal of a certified e-mail address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from parvis.accounts.certification import (
    LinkAskedTooOften,
    Standing,
    ask_for_renewal,
    end_of_grace,
    find_renewal,
    renew,
    standing_of,
)
from parvis.accounts.links import LinkNoLongerWorks
from parvis.accounts.requests import AccountRequest
from parvis.accounts.views import own_address
from parvis.foundation.rules import before_terms, form_methods, public


@before_terms
@form_methods
def renewal(request: AccountRequest) -> HttpResponse:
    """E8: the address is to be proved again. Sends the link; in the days of grace one may go on."""
    account = request.user
    following = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST":
        try:
            ask_for_renewal(account)
        except LinkAskedTooOften:
            messages.warning(
                request,
                _("Plusieurs messages viennent de partir. Suivez le lien du dernier."),
            )
        else:
            messages.success(
                request,
                _("Un message vient de partir à %(address)s. Suivez son lien.")
                % {"address": account.identifier},
            )
        here = reverse("accounts:renewal") + "?envoye=1"
        return redirect(f"{here}&{urlencode({'next': following})}" if following else here)
    standing = standing_of(account)
    if standing is Standing.CERTIFIED and "envoye" not in request.GET:
        return redirect(following or "accounts:details")
    expires_at = account.current_email_expiry
    return render(
        request,
        "accounts/renewal.html",
        {
            "is_lapsed": standing is Standing.LAPSED,
            "is_due": standing is Standing.DUE,
            "expires_at": expires_at,
            "grace_ends_at": end_of_grace(expires_at) if expires_at else None,
            "next": following or reverse("access:choice"),
        },
    )


@public
@form_methods
def certify_email(request: HttpRequest, secret: str) -> HttpResponse:
    """The mailed link: a page with one button, so that no mail program proves anything."""
    try:
        account = find_renewal(secret)
        if request.method == "POST":
            renew(secret)
            messages.success(request, _("Merci\u00a0: votre adresse e-mail est certifiée."))
            is_here = request.user.is_authenticated and request.user.pk == account.pk
            return redirect("access:choice" if is_here else "account_login")
    except LinkNoLongerWorks:
        return render(request, "accounts/certification_ended.html", status=410)
    return render(request, "accounts/certify_email.html", {"identifier": account.identifier})
