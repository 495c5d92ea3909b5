"""The way in: activation, a forgotten password, the choice of a space, invitations."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from parvis.access.choice import spaces_of
from parvis.access.invitations import (
    InvitationAnswered,
    accept,
    activation_invitations,
    complete_account,
    decline,
    invitations_of,
)
from parvis.access.models import Access, LinkRequest
from parvis.access.profiles import EXPLANATIONS, Profile
from parvis.accounts.forms import ActivationForm, FirmActivationForm, ForgottenForm
from parvis.accounts.links import LinkNoLongerWorks
from parvis.accounts.models import Account, normal_identifier
from parvis.accounts.password_rules import rules
from parvis.accounts.requests import AccountRequest
from parvis.foundation.rules import form_methods, public, signed_in
from parvis.mailroom.sms.backends import sms_is_available
from parvis.organisations.models import Kind


@public
@sensitive_post_parameters()
@form_methods
def activation(request: HttpRequest, secret: str) -> HttpResponse:
    """C2, C3, C11, E4: a password against the live checklist, and the account is active."""
    try:
        account, invitations = activation_invitations(secret)
        form = _activation_form(request, account, invitations)
        if request.method == "POST" and form.is_valid():
            complete_account(
                secret,
                language=get_language() or "fr",
                accepted=request.POST.getlist("invitation"),
                **form.contact(),
            )
            return render(
                request,
                "access/activated.html",
                {
                    "identifier": account.identifier,
                    "may_certify_mobile": sms_is_available(),
                },
            )
    except LinkNoLongerWorks:
        return render(request, "accounts/link_no_longer_works.html", status=410)
    return render(
        request,
        "access/activation.html",
        {
            "form": form,
            "rules": rules(),
            "identifier": account.identifier,
            "invitations": invitations,
        },
    )


def _activation_form(
    request: HttpRequest, account: Account, invitations: list[Access]
) -> ActivationForm | FirmActivationForm:
    """A firm's principal tells names and telephones; others were named by who invited them."""
    data = request.POST or None
    principal = [access for access in invitations if access.profile == Profile.PRINCIPAL]
    if any(access.organisation.kind == Kind.FIRM for access in principal):
        known = {"last_name": account.last_name, "first_name": account.first_name}
        return FirmActivationForm(data, account=account, initial=known)
    return ActivationForm(
        data,
        account=account,
        mobile_wanted=len(principal) < len(invitations),
        initial={"mobile_phone": account.mobile_phone},
    )


@public
@form_methods
def forgotten(request: HttpRequest) -> HttpResponse:
    """C12, P23: the same answer, in the same time, whether the address is known or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        identifier = normal_identifier(form.cleaned_data["identifier"])
        within_limits = ratelimit.consume(request, action="reset_password", key=identifier)
        if within_limits:
            LinkRequest.objects.create(identifier=identifier)
        return render(request, "access/link_sent.html", {"identifier": identifier})
    return render(request, "access/forgotten.html", {"form": form})


@signed_in
@require_safe
def choice(request: AccountRequest) -> HttpResponse:
    """C6, E9: every space of this person, to pick one; a single one opens by itself."""
    search = request.GET.get("q", "").strip()
    invitations = invitations_of(request.user)
    page = spaces_of(request.user, search=search, place=request.GET.get("page", ""))
    alone = not search and len(page.rows) == 1 and page.is_whole and not invitations
    if alone and "tous" not in request.GET:
        return redirect("portal:home", page.rows[0].public_id)
    return render(
        request,
        "access/choice.html",
        {"page": page, "search": search, "invitations": invitations},
    )


def _own_invitation(request: AccountRequest, public_id: str) -> Access:
    access = (
        Access.objects.pending()
        .filter(public_id=public_id, account=request.user)
        .select_related("organisation", "given_by")
        .first()
    )
    if access is None:
        raise Http404
    return access


@signed_in
@require_safe
def invitation(request: AccountRequest, access: str) -> HttpResponse:
    """An invitation and what it would give; only the invited person sees it."""
    row = _own_invitation(request, access)
    explanation = EXPLANATIONS.get(Profile(row.profile), "")
    return render(request, "access/invitation.html", {"access": row, "explanation": explanation})


@signed_in
@require_POST
def answer_invitation(request: AccountRequest, access: str) -> HttpResponse:
    """Yes or no. What is accepted is the stored row, whatever the form says."""
    row = _own_invitation(request, access)
    try:
        if "decline" in request.POST:
            decline(request.user, row)
            messages.success(request, _("Vous avez refusé l’invitation."))
            return redirect("access:choice")
        accept(request.user, row)
    except InvitationAnswered:
        messages.error(
            request,
            _("Cette invitation n’attend plus de réponse\u00a0: elle a été retirée ou a expiré."),
        )
        return redirect("access:choice")
    messages.success(
        request,
        _("L’espace de %(organisation)s vous est ouvert.")
        % {"organisation": row.organisation.name},
    )
    return redirect("portal:home", row.organisation.public_id)
