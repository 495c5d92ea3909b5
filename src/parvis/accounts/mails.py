"""The mails about one's login."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.models import Account
from parvis.mailroom.mails import Mail, MailKind, subject_for


def link_life_in_days() -> str:
    days = settings.PARVIS_LINK_DAYS
    return ngettext(
        "Ce lien sert une seule fois et reste valable %(days)s jour.",
        "Ce lien sert une seule fois et reste valable %(days)s jours.",
        days,
    ) % {"days": days}


def link_life_in_hours() -> str:
    hours = settings.PARVIS_RESET_HOURS
    return ngettext(
        "Ce lien sert une seule fois et reste valable %(hours)s heure.",
        "Ce lien sert une seule fois et reste valable %(hours)s heures.",
        hours,
    ) % {"hours": hours}


def reset_mail(account: Account, secret: str) -> Mail:
    return Mail(
        subject=subject_for(_("Votre nouveau mot de passe")),
        title=_("Choisissez un nouveau mot de passe"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": account.full_name},
            _("Vous avez demandé un nouveau mot de passe pour votre compte."),
        ),
        act=(_("Choisir un nouveau mot de passe"), reverse("accounts:reset", args=[secret])),
        after=(link_life_in_hours(),),
        why=_("Vous recevez ce message parce que cette adresse est l’identifiant d’un compte."),
        not_you=_(
            "Si vous n’avez rien demandé, ignorez ce message\u00a0: "
            "votre mot de passe reste le même."
        ),
    )


def password_changed_mail(account: Account) -> Mail:
    return Mail(
        subject=subject_for(_("Votre mot de passe a changé")),
        title=_("Votre mot de passe a changé"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": account.full_name},
            _(
                "Un nouveau mot de passe vient d’être choisi pour votre compte. Toutes vos autres connexions ont été fermées."
            ),
        ),
        why=_("Vous recevez ce message pour la sécurité de votre compte."),
        not_you=_(
            "Si ce n’est pas vous, demandez tout de suite un nouveau mot de passe "
            "et appelez l’assistance."
        ),
    )


def certification_mail(
    account: Account, secret: str, expires_on: date | None, ends_on: date
) -> Mail:
    """`expires_on` is the first day without a proof, where there is one; `ends_on` the link's last."""
    return Mail(
        subject=subject_for(_("Confirmez votre adresse e-mail")),
        title=_("Confirmez que cette adresse est toujours la vôtre"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": account.full_name},
            _(
                "De temps à autre, nous vous demandons de confirmer que vous recevez bien nos "
                "messages à cette adresse."
            ),
            _due_sentence(expires_on),
        ),
        act=(_("Confirmer mon adresse"), reverse("accounts:certify_email", args=[secret])),
        after=(
            _("Ce lien sert une seule fois, jusqu’au %(day)s.")
            % {"day": date_format(ends_on, "DATE_FORMAT")},
        ),
        why=_("Vous recevez ce message parce que cette adresse est l’identifiant d’un compte."),
        not_you=_("Si vous ne connaissez pas ce portail, ignorez ce message."),
    )


def _due_sentence(expires_on: date | None) -> str:
    if expires_on is None:
        return _("Un clic suffit.")
    day = date_format(expires_on, "DATE_FORMAT")
    if timezone.localdate() < expires_on:
        return _("Merci de le faire avant le %(day)s. Un clic suffit.") % {"day": day}
    return _("C’était à faire avant le %(day)s. Un clic suffit.") % {"day": day}


def sample_account() -> Account:
    """Somebody for the gallery of mails; never saved."""
    return Account(
        identifier="claire.vasseur@tilleuls.example", first_name="Claire", last_name="Vasseur"
    )


RESET = MailKind(
    "accounts.reset",
    "Link to choose a new password.",
    lambda: reset_mail(sample_account(), "exemple"),
)
PASSWORD_CHANGED = MailKind(
    "accounts.password_changed",
    "Tells the owner that the password changed.",
    lambda: password_changed_mail(sample_account()),
)
CERTIFICATION = MailKind(
    "accounts.certification",
    "Link to prove the address again.",
    lambda: certification_mail(
        sample_account(),
        "exemple",
        timezone.localdate() + timedelta(days=30),
        timezone.localdate() + timedelta(days=60),
    ),
)
