"""The outbox: messages that wait to leave, written with the change that caused them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

Row = TypeVar("Row", bound="Outgoing")


class MessageState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    """The carrier said for good that it will not take it."""
    GIVEN_UP = "given_up"
    """It could not be delivered while it was worth it."""


class OutgoingQuerySet(models.QuerySet[Row]):
    def due(self, now: datetime) -> Self:
        """Waiting, its time has come, and no worker holds it."""
        return self.filter(state=MessageState.WAITING, next_attempt_at__lte=now).filter(
            Q(held_until=None) | Q(held_until__lt=now)
        )


def ended_has_a_time(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(state="waiting", ended_at=None)
        | (~Q(state="waiting") & Q(ended_at__isnull=False)),
        name=name,
    )


def waiting_first(name: str) -> models.Index:
    return models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name=name)


class Outgoing(models.Model):
    """One message to one person. Its body is wiped once it has left, since it may hold a secret."""

    NOUN: ClassVar[str]
    """What the log calls it."""
    BODY: ClassVar[tuple[str, ...]]
    """The fields that are wiped."""

    kind = models.CharField(max_length=64)
    message_id = models.CharField(max_length=200, unique=True)
    text = models.TextField(blank=True)
    state = models.CharField(
        max_length=16, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def gives_up_at(self) -> datetime:
        """A failure after this moment is the last one."""
        raise NotImplementedError


class MessageQuerySet(OutgoingQuerySet["Message"]):
    pass


class Message(Outgoing):
    """One e-mail."""

    NOUN = "mail"
    BODY = ("text", "html")

    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    html = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [ended_has_a_time("mailroom_ended_messages_have_a_time")]
        indexes = [waiting_first("mailroom_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"

    @property
    def gives_up_at(self) -> datetime:
        return self.created_at + timedelta(days=settings.PARVIS_MAIL_GIVE_UP_DAYS)


def new_text_id() -> str:
    """64 random bits as 16 letters and digits, which every carrier takes as a reference."""
    return secrets.token_hex(8)


class TextMessageQuerySet(OutgoingQuerySet["TextMessage"]):
    pass


class TextMessage(Outgoing):
    """One text (SMS). It is not sent any more once it is no longer worth receiving."""

    NOUN = "text"
    BODY = ("text",)

    message_id = models.CharField(max_length=16, unique=True, default=new_text_id)
    recipient = models.CharField(max_length=16)
    """In E.164."""
    useful_until = models.DateTimeField()

    objects = TextMessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            ended_has_a_time("mailroom_ended_texts_have_a_time"),
            models.CheckConstraint(
                condition=Q(recipient__startswith="+"), name="mailroom_texts_go_to_e164"
            ),
        ]
        indexes = [waiting_first("mailroom_texts_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"

    @property
    def gives_up_at(self) -> datetime:
        return self.useful_until


class LocalMail(models.Model):
    """A message as the local mailbox received it. Only where no mail server is set."""

    recipient = models.CharField(max_length=254)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"


class LocalText(models.Model):
    """A text as the local mailbox received it. Only where texts stay on this machine."""

    recipient = models.CharField(max_length=16)
    sender = models.CharField(max_length=16)
    text = models.TextField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"SMS → {self.recipient}"
