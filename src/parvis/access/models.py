"""What one may do: accesses of persons, mandates of firms, assignments of the operator's staff."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.access.profiles import NO_RIGHTS, Profile, Rights
from parvis.accounts.models import Account
from parvis.foundation.identifiers import PublicIdField
from parvis.organisations.models import Desk, Organisation

FOREVER = date(9999, 12, 31)
ALL_COLLEGES = 0b111


def today() -> date:
    """The day in the operator's time zone: rights begin and end with it."""
    return timezone.localdate()


class LinkRequest(models.Model):
    """« Mot de passe oublié », as asked. The worker answers it, so that asking takes the same time
    and leaves the same trace whether the address is known or not."""

    identifier = models.CharField(max_length=254)
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.identifier


class Covers(models.TextChoices):
    """How much of its organisation's work a person handles: a firm's mandates, the operator's
    clients."""

    ALL = "all", _("Tous les dossiers")
    CHOSEN = "chosen", _("Les dossiers affectés")


class State(models.TextChoices):
    INVITED = "invited", _("En attente")
    LIVE = "live", _("Actif")
    ENDED = "ended", _("Fermé")


class Granted(models.Model):
    """What accesses and mandates have in common: rights as masks, inclusive days, a state."""

    public_id = PublicIdField()
    read_mask = models.BigIntegerField()
    update_mask = models.BigIntegerField()
    college_mask = models.SmallIntegerField(default=ALL_COLLEGES)
    valid_from = models.DateField(default=today)
    valid_until = models.DateField(default=FOREVER)
    state = models.CharField(max_length=8, choices=State.choices, default=State.INVITED)
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Counts the changes, so that two people who change the same row at once learn of each other.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(update_mask=F("update_mask").bitand(F("read_mask"))),  # type: ignore[arg-type]
                name="%(class)s_update_implies_read",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until")), name="%(class)s_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at=None)),
                name="%(class)s_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(accepted_at__isnull=False),
                name="%(class)s_live_was_accepted",
            ),
        ]

    @property
    def rights(self) -> Rights:
        return Rights(self.read_mask, self.update_mask) if self.read_mask else NO_RIGHTS


class MandateQuerySet(models.QuerySet["Mandate"]):
    def live(self, day: date | None = None) -> MandateQuerySet:
        day = day or today()
        return self.filter(state=State.LIVE, valid_from__lte=day, valid_until__gte=day)


class Mandate(Granted):
    """One organisation's rights given to a firm. Accepted, it is ended and replaced, not edited."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates_given"
    )
    firm = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates_held")
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    objects = MandateQuerySet.as_manager()

    class Meta(Granted.Meta):
        constraints = [
            *Granted.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "firm"],
                condition=~Q(state="ended"),
                name="mandate_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("firm")), name="mandate_is_for_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.firm_id}"


class AccessQuerySet(models.QuerySet["Access"]):
    def live(self, day: date | None = None) -> AccessQuerySet:
        """Accepted, within its dates, not ended, in an organisation that is open."""
        day = day or today()
        return self.filter(
            state=State.LIVE,
            valid_from__lte=day,
            valid_until__gte=day,
            organisation__closed_at=None,
        )

    def pending(self) -> AccessQuerySet:
        """Invitations that wait for an answer and have not lapsed, of organisations still open."""
        return self.unanswered().filter(organisation__closed_at=None)

    def unanswered(self) -> AccessQuerySet:
        """Invitations that wait, told by their own columns alone. A conditional update needs that:
        with a join, PostgreSQL does not look again at a row that another update held."""
        return self.filter(state=State.INVITED, lapses_at__gt=timezone.now())

    def current(self) -> AccessQuerySet:
        """Whoever has a place in the organisation, invited people included."""
        return self.exclude(state=State.ENDED)


class Access(Granted):
    """One person's rights in one organisation. An invitation is its first state."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="accesses"
    )
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="accesses")
    profile = models.CharField(max_length=16, choices=Profile.choices)
    covers = models.CharField(max_length=8, choices=Covers.choices, default=Covers.ALL)
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    # The name as its giver typed it: an account's own name is told to nobody before it accepts.
    invited_as = models.CharField(max_length=201, blank=True)
    lapses_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    objects = AccessQuerySet.as_manager()

    class Meta(Granted.Meta):
        constraints = [
            *Granted.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "account"],
                condition=~Q(state="ended"),
                name="access_one_a_person",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(profile="principal") & ~Q(state="ended"),
                name="access_one_principal",
            ),
            models.CheckConstraint(
                condition=~Q(state="invited") | Q(lapses_at__isnull=False),
                name="access_invitation_lapses",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "organisation"],
                condition=Q(state="live"),
                name="access_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.organisation_id}"

    @property
    def shown_name(self) -> str:
        """The name that the organisation may see: until the person accepts, the one it typed."""
        if self.accepted_at is None:
            return self.invited_as or self.account.identifier
        return self.account.full_name

    def get_profile_display(self) -> str:  # type: ignore[no-redef]
        """Like Django's own, which puts every profile into words to name one."""
        return str(Profile(self.profile).label)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> AssignmentQuerySet:
        """In force, and its person still works for the operator."""
        day = today()
        return self.filter(
            ended_at=None,
            access__state=State.LIVE,
            access__valid_from__lte=day,
            access__valid_until__gte=day,
        )


class Assignment(models.Model):
    """Who of the operator's staff is an organisation's accountant or adviser."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="assignments"
    )
    desk = models.CharField(max_length=16, choices=Desk.choices)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["desk", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["access", "organisation", "desk"],
                condition=Q(ended_at=None),
                name="assignment_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.access_id} {self.desk} {self.organisation_id}"
