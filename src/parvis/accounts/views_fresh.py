"""« Confirmez que c’est bien vous »: the page that fresh authentication leads through."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from parvis.accounts import events
from parvis.accounts.actions import author_of
from parvis.accounts.fresh import note_authentication
from parvis.accounts.requests import AccountRequest
from parvis.accounts.views import own_address
from parvis.foundation.rules import form_methods, signed_in
from parvis.journal.actions import record


class OwnPasswordForm(forms.Form):
    """One's own password, typed again."""

    password = forms.CharField(
        label=gettext_lazy("Votre mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Indiquez votre mot de passe.")},
    )

    def __init__(self, *args: Any, request: AccountRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        account = self.request.user
        if not ratelimit.consume(self.request, action="reauthenticate", user=account):
            raise forms.ValidationError(
                _("Vous avez fait trop d’essais. Patientez une minute, puis recommencez."),
                code="limited",
            )
        if not account.check_password(password):
            with transaction.atomic():
                record(
                    events.CONFIRMATION_FAILED,
                    by=author_of(account),
                    identifier=account.identifier,
                )
            raise forms.ValidationError(
                _("Ce mot de passe n’est pas le vôtre. Vérifiez les majuscules, puis recommencez."),
                code="wrong",
            )
        return password


@signed_in
@sensitive_post_parameters()
@form_methods
def confirm(request: AccountRequest) -> HttpResponse:
    """The password once more, then back to where one was going."""
    following = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    form = OwnPasswordForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        note_authentication(request, "password")
        return redirect(following or settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/confirm.html", {"form": form, "next": following})
