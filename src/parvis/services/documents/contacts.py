"""Who is told of a deposit or of a publication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from parvis.access.features import Feature
from parvis.access.models import Access, Assignment
from parvis.access.profiles import Profile
from parvis.access.spaces import Space
from parvis.accounts.models import Account
from parvis.organisations.models import Desk, Kind
from parvis.services.documents.features import DEPOSITS, DOCUMENTS


@dataclass(frozen=True)
class Contact:
    """A person, and the space in which the mail's button opens the deposit."""

    key: str
    account: Account
    space_public_id: str
    is_staff: bool
    note: str

    @property
    def name(self) -> str:
        return self.account.full_name


def _contact(access: Access, note: str) -> Contact:
    organisation = access.organisation
    return Contact(
        access.public_id,
        access.account,
        organisation.public_id,
        organisation.kind == Kind.OPERATOR,
        note,
    )


def _holders(organisation_id: int, feature: Feature) -> QuerySet[Access]:
    """Whoever is in this organisation today and may at least read the feature."""
    return (
        Access.objects.live()
        .filter(organisation_id=organisation_id)
        .annotate(held=F("read_mask").bitand(feature.mask))
        .filter(held__gt=0)
        .select_related("account", "organisation")
        .order_by("account__last_name", "account__first_name", "pk")
    )


@dataclass(frozen=True)
class Contacts:
    """`keepers` are always told of what is handed in to their desk; where nobody is assigned, the
    operator's decision makers stand in. `offered` may be ticked besides."""

    keepers: dict[Desk, list[Contact]]
    offered: list[Contact]

    def told(self, desk: Desk, ticked: Iterable[str]) -> list[Contact]:
        """Each person once, whatever was ticked; keys that were not offered count for nothing."""
        chosen = set(ticked)
        people = [*self.keepers[desk], *(one for one in self.offered if one.key in chosen)]
        return list({person.account.pk: person for person in reversed(people)}.values())[::-1]


def contacts_of(space: Space) -> Contacts:
    """Three queries, whatever the number of people."""
    keepers: dict[Desk, list[Contact]] = {desk: [] for desk in Desk}
    for assignment in (
        Assignment.objects.live()
        .filter(organisation_id=space.organisation_id)
        .select_related("access__account", "access__organisation")
    ):
        desk = Desk(assignment.desk)
        keepers[desk].append(_contact(assignment.access, str(desk.label)))
    staff = {one.key: one for people in keepers.values() for one in people}
    if not all(keepers.values()):
        stand_in = [
            _contact(access, str(Profile(access.profile).label))
            for access in Access.objects.live()
            .filter(
                organisation__kind=Kind.OPERATOR,
                profile__in=[Profile.PRINCIPAL, Profile.DECISION_MAKER],
            )
            .select_related("account", "organisation")
            .order_by("pk")
        ]
        keepers = {desk: people or stand_in for desk, people in keepers.items()}
    colleagues = [
        _contact(access, str(Profile(access.profile).label))
        for access in _holders(space.organisation_id, DEPOSITS).exclude(account=space.account)
    ]
    return Contacts(keepers, [*staff.values(), *colleagues])


def readers_of_documents(organisation_id: int) -> list[Contact]:
    """The client's people whom a publication is for."""
    return [_contact(access, "") for access in _holders(organisation_id, DOCUMENTS)]
