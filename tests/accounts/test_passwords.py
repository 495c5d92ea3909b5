"""C2: one definition of the rules, sentences in French, nothing easy to guess, nothing else refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core import checks
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import escape
from django.utils.translation import override

from parvis.accounts.actions import ask_for_reset, change_password
from parvis.accounts.checks import password_rule
from parvis.accounts.forms import PasswordForm
from parvis.accounts.hashers import BoundedArgon2Hasher
from parvis.accounts.models import Account, SecretLink
from parvis.accounts.password_rules import LONGEST, RULE_SETS, Rule
from parvis.demo import world
from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from parvis.settings import base
from tests.support.cast import Cast
from tests.support.together import together

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
    for rule in [rule for one in RULE_SETS.values() for rule in one.rules]:
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


# ── The operator's choice of rules ───────────────────────────────────────────────────────────────
CHOICES = {
    "twelve": ("Xq9!vT2#mLp7", "Xq9!vT2#mLp", "length"),
    "eight": ("Xq9!vT2#", "xq9vt2ml", "kinds"),
    "fifteen": ("oiseau fenêtre brouette", "oiseau fenêtre", "length"),
}


def test_e6_the_default_is_c2s(settings: Any) -> None:
    assert settings.PARVIS_PASSWORD_RULE == "twelve"
    assert set(CHOICES) == set(RULE_SETS)


@pytest.mark.parametrize("choice", CHOICES)
def test_e6_each_set_takes_and_refuses(db: None, settings: Any, choice: str) -> None:
    settings.PARVIS_PASSWORD_RULE = choice
    good, bad, code = CHOICES[choice]
    assert codes(good) == set()
    assert code in codes(bad)


@pytest.mark.parametrize(
    "password",
    [
        "Motdepasse2026!",
        "Azertyuiop12345!",
        "azertyuiopqsdfghjklm",
        "Azerty1!",
        "Bonjour1!",
        "Claire-Vasseur1",
        "Claire Vasseur-Le Goff",
        "clairevasseurclairevasseur",
        "Clarivelle-2026!",
        "Aaaaaaaaaaaaaa1!",
        "111111111111111",
        "1234567890123456",
    ],
)
@pytest.mark.parametrize("choice", CHOICES)
def test_e6_no_set_takes_what_anybody_would_try(
    db: None, settings: Any, choice: str, password: str
) -> None:
    settings.PARVIS_PASSWORD_RULE = choice
    assert "known" in codes(password)


@pytest.mark.parametrize("choice", CHOICES)
def test_e6_no_set_takes_the_identifier_or_limits_below_128(
    db: None, settings: Any, choice: str
) -> None:
    settings.PARVIS_PASSWORD_RULE = choice
    assert "different" in codes(claire().identifier.upper())
    long = (CHOICES["twelve"][0] + " oiseau fenêtre brouette " * 6)[:128]
    assert len(long) == 128
    assert codes(long) == set()


@pytest.mark.parametrize("choice", CHOICES)
def test_e6_page_sentence_and_help_come_from_one_definition(
    cast: Cast, settings: Any, choice: str
) -> None:
    settings.PARVIS_PASSWORD_RULE = choice
    page = cast.browser("solange").get("/mon-compte/mot-de-passe/").content.decode()
    shown = re.findall(r'data-kind="([^"]+)" data-value="(\d+)"', page)
    wanted = RULE_SETS[choice].rules
    assert shown == [(rule.kind, str(rule.value)) for rule in wanted]
    for rule in wanted:
        assert escape(str(rule.sentence)) in page
    assert str(wanted[1].sentence) in password_validators_help_texts()[0]


def test_the_operator_is_warned_of_a_weak_rule_and_stopped_by_an_unknown_one(
    settings: Any,
) -> None:
    assert password_rule() == []
    settings.PARVIS_PASSWORD_RULE = "eight"
    [warning] = password_rule()
    assert (warning.id, warning.level) == ("accounts.W001", checks.WARNING)
    assert "CNIL" in warning.msg
    settings.PARVIS_PASSWORD_RULE = "seven"
    [error] = password_rule()
    assert (error.id, error.level) == ("accounts.E001", checks.ERROR)
    assert "twelve, eight, fifteen" in str(error.hint)
    assert password_rule in checks.registry.registry.get_checks()


# ── « Modifier mot de passe » ────────────────────────────────────────────────────────────────────
PAGE = "/mon-compte/mot-de-passe/"


def change(client: Client, current: str = world.PASSWORD, new: str = GOOD) -> Any:
    return client.post(PAGE, {"current": current, "password": new, "confirmation": new})


def test_e12_a_new_password_ends_every_other_session_and_keeps_this_one(cast: Cast) -> None:
    cache.clear()
    here, elsewhere, other = (cast.browser(one) for one in ("solange", "solange", "paulo"))
    before = here.session.session_key
    assert change(here)["Location"] == PAGE
    assert here.get(PAGE).status_code == 200
    assert here.session.session_key != before, "an old cookie is no way in"
    assert elsewhere.get(PAGE).status_code == 302
    assert other.get(PAGE).status_code == 200
    assert cast.account("solange").check_password(GOOD)
    told = Message.objects.get(kind="accounts.password_changed")
    assert told.recipient == cast.account("solange").identifier
    assert Entry.objects.latest("pk").event == "account.password_changed"


def test_e12_an_open_reset_link_ends_with_the_password_it_was_for(cast: Cast) -> None:
    cache.clear()
    ask_for_reset(cast.account("solange"))
    change(cast.browser("solange"))
    assert not SecretLink.objects.filter(used_at=None, revoked_at=None, purpose="reset").exists()


@pytest.mark.parametrize(
    ("current", "new", "sentence"),
    [
        ("faux", GOOD, "Ce n’est pas votre mot de passe actuel."),
        ("", GOOD, "Indiquez votre mot de passe actuel."),
        (world.PASSWORD + " ", GOOD, "Ce n’est pas votre mot de passe actuel."),
        (world.PASSWORD, world.PASSWORD, "C’est votre mot de passe actuel."),
        (world.PASSWORD, "court", "au moins 12 caractères"),
    ],
)
def test_e12_a_refused_change_changes_nothing(
    cast: Cast, current: str, new: str, sentence: str
) -> None:
    cache.clear()
    client = cast.browser("solange")
    if new == world.PASSWORD:  # else it is refused as known, since it stands on the sign-in page
        Account.objects.filter(pk=cast.account("solange").pk).update(password=make_password(GOOD))
        client.force_login(cast.account("solange"))
        current = new = GOOD
    response = change(client, current, new)
    assert response.status_code == 200
    assert sentence in unescape(response.content.decode())
    assert not Message.objects.filter(kind="accounts.password_changed").exists()


def test_e12_guessing_the_current_password_from_a_stolen_session_is_slow(cast: Cast) -> None:
    cache.clear()
    client = cast.browser("solange")
    for number in range(5):
        assert "mot de passe actuel" in change(client, f"faux {number}").content.decode()
    assert "Trop de tentatives" in change(client).content.decode()
    assert cast.account("solange").check_password(world.PASSWORD)


def test_e12_forty_changes_at_once_are_one(committed_cast: Cast) -> None:
    account = committed_cast.account("solange")

    def act(number: int) -> None:
        mine = Account.objects.get(pk=account.pk)
        change_password(mine, current=world.PASSWORD, password=f"Vingt-{number} pommes Ouf")

    assert together(40, act) == Counter({"done": 1, "PasswordChangedMeanwhile": 39})
    assert Message.objects.filter(kind="accounts.password_changed").count() == 1
