"""The operator's rules for passwords, defined once.

The server, the checklist that turns green while typing, and the help text all read RULES. Source:
CNIL 2022 (12 characters of four classes) and requirement C2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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
from parvis.foundation.sorting import sort_key

# zxcvbn refuses more; what stands beyond can only make a password stronger.
ZXCVBN_LIMIT = 72
WEAKEST_ACCEPTED_SCORE = 3
LONGEST = 4096
SHORTEST_WORD = 3
OTHER_LETTERS = 4


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
                _("Règle non respectée\u00a0: %(rule)s.") % {"rule": rule.sentence}, code=rule.kind
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


WordsOfAPerson = Callable[[Account], Iterable[str]]

OWN_WORDS: list[WordsOfAPerson] = []
"""What other rooms know of a person, such as the names of the companies worked for."""


class KnownPasswordValidator:
    """Refuses passwords that are on everybody's list, or made of the person's own words."""

    def validate(self, password: str, user: Account | None = None) -> None:
        words = {*_known_words(), *_words_of(user)}
        result = zxcvbn(password[:ZXCVBN_LIMIT], user_inputs=sorted(words))
        if result["score"] < WEAKEST_ACCEPTED_SCORE or _is_made_of(words, password):
            raise ValidationError(
                _(
                    "Ce mot de passe est trop facile à deviner. Assemblez plutôt plusieurs mots "
                    "sans rapport entre eux, avec des chiffres et des signes."
                ),
                code="known",
            )

    def get_help_text(self) -> str:
        return _("Évitez votre nom, celui de l’entreprise et les mots de passe courants.")


def _is_made_of(words: set[str], password: str) -> bool:
    """Whether hardly a letter of the password stands outside of these words."""
    letters = "".join(sign for sign in sort_key(password).lower() if sign.isalpha())
    rest = letters
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    rest = rest.replace(" ", "")
    return len(rest) < min(OTHER_LETTERS, len(letters))


def _words_of(user: Account | None) -> set[str]:
    """The words of the operator's and the person's own names, alone and joined, plainly spelled."""
    texts = [settings.PARVIS_OPERATOR["name"]]
    if user:
        texts += [user.first_name, user.last_name, user.full_name, user.identifier]
        texts += [text for words in OWN_WORDS for text in words(user)]
    found: set[str] = set()
    for text in texts:
        parts = re.findall(r"\w+", sort_key(text).lower())
        found.update(parts, ["".join(parts)])
    return {word for word in found if len(word) >= SHORTEST_WORD}


@cache
def _known_words() -> tuple[str, ...]:
    return tuple((Path(__file__).parent / "known_passwords.txt").read_text().split())
