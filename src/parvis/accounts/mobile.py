"""Certified mobile numbers: a code by SMS, counted and spent by the database.

Two accounts may hold the same number: on a farm, a couple shares a telephone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from enum import Enum
from functools import wraps
from math import ceil
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from parvis.accounts import events
from parvis.accounts.actions import author_of
from parvis.accounts.models import MOST_TRIES, Account, Certification, Channel, MobileCode
from parvis.accounts.requests import AccountRequest
from parvis.accounts.texts import MOBILE_CODE, MOBILE_CODE_LIFE, mobile_code_text
from parvis.journal.actions import record
from parvis.mailroom.chores import Chore
from parvis.mailroom.outbox import post_text
from parvis.mailroom.sms.backends import sms_is_available

PAUSE = timedelta(seconds=60)
CODES_A_DAY = 5
DAY = timedelta(days=1)


class CodeTooSoon(Exception):
    """A code left less than a minute ago."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class CodesSpent(Exception):
    """This number or this account had its codes for the last 24 hours."""


class NothingToCertify(Exception):
    """No number, a number certified before, or no way out for texts."""


class Attempt(Enum):
    CERTIFIED = "certified"
    WRONG = "wrong"
    ENDED = "ended"
    """There is no code to try: too old, killed by wrong tries, replaced, of another session."""


def _digest(*parts: object) -> str:
    """Keyed with the portal's secret."""
    text = "\n".join(str(part) for part in parts)
    return salted_hmac("parvis.accounts.mobile", text, algorithm="sha256").hexdigest()


def _session_digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()


def ending_of(number: str) -> str:
    """What the journal keeps of a number."""
    return f"…{number[-4:]}"


def open_code(account: Account, session_key: str) -> MobileCode | None:
    """The code that waits to be typed in this session."""
    return (
        account.mobile_codes.open()
        .filter(number=account.mobile_phone, session_digest=_session_digest(session_key))
        .first()
    )


@transaction.atomic
def send_code(account: Account, session_key: str) -> None:
    """Send a new code to the account's mobile number; the code before it stops working.

    Raises NothingToCertify, CodeTooSoon, CodesSpent.
    """
    number = _locked_number(account)
    if not number or not sms_is_available():
        raise NothingToCertify
    if account.certifications.in_force().of(Channel.MOBILE, number).exists():
        raise NothingToCertify
    now = timezone.now()
    of_the_day = MobileCode.objects.filter(created_at__gt=now - DAY)
    latest = (
        of_the_day.filter(Q(account=account) | Q(number=number)).order_by("-created_at").first()
    )
    if latest and now < latest.created_at + PAUSE:
        raise CodeTooSoon(ceil((latest.created_at + PAUSE - now).total_seconds()))
    if (
        of_the_day.filter(account=account).count() >= CODES_A_DAY
        or of_the_day.filter(number=number).count() >= CODES_A_DAY
    ):
        raise CodesSpent
    _revoke_codes(account)
    code = f"{secrets.randbelow(1_000_000):06d}"
    session = _session_digest(session_key)
    MobileCode.objects.create(
        account=account,
        number=number,
        session_digest=session,
        digest=_digest(account.pk, number, session, code),
        created_at=now,
        expires_at=now + MOBILE_CODE_LIFE,
    )
    post_text(
        MOBILE_CODE, to=number, language=account.language, make=lambda: mobile_code_text(code)
    )
    record(
        events.MOBILE_CODE_SENT,
        by=author_of(account),
        identifier=account.identifier,
        ending=ending_of(number),
    )


def _locked_number(account: Account) -> str:
    """The account's number; all accounts that hold it are locked, in one order, so that callers at
    once are counted one by one. Nothing where the number changes at this very moment."""
    number = Account.objects.values_list("mobile_phone", flat=True).get(pk=account.pk)
    holders = Account.objects.filter(
        Q(pk=account.pk) | Q(mobile_phone=number) & ~Q(mobile_phone="")
    )
    locked = {row.pk: row.mobile_phone for row in holders.select_for_update().order_by("pk")}
    return number if locked.get(account.pk) == number else ""


@transaction.atomic
def certify_mobile(account: Account, session_key: str, code: str) -> Attempt:
    """Try a code. Every try is counted before it is compared, whatever comes of it; the fifth wrong
    one kills the code, and of many right ones at once one certifies."""
    number = Account.objects.select_for_update().get(pk=account.pk).mobile_phone
    session = _session_digest(session_key)
    waiting = MobileCode.objects.open().filter(
        account=account, number=number, session_digest=session
    )
    row = waiting.first()
    if row is None or not waiting.filter(pk=row.pk).update(tries=F("tries") + 1):
        return Attempt.ENDED
    if not constant_time_compare(row.digest, _digest(account.pk, number, session, code)):
        row.refresh_from_db(fields=["tries"])
        if row.tries < MOST_TRIES:
            return Attempt.WRONG
        record(
            events.MOBILE_CODE_KILLED,
            by=author_of(account),
            identifier=account.identifier,
            ending=ending_of(number),
        )
        return Attempt.ENDED
    now = timezone.now()
    MobileCode.objects.filter(pk=row.pk).update(used_at=now)
    account.certifications.in_force().filter(channel=Channel.MOBILE).update(ended_at=now)
    Certification.objects.create(
        account=account, channel=Channel.MOBILE, value=number, certified_at=now
    )
    record(
        events.MOBILE_CERTIFIED,
        by=author_of(account),
        identifier=account.identifier,
        ending=ending_of(number),
    )
    return Attempt.CERTIFIED


def forget_number(account: Account, number: str) -> None:
    """The account's number is no longer this one: its code and its proof end, within the caller's
    transaction."""
    _revoke_codes(account)
    lost = (
        account.certifications.in_force()
        .filter(channel=Channel.MOBILE)
        .update(ended_at=timezone.now())
    )
    if lost:
        record(
            events.MOBILE_CERTIFICATION_LOST,
            by=author_of(account),
            identifier=account.identifier,
            ending=ending_of(number),
        )


def _revoke_codes(account: Account) -> None:
    account.mobile_codes.filter(used_at=None, revoked_at=None).update(revoked_at=timezone.now())


PageOfOneself = Callable[..., HttpResponse]


def with_certified_mobile(view: PageOfOneself) -> Callable[..., HttpResponseBase]:
    """E13: the page opens to somebody whose mobile number is certified. Others are led to where
    they certify it, and from there back. Stands below the rule of the view."""

    @wraps(view)
    def asked(request: AccountRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if request.user.mobile_is_certified:
            return view(request, *args, **options)
        following = {"next": request.get_full_path()} if request.method == "GET" else {}
        return redirect(reverse("accounts:mobile") + "?" + urlencode(following))

    return asked


def sweep_codes() -> int:
    """Forget codes of more than 30 days ago; how many."""
    old = timezone.now() - timedelta(days=30)
    count, _each = MobileCode.objects.filter(created_at__lt=old).delete()
    return count


Chore("accounts.mobile_codes", timedelta(days=1), sweep_codes)
