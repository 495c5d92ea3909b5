"""What the house needs to know of the documents."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.access.features import BACK_OFFICE, SERVED, Level
from parvis.access.spaces import Space
from parvis.portal.register import HelpTopic, MenuEntry, News, Service, ToDo
from parvis.services.documents.features import ARRIVALS, DEPOSITS, DOCUMENTS
from parvis.services.documents.models import Document, DocumentQuerySet
from parvis.services.documents.reach import for_my_desks

LATEST = 6
"""News on a home page."""
MOST_COUNTED = 1000


class FilesOnly(MenuEntry):
    """« Mes documents » for somebody who may see nothing of it but its second part."""

    def is_for(self, space: Space) -> bool:
        return super().is_for(space) and not space.can(DOCUMENTS)


CONSULT = gettext_lazy("Consulter")
CLIENTS = gettext_lazy("Mes clients")
MY_DOCUMENTS = MenuEntry(
    gettext_lazy("Mes documents"), "folder", "documents:published", SERVED, CONSULT, DOCUMENTS
)
MY_FILES_ONLY = FilesOnly(
    gettext_lazy("Mes documents"), "folder", "documents:files", SERVED, CONSULT, DEPOSITS
)
TRANSFER = MenuEntry(
    gettext_lazy("Transférer des documents"),
    "cloud-upload",
    "documents:transfer",
    SERVED,
    CONSULT,
    DEPOSITS,
    Level.UPDATE,
)
ARRIVED = MenuEntry(
    gettext_lazy("Documents reçus"), "inbox", "documents:arrivals", BACK_OFFICE, CLIENTS, ARRIVALS
)
STORE = MenuEntry(
    gettext_lazy("Documents des clients"),
    "archive",
    "documents:store",
    BACK_OFFICE,
    CLIENTS,
    ARRIVALS,
)
PUBLISH = MenuEntry(
    gettext_lazy("Mettre à disposition"),
    "send",
    "documents:choose_client",
    BACK_OFFICE,
    CLIENTS,
    ARRIVALS,
    Level.UPDATE,
)


def to_do(space: Space) -> list[ToDo]:
    """One query: what waits to be taken up, by the staff, or for the client to know."""
    if space.is_back_office:
        return _arrivals_to_take_up(space)
    if not space.can(DEPOSITS):
        return []
    count = _counted(Document.objects.filter(organisation_id=space.organisation_id).waiting())
    if not count:
        return []
    sentence = ngettext(
        "Votre fichier attend d’être pris en charge",
        "Vos fichiers attendent d’être pris en charge",
        count,
    )
    return [ToDo(sentence, reverse("documents:files", args=[space.public_id]), count)]


def _arrivals_to_take_up(space: Space) -> list[ToDo]:
    if not space.can(ARRIVALS):
        return []
    waiting = Document.objects.waiting()
    count = _counted(waiting if space.handles_all else for_my_desks(space, waiting))
    if not count:
        return []
    sentence = ngettext(
        "Un document reçu est à prendre en charge",
        "Des documents reçus sont à prendre en charge",
        count,
    )
    return [ToDo(sentence, reverse("documents:arrivals", args=[space.public_id]), count)]


def _counted(rows: DocumentQuerySet) -> int:
    return rows.order_by()[:MOST_COUNTED].count()


def news(space: Space) -> list[News]:
    """Two queries at most: what was published lately, and what was taken up lately."""
    if space.is_back_office:
        return []
    own = Document.objects.filter(organisation_id=space.organisation_id)
    found: list[News] = []
    if space.can(DOCUMENTS):
        found += [
            News(
                _("%(person)s a mis «\u00a0%(name)s\u00a0» à votre disposition")
                % {"person": document.author_name, "name": document.name},
                reverse("documents:document", args=[space.public_id, document.public_id]),
                document.at,
            )
            for document in own.published().order_by("-at", "-pk")[:LATEST]
        ]
    if space.can(DEPOSITS):
        found += [
            News(
                _("%(person)s a pris en charge «\u00a0%(name)s\u00a0»")
                % {"person": document.taken_up_by_name, "name": document.name},
                reverse("documents:document", args=[space.public_id, document.public_id]),
                document.taken_up_at or document.at,
                "check-circle",
            )
            for document in own.taken_up().order_by("-taken_up_at", "-pk")[:LATEST]
        ]
    return sorted(found, key=lambda item: item.at, reverse=True)[:LATEST]


SERVICE = Service(
    code="documents",
    name=gettext_lazy("Mes documents"),
    icon="folder",
    menu=(MY_DOCUMENTS, MY_FILES_ONLY, TRANSFER, ARRIVED, STORE, PUBLISH),
    tiles=(TRANSFER, MY_DOCUMENTS, MY_FILES_ONLY, ARRIVED, STORE, PUBLISH),
    help=(
        HelpTopic(
            gettext_lazy("Comment bien numériser un document\u00a0?"),
            gettext_lazy(
                "Choisissez 200 points par pouce (dpi) au moins, 300 de préférence, en niveaux de gris "
                "ou en noir et blanc plutôt qu’en couleur. Faites un fichier par document."
            ),
            ("documents:transfer",),
        ),
        HelpTopic(
            gettext_lazy("Que devient un fichier que j’ai transféré\u00a0?"),
            gettext_lazy(
                "Votre comptable ou votre conseiller reçoit un e-mail aussitôt. Quand il prend le fichier "
                "en charge, «\u00a0Fichiers en cours\u00a0» vous dit par qui et quand."
            ),
            ("documents:transfer", "documents:files", "documents:receipt"),
        ),
        HelpTopic(
            gettext_lazy("Puis-je supprimer un fichier transféré par erreur\u00a0?"),
            gettext_lazy(
                "Oui, tant qu’il est en attente\u00a0: dans «\u00a0Fichiers en cours\u00a0», cochez-le puis "
                "choisissez «\u00a0Supprimer\u00a0». Après la prise en charge, demandez-le à votre comptable "
                "ou à votre conseiller."
            ),
            ("documents:files",),
        ),
        HelpTopic(
            gettext_lazy("Que se passe-t-il si la connexion se coupe pendant un transfert\u00a0?"),
            gettext_lazy(
                "Ce qui est déjà arrivé est gardé. Le transfert reprend tout seul quand la connexion "
                "revient\u00a0; laissez la page ouverte."
            ),
            ("documents:transfer",),
        ),
        HelpTopic(
            gettext_lazy("Que veut dire «\u00a0prendre en charge\u00a0»\u00a0?"),
            gettext_lazy(
                "Le document quitte la file des documents reçus et rejoint les documents du client. "
                "Le client voit que vous l’avez pris en charge, et quand."
            ),
            ("documents:arrivals", "documents:arrival", "documents:arrival_deposit"),
        ),
    ),
    urls="parvis.services.documents.urls",
    to_do=to_do,
    news=news,
)
