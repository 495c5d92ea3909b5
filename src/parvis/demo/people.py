"""Brings the people and companies of the demonstration into the database, by the portal's own acts.

They are the fixed cast of the tests too.
"""

from __future__ import annotations

from importlib.resources import files

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from parvis.access.actions import assign, invite, open_operator, open_space
from parvis.access.invitations import accept
from parvis.access.models import Access, Covers
from parvis.access.profiles import Profile
from parvis.access.spaces import Space, enter
from parvis.accounts.actions import accept_terms, publish_terms
from parvis.accounts.certification import certify_email
from parvis.accounts.models import Account, SecretLink, TermsVersion
from parvis.demo import world
from parvis.mailroom.models import Message
from parvis.organisations.models import Desk, Kind, Organisation

KINDS = {world.Kind.COMPANY: Kind.CLIENT, world.Kind.FIRM: Kind.FIRM}
DESKS = {world.Desk.ACCOUNTANT: Desk.ACCOUNTANT, world.Desk.ADVISER: Desk.ADVISER}


@transaction.atomic
def load_people() -> None:
    """Open every space, let everyone in, and forget the mail that this caused."""
    terms = publish_terms(_terms("fr"), _terms("en"))
    password = make_password(world.PASSWORD)
    office = _open_operator(terms, password)
    for organisation in world.ORGANISATIONS:
        _open_client(office, organisation, terms, password)
    for assignment in world.ASSIGNMENTS:
        assign(
            office,
            organisation_of(assignment.organisation),
            Access.objects.get(
                organisation_id=office.organisation_id, account=account_of(assignment.person)
            ),
            DESKS[assignment.desk],
        )
    Message.objects.exclude(recipient__in=_still_invited()).delete()
    SecretLink.objects.exclude(account__activated_at=None).delete()


def account_of(person: str) -> Account:
    """The account of a person of the world, by its key."""
    account: Account = Account.objects.get(identifier=world.person(person).email)
    return account


def organisation_of(key: str) -> Organisation:
    """An organisation of the world, by its key."""
    return Organisation.objects.get(siret=world.organisation(key).siret)


def office_of(person: str) -> Space:
    """The back office as somebody of the staff enters it."""
    return _enter(person, Organisation.objects.get(kind=Kind.OPERATOR))


def _enter(person: str, organisation: Organisation) -> Space:
    space = enter(account_of(person), organisation.public_id)
    if space is None:
        raise LookupError(f"{person} has no access to {organisation.name}.")
    return space


def _terms(language: str) -> str:
    return (files("parvis.demo") / "terms" / f"{language}.txt").read_text(encoding="utf-8")


def _still_invited() -> list[str]:
    return [person.email for person in world.PEOPLE if not person.activated]


def _activate(person: str, terms: TermsVersion, password: str) -> Account:
    """What activation does, with one password hashed once for all."""
    known = world.person(person)
    account = account_of(person)
    if account.activated_at is None and known.activated:
        account.password = password
        account.activated_at = timezone.now()
        account.mobile_phone = known.mobile or ""
        account.save()
        certify_email(account)
        accept_terms(account, terms)
    return account


def _open_operator(terms: TermsVersion, password: str) -> Space:
    director, *others = world.STAFF
    known = world.person(director.person)
    access = open_operator(
        name=world.OPERATOR.name,
        siret=world.OPERATOR.siret,
        identifier=known.email,
        first_name=known.first_name,
        last_name=known.last_name,
    )
    accept(_activate(director.person, terms, password), access)
    office = _enter(director.person, access.organisation)
    for member in others:
        _invite(office, member.person, Profile.COLLABORATOR, Covers.CHOSEN, terms, password)
    return office


def _invite(
    space: Space,
    person: str,
    profile: Profile,
    covers: Covers,
    terms: TermsVersion,
    password: str,
    *,
    accepted: bool = True,
) -> None:
    known = world.person(person)
    access = invite(
        space,
        identifier=known.email,
        first_name=known.first_name,
        last_name=known.last_name,
        profile=profile,
        covers=covers,
    )
    if accepted:
        accept(_activate(person, terms, password), access)


def _open_client(
    office: Space, organisation: world.Organisation, terms: TermsVersion, password: str
) -> None:
    principal = world.principal_of(organisation.key)
    opened = open_space(
        office,
        kind=KINDS[organisation.kind],
        name=organisation.name,
        siret=organisation.siret,
        identifier=principal.email,
        first_name=principal.first_name,
        last_name=principal.last_name,
    )
    account = _activate(principal.key, terms, password)
    accept(account, Access.objects.get(organisation=opened, account=account))
    space = _enter(principal.key, opened)
    for access in world.ACCESSES:
        if access.organisation == organisation.key and access.person != principal.key:
            _invite(
                space,
                access.person,
                Profile(access.profile.value),
                Covers.ALL,
                terms,
                password,
                accepted=access.accepted,
            )
