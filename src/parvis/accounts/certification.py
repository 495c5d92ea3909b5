"""Certified addresses: proved by a mailed link, and proved again from time to time.

Days are whole days in the operator's time zone: an address certified on 3 March for 365 days expires
as 4 March of the next year begins, whatever the hour and whatever the clocks did meanwhile.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parvis.accounts import events, mails
from parvis.accounts.links import find_link, make_link, use_link
from parvis.accounts.models import Account, Certification, Channel, Purpose, SecretLink
from parvis.journal.actions import Author, record
from parvis.mailroom.chores import Chore
from parvis.mailroom.outbox import post

log = logging.getLogger(__name__)

NOTICE_DAYS = 30
# Beyond this many links within this time, asking sends nothing: a mailbox is not a target.
LINKS_AT_MOST = 3
LINKS_WITHIN = timedelta(minutes=10)


class LinkAskedTooOften(Exception):
    """Several links left within a few minutes; the last one works."""


class Standing(Enum):
    """How an account stands with the proof of its address."""

    CERTIFIED = "certified"
    DUE = "due"
    """The date has come; until the end of the days of grace everything still opens."""
    LAPSED = "lapsed"
    """Only the page of the renewal opens."""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _day(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())


def expiry_of(certified_at: datetime) -> datetime | None:
    """When a proof of this moment has to be given again; None: never."""
    days = settings.PARVIS_EMAIL_CERTIFICATION_DAYS
    return _midnight(_day(certified_at) + timedelta(days=days + 1)) if days else None


def end_of_grace(expires_at: datetime) -> datetime:
    return _midnight(_day(expires_at) + timedelta(days=settings.PARVIS_EMAIL_GRACE_DAYS))


def notice_days() -> int:
    """How many days ahead the notice leaves: with short terms, not before half of the term."""
    return min(NOTICE_DAYS, int(settings.PARVIS_EMAIL_CERTIFICATION_DAYS) // 2)


def standing_of(account: Account) -> Standing:
    """How the account of a session stands. An address that was given without a proof, as by a
    change of a whole company's domain, shuts nobody out: its owner may prove it when he likes."""
    expires_at = account.current_email_expiry
    if not settings.PARVIS_EMAIL_CERTIFICATION_DAYS or expires_at is None:
        return Standing.CERTIFIED
    now = timezone.now()
    if now < expires_at:
        return Standing.CERTIFIED
    return Standing.DUE if now < end_of_grace(expires_at) else Standing.LAPSED


def proof_of_email(account: Account) -> Certification | None:
    """The proof in force of the address that is the identifier now."""
    return account.certifications.in_force().of(Channel.EMAIL, account.identifier).first()


@transaction.atomic
def certify_email(account: Account) -> None:
    """A link that was mailed to this account's identifier has been followed: the proof starts anew.

    The account's row is locked, so that two links at once leave one proof.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    now = timezone.now()
    account.certifications.in_force().filter(channel=Channel.EMAIL).update(ended_at=now)
    Certification.objects.create(
        account=account,
        channel=Channel.EMAIL,
        value=account.identifier,
        certified_at=now,
        expires_at=expiry_of(now),
    )


@transaction.atomic
def ask_for_renewal(account: Account) -> None:
    """Send the owner a link that proves the address anew. Raises LinkAskedTooOften."""
    Account.objects.select_for_update().get(pk=account.pk)
    recent = SecretLink.objects.filter(
        account=account,
        purpose=Purpose.CERTIFICATION,
        created_at__gt=timezone.now() - LINKS_WITHIN,
    )
    if recent.count() >= LINKS_AT_MOST:
        raise LinkAskedTooOften
    _send_link(account, proof_of_email(account), timedelta(days=settings.PARVIS_LINK_DAYS))


def find_renewal(secret: str) -> Account:
    """The account that an open link to a renewal belongs to. Raises LinkNoLongerWorks."""
    return find_link(secret, Purpose.CERTIFICATION).account


@transaction.atomic
def renew(secret: str) -> Account:
    """Spend the link: the address is proved anew. Raises LinkNoLongerWorks."""
    account = use_link(secret, Purpose.CERTIFICATION)
    certify_email(account)
    record(
        events.EMAIL_CERTIFIED,
        by=Author(account.pk, account.full_name),
        identifier=account.identifier,
    )
    return account


def send_notices() -> int:
    """Tell everyone whose proof ends soon, once, with a link; how many were told."""
    if not settings.PARVIS_EMAIL_CERTIFICATION_DAYS:
        return 0
    _date_proofs_without_end()
    soon = timezone.now() + timedelta(days=notice_days())
    due = (
        Certification.objects.in_force()
        .filter(channel=Channel.EMAIL, noticed_at=None, expires_at__lte=soon)
        .filter(account__is_active=True)
        .order_by("expires_at", "pk")
    )
    count = 0
    for proof in due.select_related("account")[:500]:
        try:
            count += _send_notice(proof)
        except Exception:
            # It stays for the next time; those behind it are not to wait for it.
            log.exception("accounts.certification %s", proof.pk)
    return count


@transaction.atomic
def _send_notice(proof: Certification) -> int:
    """Of two workers at once, one tells."""
    taken = (
        Certification.objects.in_force()
        .filter(pk=proof.pk, noticed_at=None)
        .update(noticed_at=timezone.now())
    )
    if taken and proof.expires_at and proof.value == proof.account.identifier:
        life = end_of_grace(proof.expires_at) - timezone.now()
        least = timedelta(days=settings.PARVIS_LINK_DAYS)
        _send_link(proof.account, proof, max(life, least))
        return 1
    return 0


def _send_link(account: Account, proof: Certification | None, life: timedelta) -> None:
    secret = make_link(account, Purpose.CERTIFICATION, life)
    ends_on = _day(timezone.now() + life)
    expires_on = _day(proof.expires_at) if proof and proof.expires_at else None
    post(
        mails.CERTIFICATION,
        to=account.identifier,
        language=account.language,
        make=lambda: mails.certification_mail(account, secret, expires_on, ends_on),
    )


def _date_proofs_without_end() -> None:
    """The operator asks for renewals since: older proofs get a date, with time left for a notice."""
    earliest = _midnight(_day(timezone.now()) + timedelta(days=2 * notice_days() + 1))
    undated = Certification.objects.in_force().filter(channel=Channel.EMAIL, expires_at=None)
    for proof in undated.order_by("pk")[:500]:
        expires_at = expiry_of(proof.certified_at)
        if expires_at:
            undated.filter(pk=proof.pk).update(expires_at=max(expires_at, earliest))


Chore("accounts.certifications", timedelta(hours=1), send_notices)
