"""What can happen to accesses, as the journal tells it."""

from django.utils.translation import gettext_lazy as _

from parvis.journal.events import Event

SPACE_OPENED = Event(
    "space.opened",
    _("L’espace a été ouvert, avec %(person)s pour décideur principal."),
    ("person",),
)
PERSON_INVITED = Event(
    "access.invited",
    _("%(person)s a reçu une invitation avec le profil «\u00a0%(profile)s\u00a0»."),
    ("person", "profile"),
)
INVITATION_SENT_AGAIN = Event(
    "access.invited_again", _("L’invitation de %(person)s a été renvoyée."), ("person",)
)
INVITATION_ACCEPTED = Event("access.accepted", _("%(person)s a accepté l’invitation."), ("person",))
INVITATION_REFUSED = Event("access.declined", _("%(person)s a refusé l’invitation."), ("person",))
ACCESS_CHANGED = Event(
    "access.changed",
    _("Le profil de %(person)s est passé de «\u00a0%(before)s\u00a0» à «\u00a0%(after)s\u00a0»."),
    ("person", "before", "after"),
)
COVERS_CHANGED = Event(
    "access.covers_changed",
    _("%(person)s s’occupe désormais de ces dossiers\u00a0: %(covers)s."),
    ("person", "covers"),
)
ACCESS_ENDED = Event("access.ended", _("L’accès de %(person)s a été retiré."), ("person",))
ACCESS_LEFT = Event(
    "access.left", _("%(person)s a fermé son compte\u00a0: son accès est terminé."), ("person",)
)
ASSIGNED = Event(
    "assignment.made", _("%(person)s suit désormais ce dossier (%(desk)s)."), ("person", "desk")
)
UNASSIGNED = Event(
    "assignment.ended",
    _("%(person)s ne suit plus ce dossier (%(desk)s)."),
    ("person", "desk"),
)
ACCESS_REFUSED = Event(
    "access.refused",
    _("Action refusée faute de droit (%(right)s)\u00a0: %(method)s %(path)s."),
    ("right", "method", "path"),
)
STRANGER_REFUSED = Event(
    "access.stranger",
    _("Une personne sans accès à l’espace a essayé d’ouvrir %(path)s (%(method)s)."),
    ("path", "method"),
)
