"""What can happen to documents, as the journal tells it."""

from django.utils.translation import gettext_lazy as _

from parvis.journal.events import Event

DEPOSITED = Event(
    "documents.deposited",
    _("Dépôt %(number)s pour le dossier «\u00a0%(desk)s\u00a0»\u00a0: %(names)s."),
    ("number", "desk", "names"),
)
DELETED = Event(
    "documents.deleted", _("Le fichier «\u00a0%(name)s\u00a0» a été supprimé."), ("name",)
)
TAKEN_UP = Event(
    "documents.taken_up",
    _("Le fichier «\u00a0%(name)s\u00a0» du dépôt %(number)s a été pris en charge."),
    ("name", "number"),
)
PUBLISHED = Event(
    "documents.published",
    _("Mis à disposition dans le dossier «\u00a0%(desk)s\u00a0»\u00a0: %(names)s."),
    ("desk", "names"),
)
VIEWED = Event(
    "documents.viewed", _("Le document «\u00a0%(name)s\u00a0» a été consulté."), ("name",)
)
DOWNLOADED = Event(
    "documents.downloaded", _("Le document «\u00a0%(name)s\u00a0» a été téléchargé."), ("name",)
)
ARCHIVED = Event(
    "documents.archived", _("Téléchargés en une archive\u00a0: %(names)s."), ("names",)
)
