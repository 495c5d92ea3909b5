"""Letting people in: invitations from the first mail to the answer."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parvis.access import events, mails
from parvis.access.features import USERS, Level
from parvis.access.models import Access, LinkRequest, State
from parvis.access.spaces import Space
from parvis.accounts.actions import activate, ask_for_reset, author_of, new_activation_link
from parvis.accounts.links import LinkNoLongerWorks, find_link
from parvis.accounts.models import Account, Purpose, SecretLink
from parvis.journal.actions import Author, record
from parvis.mailroom.chores import Chore
from parvis.mailroom.outbox import post
from parvis.organisations.models import Organisation

log = logging.getLogger(__name__)

# Beyond this many links within this time, asking sends nothing: a mailbox is not a target.
LINKS_AT_MOST = 3
LINKS_WITHIN = timedelta(minutes=10)


class InvitationAnswered(Exception):
    """The invitation was withdrawn, has lapsed, or was answered before."""


def invitation_life() -> timedelta:
    return timedelta(days=settings.PARVIS_LINK_DAYS)


def send_invitation(access: Access, inviter: str) -> None:
    """Mail the invitation, within the caller's transaction: with an activation link for an
    account not yet active, else as an offer that its owner answers once signed in."""
    account = access.account
    if account.activated_at is not None:
        post(
            mails.FURTHER_SPACE,
            to=account.identifier,
            language=account.language,
            make=lambda: mails.further_space_mail(access, inviter),
        )
        return
    secret = new_activation_link(account)
    if access.profile == "principal":
        post(
            mails.ACTIVATION,
            to=account.identifier,
            language=account.language,
            make=lambda: mails.activation_mail(account, access.organisation.name, secret),
        )
    else:
        post(
            mails.INVITATION,
            to=account.identifier,
            language=account.language,
            make=lambda: mails.invitation_mail(access, inviter, secret),
        )


@transaction.atomic
def invite_again(space: Space, access: Access) -> None:
    """Send the invitation once more; the link before it stops working.

    Raises InvitationAnswered when it no longer waits.
    """
    space.require(USERS, Level.UPDATE)
    waiting = Access.objects.filter(
        pk=access.pk, organisation_id=space.organisation_id, state=State.INVITED
    ).update(lapses_at=timezone.now() + invitation_life())
    if not waiting:
        raise InvitationAnswered
    access.refresh_from_db()
    send_invitation(access, space.account.full_name)
    space.record(
        events.INVITATION_SENT_AGAIN,
        subject=access.public_id,
        person=access.shown_name,
    )


def invitations_of(account: Account) -> list[Access]:
    """What waits for this person's answer."""
    return list(
        Access.objects.pending()
        .filter(account=account)
        .select_related("organisation", "given_by")
        .order_by("organisation__sort_name", "pk")
    )


@transaction.atomic
def accept(account: Account, access: Access) -> None:
    """The invited person takes up the place. What counts is the stored row, whatever was posted.

    Raises InvitationAnswered when the invitation no longer waits; of two answers at once one
    counts.
    """
    now = timezone.now()
    waiting = Access.objects.unanswered().filter(pk=access.pk, account=account)
    is_open = Organisation.objects.open().filter(pk=access.organisation_id).exists()
    if not is_open or not waiting.update(state=State.LIVE, accepted_at=now, lapses_at=None):
        raise InvitationAnswered
    record(
        events.INVITATION_ACCEPTED,
        by=author_of(account),
        chain=access.organisation.chain,
        subject=access.public_id,
        person=account.full_name,
    )


@transaction.atomic
def decline(account: Account, access: Access) -> None:
    """The invited person says no. Raises InvitationAnswered."""
    now = timezone.now()
    waiting = (
        Access.objects.unanswered()
        .filter(pk=access.pk, account=account)
        .exclude(profile="principal")
    )
    if not waiting.update(state=State.ENDED, ended_at=now, lapses_at=None):
        raise InvitationAnswered
    record(
        events.INVITATION_REFUSED,
        by=Author(account.pk, access.shown_name),
        chain=access.organisation.chain,
        subject=access.public_id,
        person=access.shown_name,
    )


@transaction.atomic
def complete_account(
    secret: str,
    *,
    password: str,
    mobile_phone: str,
    language: str,
    accepted: Collection[str],
    first_name: str = "",
    last_name: str = "",
    landline_phone: str = "",
) -> Account:
    """Finish an account from its activation link and accept the invitations shown on that page.

    `accepted` holds public identifiers; only those that still wait for this very account count.
    Raises LinkNoLongerWorks.
    """
    account = activate(
        secret,
        password=password,
        mobile_phone=mobile_phone,
        language=language,
        first_name=first_name,
        last_name=last_name,
        landline_phone=landline_phone,
    )
    for access in invitations_of(account):
        if access.public_id in accepted:
            accept(account, access)
    return account


@transaction.atomic
def send_link_to(identifier: str) -> None:
    """« Mot de passe oublié »: a link to a new password, or to activation for an account that is
    not active yet. An unknown address gets nothing."""
    account = Account.objects.with_identifier(identifier).filter(is_active=True).first()
    if account is None or _asked_enough(account):
        return
    if account.activated_at is not None:
        ask_for_reset(account)
        return
    access = (
        Access.objects.filter(account=account, state=State.INVITED, organisation__closed_at=None)
        .select_related("organisation", "account", "given_by")
        .order_by("-created_at")
        .first()
    )
    if access is None:
        return
    Access.objects.filter(pk=access.pk).update(lapses_at=timezone.now() + invitation_life())
    inviter = access.given_by.full_name if access.given_by else settings.PARVIS_OPERATOR["name"]
    send_invitation(access, inviter)


def _asked_enough(account: Account) -> bool:
    recent = SecretLink.objects.filter(
        account=account,
        purpose__in=[Purpose.ACTIVATION, Purpose.RESET],
        created_at__gt=timezone.now() - LINKS_WITHIN,
    )
    return recent.count() >= LINKS_AT_MOST


def activation_invitations(secret: str) -> tuple[Account, list[Access]]:
    """The account behind an activation link, and what its owner would accept by activating.

    Raises LinkNoLongerWorks.
    """
    account = find_link(secret, Purpose.ACTIVATION).account
    if account.activated_at is not None:
        raise LinkNoLongerWorks
    return account, invitations_of(account)


def answer_link_requests() -> int:
    """Answer every request for a link that waits; how many. Each is taken by exactly one worker."""
    count = 0
    for request in LinkRequest.objects.order_by("pk")[:100]:
        try:
            with transaction.atomic():
                taken, _each = LinkRequest.objects.filter(pk=request.pk).delete()
                if taken:
                    send_link_to(request.identifier)
                    count += 1
        except Exception:
            # It stays for the next time; those behind it are not to wait for it.
            log.exception("access.link_request %s", request.pk)
    return count


Chore("access.link_requests", timedelta(seconds=1), answer_link_requests)
