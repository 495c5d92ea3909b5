"""The outbox: messages that wait to leave, written with the change that caused them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone


class MessageState(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    """The mail server said for good that it will not take it."""
    GIVEN_UP = "given_up"
    """It could not be delivered within the operator's number of days."""


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> MessageQuerySet:
        """Waiting, its time has come, and no worker holds it."""
        return self.filter(state=MessageState.WAITING, next_attempt_at__lte=now).filter(
            Q(held_until=None) | Q(held_until__lt=now)
        )


class Message(models.Model):
    """One e-mail. Its body is wiped once it has left, since it may hold a secret link."""

    kind = models.CharField(max_length=64)
    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(
        max_length=16, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="mailroom_ended_messages_have_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state="waiting"),
                name="mailroom_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"


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
