"""The mails by which people are let in, and told what changed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.access.models import Access
from parvis.access.profiles import EXPLANATIONS, Profile
from parvis.accounts.mails import link_life_in_days, sample_account
from parvis.accounts.models import Account
from parvis.mailroom.mails import Mail, MailKind, subject_for
from parvis.organisations.models import Organisation


def _hello(account: Account) -> str:
    return _("Bonjour %(name)s,") % {"name": account.full_name}


def activation_mail(account: Account, organisation_name: str, secret: str) -> Mail:
    """C1: the official message of a space that opens."""
    operator = settings.PARVIS_OPERATOR["name"]
    return Mail(
        subject=" ".join(
            (_("Activation de votre compte %(operator)s") % {"operator": operator}).split()
        ),
        title=_("Votre espace est ouvert"),
        paragraphs=(
            _hello(account),
            _("%(operator)s a ouvert l’espace de %(organisation)s à votre nom.")
            % {"operator": operator, "organisation": organisation_name},
            _("Il vous reste à choisir un mot de passe. Cela prend moins de deux minutes."),
        ),
        facts=((_("Votre identifiant"), account.identifier),),
        act=(
            _("Pour activer votre compte, cliquez ici"),
            reverse("access:activation", args=[secret]),
        ),
        after=(
            link_life_in_days(),
            _(
                "S’il ne marche plus, «\u00a0Mot de passe oublié\u00a0» sur la page d’accueil vous en envoie un autre."
            ),
        ),
        why=_("Vous recevez ce message parce qu’un espace vient d’être ouvert à votre nom."),
        not_you=_("S’il ne vous est pas destiné, ignorez-le\u00a0: rien ne s’ouvrira sans vous."),
    )


def invitation_mail(access: Access, inviter: str, secret: str) -> Mail:
    """C11: the invitation of somebody who has no active account yet."""
    return Mail(
        subject=subject_for(
            _("Invitation dans l’espace de %(organisation)s")
            % {"organisation": access.organisation.name}
        ),
        title=_("Vous êtes invité dans l’espace de %(organisation)s")
        % {"organisation": access.organisation.name},
        paragraphs=(
            _hello(access.account),
            _("%(inviter)s vous ouvre l’espace de %(organisation)s.")
            % {"inviter": inviter, "organisation": access.organisation.name},
            _("Pour finir, indiquez votre téléphone portable et choisissez un mot de passe."),
        ),
        facts=_facts(access),
        act=(
            _("Pour activer votre compte, cliquez ici"),
            reverse("access:activation", args=[secret]),
        ),
        after=(
            link_life_in_days(),
            _(
                "S’il ne marche plus, «\u00a0Mot de passe oublié\u00a0» sur la page d’accueil vous en envoie un autre."
            ),
        ),
        why=_("Vous recevez ce message parce que %(inviter)s a donné votre adresse.")
        % {"inviter": inviter},
        not_you=_("S’il ne vous est pas destiné, ignorez-le\u00a0: rien ne s’ouvrira sans vous."),
    )


def further_space_mail(access: Access, inviter: str) -> Mail:
    """C9: one more space for somebody who already has an account; he accepts once signed in."""
    return Mail(
        subject=subject_for(
            _("Invitation dans l’espace de %(organisation)s")
            % {"organisation": access.organisation.name}
        ),
        title=_("Un espace de plus vous est proposé"),
        paragraphs=(
            _hello(access.account),
            _(
                "%(inviter)s vous invite dans l’espace de %(organisation)s. Vous gardez le même identifiant et le même mot de passe."
            )
            % {"inviter": inviter, "organisation": access.organisation.name},
        ),
        facts=_facts(access),
        act=(_("Répondre à l’invitation"), reverse("access:invitation", args=[access.public_id])),
        after=(
            _("L’invitation attend votre réponse jusqu’au %(day)s.") % {"day": _lapse_day(access)},
        ),
        why=_("Vous recevez ce message parce que %(inviter)s a donné votre adresse.")
        % {"inviter": inviter},
        not_you=_("Si vous ne connaissez pas cette entreprise, refusez ou ignorez ce message."),
    )


def access_changed_mail(access: Access, author: str) -> Mail:
    return Mail(
        subject=subject_for(_("Vos droits ont changé")),
        title=_("Vos droits dans l’espace de %(organisation)s ont changé")
        % {"organisation": access.organisation.name},
        paragraphs=(
            _hello(access.account),
            _("%(author)s a changé votre profil.") % {"author": author},
        ),
        facts=_facts(access),
        act=(_("Ouvrir l’espace"), reverse("portal:home", args=[access.organisation.public_id])),
        why=_("Vous recevez ce message parce que vous avez un accès à cet espace."),
    )


def access_ended_mail(access: Access) -> Mail:
    return Mail(
        subject=subject_for(_("Votre accès a été retiré")),
        title=_("Votre accès à l’espace de %(organisation)s a été retiré")
        % {"organisation": access.organisation.name},
        paragraphs=(
            _hello(access.account),
            _(
                "Vous n’avez plus accès à l’espace de %(organisation)s. Votre compte et vos autres espaces restent comme ils étaient."
            )
            % {"organisation": access.organisation.name},
        ),
        why=_("Vous recevez ce message parce que vous aviez un accès à cet espace."),
        not_you=_("Si cela vous surprend, parlez-en au décideur principal de l’entreprise."),
    )


def _facts(access: Access) -> tuple[tuple[str, str], ...]:
    profile = Profile(access.profile)
    explanation = EXPLANATIONS.get(profile)
    label = str(profile.label)
    return (
        (_("Votre identifiant"), access.account.identifier),
        (_("Votre profil"), f"{label}. {explanation}" if explanation else label),
    )


def _lapse_day(access: Access) -> str:
    return date_format(access.lapses_at, "DATE_FORMAT") if access.lapses_at else ""


def _sample() -> Access:
    organisation = Organisation(name="EARL des Tilleuls", siret="00000000000000")
    return Access(
        organisation=organisation,
        account=sample_account(),
        profile=Profile.COLLABORATOR,
        lapses_at=timezone.now() + timedelta(days=7),
    )


ACTIVATION = MailKind(
    "access.activation",
    "Opens the account of a new space's principal.",
    lambda: activation_mail(sample_account(), "EARL des Tilleuls", "exemple"),
)
INVITATION = MailKind(
    "access.invitation",
    "Invites somebody who has no account yet.",
    lambda: invitation_mail(_sample(), "Paul Marchand", "exemple"),
)
FURTHER_SPACE = MailKind(
    "access.further_space",
    "Offers one more space to somebody who has an account.",
    lambda: further_space_mail(_sample(), "Paul Marchand"),
)
ACCESS_CHANGED = MailKind(
    "access.changed",
    "Tells a person that his profile changed.",
    lambda: access_changed_mail(_sample(), "Paul Marchand"),
)
ACCESS_ENDED = MailKind(
    "access.ended", "Tells a person that his access ended.", lambda: access_ended_mail(_sample())
)
