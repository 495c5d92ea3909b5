"""What happened, in chains that cannot be altered unnoticed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

PORTAL_CHAIN = "portal"


class Chain(models.Model):
    """The head of one chain of entries: an organisation's, or the portal's own.

    Its row is the lock that puts the entries of a chain in one order.
    """

    name = models.CharField(max_length=32, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One thing that happened. The database refuses to change or remove it (see the migration).

    Names are copied in, so that an entry still reads true after a person or company is renamed.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    account_id = models.BigIntegerField(null=True)
    account_name = models.CharField(max_length=300, blank=True)
    acting_for = models.CharField(max_length=300, blank=True)
    right = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="journal_one_entry_a_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(digest=F("previous_digest")),
                name="journal_entry_is_linked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}#{self.number} {self.event}"
