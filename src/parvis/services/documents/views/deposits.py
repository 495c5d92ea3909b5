"""« Transférer des documents » and the receipt."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from parvis.access.features import Level
from parvis.access.rules import SpaceRequest, in_space
from parvis.organisations.models import Desk
from parvis.services.documents import actions
from parvis.services.documents.contacts import contacts_of
from parvis.services.documents.features import DEPOSITS
from parvis.services.documents.forms import DepositForm
from parvis.services.documents.models import Deposit
from parvis.services.documents.reach import find_deposit
from parvis.services.documents.views.hand_in import form_context, hand_in, new_form_key


@in_space(DEPOSITS, Level.UPDATE)
@require_http_methods(["GET", "POST"])
def transfer(request: SpaceRequest, space: str) -> HttpResponse:
    """D2–D4: files for a desk, and whom to tell."""
    contacts = contacts_of(request.space)
    is_posted = request.method == "POST"
    if is_posted:
        before = actions.deposited_before(request.space, request.POST.get("form_key", ""))
        if before is not None:
            return redirect("documents:receipt", space, before.public_id)
    form = DepositForm(
        request.POST if is_posted else None,
        request.FILES if is_posted else None,
        contacts=contacts,
        initial={"form_key": new_form_key(), "desk": Desk.ACCOUNTANT},
    )
    if is_posted and form.is_valid():
        made = _deposit(request, form)
        if made is not None:
            return redirect("documents:receipt", space, made.public_id)
    return render(
        request,
        "documents/transfer.html",
        form_context(request.space, form),
        status=422 if is_posted else 200,
    )


def _deposit(request: SpaceRequest, form: DepositForm) -> Deposit | None:
    try:
        return hand_in(
            form,
            lambda contents: actions.deposit(
                request.space,
                desk=form.desk_chosen,
                files=contents,
                uploads=form.cleaned_data["uploads"],
                contacts=form.cleaned_data["contacts"],
                form_key=form.cleaned_data["form_key"],
            ),
        )
    except actions.DepositedBefore as fault:
        return fault.deposit


@in_space(DEPOSITS)
def receipt(request: SpaceRequest, space: str, deposit: str) -> HttpResponse:
    """« Accusé de dépôt »: what was handed in, when, for whom, and who was told."""
    row = find_deposit(request.space, deposit)
    return render(
        request,
        "documents/receipt.html",
        {
            "deposit": row,
            "documents": list(row.documents.order_by("pk")),
            "alerted": [account.full_name for account in row.alerted.order_by("last_name", "pk")],
            "organisation": row.organisation,
            "may_hand_in": request.space.can(DEPOSITS, Level.UPDATE),
        },
    )
