"""« Identifiant »: seeing, changing, confirming and taking back the address one signs in with."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from parvis.accounts.fresh import fresh
from parvis.accounts.identifier import (
    AddressTaken,
    AskedTooOften,
    NothingWaits,
    OwnIdentifier,
    ask_for_change,
    cancel_change,
    find_objection,
    find_proof,
    object_to_change,
    prove,
    send_again,
)
from parvis.accounts.links import LinkNoLongerWorks
from parvis.accounts.models import Account, ChangeState, IdentifierChange, normal_identifier
from parvis.accounts.requests import AccountRequest
from parvis.foundation.rules import form_methods, public, signed_in


class IdentifierForm(forms.Form):
    """The new address, typed twice."""

    identifier = forms.EmailField(
        label=gettext_lazy("Nouvelle adresse e-mail"),
        help_text=gettext_lazy("Une adresse que personne d’autre ne lit."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Indiquez votre nouvelle adresse e-mail."),
            "invalid": gettext_lazy(
                "Cette adresse e-mail n’est pas complète. Écrivez-la par exemple nom@exemple.fr."
            ),
        },
    )
    confirmation = forms.CharField(
        label=gettext_lazy("Confirmation de la nouvelle adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Tapez l’adresse une seconde fois.")},
    )

    def clean(self) -> None:
        super().clean()
        identifier = self.cleaned_data.get("identifier")
        confirmation = self.cleaned_data.get("confirmation")
        if identifier is None or confirmation is None:
            return
        if normal_identifier(identifier) != normal_identifier(confirmation):
            self.add_error(
                "confirmation",
                ValidationError(_("Les deux adresses ne sont pas les mêmes."), code="differ"),
            )


TOO_OFTEN = gettext_lazy(
    "Plusieurs messages sont déjà partis. Regardez dans les courriers indésirables, "
    "ou recommencez dans une heure."
)
NOTHING_WAITS = gettext_lazy(
    "Aucun changement n’attend plus\u00a0: il a été confirmé, annulé, ou a expiré."
)


@signed_in
@require_safe
def identifier(request: AccountRequest) -> HttpResponse:
    """The address one signs in with, and the change that waits."""
    latest = IdentifierChange.objects.filter(account=request.user).first()
    waiting = latest is not None and latest.is_waiting()
    lapsed = latest is not None and not waiting and latest.state in LAPSED
    return render(
        request,
        "accounts/identifier.html",
        {"change": latest, "is_waiting": waiting, "has_lapsed": lapsed},
    )


# The worker has closed it already, or will.
LAPSED = {ChangeState.ASKED, ChangeState.LAPSED}


@signed_in
@fresh
@form_methods
def change_identifier(request: AccountRequest) -> HttpResponse:
    """E12: the new address, typed twice. The answer is the same whosever the address is."""
    form = IdentifierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_change(request.user, form.cleaned_data["identifier"])
        except OwnIdentifier:
            form.add_error("identifier", _("Cette adresse est déjà votre identifiant."))
        except AskedTooOften:
            form.add_error(None, str(TOO_OFTEN))
        else:
            return redirect("accounts:identifier")
    return render(request, "accounts/identifier_change.html", {"form": form})


@signed_in
@require_POST
def cancel_identifier(request: AccountRequest) -> HttpResponse:
    try:
        cancel_change(request.user)
    except NothingWaits:
        messages.error(request, str(NOTHING_WAITS))
    else:
        messages.success(request, _("Le changement est annulé. Votre identifiant reste le même."))
    return redirect("accounts:identifier")


@signed_in
@require_POST
def send_identifier_again(request: AccountRequest) -> HttpResponse:
    try:
        send_again(request.user)
    except NothingWaits:
        messages.error(request, str(NOTHING_WAITS))
    except AskedTooOften:
        messages.error(request, str(TOO_OFTEN))
    else:
        messages.success(request, _("Un nouveau message est parti. L’ancien lien ne marche plus."))
    return redirect("accounts:identifier")


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/identifier_link_gone.html", status=410)


@public
@form_methods
def prove_identifier(request: HttpRequest, secret: str) -> HttpResponse:
    """The page that the link at the new address opens: one button, and the identifier changes."""
    try:
        change = find_proof(secret)
        if request.method == "POST":
            change = prove(secret)
            if isinstance(request.user, Account) and request.user.pk == change.account_id:
                # The session that confirms is the one that goes on.
                update_session_auth_hash(request, change.account)
            return render(request, "accounts/identifier_proved.html", {"change": change})
    except LinkNoLongerWorks:
        return _gone(request)
    except AddressTaken:
        return render(request, "accounts/identifier_taken.html", {"change": change}, status=409)
    return render(request, "accounts/identifier_prove.html", {"change": change})


@public
@form_methods
def object_identifier(request: HttpRequest, secret: str) -> HttpResponse:
    """« Ce n’est pas moi »: what will happen, and one button that does it."""
    try:
        change = find_objection(secret)
        if request.method == "POST":
            objection = object_to_change(secret)
            if objection.reset_secret:
                messages.success(
                    request,
                    _(
                        "Votre adresse est de nouveau votre identifiant. Choisissez un mot de passe."
                    ),
                )
                return redirect("accounts:reset", objection.reset_secret)
            return render(request, "accounts/identifier_refused.html", {"change": change})
    except LinkNoLongerWorks:
        return _gone(request)
    except AddressTaken:
        return render(request, "accounts/identifier_taken.html", {"change": change}, status=409)
    return render(request, "accounts/identifier_object.html", {"change": change})
