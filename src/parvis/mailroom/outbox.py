"""Putting mails and texts into the outbox, and what carries each out of the house."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from parvis.mailroom.carrying import carry_due
from parvis.mailroom.faults import CarrierAway, RefusedForGood, TryLater
from parvis.mailroom.mails import Mail, MailKind
from parvis.mailroom.models import Message, TextMessage
from parvis.mailroom.sms.alphabet import plain
from parvis.mailroom.sms.backends import chosen_backend
from parvis.mailroom.sms.texts import OutgoingText, TextKind, is_e164


def post(kind: MailKind, *, to: str, language: str, make: Callable[[], Mail]) -> Message:
    """Write a mail into the outbox, within the transaction of the change that causes it.

    `make` is called in the reader's language. Raises RuntimeError outside a transaction: a mail
    must live and die with its change.
    """
    _require_transaction()
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


def post_text(kind: TextKind, *, to: str, language: str, make: Callable[[], str]) -> TextMessage:
    """Write a text (SMS) into the outbox, as `post` does a mail. `to` is a number in E.164.

    It is written in plain letters, so that it stays one text. Raises ValueError for another
    spelling of a number, RuntimeError where the operator has no way out for texts: ask
    `sms_is_available` first.
    """
    _require_transaction()
    if not is_e164(to):
        raise ValueError("A text goes to a number in E.164, such as +33639980102.")
    if chosen_backend() is None:
        raise RuntimeError("This portal sends no texts.")
    with override(language):
        text = plain(make())
    return TextMessage.objects.create(
        kind=kind.code, recipient=to, text=text, useful_until=timezone.now() + kind.useful_for
    )


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A message is posted inside the transaction of its change.")


def deliver_due() -> int:
    """Carry the due mails to the mail server, over one connection; the number that left.

    A mail keeps its Message-ID over every attempt, so that a receiver can tell a twin.
    """
    server = get_connection()
    try:
        return carry_due(Message.objects.all(), lambda message: _carry(message, server))
    finally:
        _hang_up(server)


def deliver_texts_due() -> int:
    """Carry the due texts through the operator's backend; the number that left."""
    return carry_due(TextMessage.objects.all(), _carry_text)


def _carry(message: Message, server: BaseEmailBackend) -> None:
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
        raise CarrierAway(f"{type(fault).__name__}: {fault}") from fault
    try:
        server.send_messages([mail])
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        _hang_up(server)
        if _is_for_good(fault):
            raise RefusedForGood(str(fault)) from fault
        raise TryLater(f"{type(fault).__name__}: {fault}") from fault


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


def _carry_text(message: TextMessage) -> None:
    if timezone.now() > message.gives_up_at:
        raise TryLater("It is no longer worth receiving.")
    backend = chosen_backend()
    if backend is None:
        raise CarrierAway("This portal sends no texts any more.")
    backend.send(
        OutgoingText(
            message_id=message.message_id,
            to=message.recipient,
            text=message.text,
            sender=settings.PARVIS_SMS_SENDER,
            useful_until=message.useful_until,
            attempt=message.attempts,
        )
    )
