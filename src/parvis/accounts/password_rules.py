"""The operator's rules for passwords, each set of them defined once.

The server, the checklist that turns green while typing, and the help text all read `rules()`.
Sources: CNIL 2022 and requirement C2 (« twelve »), requirement E6 (« eight »), NIST SP 800-63B-4
(« fifteen »: length alone).
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
LONGEST = 4096
SHORTEST_WORD = 3
OTHER_LETTERS = 4
FEWEST_SIGNS = 5
DIGITS = "0123456789"


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
    digit = any(sign in DIGITS for sign in password)
    letter = any(_is_letter(sign) for sign in password)
    special = any(sign not in DIGITS and not _is_letter(sign) for sign in password)
    return digit and letter and special


def _kinds(password: str, identifier: str, value: int) -> bool:
    upper = any(_is_letter(sign) and sign == sign.upper() for sign in password)
    lower = any(_is_letter(sign) and sign == sign.lower() for sign in password)
    digit = any(sign in DIGITS for sign in password)
    special = any(sign not in DIGITS and not _is_letter(sign) for sign in password)
    return sum((upper, lower, digit, special)) >= value


def _upper_and_lower(password: str, identifier: str, value: int) -> bool:
    upper = any(_is_letter(sign) and sign == sign.upper() for sign in password)
    lower = any(_is_letter(sign) and sign == sign.lower() for sign in password)
    return upper and lower


CHECKS: dict[str, Callable[[str, str, int], bool]] = {
    "different": _different,
    "length": _long_enough,
    "digit-letter-special": _digit_letter_special,
    "upper-and-lower": _upper_and_lower,
    "kinds": _kinds,
}


@dataclass(frozen=True)
class RuleSet:
    """What an operator may choose: the lines of the checklist, and the lowest score of zxcvbn (0 to
    4) that still counts as hard to guess. 3 asks for 10⁸ guesses, which no password of eight
    characters reaches in its eyes, so that « eight » asks for 10⁶."""

    rules: tuple[Rule, ...]
    weakest_score: int


_DIFFERENT = Rule("different", 0, gettext_lazy("différent de votre identifiant"))

RULE_SETS = {
    "twelve": RuleSet(
        (
            _DIFFERENT,
            Rule("length", 12, gettext_lazy("au moins 12 caractères")),
            Rule(
                "digit-letter-special",
                0,
                gettext_lazy("au moins un chiffre, une lettre et un caractère spécial"),
            ),
            Rule("upper-and-lower", 0, gettext_lazy("des majuscules et des minuscules")),
        ),
        weakest_score=3,
    ),
    "eight": RuleSet(
        (
            _DIFFERENT,
            Rule("length", 8, gettext_lazy("au moins 8 caractères")),
            Rule(
                "kinds",
                3,
                gettext_lazy(
                    "au moins trois de ces quatre sortes de caractères\u00a0: majuscules, "
                    "minuscules, chiffres, caractères spéciaux"
                ),
            ),
        ),
        weakest_score=2,
    ),
    "fifteen": RuleSet(
        (
            _DIFFERENT,
            Rule("length", 15, gettext_lazy("au moins 15 caractères, par exemple plusieurs mots")),
        ),
        weakest_score=3,
    ),
}


def rule_set() -> RuleSet:
    """The set that the operator chose."""
    return RULE_SETS[settings.PARVIS_PASSWORD_RULE]


def rules() -> tuple[Rule, ...]:
    """The lines of the checklist."""
    return rule_set().rules


class OperatorRulesValidator:
    """Refuses a password that breaks a line of the checklist, one sentence a line."""

    def validate(self, password: str, user: Account | None = None) -> None:
        identifier = user.identifier if user else ""
        broken = [
            ValidationError(
                _("Règle non respectée\u00a0: %(rule)s.") % {"rule": rule.sentence}, code=rule.kind
            )
            for rule in rules()
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
        return ", ".join(str(rule.sentence) for rule in rules())


WordsOfAPerson = Callable[[Account], Iterable[str]]

OWN_WORDS: list[WordsOfAPerson] = []
"""What other rooms know of a person, such as the names of the companies worked for."""


class KnownPasswordValidator:
    """Refuses passwords that are on everybody's list, or made of the person's own words."""

    def validate(self, password: str, user: Account | None = None) -> None:
        words = {*_known_words(), *_words_of(user)}
        is_monotonous = len(set(password)) < FEWEST_SIGNS
        result = zxcvbn(password[:ZXCVBN_LIMIT], user_inputs=sorted(words))
        is_weak = result["score"] < rule_set().weakest_score
        if is_monotonous or is_weak or _is_made_of(words, password):
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
