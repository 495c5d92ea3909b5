"""Putting mail into the outbox and carrying it out of the house."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from parvis.mailroom.mails import Mail, MailKind
from parvis.mailroom.models import Message, MessageState

log = logging.getLogger(__name__)

# A worker that dies keeps its message this long; then another may take it.
HOLD = timedelta(minutes=2)
# A server that is away says nothing about the message: it leaves soon after the server is back.
AWAY = timedelta(seconds=30)
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
        message_id=make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]),
        recipient=to,
        subject=" ".join(mail.subject.split())[:300],
        text=text,
        html=html,
    )


def deliver_due() -> int:
    """Carry the due messages to the mail server, over one connection; the number that left.

    Each message is taken by a conditional update, so that two workers never carry the same one;
    it keeps its Message-ID over every attempt, so that a receiver can tell a twin. Where the
    server is away, the messages after the first are left for the next time.
    """
    sent = 0
    server = get_connection()
    try:
        for message in Message.objects.due(timezone.now()).order_by("next_attempt_at", "pk")[
            :BATCH
        ]:
            if _take(message):
                sent += _carry(message, server)
    except ServerAway:
        pass
    finally:
        _hang_up(server)
    return sent


class ServerAway(Exception):
    """The mail server does not answer, or not to us."""


def _take(message: Message) -> bool:
    """Hold the message for this worker, unless another one was faster."""
    now = timezone.now()
    taken = (
        Message.objects.due(now)
        .filter(pk=message.pk)
        .update(held_until=now + HOLD, attempts=F("attempts") + 1)
    )
    message.attempts += taken
    return bool(taken)


def _carry(message: Message, server: BaseEmailBackend) -> bool:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(message.html, "text/html")
    try:
        server.open()
    except (smtplib.SMTPException, OSError) as fault:
        _try_later(message, fault, AWAY)
        raise ServerAway from fault
    try:
        server.send_messages([mail])
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        _hang_up(server)
        if _is_for_good(fault):
            _end(message, MessageState.REFUSED, str(fault))
        else:
            _try_later(message, fault, WAITS[min(message.attempts, len(WAITS)) - 1])
        return False
    _end(message, MessageState.SENT, "")
    return True


def _hang_up(server: BaseEmailBackend) -> None:
    with suppress(smtplib.SMTPException, OSError):
        server.close()


def _is_for_good(fault: Exception) -> bool:
    """Whether this very message was refused, rather than us or this moment."""
    match fault:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _reason in fault.recipients.values()]
        case smtplib.SMTPDataError():
            codes = [fault.smtp_code]
        case ValueError():  # no message can be made of it, such as an address of two lines
            return True
        case _:
            return False
    return all(500 <= code < 600 for code in codes)


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


def _try_later(message: Message, fault: Exception, wait: timedelta) -> None:
    now = timezone.now()
    error = f"{type(fault).__name__}: {fault}"
    if now - message.created_at > timedelta(days=settings.PARVIS_MAIL_GIVE_UP_DAYS):
        _end(message, MessageState.GIVEN_UP, error)
        return
    Message.objects.filter(pk=message.pk, state=MessageState.WAITING).update(
        held_until=None, next_attempt_at=now + wait, last_error=error[:500]
    )
    log.warning("mail.waits kind=%s attempt=%s: %s", message.kind, message.attempts, error)
