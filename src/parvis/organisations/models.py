"""For whom one works: the organisations that the operator serves, firms, and the operator."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.foundation.identifiers import PublicIdField, grouped_siret
from parvis.foundation.sorting import sort_key


class Kind(models.TextChoices):
    CLIENT = "client", _("Entreprise")
    FIRM = "firm", _("Cabinet comptable")
    OPERATOR = "operator", _("Opérateur")


class Desk(models.TextChoices):
    """Whom a deposit is for."""

    ACCOUNTANT = "accountant", _("Comptable")
    ADVISER = "adviser", _("Conseil")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def open(self) -> OrganisationQuerySet:
        return self.filter(closed_at=None)

    def clients(self) -> OrganisationQuerySet:
        """Everyone the operator serves: companies and firms."""
        return self.exclude(kind=Kind.OPERATOR)


class Organisation(models.Model):
    """A company with a space of its own. The operator is one too: its space is the back office."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.CLIENT)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, editable=False)
    siret = models.CharField(max_length=14, null=True, unique=True)
    vat_number = models.CharField(max_length=20, null=True, unique=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siret__isnull=False) | Q(vat_number__isnull=False),
                name="organisations_has_a_number",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="operator"), name="organisations_one_operator"
            ),
        ]
        indexes = [models.Index(fields=["sort_name", "id"], name="organisations_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.sort_name = sort_key(self.name)[:200]
        super().save(*args, **options)

    @property
    def number(self) -> str:
        """Its SIRET, grouped for reading, or its VAT number."""
        return grouped_siret(self.siret) if self.siret else self.vat_number or ""

    @property
    def chain(self) -> str:
        """The name of its chain in the journal."""
        return f"organisation:{self.pk}"
