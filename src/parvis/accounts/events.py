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
PASSWORD_CHANGED = Event(
    "account.password_changed",
    _("%(identifier)s a changé son mot de passe."),
    ("identifier",),
)
EMAIL_CERTIFIED = Event(
    "account.email_certified",
    _("L’adresse %(identifier)s a été certifiée à nouveau."),
    ("identifier",),
)
MOBILE_CODE_SENT = Event(
    "account.mobile_code_sent",
    _("Un code a été envoyé au mobile %(ending)s de %(identifier)s."),
    ("identifier", "ending"),
)
MOBILE_CODE_KILLED = Event(
    "account.mobile_code_killed",
    _("Trop de codes faux ont été tapés pour le mobile %(ending)s de %(identifier)s."),
    ("identifier", "ending"),
)
MOBILE_CERTIFIED = Event(
    "account.mobile_certified",
    _("Le mobile %(ending)s de %(identifier)s a été certifié."),
    ("identifier", "ending"),
)
MOBILE_CERTIFICATION_LOST = Event(
    "account.mobile_certification_lost",
    _("%(identifier)s n’utilise plus le mobile certifié %(ending)s."),
    ("identifier", "ending"),
)
CONFIRMATION_FAILED = Event(
    "account.confirmation_failed",
    _("Le mot de passe de %(identifier)s a été demandé une seconde fois\u00a0; il était faux."),
    ("identifier",),
)
DATA_EXPORTED = Event(
    "account.data_exported", _("%(identifier)s a téléchargé ses données."), ("identifier",)
)
CLOSED = Event("account.closed", _("%(identifier)s a fermé son compte."), ("identifier",))
IDENTIFIER_CHANGE_ASKED = Event(
    "identifier.asked",
    _("%(identifier)s a demandé à prendre %(new)s pour identifiant."),
    ("identifier", "new"),
)
IDENTIFIER_CHANGE_CANCELLED = Event(
    "identifier.cancelled",
    _("%(identifier)s a renoncé à prendre %(new)s pour identifiant."),
    ("identifier", "new"),
)
IDENTIFIER_CHANGE_REFUSED = Event(
    "identifier.refused",
    _("Depuis l’adresse %(identifier)s, le passage à l’identifiant %(new)s a été refusé."),
    ("identifier", "new"),
)
IDENTIFIER_CHANGED = Event(
    "identifier.changed",
    _("L’identifiant %(identifier)s est devenu %(new)s."),
    ("identifier", "new"),
)
IDENTIFIER_RESTORED = Event(
    "identifier.restored",
    _("L’identifiant %(identifier)s a été rétabli à la place de %(new)s."),
    ("identifier", "new"),
)
