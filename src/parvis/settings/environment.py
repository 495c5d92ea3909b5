"""The one list of environment variables that an operator may set.

`docs/settings.md` is made from this list, and every settings module reads the environment through
it, so that what is documented and what is read cannot part.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TRUE_WORDS = {"1", "true", "yes", "on", "oui"}
FALSE_WORDS = {"0", "false", "no", "off", "non", ""}


class SettingError(Exception):
    """A variable has a value that Parvis cannot start with; the sentence says what to set."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, its safe default as text, and what it is for.

    Set to nothing it has its default. `least` is the smallest value of a number.
    """

    name: str
    default: str
    purpose: str
    least: int = 0

    def text(self) -> str:
        return os.environ.get(self.name, "").strip() or self.default

    def boolean(self) -> bool:
        word = self.text().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise SettingError(f"{self.name} must be yes or no; it is « {word} ».")

    def integer(self) -> int:
        try:
            number = int(self.text())
        except ValueError:
            raise SettingError(
                f"{self.name} must be a whole number; it is « {self.text()} »."
            ) from None
        if number < self.least:
            raise SettingError(f"{self.name} must be {self.least} or more; it is « {number} ».")
        return number

    def words(self) -> list[str]:
        return [word.strip() for word in self.text().split(",") if word.strip()]

    def path(self) -> Path:
        return Path(self.text()).expanduser().resolve()


SECRET_KEY = Variable(
    "PARVIS_SECRET_KEY", "", "Random text of 50 characters or more that signs cookies. Required."
)
HOSTS = Variable(
    "PARVIS_HOSTS", "", "Names under which the portal answers, separated by commas. Required."
)
ADDRESS = Variable(
    "PARVIS_ADDRESS",
    "http://localhost:8000",
    "The portal's public address; every link in a message starts with it. https in production.",
)
DATA = Variable("PARVIS_DATA", "var", "Folder of the embedded database and of the stored files.")
DATABASE_URL = Variable(
    "DATABASE_URL",
    "",
    "Database, for example postgres://name:password@host/parvis. Empty: SQLite in PARVIS_DATA.",
)
DEBUG = Variable("PARVIS_DEBUG", "no", "Detailed error pages. Refused in production.")
TRUSTED_PROXIES = Variable(
    "PARVIS_TRUSTED_PROXIES",
    "0",
    "How many proxies stand before the portal and add X-Forwarded-For. 0: none.",
)

OPERATOR_NAME = Variable("PARVIS_OPERATOR_NAME", "Parvis", "The operator's name on every page.")
OPERATOR_ACCENT = Variable(
    "PARVIS_OPERATOR_ACCENT",
    "#1f5f8b",
    "The operator's colour, #rrggbb. Text and focus colours that stay legible are derived from it.",
)
OPERATOR_LOGO = Variable(
    "PARVIS_OPERATOR_LOGO",
    "",
    "Path of the operator's logo, an SVG or PNG file. Empty: the name is written out.",
)
HELP_PHONE = Variable("PARVIS_HELP_PHONE", "", "Telephone of the help line.")
HELP_EMAIL = Variable("PARVIS_HELP_EMAIL", "", "E-mail address of the help line.")
HELP_HOURS = Variable("PARVIS_HELP_HOURS", "", "Hours of the help line, as people read them.")
HELP_HOURS_ENGLISH = Variable(
    "PARVIS_HELP_HOURS_ENGLISH", "", "The same for who reads English. Empty: PARVIS_HELP_HOURS."
)

MAIL_HOST = Variable("PARVIS_MAIL_HOST", "", "SMTP server. Required in production.")
MAIL_PORT = Variable("PARVIS_MAIL_PORT", "587", "Port of the SMTP server.", least=1)
MAIL_USER = Variable("PARVIS_MAIL_USER", "", "Name to sign in to the SMTP server with.")
MAIL_PASSWORD = Variable("PARVIS_MAIL_PASSWORD", "", "Password for the SMTP server.")
MAIL_SECURITY = Variable(
    "PARVIS_MAIL_SECURITY", "starttls", "starttls, tls or none (none: only for a local server)."
)
MAIL_SENDER = Variable(
    "PARVIS_MAIL_SENDER",
    "ne-pas-repondre@parvis.example",
    "The no-reply address that messages come from. Required in production.",
)
MAIL_GIVE_UP_DAYS = Variable(
    "PARVIS_MAIL_GIVE_UP_DAYS",
    "3",
    "Days after which an undeliverable message is given up.",
    least=1,
)

SMS_BACKEND = Variable(
    "PARVIS_SMS_BACKEND",
    "none",
    "How texts (SMS) leave: ovh, signed (see sms.md) or none: mobile numbers are then not "
    "certified. `make run` keeps them in its local mailbox.",
)
SMS_SENDER = Variable(
    "PARVIS_SMS_SENDER",
    "",
    "Name that texts come from: 3 to 11 letters and digits, declared to the provider. "
    "With ovh, empty: a short number.",
)
SMS_OVH_SERVICE = Variable("PARVIS_SMS_OVH_SERVICE", "", "ovh: the SMS account, sms-….")
SMS_OVH_APPLICATION_KEY = Variable(
    "PARVIS_SMS_OVH_APPLICATION_KEY", "", "ovh: the application key."
)
SMS_OVH_APPLICATION_SECRET = Variable(
    "PARVIS_SMS_OVH_APPLICATION_SECRET", "", "ovh: the application secret."
)
SMS_OVH_CONSUMER_KEY = Variable("PARVIS_SMS_OVH_CONSUMER_KEY", "", "ovh: the consumer key.")
SMS_OVH_ADDRESS = Variable(
    "PARVIS_SMS_OVH_ADDRESS", "https://eu.api.ovh.com/1.0", "ovh: root of the interface."
)
SMS_SIGNED_ADDRESS = Variable(
    "PARVIS_SMS_SIGNED_ADDRESS", "", "signed: the https address that each text is posted to."
)
SMS_SIGNED_SECRET = Variable(
    "PARVIS_SMS_SIGNED_SECRET",
    "",
    "signed: the secret of 32 characters or more that both sides know.",
)

LINK_DAYS = Variable(
    "PARVIS_LINK_DAYS", "7", "Days an activation or invitation link lives.", least=1
)
RESET_HOURS = Variable("PARVIS_RESET_HOURS", "2", "Hours a link to a new password lives.", least=1)
PASSWORD_RULE = Variable(
    "PARVIS_PASSWORD_RULE",
    "twelve",
    "What a new password must be: twelve (12 characters of four kinds), fifteen (15 characters of "
    "any kind) or eight (8 characters of three kinds; weak, see security.md). All refuse passwords "
    "that are easy to guess.",
)
EMAIL_CERTIFICATION_DAYS = Variable(
    "PARVIS_EMAIL_CERTIFICATION_DAYS",
    "365",
    "Days after which a person proves the e-mail address again, by a link. 0: never.",
)
EMAIL_GRACE_DAYS = Variable(
    "PARVIS_EMAIL_GRACE_DAYS",
    "30",
    "Days after that date in which everything still opens. Then only the renewal does.",
)
SESSION_HOURS = Variable(
    "PARVIS_SESSION_HOURS", "12", "Hours after which one signs in again.", least=1
)
FILE_LIMIT_MEGABYTES = Variable(
    "PARVIS_FILE_LIMIT_MEGABYTES",
    "200",
    "Largest file a person may hand in, in Mo (10⁶ octets).",
    least=1,
)
UPLOAD_DAYS = Variable(
    "PARVIS_UPLOAD_DAYS", "2", "Days after which an unfinished upload is swept away.", least=1
)
FREE_DISK_MEGABYTES = Variable(
    "PARVIS_FREE_DISK_MEGABYTES",
    "500",
    "Below this much free disk, in Mo, new files are refused with a clear sentence.",
)
TIME_ZONE = Variable("PARVIS_TIME_ZONE", "Europe/Paris", "Time zone in which days begin and end.")


def all_variables() -> list[Variable]:
    """Every variable, in the order in which it is documented."""
    return [value for value in globals().values() if isinstance(value, Variable)]
