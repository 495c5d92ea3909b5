"""The mail server of `make run`: keeps messages in the database, where a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from parvis.mailroom.models import LocalMail


class LocalMailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            html = (
                str(message.alternatives[0][0])
                if isinstance(message, EmailMultiAlternatives) and message.alternatives
                else ""
            )
            for recipient in message.recipients():
                LocalMail.objects.create(
                    recipient=parseaddr(recipient)[1],
                    sender=message.from_email,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                )
        return len(email_messages)
