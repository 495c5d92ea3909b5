"""C2: one definition of the rules, sentences in French, nothing easy to guess, nothing else refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from parvis.accounts.forms import PasswordForm
from parvis.accounts.hashers import BoundedArgon2Hasher
from parvis.accounts.models import Account
from parvis.accounts.password_rules import LONGEST, RULES, WEAKEST_ACCEPTED_SCORE, Rule
from parvis.demo import world
from parvis.settings import base
from tests.support.cast import Cast

GOOD = "Vingt-3 pommes Ouf"


@dataclass(frozen=True)
class Example:
    """One line of the table that the page's script is held to as well."""

    kind: str
    value: int
    identifier: str
    password: str
    holds: bool
    why: str


EXAMPLES = [
    Example(**one)
    for one in json.loads(Path(__file__).with_name("password_examples.json").read_text())
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.kind}: {one.why}")
def test_c2_each_rule_says_what_the_table_says(example: Example) -> None:
    rule = Rule(example.kind, example.value, "")
    assert rule.holds(example.password, example.identifier) is example.holds


def test_c2_the_table_covers_every_rule_both_ways() -> None:
    told = {(one.kind, one.value, one.holds) for one in EXAMPLES}
    for rule in RULES:
        assert {(rule.kind, rule.value, True), (rule.kind, rule.value, False)} <= told


def claire() -> Account:
    return Account(
        identifier="claire.vasseur@tilleuls.example",
        first_name="Claire",
        last_name="Vasseur-Le Goff",
    )


def codes(password: str, account: Account | None = None) -> set[str]:
    try:
        validate_password(password, account or claire())
    except ValidationError as fault:
        return {str(error.code) for error in fault.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        " " + GOOD + " ",
        "Été à Brévigne, 17 vaches",
        "Correct 4 cheval agrafe",
        "Xq9!vT2#mLp7",
        "Ñandú y 3 tortugas",
        "Жаба и 7 Ёлок!",
        "😀Tulipe9 carré d'as😀",
        "kL4?" + "oiseau fenêtre brouette " * 30,
    ],
)
def test_c2_a_good_password_of_any_characters_is_accepted(db: None, password: str) -> None:
    assert codes(password) == set()


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        ("Ab1!", {"length", "known"}),
        ("motdepasselong", {"digit-letter-special", "upper-and-lower", "known"}),
        ("claire.vasseur@tilleuls.example", {"different"}),
    ],
)
def test_c2_every_broken_rule_is_told(db: None, password: str, broken: set[str]) -> None:
    assert broken <= codes(password)


@pytest.mark.parametrize(
    "password",
    [
        "Motdepasse2026!",
        "Motdepassé2026!",
        "M o t d e p a s s e 1 !",
        "Azertyuiop1!",
        "Azertyuiop12!",
        "Bonjour-2026!",
        "Bonjour12345!",
        "Marseille13000!",
        "Password123!!",
        "Passw0rd2026!",
        "Aaaaaaaaaaa1!",
        "Abc123Abc123!",
        "Comptable2026!",
        "Clarivelle-2026",
        "CLARIVELLE 2026 é",
        "Claire-Vasseur1",
        "ClaireVasseur1!",
        "VasseurLeGoff1!",
        "Tilleuls-2026!",
        world.PASSWORD,
    ],
)
def test_c2_what_anybody_would_try_is_refused(db: None, password: str) -> None:
    assert "known" in codes(password)


def test_c2_the_name_of_ones_company_is_refused(cast: Cast) -> None:
    jeanne = cast.account("jeanne")
    for password in ("LeFournilDeJeanne1!", "Le Fournil de Jeanne 1!", "Fournil-Jeanne-1"):
        assert "known" in codes(password, jeanne), password
    assert codes("LeFournilDeJeanne1!", cast.account("didier")) == set()


def test_an_invitation_tells_of_the_company_too(cast: Cast) -> None:
    assert "known" in codes("Granulats-2026!", cast.account("kevin"))


def test_c2_ten_thousand_characters_are_told_too_long_and_cost_no_time(db: None) -> None:
    assert codes(GOOD * 600) == {"too-long"}
    assert codes((GOOD * 300)[:LONGEST]) == set()


def test_c2_the_sentences_are_french_and_say_what_is_missing(db: None) -> None:
    with override("fr"), pytest.raises(ValidationError) as caught:
        validate_password("court", claire())
    assert "Règle non respectée\u00a0: au moins 12 caractères." in caught.value.messages
    assert any("trop facile à deviner" in one for one in caught.value.messages)
    for message in caught.value.messages:
        assert message.endswith(".")


def form(password: str, confirmation: str) -> PasswordForm:
    return PasswordForm({"password": password, "confirmation": confirmation}, account=claire())


def test_c2_spaces_are_kept_and_count(db: None) -> None:
    kept = form(f"  {GOOD} ", f"  {GOOD} ")
    assert kept.is_valid()
    assert kept.cleaned_data["password"] == f"  {GOOD} "
    assert form(f"{GOOD} ", GOOD).errors["confirmation"] == [
        "Les deux mots de passe ne sont pas les mêmes."
    ]


@pytest.mark.parametrize(
    ("password", "confirmation", "fields"),
    [
        ("", "", {"password", "confirmation"}),
        (GOOD, "", {"confirmation"}),
        ("", GOOD, {"password"}),
        ("court", "autre", {"password", "confirmation"}),
        (GOOD + "\0", GOOD + "\0", {"password", "confirmation"}),
    ],
)
def test_c2_a_refusal_stands_beside_its_field(
    db: None, password: str, confirmation: str, fields: set[str]
) -> None:
    assert set(form(password, confirmation).errors) == fields


def test_a_password_is_kept_with_argon2id_at_owasps_figures() -> None:
    assert base.PASSWORD_HASHERS == ["parvis.accounts.hashers.BoundedArgon2Hasher"]
    encoded = BoundedArgon2Hasher().encode("secret", "saltsaltsalt")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert WEAKEST_ACCEPTED_SCORE == 3
