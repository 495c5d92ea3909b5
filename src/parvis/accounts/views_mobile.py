"""The page on which a mobile number is certified."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from parvis.accounts.forms import CodeForm
from parvis.accounts.mobile import (
    Attempt,
    CodesSpent,
    CodeTooSoon,
    NothingToCertify,
    certify_mobile,
    open_code,
    send_code,
)
from parvis.accounts.requests import AccountRequest
from parvis.accounts.views import own_address
from parvis.foundation.rules import form_methods, signed_in
from parvis.mailroom.sms.backends import sms_is_available


def _key(request: AccountRequest) -> str:
    return request.session.session_key or ""


def _following(request: AccountRequest) -> str:
    return own_address(request, request.POST.get("next") or request.GET.get("next", ""))


def _here(following: str) -> str:
    address = reverse("accounts:mobile")
    return f"{address}?{urlencode({'next': following})}" if following else address


def send_and_tell(request: AccountRequest) -> None:
    """Send a code to the number of this account, or say why not."""
    try:
        send_code(request.user, _key(request))
    except CodeTooSoon as fault:
        messages.warning(
            request,
            ngettext(
                "Un code vient de partir. Vous pourrez en demander un autre dans %(seconds)s seconde.",
                "Un code vient de partir. Vous pourrez en demander un autre dans %(seconds)s secondes.",
                fault.seconds,
            )
            % {"seconds": fault.seconds},
        )
    except CodesSpent:
        messages.error(
            request,
            _(
                "Cinq codes ont été envoyés en 24 heures pour ce compte ou ce numéro. "
                "Essayez à nouveau demain."
            ),
        )
    except NothingToCertify:
        # The page itself says why: no number, certified before, or no texts here.
        return
    else:
        messages.success(request, _("Un code vient de partir par SMS."))


@signed_in
@sensitive_post_parameters()
@form_methods
def mobile(request: AccountRequest) -> HttpResponse:
    """E5: what certification is for, and the code that was sent."""
    account, following = request.user, _following(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        match certify_mobile(account, _key(request), form.cleaned_data["code"]):
            case Attempt.CERTIFIED:
                messages.success(request, _("Votre téléphone mobile est certifié."))
                return redirect(following or "accounts:details")
            case Attempt.ENDED:
                messages.error(
                    request,
                    _("Ce code ne vaut plus\u00a0: demandez-en un autre."),
                )
                return redirect(_here(following))
            case Attempt.WRONG:
                form.add_error("code", _("Ce n’est pas le code envoyé. Vérifiez le SMS."))
    certified_at = account.mobile_certified_at
    context: dict[str, Any] = {
        "form": form,
        "next": following,
        "number": account.mobile_phone,
        "certified_at": certified_at,
        "may_certify": sms_is_available(),
        "code": open_code(account, _key(request)),
    }
    return render(request, "accounts/mobile.html", context)


@signed_in
@require_POST
def send_mobile_code(request: AccountRequest) -> HttpResponse:
    """A code, or another one."""
    send_and_tell(request)
    return redirect(_here(_following(request)))
