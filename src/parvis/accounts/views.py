"""Pages about one's login that need no organisation."""

from __future__ import annotations

from allauth.account import views as library
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts.actions import (
    accept_terms,
    find_reset,
    reset_password,
    terms_in_force,
)
from parvis.accounts.contact import change_language
from parvis.accounts.forms import PasswordForm, TermsForm
from parvis.accounts.links import LinkNoLongerWorks
from parvis.accounts.models import TermsVersion
from parvis.accounts.password_rules import rules
from parvis.accounts.requests import AccountRequest
from parvis.foundation.rules import before_terms, form_methods, public

# Anything but GET counts as an attempt for the library, which writes down attempts.
sign_in = public(
    require_http_methods(["GET", "POST"])(
        library.LoginView.as_view(template_name="accounts/sign_in.html")
    )
)
sign_out = public(require_POST(library.LogoutView.as_view()))


def own_address(request: HttpRequest, address: str) -> str:
    """The address if it is one of this portal's own, from its root on, else nothing."""
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""


@public
@sensitive_post_parameters()
@form_methods
def reset(request: HttpRequest, secret: str) -> HttpResponse:
    """A new password, by the link that was mailed."""
    try:
        account = find_reset(secret)
        form = PasswordForm(request.POST or None, account=account)
        if request.method == "POST" and form.is_valid():
            reset_password(secret, password=form.cleaned_data["password"])
            messages.success(
                request, _("Votre nouveau mot de passe est enregistré. Vous pouvez vous connecter.")
            )
            return redirect("account_login")
    except LinkNoLongerWorks:
        return render(request, "accounts/link_no_longer_works.html", status=410)
    return render(
        request,
        "accounts/reset.html",
        {"form": form, "rules": rules(), "identifier": account.identifier},
    )


@before_terms
@form_methods
def terms(request: AccountRequest) -> HttpResponse:
    """C5: the terms, read and ticked before anything else opens."""
    following = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    version = terms_in_force()
    if version is None or request.user.accepted_terms >= version.number:
        return redirect(following or settings.LOGIN_REDIRECT_URL)
    form = TermsForm(request.POST or None, initial={"version": version.number})
    if request.method == "POST" and form.is_valid():
        shown = TermsVersion.objects.filter(number=form.cleaned_data["version"]).first()
        if shown is not None:
            accept_terms(request.user, shown)
        return redirect(following or settings.LOGIN_REDIRECT_URL)
    text = version.text_en if request.user.language == "en" else version.text_fr
    return render(
        request,
        "accounts/terms.html",
        {"form": form, "version": version, "text": text, "next": following},
    )


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language on this device, for somebody not signed in; else the account's own."""
    language = request.POST.get("language", "")
    here = own_address(request, request.POST.get("next", "")) or reverse("portal:front")
    response = redirect(here)
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        change_language(request.user, language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
