"""« Gestion des utilisateurs »."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.access.actions import (
    AlreadyThere,
    ChangedMeanwhile,
    NotGivenByHand,
    OwnAddress,
    change_profile,
    end_access,
    invite,
)
from parvis.access.features import USERS, Level
from parvis.access.forms import (
    EndForm,
    InvitationForm,
    ProfileForm,
    StaffInvitationForm,
    StaffProfileForm,
)
from parvis.access.invitations import InvitationAnswered, invite_again
from parvis.access.models import Access, Covers
from parvis.access.profiles import Profile
from parvis.access.rules import SpaceRequest, in_space
from parvis.access.spaces import find
from parvis.foundation.paging import page_of
from parvis.foundation.rules import form_methods


@in_space(USERS)
@require_safe
def users(request: SpaceRequest, space: str) -> HttpResponse:
    """Everyone who has a place here, invited people included."""
    rows = Access.objects.current().filter(organisation_id=request.space.organisation_id)
    page = page_of(
        rows.select_related("account"),
        ("account__last_name", "account__first_name", "id"),
        request.GET.get("page", ""),
    )
    return render(
        request,
        "access/users.html",
        {
            "page": page,
            "may_change": request.space.can(USERS, Level.UPDATE),
            "now": timezone.now(),
        },
    )


@in_space(USERS, Level.UPDATE)
@form_methods
def invite_user(request: SpaceRequest, space: str) -> HttpResponse:
    """« + »: a person's contact details and profile; the invitation leaves at once."""
    form_class = StaffInvitationForm if request.space.is_back_office else InvitationForm
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            access = invite(
                request.space,
                identifier=given["identifier"],
                first_name=given["first_name"],
                last_name=given["last_name"],
                profile=given["profile"],
                covers=Covers(given.get("covers", Covers.ALL)),
            )
        except OwnAddress:
            form.add_error(
                "identifier",
                _(
                    "C’est votre propre adresse. Chaque personne doit avoir la sienne\u00a0: indiquez celle de la personne à inviter."
                ),
            )
        except AlreadyThere:
            form.add_error(
                "identifier",
                _(
                    "Une personne de cet espace a déjà cette adresse. Modifiez son profil dans la liste, ou indiquez une autre adresse."
                ),
            )
        else:
            messages.success(
                request,
                _("L’invitation est partie à l’adresse %(address)s.")
                % {"address": access.account.identifier},
            )
            return redirect("access:users", space)
    return render(request, "access/invite.html", {"form": form})


def _form_for(request: SpaceRequest, access: Access, profile_form: type[forms.Form]) -> forms.Form:
    return profile_form(
        request.POST or None,
        initial={
            "profile": access.profile,
            "version": access.version,
            "covers": access.covers,
        },
    )


@in_space(USERS, Level.UPDATE)
@form_methods
def change_user(request: SpaceRequest, space: str, access: str) -> HttpResponse:
    """Another profile for somebody of this space."""
    row = find(request.space, Access.objects.current().select_related("account"), access)
    form = _form_for(
        request, row, StaffProfileForm if request.space.is_back_office else ProfileForm
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_profile(
                request.space,
                row,
                profile=given["profile"],
                seen_version=given["version"],
                covers=Covers(given.get("covers", Covers.ALL)),
            )
        except ChangedMeanwhile:
            return _changed_meanwhile(request, space, access)
        except NotGivenByHand:
            form.add_error(None, _refusal(row))
        else:
            messages.success(
                request,
                _("Le profil de %(person)s est enregistré.") % {"person": row.shown_name},
            )
            return redirect("access:users", space)
    return render(request, "access/change.html", {"form": form, "access": row})


def _refusal(access: Access) -> str:
    if access.profile == Profile.PRINCIPAL:
        return _(
            "La place du décideur principal ne change pas ici\u00a0: elle passe par le passage de relais ou par l’assistance."
        )
    return _("Vous ne pouvez pas changer vos propres droits. Demandez-le à un autre décideur.")


def _changed_meanwhile(request: SpaceRequest, space: str, access: str) -> HttpResponse:
    messages.error(
        request,
        _(
            "Quelqu’un d’autre vient de modifier cette personne. Voici son état actuel\u00a0: rien n’a été changé par vous."
        ),
    )
    still_there = Access.objects.current().filter(public_id=access).exists()
    return (
        redirect("access:change_user", space, access)
        if still_there
        else redirect("access:users", space)
    )


@in_space(USERS, Level.UPDATE)
@form_methods
def end_user(request: SpaceRequest, space: str, access: str) -> HttpResponse:
    """Remove somebody: what will happen is said first, then confirmed."""
    row = find(request.space, Access.objects.current().select_related("account"), access)
    form = EndForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            end_access(request.space, row, seen_version=form.cleaned_data["version"])
        except ChangedMeanwhile:
            return _changed_meanwhile(request, space, access)
        except NotGivenByHand:
            form.add_error(None, _refusal(row))
        else:
            messages.success(
                request,
                _("L’accès de %(person)s est retiré.") % {"person": row.shown_name},
            )
            if row.account_id == request.user.pk:
                return redirect("access:choice")
            return redirect("access:users", space)
    return render(request, "access/end.html", {"form": form, "access": row})


@in_space(USERS, Level.UPDATE)
@require_POST
def invite_user_again(request: SpaceRequest, space: str, access: str) -> HttpResponse:
    """Send the invitation once more."""
    row = find(
        request.space, Access.objects.current().select_related("account", "organisation"), access
    )
    try:
        invite_again(request.space, row)
    except InvitationAnswered:
        messages.error(request, _("Cette personne a déjà répondu à son invitation."))
    else:
        messages.success(
            request,
            _("L’invitation est repartie à l’adresse %(address)s.")
            % {"address": row.account.identifier},
        )
    return redirect("access:users", space)
