"""The mails about documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.mails import sample_account
from parvis.accounts.models import Account
from parvis.mailroom.mails import Mail, MailKind, subject_for
from parvis.organisations.models import Desk, Organisation
from parvis.services.documents.models import Deposit, Publication

MOST_NAMES = 10
"""File names in one mail."""


@dataclass(frozen=True)
class Deposited:
    """What a mail says of a deposit."""

    deposit: Deposit
    client: str
    names: Sequence[str]


def _names(names: Sequence[str]) -> str:
    """« a.pdf, b.pdf et 3 autres »."""
    more = len(names) - MOST_NAMES
    listed = ", ".join(names[:MOST_NAMES])
    if more <= 0:
        return listed
    return ngettext("%(names)s et %(count)s autre", "%(names)s et %(count)s autres", more) % {
        "names": listed,
        "count": more,
    }


def _hello(account: Account) -> str:
    return _("Bonjour %(name)s,") % {"name": account.full_name}


def _facts(deposited: Deposited) -> tuple[tuple[str, str], ...]:
    deposit = deposited.deposit
    return (
        (_("Client"), deposited.client),
        (_("Dossier"), str(Desk(deposit.desk).label)),
        (
            ngettext("Fichier", "Fichiers", len(deposited.names)),
            _names(deposited.names),
        ),
        (_("Déposé par"), deposit.author_name),
        (_("Le"), date_format(timezone.localtime(deposit.at), "DATETIME_FORMAT")),
        (_("Numéro du dépôt"), deposit.number),
    )


def _count(names: Sequence[str]) -> str:
    return ngettext("%(count)s document", "%(count)s documents", len(names)) % {"count": len(names)}


def arrival_mail(account: Account, deposited: Deposited, office: str) -> Mail:
    """To whoever keeps the desk; `office` is the public identifier of the operator's space."""
    return Mail(
        subject=subject_for(
            _("%(client)s vous a remis %(documents)s")
            % {"client": deposited.client, "documents": _count(deposited.names)}
        ),
        title=ngettext(
            "Un document est arrivé", "Des documents sont arrivés", len(deposited.names)
        ),
        paragraphs=(
            _hello(account),
            ngettext(
                "%(author)s vient de déposer un document. Il attend d’être pris en charge.",
                "%(author)s vient de déposer %(count)s documents. Ils attendent d’être pris en charge.",
                len(deposited.names),
            )
            % {"author": deposited.deposit.author_name, "count": len(deposited.names)},
        ),
        facts=_facts(deposited),
        act=(
            _("Voir le dépôt"),
            reverse("documents:arrival_deposit", args=[office, deposited.deposit.public_id]),
        ),
        why=_("Vous recevez ce message parce que vous suivez ce client."),
    )


def alert_mail(account: Account, deposited: Deposited, space: str) -> Mail:
    """To a colleague whom the depositor ticked; `space` is the client's public identifier."""
    return Mail(
        subject=subject_for(
            _("%(author)s a déposé %(documents)s")
            % {
                "author": deposited.deposit.author_name,
                "documents": _count(deposited.names),
            }
        ),
        title=_("Un dépôt vous est signalé"),
        paragraphs=(
            _hello(account),
            _("%(author)s souhaite vous signaler un dépôt dans l’espace de %(client)s.")
            % {"author": deposited.deposit.author_name, "client": deposited.client},
        ),
        facts=_facts(deposited),
        act=(
            _("Voir le dépôt"),
            reverse("documents:receipt", args=[space, deposited.deposit.public_id]),
        ),
        why=_("Vous recevez ce message parce que %(author)s vous a coché parmi ses contacts.")
        % {"author": deposited.deposit.author_name},
    )


def publication_mail(
    account: Account, publication: Publication, client: Organisation, names: Sequence[str]
) -> Mail:
    """To each of the client's people who may read its documents."""
    one = len(names) == 1
    return Mail(
        subject=subject_for(
            _("Un document est à votre disposition")
            if one
            else _("%(count)s documents sont à votre disposition") % {"count": len(names)}
        ),
        title=_("Un document est à votre disposition")
        if one
        else _("Des documents sont à votre disposition"),
        paragraphs=(
            _hello(account),
            _("%(author)s vient de mettre %(documents)s à la disposition de %(client)s.")
            % {
                "author": publication.author_name,
                "documents": _count(names),
                "client": client.name,
            },
        ),
        facts=(
            (_("Entreprise"), client.name),
            (_("Dossier"), str(Desk(publication.desk).label)),
            (ngettext("Fichier", "Fichiers", len(names)), _names(names)),
        ),
        act=(
            _("Voir le document") if one else _("Voir les documents"),
            reverse("documents:published", args=[client.public_id]),
        ),
        why=_(
            "Vous recevez ce message parce que vous pouvez consulter les documents de cette "
            "entreprise."
        ),
    )


def _sample() -> Deposited:
    deposit = Deposit(pk=42, desk=Desk.ACCOUNTANT, author_name="Sophie Brunel-Castaing")
    return Deposited(
        deposit, "EARL des Tilleuls", ["Facture semences.pdf", "Relevé bancaire mars.pdf"]
    )


def _sample_publication() -> Mail:
    publication = Publication(desk=Desk.ACCOUNTANT, author_name="Nadia Belkacem")
    client = Organisation(name="EARL des Tilleuls", public_id="exemple")
    return publication_mail(sample_account(), publication, client, ["Bilan 2025.pdf"])


ARRIVAL = MailKind(
    "documents.arrival",
    "Tells the accountant or adviser that documents arrived.",
    lambda: arrival_mail(sample_account(), _sample(), "exemple"),
)
ALERT = MailKind(
    "documents.alert",
    "Tells a contact whom the depositor ticked of a deposit.",
    lambda: alert_mail(sample_account(), _sample(), "exemple"),
)
PUBLICATION = MailKind(
    "documents.publication",
    "Tells a client's people that documents were published.",
    _sample_publication,
)
