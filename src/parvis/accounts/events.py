"""What can happen to a login, as the journal tells it."""

from django.utils.translation import gettext_lazy as _

from parvis.journal.events import Event

ACTIVATED = Event("account.activated", _("Le compte %(identifier)s a été activé."), ("identifier",))
PASSWORD_RESET = Event(
    "account.password_reset",
    _("Un nouveau mot de passe a été choisi pour %(identifier)s."),
    ("identifier",),
)
RESET_ASKED = Event(
    "account.reset_asked",
    _("Un lien de mot de passe a été envoyé à %(identifier)s."),
    ("identifier",),
)
SIGNED_IN = Event("account.signed_in", _("%(identifier)s s’est connecté."), ("identifier",))
SIGN_IN_FAILED = Event(
    "account.sign_in_failed",
    _("Une connexion avec l’identifiant %(identifier)s a échoué."),
    ("identifier",),
)
TERMS_ACCEPTED = Event(
    "account.terms_accepted",
    _("%(identifier)s a accepté la version %(version)s des conditions d’utilisation."),
    ("identifier", "version"),
)
