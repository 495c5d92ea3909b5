"""« Mes informations » and « Mot de passe »: what one changes of one's own login."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters

from parvis.accounts.actions import PasswordChangedMeanwhile, change_password
from parvis.accounts.certification import proof_of_email
from parvis.accounts.contact import change_contact
from parvis.accounts.forms import ChangePasswordForm, DetailsForm
from parvis.accounts.password_rules import rules
from parvis.accounts.phones import readable_phone
from parvis.accounts.requests import AccountRequest
from parvis.accounts.views_mobile import send_and_tell
from parvis.foundation.rules import form_methods, signed_in
from parvis.mailroom.sms.backends import sms_is_available


@signed_in
@form_methods
def details(request: AccountRequest) -> HttpResponse:
    """E12 « Modifier contact », E5 « Certifier »: one's own names, telephones and language."""
    account = request.user
    form = DetailsForm(
        request.POST or None,
        initial={
            name: getattr(account, name)
            for name in ("first_name", "last_name", "landline_phone", "mobile_phone", "language")
        },
    )
    if request.method == "POST" and form.is_valid():
        change_contact(account, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            if "certifier" in request.POST:
                send_and_tell(request)
                return redirect("accounts:mobile")
            messages.success(request, _("Vos informations sont enregistrées."))
        return redirect("accounts:details")
    certified_at = account.mobile_certified_at
    certified = readable_phone(account.mobile_phone) if certified_at else ""
    return render(
        request,
        "accounts/details.html",
        {
            "form": form,
            "proof": proof_of_email(account),
            "certified": certified,
            "certified_at": certified_at,
            "may_certify": sms_is_available(),
            "offers_to_certify": form["mobile_phone"].value() not in {None, "", certified},
        },
    )


@signed_in
@sensitive_post_parameters()
@form_methods
def password(request: AccountRequest) -> HttpResponse:
    """E12 « Modifier mot de passe »: every other session ends, this one stays."""
    account = request.user
    form = ChangePasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="change_password", user=account):
            form.add_error(
                "current", _("Trop de tentatives. Attendez une minute, puis essayez à nouveau.")
            )
        else:
            try:
                change_password(
                    account,
                    current=form.cleaned_data["current"],
                    password=form.cleaned_data["password"],
                )
            except PasswordChangedMeanwhile:
                form.add_error("current", _("Ce n’est pas votre mot de passe actuel."))
            else:
                update_session_auth_hash(request, account)
                messages.success(
                    request,
                    _(
                        "Votre nouveau mot de passe est enregistré. "
                        "Vos autres connexions sont fermées."
                    ),
                )
                return redirect("accounts:password")
    return render(
        request,
        "accounts/password.html",
        {"form": form, "rules": rules(), "identifier": account.identifier},
    )
