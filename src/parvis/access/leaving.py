"""What accesses tell of a person in « Mes données », and how they end with the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.access import events
from parvis.access.models import Access, Assignment, State
from parvis.access.profiles import Profile
from parvis.accounts.actions import author_of
from parvis.accounts.models import Account
from parvis.accounts.own_data import LEAVERS, OBSTACLES, SECTIONS
from parvis.journal.actions import record


def accesses_of(account: Account) -> Iterator[dict[str, Any]]:
    """Every place this person has or had; an invitation is one that waits."""
    rows = Access.objects.filter(account=account).select_related("organisation").order_by("pk")
    for access in rows:
        yield {
            "organisation": access.organisation.name,
            "number": access.organisation.siret or access.organisation.vat_number,
            "profile": access.profile,
            "state": access.state,
            "invited_as": access.invited_as,
            "created_at": access.created_at,
            "accepted_at": access.accepted_at,
            "ended_at": access.ended_at,
            "last_used_on": access.last_used_on,
        }


def principal_places(account: Account) -> list[str]:
    """An organisation is never left without its principal."""
    places = (
        Access.objects.current()
        .filter(account=account, profile=Profile.PRINCIPAL, organisation__closed_at=None)
        .order_by("organisation__sort_name", "pk")
    )
    return [
        _(
            "Vous êtes le décideur principal de %(organisation)s. Demandez à l’assistance de "
            "confier cette place à une autre personne, ou de fermer l’espace."
        )
        % {"organisation": name}
        for name in places.values_list("organisation__name", flat=True)
    ]


def leave_everywhere(account: Account) -> None:
    """End every access and assignment of a person who closes the account; each organisation's
    journal tells it. The names that were typed to invite the person go too."""
    now, author = timezone.now(), author_of(account)
    accesses = Access.objects.current().filter(account=account).select_related("organisation")
    for access in accesses.order_by("pk"):
        record(
            events.ACCESS_LEFT,
            by=author,
            chain=access.organisation.chain,
            subject=access.public_id,
            person=access.shown_name,
        )
    Assignment.objects.filter(access__account=account, ended_at=None).update(ended_at=now)
    Access.objects.current().filter(account=account).update(
        state=State.ENDED, ended_at=now, lapses_at=None
    )
    Access.objects.filter(account=account).update(invited_as="")


SECTIONS["accesses"] = accesses_of
OBSTACLES.append(principal_places)
LEAVERS.append(leave_everywhere)
