"""The operator's rules for passwords, defined once.

The server, the checklist that turns green while typing, and the help text all read RULES. Source:
CNIL 2022 (12 characters of four classes) and requirement C2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from zxcvbn import zxcvbn

from parvis.accounts.models import Account

# zxcvbn refuses more; what stands beyond can only make a password stronger.
ZXCVBN_LIMIT = 72
WEAKEST_ACCEPTED_SCORE = 3
LONGEST = 4096


@dataclass(frozen=True)
class Rule:
    """One line of the checklist.

    `kind` and `value` say the same to Python (CHECKS) and to the page's script; both are held to
    one table of examples by a test that runs in a real browser.
    """

    kind: str
    value: int
    sentence: str | Promise

    def holds(self, password: str, identifier: str) -> bool:
        return CHECKS[self.kind](password, identifier, self.value)


def _is_letter(sign: str) -> bool:
    return sign.lower() != sign.upper()


def _different(password: str, identifier: str, value: int) -> bool:
    return bool(password) and password.lower() != identifier.lower()


def _long_enough(password: str, identifier: str, value: int) -> bool:
    return len(password) >= value


def _digit_letter_special(password: str, identifier: str, value: int) -> bool:
    digit = any(sign in "0123456789" for sign in password)
    letter = any(_is_letter(sign) for sign in password)
    special = any(sign not in "0123456789" and not _is_letter(sign) for sign in password)
    return digit and letter and special


def _upper_and_lower(password: str, identifier: str, value: int) -> bool:
    upper = any(_is_letter(sign) and sign == sign.upper() for sign in password)
    lower = any(_is_letter(sign) and sign == sign.lower() for sign in password)
    return upper and lower


CHECKS: dict[str, Callable[[str, str, int], bool]] = {
    "different": _different,
    "length": _long_enough,
    "digit-letter-special": _digit_letter_special,
    "upper-and-lower": _upper_and_lower,
}

RULES = (
    Rule("different", 0, gettext_lazy("différent de votre identifiant")),
    Rule("length", 12, gettext_lazy("au moins 12 caractères")),
    Rule(
        "digit-letter-special",
        0,
        gettext_lazy("au moins un chiffre, une lettre et un caractère spécial"),
    ),
    Rule("upper-and-lower", 0, gettext_lazy("des majuscules et des minuscules")),
)


class OperatorRulesValidator:
    """Refuses a password that breaks a line of the checklist, one sentence a line."""

    def validate(self, password: str, user: Account | None = None) -> None:
        identifier = user.identifier if user else ""
        broken = [
            ValidationError(
                _("Il manque\u00a0: %(rule)s.") % {"rule": rule.sentence}, code=rule.kind
            )
            for rule in RULES
            if not rule.holds(password, identifier)
        ]
        if len(password) > LONGEST:
            broken.append(
                ValidationError(
                    _("Ce mot de passe est trop long\u00a0: %(limit)s caractères au plus.")
                    % {"limit": LONGEST},
                    code="too-long",
                )
            )
        if broken:
            raise ValidationError(broken)

    def get_help_text(self) -> str:
        return ", ".join(str(rule.sentence) for rule in RULES)


class KnownPasswordValidator:
    """Refuses passwords that are on everybody's list, or made of the person's own words."""

    def validate(self, password: str, user: Account | None = None) -> None:
        words = [*_known_words(), settings.PARVIS_OPERATOR["name"]]
        if user:
            words += [
                user.first_name,
                user.last_name,
                *user.identifier.replace("@", ".").split("."),
            ]
        words = [word.lower() for word in words if word]
        result = zxcvbn(password[:ZXCVBN_LIMIT], user_inputs=words)
        bare = "".join(sign for sign in password.lower() if sign.isalpha())
        if result["score"] < WEAKEST_ACCEPTED_SCORE or bare in words:
            raise ValidationError(
                _(
                    "Ce mot de passe est trop facile à deviner. Assemblez plutôt plusieurs mots "
                    "sans rapport entre eux, avec des chiffres et des signes."
                ),
                code="known",
            )

    def get_help_text(self) -> str:
        return _("Évitez votre nom, celui de l’entreprise et les mots de passe courants.")


@cache
def _known_words() -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "known_passwords.txt").read_text().split())
