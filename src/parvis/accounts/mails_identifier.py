"""The mails about a change of identifier."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.accounts.mails import link_life_in_hours, sample_account
from parvis.accounts.models import Account, IdentifierChange
from parvis.mailroom.mails import Mail, MailKind, subject_for


def _facts(change: IdentifierChange) -> tuple[tuple[str, str], ...]:
    return (
        (_("Identifiant actuel"), change.old_identifier),
        (_("Nouvel identifiant"), change.new_identifier),
    )


def proof_mail(change: IdentifierChange, secret: str) -> Mail:
    """To the new address. It names nobody: a typing mistake brings it to a stranger."""
    return Mail(
        subject=subject_for(_("Confirmez votre nouvel identifiant")),
        title=_("Confirmez votre nouvel identifiant"),
        paragraphs=(
            _("Bonjour,"),
            _(
                "Vous avez demandé à vous connecter désormais avec l’adresse %(new)s. "
                "Elle remplacera l’ancienne dès que vous l’aurez confirmée\u00a0; "
                "d’ici là, rien ne change."
            )
            % {"new": change.new_identifier},
        ),
        act=(_("Confirmer cette adresse"), reverse("accounts:prove_identifier", args=[secret])),
        after=(
            _("Ce lien sert une seule fois et reste valable jusqu’au %(moment)s.")
            % {"moment": _moment(change.lapses_at)},
        ),
        why=_("Vous recevez ce message parce que cette adresse a été donnée comme identifiant."),
        not_you=_(
            "Si vous n’avez rien demandé, ignorez ce message\u00a0: "
            "sans confirmation, votre adresse ne servira à personne."
        ),
    )


def asked_mail(change: IdentifierChange, secret: str) -> Mail:
    return Mail(
        subject=subject_for(_("Changement d’identifiant demandé")),
        title=_("Un changement d’identifiant est demandé"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": change.account.full_name},
            _(
                "Quelqu’un qui est connecté à votre compte veut en changer l’identifiant. "
                "Vous continuez à vous connecter avec cette adresse-ci tant que la nouvelle "
                "n’est pas confirmée. Si c’est vous, vous n’avez rien à faire ici\u00a0: "
                "suivez le lien envoyé à la nouvelle adresse."
            ),
        ),
        facts=_facts(change),
        act=(_("Ce n’est pas moi"), reverse("accounts:object_to_change", args=[secret])),
        after=(
            _(
                "Ce bouton ouvre une page où vous refusez le changement et fermez toutes les "
                "connexions à votre compte."
            ),
        ),
        why=_("Vous recevez ce message pour la sécurité de votre compte."),
    )


def tried_mail(identifier: str) -> Mail:
    """To an address that is the identifier of another account."""
    return Mail(
        subject=subject_for(_("Votre adresse a été donnée pour un autre compte")),
        title=_("Votre adresse a été donnée pour un autre compte"),
        paragraphs=(
            _("Bonjour,"),
            _(
                "Quelqu’un a voulu prendre %(identifier)s pour identifiant d’un autre compte. "
                "Cette adresse est déjà celle de votre compte\u00a0: rien n’a changé."
            )
            % {"identifier": identifier},
            _(
                "Si c’était vous, vous avez deux comptes. Gardez celui-ci pour cette adresse, "
                "ou donnez à l’autre une adresse différente."
            ),
        ),
        act=(_("Se connecter"), reverse("account_login")),
        why=_("Vous recevez ce message pour la sécurité de votre compte."),
        not_you=_("Si ce n’était pas vous, vous n’avez rien à faire."),
    )


def changed_mail(change: IdentifierChange) -> Mail:
    return Mail(
        subject=subject_for(_("Votre identifiant a changé")),
        title=_("Votre identifiant a changé"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": change.account.full_name},
            _(
                "Vous vous connectez désormais avec %(new)s. Votre mot de passe et vos espaces "
                "restent les mêmes. Nos messages arrivent à cette adresse."
            )
            % {"new": change.new_identifier},
        ),
        act=(_("Se connecter"), reverse("account_login")),
        why=_("Vous recevez ce message parce que vous avez confirmé cette adresse."),
    )


def replaced_mail(change: IdentifierChange, secret: str) -> Mail:
    """To the old address, once it is no longer the identifier."""
    return Mail(
        subject=subject_for(_("Votre identifiant a changé")),
        title=_("Votre identifiant a changé"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": change.account.full_name},
            _(
                "Le changement a été confirmé depuis la nouvelle adresse. "
                "L’ancienne, où vous lisez ce message, ne sert plus à vous connecter."
            ),
        ),
        facts=(
            (_("Ancien identifiant"), change.old_identifier),
            (_("Nouvel identifiant"), change.new_identifier),
        ),
        act=(
            _("Ce n’est pas moi, rétablir mon adresse"),
            reverse("accounts:object_to_change", args=[secret]),
        ),
        after=(
            _(
                "Ce bouton reste valable 72\u00a0heures. Il ouvre une page où vous reprenez cette "
                "adresse pour identifiant, fermez toutes les connexions et choisissez un nouveau "
                "mot de passe, même si l’identifiant a encore changé depuis."
            ),
        ),
        why=_("Vous recevez ce message pour la sécurité de votre compte."),
    )


def restored_mail(account: Account, secret: str) -> Mail:
    return Mail(
        subject=subject_for(_("Votre identifiant est rétabli")),
        title=_("Votre identifiant est rétabli"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": account.full_name},
            _(
                "%(identifier)s est de nouveau votre identifiant. Toutes les connexions sont "
                "fermées et l’ancien mot de passe ne marche plus\u00a0: choisissez-en un nouveau, "
                "si ce n’est pas déjà fait."
            )
            % {"identifier": account.identifier},
        ),
        act=(_("Choisir un nouveau mot de passe"), reverse("accounts:reset", args=[secret])),
        after=(link_life_in_hours(),),
        why=_("Vous recevez ce message parce que vous avez rétabli cette adresse."),
    )


def lost_mail(identifier: str) -> Mail:
    """To the address that was the identifier until the old one took itself back."""
    return Mail(
        subject=subject_for(_("Cette adresse n’est plus un identifiant")),
        title=_("Cette adresse n’est plus un identifiant"),
        paragraphs=(
            _("Bonjour,"),
            _(
                "Le changement vers %(identifier)s a été annulé depuis l’adresse précédente du "
                "compte. Cette adresse ne sert plus à se connecter."
            )
            % {"identifier": identifier},
        ),
        why=_("Vous recevez ce message parce que cette adresse était l’identifiant du compte."),
    )


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")  # type: ignore[arg-type]


def sample_change() -> IdentifierChange:
    """A change for the gallery of mails; never saved."""
    account = sample_account()
    return IdentifierChange(
        account=account,
        old_identifier=account.identifier,
        new_identifier="c.vasseur@verger.example",
        lapses_at=timezone.now() + timedelta(days=settings.PARVIS_LINK_DAYS),
    )


IDENTIFIER_PROOF = MailKind(
    "accounts.identifier_proof",
    "Link that proves the new address of a change of identifier.",
    lambda: proof_mail(sample_change(), "exemple"),
)
IDENTIFIER_ASKED = MailKind(
    "accounts.identifier_asked",
    "Tells the old address that a change of identifier is asked for, with a way to refuse it.",
    lambda: asked_mail(sample_change(), "exemple"),
)
IDENTIFIER_TRIED = MailKind(
    "accounts.identifier_tried",
    "Tells the owner of an address that somebody wanted it for another account.",
    lambda: tried_mail("claire.vasseur@tilleuls.example"),
)
IDENTIFIER_CHANGED = MailKind(
    "accounts.identifier_changed",
    "Tells the new address that it is the identifier now.",
    lambda: changed_mail(sample_change()),
)
IDENTIFIER_REPLACED = MailKind(
    "accounts.identifier_replaced",
    "Tells the old address that the identifier changed, with the way back.",
    lambda: replaced_mail(sample_change(), "exemple"),
)
IDENTIFIER_RESTORED = MailKind(
    "accounts.identifier_restored",
    "Tells the old address that it is the identifier again, with a link to a new password.",
    lambda: restored_mail(sample_account(), "exemple"),
)
IDENTIFIER_LOST = MailKind(
    "accounts.identifier_lost",
    "Tells the other address that it is no longer the identifier.",
    lambda: lost_mail("c.vasseur@verger.example"),
)
