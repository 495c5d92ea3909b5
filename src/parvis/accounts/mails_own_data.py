"""The mail about a closed account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parvis.accounts.mails import sample_account
from parvis.mailroom.mails import Mail, MailKind, subject_for


def closed_mail(name: str) -> Mail:
    return Mail(
        subject=subject_for(_("Votre compte est fermé")),
        title=_("Votre compte est fermé"),
        paragraphs=(
            _("Bonjour %(name)s,") % {"name": name},
            _(
                "Vos accès sont terminés, vos connexions fermées, et vos coordonnées effacées. "
                "Les journaux des entreprises gardent la trace de ce qui y a été fait."
            ),
            _(
                "Pour revenir, il faudra qu’une entreprise vous invite\u00a0: "
                "un nouveau compte s’ouvrira."
            ),
        ),
        why=_("Vous recevez ce message parce que cette adresse était l’identifiant du compte."),
        not_you=_("Si ce n’est pas vous, appelez l’assistance tout de suite."),
    )


CLOSED = MailKind(
    "accounts.closed",
    "Confirms that an account was closed by its owner.",
    lambda: closed_mail(sample_account().full_name),
)
