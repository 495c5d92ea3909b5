"""Who one is: accounts, the secret links that prove an address, and the terms one accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.foundation.identifiers import PublicIdField

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


class AccountQuerySet(models.QuerySet["Account"]):
    def active(self) -> AccountQuerySet:
        """Activated by its owner and not closed since."""
        return self.filter(is_active=True, activated_at__isnull=False)

    def with_identifier(self, address: str) -> AccountQuerySet:
        return self.filter(identifier=normal_identifier(address))


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    def create_account(self, identifier: str, **fields: object) -> Account:
        """A new account, not yet active and without a password."""
        account = Account(identifier=normal_identifier(identifier), **fields)
        account.set_unusable_password()
        account.save(force_insert=True)
        return account


def normal_identifier(address: str) -> str:
    """An e-mail address as it is stored and compared: trimmed, in lower case."""
    return address.strip().lower()


class Account(AbstractBaseUser):
    """One person's login. It holds no right itself: accesses do."""

    public_id = PublicIdField()
    identifier = models.EmailField(max_length=254, unique=True)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    landline_phone = models.CharField(max_length=20, blank=True)
    mobile_phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="fr")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    activated_at = models.DateTimeField(null=True)
    # When its owner closed it: nothing tells any more who that was.
    closed_at = models.DateTimeField(null=True)
    # The newest version of the terms this person accepted; the proof stands in TermsAcceptance.
    accepted_terms = models.PositiveIntegerField(default=0)
    # Counted up to end every session at once without touching the password.
    session_round = models.PositiveIntegerField(default=0)

    # Set by the sign-in backend, in the query that loads the account.
    current_terms: int
    current_email_expiry: datetime | None

    objects = AccountManager()

    USERNAME_FIELD = "identifier"
    EMAIL_FIELD = "identifier"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("identifier"), name="accounts_one_account_an_address"),
            models.CheckConstraint(
                condition=Q(identifier=Lower("identifier")), name="accounts_identifier_is_normal"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(is_active=False, first_name="", last_name="", mobile_phone=""),
                name="accounts_closed_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def full_name(self) -> str:
        if self.closed_at is not None:
            return _("Compte fermé")
        return f"{self.first_name} {self.last_name}".strip() or self.identifier

    @property
    def mobile_is_certified(self) -> bool:
        """E13: whether the mobile number of this account is proved to be its owner's."""
        return self.mobile_certified_at is not None

    @property
    def mobile_certified_at(self) -> datetime | None:
        """When the number that stands here now was proved."""
        proof = self.certifications.in_force().of(Channel.MOBILE, self.mobile_phone).first()
        return proof.certified_at if proof else None

    def get_session_auth_hash(self) -> str:
        """What a session is compared with: it ends with the password and with its round."""
        return f"{super().get_session_auth_hash()}:{self.session_round}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for former in super().get_session_auth_fallback_hash():
            yield f"{former}:{self.session_round}"


class Purpose(models.TextChoices):
    ACTIVATION = "activation"
    RESET = "reset"
    CERTIFICATION = "certification"
    IDENTIFIER = "identifier"
    """Proves the new address of a change of identifier."""
    IDENTIFIER_REFUSE = "refuse"
    """« Ce n’est pas moi », sent to the old address when a change is asked for."""
    IDENTIFIER_RESTORE = "restore"
    """Gives the old address back, once the identifier has changed."""


class SecretLink(models.Model):
    """A link sent by mail: it works once, expires, and a new one revokes the old.

    Only the SHA-256 digest of its secret is kept. `about` is the public identifier of what it
    concerns, where an account may have several open links of one purpose, each about another thing.
    """

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="secret_links")
    about = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "purpose", "about"],
                condition=Q(used_at=None, revoked_at=None),
                name="accounts_one_open_link_a_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.account_id}"

    def is_open(self, now: datetime | None = None) -> bool:
        now = now or timezone.now()
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


class TermsVersion(models.Model):
    """One version of the terms of use. Published versions are never edited."""

    number = models.PositiveIntegerField(unique=True)
    text_fr = models.TextField()
    text_en = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"


class TermsAcceptance(models.Model):
    """Proof that a person accepted a version, and when."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT)
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "version"], name="accounts_one_acceptance_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} v{self.version_id}"


class Channel(models.TextChoices):
    EMAIL = "email"
    MOBILE = "mobile"


class CertificationQuerySet(models.QuerySet["Certification"]):
    def in_force(self) -> CertificationQuerySet:
        """Neither replaced by a newer proof nor lost."""
        return self.filter(ended_at=None)

    def of(self, channel: Channel, value: object) -> CertificationQuerySet:
        """Of this very address or number: another one is not proved by it."""
        return self.filter(channel=channel, value=value)


class Certification(models.Model):
    """Proof that an e-mail address or a mobile number belongs to the person. A renewal is a new row.

    A mobile number stays certified until it changes, an address until `expires_at` (None: for as
    long as the operator asks for no renewal). Several accounts may hold one number.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="certifications")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    value = models.CharField(max_length=254)
    certified_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "channel"],
                condition=Q(ended_at=None),
                name="accounts_one_certification_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(value=""), name="accounts_certifications_are_of_something"
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | (Q(channel="email") & Q(expires_at__gt=F("certified_at"))),
                name="accounts_only_addresses_expire",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(ended_at=None, noticed_at=None, channel="email"),
                name="accounts_notices_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.account_id}"


MOST_TRIES = 5


class MobileCodeQuerySet(models.QuerySet["MobileCode"]):
    def open(self) -> MobileCodeQuerySet:
        """Worth a try."""
        return self.filter(
            used_at=None, revoked_at=None, expires_at__gt=timezone.now(), tries__lt=MOST_TRIES
        )


class MobileCode(models.Model):
    """A code of six digits sent to a number by SMS, for one account in one session.

    A keyed digest is kept, since a bare one of a million possible codes hides nothing.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mobile_codes")
    number = models.CharField(max_length=20)
    """In E.164."""
    session_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = MobileCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(used_at=None, revoked_at=None),
                name="accounts_one_open_code",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES), name="accounts_codes_die_of_wrong_tries"
            ),
        ]
        indexes = [models.Index(fields=["number", "created_at"], name="accounts_codes_of_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.created_at:%F %T}"


class ChangeState(models.TextChoices):
    ASKED = "asked"
    """Waits for the link at the new address. The old one still is the identifier."""
    PROVED = "proved"
    """The identifier is the new address."""
    CANCELLED = "cancelled"
    """Given up by the owner, replaced by another one, or refused from the old address."""
    LAPSED = "lapsed"
    """Nobody followed the link in time."""
    RESTORED = "restored"
    """Undone from the old address."""


class IdentifierChangeQuerySet(models.QuerySet["IdentifierChange"]):
    def waiting(self) -> IdentifierChangeQuerySet:
        """Asked for, and the time to follow the link is not over."""
        return self.filter(state=ChangeState.ASKED, lapses_at__gt=timezone.now())


class IdentifierChange(models.Model):
    """One change of an account's identifier, from the form to the proof and a possible way back."""

    public_id = PublicIdField()
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="identifier_changes"
    )
    old_identifier = models.EmailField(max_length=254)
    new_identifier = models.EmailField(max_length=254)
    state = models.CharField(max_length=12, choices=ChangeState.choices, default=ChangeState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was cancelled, lapsed or undone."""

    objects = IdentifierChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state="asked"),
                name="accounts_one_open_change",
            ),
            models.CheckConstraint(
                condition=~Q(old_identifier=F("new_identifier")),
                name="accounts_change_is_to_another",
            ),
            models.CheckConstraint(
                condition=Q(new_identifier=Lower("new_identifier")),
                name="accounts_new_identifier_is_normal",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proved", "restored"], proved_at__isnull=False)
                | (~Q(state__in=["proved", "restored"]) & Q(proved_at=None)),
                name="accounts_proved_change_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "proved"], ended_at=None)
                | (~Q(state__in=["asked", "proved"]) & Q(ended_at__isnull=False)),
                name="accounts_ended_change_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_identifier} → {self.new_identifier}"

    def is_waiting(self) -> bool:
        return self.state == ChangeState.ASKED and timezone.now() < self.lapses_at
