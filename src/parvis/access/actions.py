"""Every change to who may do what."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from parvis.access import events, mails
from parvis.access.features import CLIENTS, USERS, Level
from parvis.access.invitations import invitation_life, send_invitation
from parvis.access.models import Access, Assignment, Covers, State, today
from parvis.access.profiles import GIVEN_BY_HAND, Profile, Rights, preset
from parvis.access.spaces import RightMissing, Space
from parvis.accounts.actions import revoke_activation
from parvis.accounts.models import Account
from parvis.mailroom.outbox import post
from parvis.organisations.models import Desk, Kind, Organisation


class OwnAddress(Exception):
    """One cannot invite oneself."""


class AlreadyThere(Exception):
    """This address already has a place in the organisation."""


class NotGivenByHand(Exception):
    """User management never gives, changes or removes the principal's place."""


class ChangedMeanwhile(Exception):
    """Somebody else changed this person's access since the page was shown."""


class NumberTaken(Exception):
    """An organisation with this SIRET is already served."""


class NotOfTheStaff(Exception):
    """Only somebody who works for the operator can be assigned a client."""


def _account_for(identifier: str, first_name: str, last_name: str) -> Account:
    """The account with this address; a new one that is not yet active if there is none."""
    known: Account | None = Account.objects.with_identifier(identifier).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            created: Account = Account.objects.create_account(
                identifier, first_name=first_name, last_name=last_name
            )
    except IntegrityError:  # somebody else invited the same address at the same instant
        found: Account = Account.objects.with_identifier(identifier).get()
        return found
    return created


def note_use(space: Space) -> None:
    """Keep the day on which somebody last came in, for whoever reviews the accesses."""
    Access.objects.filter(pk=space.link.access_id).update(last_used_on=today())


@transaction.atomic
def open_operator(
    *, name: str, siret: str, identifier: str, first_name: str, last_name: str
) -> Access:
    """The very first space: the operator's own, with its principal. For the command line."""
    organisation = Organisation.objects.create(kind=Kind.OPERATOR, name=name, siret=siret)
    return _install_principal(organisation, identifier, first_name, last_name, None)


def _install_principal(
    organisation: Organisation,
    identifier: str,
    first_name: str,
    last_name: str,
    giver: Account | None,
) -> Access:
    account = _account_for(identifier, first_name, last_name)
    rights = preset(Profile.PRINCIPAL)
    access = Access.objects.create(
        organisation=organisation,
        account=account,
        profile=Profile.PRINCIPAL,
        read_mask=rights.read,
        update_mask=rights.update,
        given_by=giver,
        invited_as=f"{first_name} {last_name}".strip(),
        lapses_at=timezone.now() + invitation_life(),
    )
    send_invitation(access, giver.full_name if giver else organisation.name)
    return access


@transaction.atomic
def open_space(
    office: Space,
    *,
    kind: Kind,
    name: str,
    siret: str,
    identifier: str,
    first_name: str,
    last_name: str,
) -> Organisation:
    """Open the space of an organisation and invite its principal, in one act.

    Raises NumberTaken when the SIRET is already served.
    """
    office.require(CLIENTS, Level.UPDATE)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(kind=kind, name=name, siret=siret)
    except IntegrityError:
        raise NumberTaken from None
    access = _install_principal(organisation, identifier, first_name, last_name, office.account)
    office.record_at(
        organisation,
        events.SPACE_OPENED,
        subject=organisation.public_id,
        person=access.shown_name,
    )
    return organisation


@transaction.atomic
def invite(
    space: Space,
    *,
    identifier: str,
    first_name: str,
    last_name: str,
    profile: Profile,
    covers: Covers = Covers.ALL,
) -> Access:
    """Add a person to the space; the invitation leaves with this change.

    Raises OwnAddress, AlreadyThere, NotGivenByHand, and RightMissing for a profile that holds
    more than its giver.
    """
    space.require(USERS, Level.UPDATE)
    rights = _rights_to_give(space, profile)
    account = _account_for(identifier, first_name, last_name)
    if account.pk == space.account.pk:
        raise OwnAddress
    _forget_lapsed(space, account)
    try:
        with transaction.atomic():
            access = Access.objects.create(
                organisation_id=space.organisation_id,
                account=account,
                profile=profile,
                read_mask=rights.read,
                update_mask=rights.update,
                covers=covers,
                given_by=space.account,
                invited_as=f"{first_name} {last_name}".strip(),
                lapses_at=timezone.now() + invitation_life(),
            )
    except IntegrityError:
        raise AlreadyThere from None
    send_invitation(access, space.account.full_name)
    space.record(
        events.PERSON_INVITED,
        subject=access.public_id,
        person=access.shown_name,
        profile=profile.value,
    )
    return access


def _rights_to_give(space: Space, profile: Profile) -> Rights:
    if profile not in GIVEN_BY_HAND:
        raise NotGivenByHand
    rights = preset(profile)
    if not space.holds(rights):
        raise RightMissing(f"profile {profile.value}")
    return rights


def _forget_lapsed(space: Space, account: Account) -> None:
    """An invitation nobody answered in time makes room for a new one."""
    now = timezone.now()
    Access.objects.filter(
        organisation_id=space.organisation_id,
        account=account,
        state=State.INVITED,
        lapses_at__lte=now,
    ).exclude(profile=Profile.PRINCIPAL).update(state=State.ENDED, ended_at=now)


@transaction.atomic
def change_profile(
    space: Space,
    access: Access,
    *,
    profile: Profile,
    seen_version: int,
    covers: Covers = Covers.ALL,
) -> None:
    """Give somebody another profile.

    `seen_version` is the version its author saw. Raises ChangedMeanwhile if another change came
    in between, NotGivenByHand for the principal, and RightMissing.
    """
    space.require(USERS, Level.UPDATE)
    rights = _rights_to_give(space, profile)
    _require_not_oneself(space, access)
    before, covered = access.profile, access.covers
    changed = (
        Access.objects.current()
        .filter(pk=access.pk, organisation_id=space.organisation_id, version=seen_version)
        .exclude(profile=Profile.PRINCIPAL)
        .update(
            profile=profile,
            read_mask=rights.read,
            update_mask=rights.update,
            covers=covers,
            version=seen_version + 1,
        )
    )
    if not changed:
        if access.profile == Profile.PRINCIPAL:
            raise NotGivenByHand
        raise ChangedMeanwhile
    access.refresh_from_db()
    if covered != access.covers:
        space.record(
            events.COVERS_CHANGED,
            subject=access.public_id,
            person=access.shown_name,
            covers=covers.value,
        )
    if before == access.profile:
        return
    space.record(
        events.ACCESS_CHANGED,
        subject=access.public_id,
        person=access.shown_name,
        before=before,
        after=profile.value,
    )
    if access.state == State.LIVE:
        author = space.account.full_name
        post(
            mails.ACCESS_CHANGED,
            to=access.account.identifier,
            language=access.account.language,
            make=lambda: mails.access_changed_mail(access, author),
        )


def _require_not_oneself(space: Space, access: Access) -> None:
    if access.account_id == space.account.pk:
        raise NotGivenByHand


@transaction.atomic
def end_access(space: Space, access: Access, *, seen_version: int) -> None:
    """Remove somebody from the space. His rights, open invitation and assignments end at once.

    Raises ChangedMeanwhile, and NotGivenByHand for the principal.
    """
    space.require(USERS, Level.UPDATE)
    now = timezone.now()
    ended = (
        Access.objects.current()
        .filter(pk=access.pk, organisation_id=space.organisation_id, version=seen_version)
        .exclude(profile=Profile.PRINCIPAL)
        .update(state=State.ENDED, ended_at=now, lapses_at=None, version=seen_version + 1)
    )
    if not ended:
        if access.profile == Profile.PRINCIPAL:
            raise NotGivenByHand
        raise ChangedMeanwhile
    Assignment.objects.filter(access=access, ended_at=None).update(ended_at=now)
    account = access.account
    still_invited = Access.objects.filter(account=account, state=State.INVITED).exists()
    if account.activated_at is None and not still_invited:
        revoke_activation(account)
    space.record(events.ACCESS_ENDED, subject=access.public_id, person=access.shown_name)
    if access.state == State.LIVE:
        post(
            mails.ACCESS_ENDED,
            to=account.identifier,
            language=account.language,
            make=lambda: mails.access_ended_mail(access),
        )


@transaction.atomic
def assign(office: Space, organisation: Organisation, access: Access, desk: Desk) -> None:
    """Make somebody of the staff a client's accountant or adviser; twice changes nothing.

    Raises NotOfTheStaff.
    """
    office.require(CLIENTS, Level.UPDATE)
    if access.organisation_id != office.organisation_id or access.state == State.ENDED:
        raise NotOfTheStaff
    _assignment, new = Assignment.objects.get_or_create(
        access=access, organisation=organisation, desk=desk, ended_at=None
    )
    if new:
        office.record_at(organisation, events.ASSIGNED, person=access.shown_name, desk=desk.value)


@transaction.atomic
def unassign(office: Space, assignment: Assignment) -> None:
    """End an assignment; twice changes nothing. Raises NotOfTheStaff for another office's."""
    office.require(CLIENTS, Level.UPDATE)
    if assignment.access.organisation_id != office.organisation_id:
        raise NotOfTheStaff
    ended = Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(
        ended_at=timezone.now()
    )
    if ended:
        office.record_at(
            assignment.organisation,
            events.UNASSIGNED,
            person=assignment.access.account.full_name,
            desk=assignment.desk,
        )
