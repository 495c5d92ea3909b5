"""The back office: opening spaces, and who is whose accountant or adviser."""

from __future__ import annotations

import re

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parvis.access.actions import (
    NotOfTheStaff,
    NumberTaken,
    assign,
    open_space,
    unassign,
)
from parvis.access.features import CLIENTS, Level
from parvis.access.forms import AssignmentForm, SpaceForm
from parvis.access.models import Access, Assignment
from parvis.access.profiles import Profile
from parvis.access.rules import SpaceRequest, in_space
from parvis.foundation.paging import page_of
from parvis.foundation.rules import form_methods
from parvis.foundation.sorting import sort_key
from parvis.organisations.models import Desk, Kind, Organisation


@in_space(CLIENTS)
@require_safe
def clients(request: SpaceRequest, space: str) -> HttpResponse:
    """Every organisation that the operator serves, found by name or number."""
    search = request.GET.get("q", "").strip()
    unassigned = "sans-interlocuteur" in request.GET
    rows = Organisation.objects.open().clients()
    if search:
        digits = re.sub(r"\D", "", search)
        found = Q(sort_name__contains=sort_key(search))
        if digits:
            found |= Q(siret__startswith=digits)
        rows = rows.filter(found)
    if unassigned:
        rows = rows.exclude(Exists(Assignment.objects.live().filter(organisation=OuterRef("pk"))))
    page = page_of(rows, ("sort_name", "id"), request.GET.get("page", ""))
    names: dict[int, list[str]] = {}
    for assignment in (
        Assignment.objects.live()
        .filter(organisation__in=[row.pk for row in page.rows])
        .select_related("access__account")
    ):
        names.setdefault(assignment.organisation_id, []).append(
            f"{assignment.access.account.full_name} ({Desk(assignment.desk).label})"
        )
    return render(
        request,
        "access/clients.html",
        {
            "page": page,
            "rows": [(row, names.get(row.pk, [])) for row in page.rows],
            "search": search,
            "unassigned": unassigned,
            "may_change": request.space.can(CLIENTS, Level.UPDATE),
        },
    )


@in_space(CLIENTS, Level.UPDATE)
@form_methods
def open_client(request: SpaceRequest, space: str) -> HttpResponse:
    """A new space and its principal; the activation e-mail leaves with this change."""
    form = SpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            organisation = open_space(
                request.space,
                kind=Kind(given["kind"]),
                name=given["name"],
                siret=given["siret"],
                identifier=given["identifier"],
                first_name=given["first_name"],
                last_name=given["last_name"],
            )
        except NumberTaken:
            form.add_error(
                "siret",
                _(
                    "Une entreprise avec ce numéro SIRET a déjà un espace. Cherchez-la dans la liste des clients."
                ),
            )
        else:
            messages.success(
                request,
                _(
                    "L’espace de %(name)s est ouvert. Le message d’activation est parti à l’adresse %(address)s."
                )
                % {"name": organisation.name, "address": given["identifier"]},
            )
            return redirect("access:client", space, organisation.public_id)
    return render(request, "access/open_client.html", {"form": form})


def _client(public_id: str) -> Organisation:
    organisation = Organisation.objects.open().clients().filter(public_id=public_id).first()
    if organisation is None:
        raise Http404
    return organisation


def _staff(request: SpaceRequest) -> list[Access]:
    return list(
        Access.objects.current()
        .filter(organisation_id=request.space.organisation_id)
        .select_related("account")
        .order_by("account__last_name", "account__first_name", "pk")
    )


@in_space(CLIENTS)
@require_safe
def client(request: SpaceRequest, space: str, organisation: str) -> HttpResponse:
    """One client's sheet: its numbers, its principal, its accountant and adviser."""
    row = _client(organisation)
    return _client_page(request, row, _assignment_form(request))


def _assignment_form(request: SpaceRequest, *, posted: bool = False) -> AssignmentForm:
    staff = [(access.public_id, access.account.full_name) for access in _staff(request)]
    return AssignmentForm(request.POST if posted else None, staff=staff)


def _client_page(
    request: SpaceRequest, row: Organisation, form: AssignmentForm, status: int = 200
) -> HttpResponse:
    principal = (
        Access.objects.current()
        .filter(organisation=row, profile=Profile.PRINCIPAL)
        .select_related("account")
        .first()
    )
    assignments = (
        Assignment.objects.live().filter(organisation=row).select_related("access__account")
    )
    return render(
        request,
        "access/client.html",
        {
            "organisation": row,
            "principal": principal,
            "assignments": list(assignments),
            "form": form,
            "may_change": request.space.can(CLIENTS, Level.UPDATE),
        },
        status=status,
    )


@in_space(CLIENTS, Level.UPDATE)
@require_POST
def assign_client(request: SpaceRequest, space: str, organisation: str) -> HttpResponse:
    """Somebody of the staff becomes this client's accountant or adviser."""
    row = _client(organisation)
    form = _assignment_form(request, posted=True)
    if form.is_valid():
        access = next(
            one for one in _staff(request) if one.public_id == form.cleaned_data["access"]
        )
        try:
            assign(request.space, row, access, Desk(form.cleaned_data["desk"]))
        except NotOfTheStaff:
            form.add_error(
                "access", _("Cette personne ne travaille plus ici. Choisissez-en une autre.")
            )
        else:
            messages.success(
                request,
                _("%(person)s suit désormais ce dossier.") % {"person": access.account.full_name},
            )
            return redirect("access:client", space, organisation)
    return _client_page(request, row, form, status=422)


@in_space(CLIENTS, Level.UPDATE)
@require_POST
def unassign_client(
    request: SpaceRequest, space: str, organisation: str, assignment: int
) -> HttpResponse:
    """End an assignment."""
    row = _client(organisation)
    chosen = Assignment.objects.filter(pk=assignment, organisation=row).first()
    if chosen is None:
        raise Http404
    unassign(request.space, chosen)
    messages.success(request, _("L’affectation est terminée."))
    return redirect("access:client", space, organisation)
