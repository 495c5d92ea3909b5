"""Every change to a login."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from parvis.accounts import events, mails
from parvis.accounts.certification import certify_email
from parvis.accounts.links import (
    LinkNoLongerWorks,
    find_link,
    make_link,
    revoke_links,
    use_link,
)
from parvis.accounts.models import Account, Purpose, SecretLink, TermsAcceptance, TermsVersion
from parvis.journal.actions import Author, record
from parvis.mailroom.chores import Chore
from parvis.mailroom.outbox import post


def author_of(account: Account) -> Author:
    return Author(account.pk, account.full_name)


def new_activation_link(account: Account) -> str:
    """The secret of a fresh activation link for an account that is not yet active."""
    return make_link(account, Purpose.ACTIVATION, timedelta(days=settings.PARVIS_LINK_DAYS))


def revoke_activation(account: Account) -> None:
    """Nobody invites this address any more: its open activation link stops working."""
    revoke_links(account, Purpose.ACTIVATION)


def find_activation(secret: str) -> Account:
    """The account that an open activation link belongs to. Raises LinkNoLongerWorks."""
    return find_link(secret, Purpose.ACTIVATION).account


@transaction.atomic
def activate(
    secret: str,
    *,
    password: str,
    mobile_phone: str,
    language: str,
    first_name: str = "",
    last_name: str = "",
    landline_phone: str = "",
) -> Account:
    """Spend the activation link: the address is proved, the password set, the account active.

    What is left empty of names and telephones stays as it was. Raises LinkNoLongerWorks, and leaves everything as it was.
    """
    account = use_link(secret, Purpose.ACTIVATION)
    if account.activated_at is not None:
        # The password of somebody active changes by a reset, which ends the sessions and says so.
        raise LinkNoLongerWorks
    account.set_password(password)
    account.activated_at = timezone.now()
    account.first_name = first_name or account.first_name
    account.last_name = last_name or account.last_name
    account.landline_phone = landline_phone or account.landline_phone
    account.mobile_phone = mobile_phone or account.mobile_phone
    account.language = language
    account.save(
        update_fields=[
            "password",
            "activated_at",
            "first_name",
            "last_name",
            "landline_phone",
            "mobile_phone",
            "language",
        ]
    )
    certify_email(account)
    record(events.ACTIVATED, by=author_of(account), identifier=account.identifier)
    return account


@transaction.atomic
def ask_for_reset(account: Account) -> None:
    """Send an active account's owner a link to a new password."""
    secret = make_link(account, Purpose.RESET, timedelta(hours=settings.PARVIS_RESET_HOURS))
    post(
        mails.RESET,
        to=account.identifier,
        language=account.language,
        make=lambda: mails.reset_mail(account, secret),
    )
    record(events.RESET_ASKED, identifier=account.identifier)


def find_reset(secret: str) -> Account:
    """The account that an open reset link belongs to. Raises LinkNoLongerWorks."""
    return find_link(secret, Purpose.RESET).account


@transaction.atomic
def reset_password(secret: str, *, password: str) -> Account:
    """Spend the reset link: new password, every session ended, the owner told.

    Raises LinkNoLongerWorks.
    """
    account = use_link(secret, Purpose.RESET)
    account.set_password(password)
    account.save(update_fields=["password"])
    revoke_links(account, Purpose.RESET)
    certify_email(account)
    post(
        mails.PASSWORD_CHANGED,
        to=account.identifier,
        language=account.language,
        make=lambda: mails.password_changed_mail(account),
    )
    record(events.PASSWORD_RESET, by=author_of(account), identifier=account.identifier)
    return account


class PasswordChangedMeanwhile(Exception):
    """The password that was typed as the current one is no longer it."""


@transaction.atomic
def change_password(account: Account, *, current: str, password: str) -> None:
    """A new password for somebody signed in, who knows the current one; every session ends but
    that of the caller, who keeps it by `update_session_auth_hash`. The owner is told.

    Raises PasswordChangedMeanwhile; of two changes at once one counts.
    """
    row = Account.objects.select_for_update().get(pk=account.pk)
    if not row.check_password(current):
        raise PasswordChangedMeanwhile
    account.set_password(password)
    account.save(update_fields=["password"])
    revoke_links(account, Purpose.RESET)
    post(
        mails.PASSWORD_CHANGED,
        to=account.identifier,
        language=account.language,
        make=lambda: mails.password_changed_mail(account),
    )
    record(events.PASSWORD_CHANGED, by=author_of(account), identifier=account.identifier)


def terms_in_force() -> TermsVersion | None:
    """The newest published version of the terms."""
    return TermsVersion.objects.order_by("-number").first()


@transaction.atomic
def publish_terms(text_fr: str, text_en: str) -> TermsVersion:
    """Put a new version in force: from the next page on, everyone is asked to accept it.

    Two publications at once cannot share a number: one of them raises IntegrityError.
    """
    before = terms_in_force()
    return TermsVersion.objects.create(
        number=before.number + 1 if before else 1, text_fr=text_fr, text_en=text_en
    )


@transaction.atomic
def accept_terms(account: Account, version: TermsVersion) -> None:
    """Keep the proof that a person accepted a version; accepting twice changes nothing."""
    _acceptance, new = TermsAcceptance.objects.get_or_create(account=account, version=version)
    Account.objects.filter(pk=account.pk, accepted_terms__lt=version.number).update(
        accepted_terms=version.number
    )
    account.accepted_terms = max(account.accepted_terms, version.number)
    if not new:
        return
    record(
        events.TERMS_ACCEPTED,
        by=author_of(account),
        identifier=account.identifier,
        version=version.number,
    )


def sweep_links() -> int:
    """Forget links that ended more than 30 days ago; how many."""
    old = timezone.now() - timedelta(days=30)
    count, _each = SecretLink.objects.filter(expires_at__lt=old).delete()
    return count


def sweep_sessions() -> int:
    """Forget expired sessions; how many."""
    count, _each = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return count


Chore("accounts.links", timedelta(days=1), sweep_links)
Chore("accounts.sessions", timedelta(days=1), sweep_sessions)
