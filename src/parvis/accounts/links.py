"""Secret links: made, opened and used exactly once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from parvis.accounts.models import Account, Purpose, SecretLink


class LinkNoLongerWorks(Exception):
    """The link is unknown, used, revoked or too old; one sentence tells all four alike."""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_link(account: Account, purpose: Purpose, life: timedelta, *, about: str = "") -> str:
    """The secret of a new link; the one before it about the same thing stops working with this act.

    The account's row is locked, so that two requests at once leave one open link.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    revoke_links(account, purpose, about=about)
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    SecretLink.objects.create(
        account=account,
        purpose=purpose,
        about=about,
        digest=_digest(secret),
        created_at=now,
        expires_at=now + life,
    )
    return secret


def revoke_links(account: Account, *purposes: Purpose, about: str = "") -> None:
    """Stop the open links for these purposes about this thing."""
    SecretLink.objects.filter(
        account=account, purpose__in=purposes, about=about, used_at=None, revoked_at=None
    ).update(revoked_at=timezone.now())


def find_link(secret: str, *purposes: Purpose) -> SecretLink:
    """The open link of this secret. Raises LinkNoLongerWorks."""
    link = (
        SecretLink.objects.select_related("account")
        .filter(digest=_digest(secret), purpose__in=purposes, account__is_active=True)
        .first()
    )
    if link is None or not link.is_open():
        raise LinkNoLongerWorks
    return link


def use_link(secret: str, *purposes: Purpose) -> Account:
    """Spend the link, and return its account. See `spend_link`."""
    return spend_link(secret, *purposes).account


def spend_link(secret: str, *purposes: Purpose) -> SecretLink:
    """Spend the link, within the caller's transaction; of two callers at once one succeeds.

    Raises LinkNoLongerWorks.
    """
    link = find_link(secret, *purposes)
    now = timezone.now()
    spent = SecretLink.objects.filter(
        pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=now
    ).update(used_at=now)
    if not spent:
        raise LinkNoLongerWorks
    return link
