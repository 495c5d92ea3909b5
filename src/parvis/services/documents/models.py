"""Documents of an organisation, the deposits that brought them, and uploads under way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Account
from parvis.foundation.identifiers import PublicIdField
from parvis.foundation.sorting import sort_key
from parvis.organisations.models import Desk, Organisation


class Deposit(models.Model):
    """One hand-in of one or more files to a desk. Its number is the one on the receipt."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="deposits"
    )
    desk = models.CharField(max_length=16, choices=Desk.choices)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    # Copied, so that the receipt still reads true after a change of name.
    author_name = models.CharField(max_length=300)
    alerted = models.ManyToManyField(Account, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The form's own key: the same form posted twice makes one deposit.
    form_key = models.CharField(max_length=32)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "author", "form_key"], name="documents_one_deposit_a_form"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """D-2026-000042: what the client quotes on the telephone."""
        return f"D-{timezone.localtime(self.at).year}-{self.pk:06d}"


class Publication(models.Model):
    """One giving of files by the operator's staff to a client. Its client is told once."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="publications"
    )
    desk = models.CharField(max_length=16, choices=Desk.choices)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    # The form's own key: the same form posted twice makes one publication.
    form_key = models.CharField(max_length=32)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "author", "form_key"],
                name="documents_one_publication_a_form",
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class State(models.TextChoices):
    WAITING = "waiting", _("En attente")
    """Handed in; the desk has not taken it up."""
    TAKEN_UP = "taken_up", _("Pris en charge")
    """Moved to the firm's document store."""
    PUBLISHED = "published", _("Mis à disposition")
    """Given to the client by the operator's staff."""
    DELETED = "deleted", _("Supprimé")


HANDED_IN = Q(deposit__isnull=False, deleted_at=None)
WAITING = HANDED_IN & Q(taken_up_at=None)
TAKEN_UP = HANDED_IN & Q(taken_up_at__isnull=False)
STORED = Q(deleted_at=None) & (Q(deposit=None) | Q(taken_up_at__isnull=False))


class DocumentQuerySet(models.QuerySet["Document"]):
    """States are asked for by what is null rather than by their word: only then can both engines
    use an index that holds nothing but such rows."""

    def kept(self) -> DocumentQuerySet:
        return self.filter(deleted_at=None)

    def handed_in(self) -> DocumentQuerySet:
        """« Fichiers en cours »: what the client handed in, taken up or not."""
        return self.filter(HANDED_IN)

    def waiting(self) -> DocumentQuerySet:
        return self.filter(WAITING)

    def taken_up(self) -> DocumentQuerySet:
        return self.filter(TAKEN_UP)

    def published(self) -> DocumentQuerySet:
        """« Documents »: what the firm made available."""
        return self.filter(state=State.PUBLISHED)

    def stored(self) -> DocumentQuerySet:
        """The firm's document store: what was taken up, and what was published."""
        return self.filter(STORED)


class Document(models.Model):
    """A file with what one needs to know of it. Its content lies in the storage under a random
    key and is addressed by no name that a person chose."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="documents"
    )
    deposit = models.ForeignKey(
        Deposit, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    publication = models.ForeignKey(
        Publication, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    desk = models.CharField(max_length=16, choices=Desk.choices)
    name = models.CharField(max_length=255)
    sort_name = models.CharField(max_length=255, default="", editable=False)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=16, choices=State.choices)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    taken_up_by_name = models.CharField(max_length=300, blank=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="published", deposit=None)
                | Q(state__in=["waiting", "taken_up"], deposit__isnull=False)
                | Q(state="deleted"),
                name="documents_handed_in_or_published",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken_up") | Q(taken_up_at__isnull=False),
                name="documents_taken_up_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="deleted", deleted_at__isnull=False)
                | (~Q(state="deleted") & Q(deleted_at=None)),
                name="documents_deleted_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-at", "-id"], name="documents_newest"),
            models.Index(
                fields=["organisation", "state", "sort_name", "id"], name="documents_by_name"
            ),
            models.Index(
                fields=["organisation", "-at", "-id"],
                condition=HANDED_IN,
                name="documents_handed_newest",
            ),
            models.Index(
                fields=["organisation", "sort_name", "id"],
                condition=HANDED_IN,
                name="documents_handed_by_name",
            ),
            models.Index(fields=["at", "id"], condition=WAITING, name="documents_queue"),
            models.Index(fields=["organisation"], condition=WAITING, name="documents_waiting"),
            models.Index(
                fields=["organisation", "-taken_up_at", "-id"],
                condition=TAKEN_UP,
                name="documents_taken_up_newest",
            ),
            models.Index(fields=["-at", "-id"], condition=STORED, name="documents_store_newest"),
            models.Index(
                fields=["sort_name", "id"], condition=STORED, name="documents_store_by_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.sort_name = sort_key(self.name)[:255]
        super().save(*args, **options)

    def get_desk_display(self) -> str:  # type: ignore[no-redef]
        """Like Django's own, which puts every desk into words to name one."""
        return str(Desk(self.desk).label)


class UploadQuerySet(models.QuerySet["Upload"]):
    def abandoned(self, before: datetime) -> UploadQuerySet:
        return self.filter(touched_at__lt=before)


class Upload(models.Model):
    """A resumable upload under way or complete, not yet part of a deposit or publication.

    `offset` counts the octets that are safely on disk; it never goes back.
    """

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    # The organisation in whose space it was sent: the operator's for a publication.
    space_organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    # Filled once complete and examined.
    digest = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    pages = models.PositiveIntegerField(null=True)
    storage_key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offset__lte=F("size")), name="documents_upload_within_its_size"
            )
        ]

    def __str__(self) -> str:
        return self.name
