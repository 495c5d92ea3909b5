"""Spaces: the only key to what belongs to an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from parvis.access.chain import Link, ways_in
from parvis.access.features import Feature, Level, features_of, mask_of
from parvis.access.models import Covers, today
from parvis.access.profiles import Profile, Rights
from parvis.accounts.models import Account
from parvis.foundation.identifiers import grouped_siret
from parvis.journal.actions import Author
from parvis.journal.actions import record as record_entry
from parvis.journal.events import Event
from parvis.journal.models import Entry
from parvis.organisations.models import Kind, Organisation


class RightMissing(PermissionDenied):
    """One's own space, without the right: answers 403, and the journal keeps the attempt."""


class ForeignObject(Http404):
    """Something of another organisation: answers like an unknown one, and its journal knows."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__()
        self.organisation = organisation


_TOKEN = object()


@dataclass(frozen=True)
class Space:
    """Whose it is, who acts, under which right, and what that right allows.

    Only `enter` makes one. Every action takes one and asks it for the right it needs, so pages,
    the HTTP interface and background work share the same guard.
    """

    account: Account
    link: Link
    rights: Rights
    made_by: object

    def __post_init__(self) -> None:
        if self.made_by is not _TOKEN:
            raise TypeError("A space is entered, not made: use enter().")

    @property
    def organisation_id(self) -> int:
        return self.link.organisation_id

    @property
    def public_id(self) -> str:
        return self.link.organisation_public_id

    @property
    def name(self) -> str:
        return self.link.organisation_name

    @property
    def number(self) -> str:
        siret = self.link.siret
        return grouped_siret(siret) if siret else self.link.vat_number or ""

    @property
    def kind(self) -> str:
        return self.link.kind

    @property
    def is_back_office(self) -> bool:
        return self.link.kind == Kind.OPERATOR

    @property
    def is_principal(self) -> bool:
        return self.link.profile == Profile.PRINCIPAL and self.link.mandate_id is None

    @property
    def handles_all(self) -> bool:
        """In the back office: whether this person handles every client or the assigned ones."""
        return self.link.covers == Covers.ALL

    @property
    def acting_for(self) -> str:
        """The firm in whose name one acts here, or nothing in one's own organisation."""
        return self.link.firm_name or ""

    @property
    def chain(self) -> str:
        return f"organisation:{self.organisation_id}"

    def level(self, feature: Feature) -> Level:
        if self.rights.update & feature.mask:
            return Level.UPDATE
        if self.rights.read & feature.mask:
            return Level.READ
        return Level.NONE

    def can(self, feature: Feature, level: Level = Level.READ) -> bool:
        return self.level(feature) >= level

    def require(self, feature: Feature, level: Level) -> None:
        """Raises RightMissing unless the right is held."""
        if not self.can(feature, level):
            raise RightMissing(f"{feature.code} {level.name}")

    def holds(self, rights: Rights) -> bool:
        """Whether everything in `rights` that exists in this space is held here."""
        existing = mask_of(features_of(self.kind))
        return self.rights.covers(rights & Rights(existing, existing))

    def organisation(self) -> Organisation:
        return Organisation.objects.get(pk=self.organisation_id)

    @property
    def author(self) -> Author:
        """Who acts, in whose name, under which right, as the journal writes it."""
        right = (
            f"mandate:{self.link.mandate_id}"
            if self.link.mandate_id
            else f"access:{self.link.access_id}"
        )
        return Author(self.account.pk, self.account.full_name, self.acting_for, right)

    def record(self, event: Event, *, subject: str = "", **facts: object) -> Entry:
        """Write what is done here into the journal of this space's organisation."""
        return record_entry(event, by=self.author, chain=self.chain, subject=subject, **facts)

    def record_at(
        self, organisation: Organisation, event: Event, *, subject: str = "", **facts: object
    ) -> Entry:
        """Write what the back office does for a client into that client's journal."""
        author = Author(self.account.pk, self.account.full_name, self.name, self.author.right)
        return record_entry(event, by=author, chain=organisation.chain, subject=subject, **facts)


def enter(account: Account, organisation_public_id: str) -> Space | None:
    """The space of this organisation for this person, or None: to a stranger it does not exist.

    One's own access goes before the firm's; of several mandates the widest one counts.
    """
    links = ways_in(account.pk, organisation_public_id, today())
    if not links:
        return None
    link = min(links, key=lambda way: (way.mandate_id is not None, -way.rights.read.bit_count()))
    existing = mask_of(features_of(link.kind))
    return Space(account, link, link.rights & Rights(existing, existing), _TOKEN)


Row = TypeVar("Row", bound=Model)


def find(space: Space, rows: QuerySet[Row], public_id: str) -> Row:
    """The row with this identifier that belongs to the space's organisation.

    Raises Http404 for an unknown one, and ForeignObject, which answers just the same, for one of
    another organisation.
    """
    row = rows.filter(organisation_id=space.organisation_id, public_id=public_id).first()
    if row is not None:
        return row
    foreign = (
        Organisation.objects.filter(
            pk__in=rows.model._default_manager.filter(public_id=public_id).values("organisation")
        )
        .exclude(pk=space.organisation_id)
        .first()
    )
    if foreign is not None:
        raise ForeignObject(foreign)
    raise Http404
