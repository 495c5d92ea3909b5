"""Putting mail into the outbox and carrying it out of the house."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from parvis.mailroom.mails import Mail, MailKind
from parvis.mailroom.models import Message, MessageState

log = logging.getLogger(__name__)

# A worker that dies keeps its message this long; then another may take it.
HOLD = timedelta(minutes=2)
# Waiting times after the first, second, … failed attempt; the last one repeats.
WAITS = [timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 1800, 3600)]
BATCH = 20


def post(kind: MailKind, *, to: str, language: str, make: Callable[[], Mail]) -> Message:
    """Write a mail into the outbox, within the transaction of the change that causes it.

    `make` is called in the reader's language. Raises RuntimeError outside a transaction: a mail
    must live and die with its change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A mail is posted inside the transaction of its change.")
    with override(language):
        mail = make()
        text, html = mail.rendered()
    return Message.objects.create(
        kind=kind.code,
        message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]),
        recipient=to,
        subject=" ".join(mail.subject.split())[:300],
        text=text,
        html=html,
    )


def deliver_due(now: datetime | None = None) -> int:
    """Carry the due messages to the mail server; the number that left.

    Each message is taken by a conditional update, so that two workers never carry the same one;
    it keeps its Message-ID over every attempt, so that a receiver can tell a twin.
    """
    now = now or timezone.now()
    sent = 0
    for message in Message.objects.due(now).order_by("next_attempt_at", "pk")[:BATCH]:
        taken = (
            Message.objects.due(now)
            .filter(pk=message.pk)
            .update(held_until=now + HOLD, attempts=F("attempts") + 1)
        )
        if taken:
            message.attempts += 1
            sent += _carry(message)
    return sent


def _carry(message: Message) -> bool:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(message.html, "text/html")
    try:
        with get_connection() as server:
            server.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _reason in refusal.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            _end(message, MessageState.REFUSED, str(refusal))
        else:
            _try_later(message, str(refusal))
        return False
    except (smtplib.SMTPException, OSError) as fault:
        _try_later(message, f"{type(fault).__name__}: {fault}")
        return False
    _end(message, MessageState.SENT, "")
    return True


def _end(message: Message, state: MessageState, error: str) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
            state=state,
            ended_at=timezone.now(),
            held_until=None,
            last_error=error[:500],
            text="",
            html="",
        )
    if error:
        log.error("mail.%s kind=%s id=%s", state.value, message.kind, message.message_id)


def _try_later(message: Message, error: str) -> None:
    now = timezone.now()
    if now - message.created_at > timedelta(days=settings.PARVIS_MAIL_GIVE_UP_DAYS):
        _end(message, MessageState.GIVEN_UP, error)
        return
    wait = WAITS[min(message.attempts, len(WAITS)) - 1]
    Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
        held_until=None, next_attempt_at=now + wait, last_error=error[:500]
    )
    log.warning("mail.waits kind=%s attempt=%s: %s", message.kind, message.attempts, error)
