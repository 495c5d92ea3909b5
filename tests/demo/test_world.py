"""The cast is invented, valid and complete enough for every journey."""

import re
from collections import Counter

import pytest
import zxcvbn
from stdnum import iban
from stdnum.fr import siren, siret, tva

from parvis.demo import world
from parvis.demo.papers import issuers

ISSUERS = [each for each in vars(issuers).values() if isinstance(each, issuers.Issuer)]
EMAILS = [
    *(each.email for each in world.PEOPLE),
    *(each.email for each in world.ORGANISATIONS),
    world.OPERATOR.help_email,
    world.OPERATOR.sender,
]
PHONES = [
    world.OPERATOR.help_phone,
    *(each.phone for each in world.ORGANISATIONS),
    *(each.phone for each in ISSUERS),
]
FICTION_PHONE = re.compile(r"02 61 91 \d\d \d\d")
FICTION_MOBILE = re.compile(r"\+3363998\d{4}")


def test_sirets_are_valid_invented_and_borne_once() -> None:
    outside = [each.siret for each in ISSUERS if each is not issuers.CLARIVELLE]
    sirets = [
        world.OPERATOR.siret,
        *(each.siret for each in world.ORGANISATIONS),
        *outside,
    ]

    assert all(siret.is_valid(each) and siren.is_valid(each[:9]) for each in sirets)
    assert all(each.startswith("29") for each in sirets)
    assert len(set(sirets)) == len(sirets) == 22


def test_vat_numbers_follow_from_the_siren() -> None:
    numbers = [world.OPERATOR.vat_number, *(each.vat_number for each in world.ORGANISATIONS)]

    assert all(tva.is_valid(each) for each in numbers)


def test_bank_accounts_are_valid_and_distinct() -> None:
    accounts = [each.iban for each in world.ORGANISATIONS]

    assert all(iban.is_valid(each) for each in accounts)
    assert len(set(accounts)) == len(accounts)


def test_keys_and_addresses_are_unique() -> None:
    assert len({each.lower() for each in EMAILS}) == len(EMAILS)
    assert len({each.key for each in world.PEOPLE}) == len(world.PEOPLE)
    assert len({each.key for each in world.ORGANISATIONS}) == len(world.ORGANISATIONS)


def test_nobody_real_can_be_reached() -> None:
    mobiles = [each.mobile for each in world.PEOPLE if each.mobile]

    assert all(each.endswith(".example") for each in EMAILS)
    assert all(FICTION_PHONE.fullmatch(each) for each in PHONES)
    assert all(FICTION_MOBILE.fullmatch(each) for each in mobiles)
    assert len(set(mobiles)) == len(mobiles)


def test_the_password_keeps_every_rule() -> None:
    password = world.PASSWORD

    assert len(password) >= 12
    assert all(re.search(rule, password) for rule in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]"))
    assert zxcvbn.zxcvbn(password)["score"] >= 3
    assert password.lower() not in {each.email.lower() for each in world.PEOPLE}


@pytest.mark.parametrize("organisation", world.ORGANISATIONS, ids=lambda each: each.key)
def test_every_organisation_has_one_principal_and_both_desks(
    organisation: world.Organisation,
) -> None:
    principals = [
        each
        for each in world.ACCESSES
        if each.organisation == organisation.key and each.profile is world.Profile.PRINCIPAL
    ]

    assert [each.person for each in principals] == [world.principal_of(organisation.key).key]
    assert all(each.accepted for each in principals)
    staff = {each.person: each.role for each in world.STAFF}
    assert staff[world.accountant_of(organisation.key).key] is world.Role.ACCOUNTANT
    assert staff[world.adviser_of(organisation.key).key] is world.Role.ADVISER


def test_accesses_name_known_people_and_organisations_once() -> None:
    pairs = [(each.person, each.organisation) for each in world.ACCESSES]

    assert len(set(pairs)) == len(pairs)
    assert {who for who, _ in pairs} <= {each.key for each in world.PEOPLE}
    assert {where for _, where in pairs} <= {each.key for each in world.ORGANISATIONS}
    assert {each.profile for each in world.ACCESSES} == set(world.Profile)


def test_everybody_has_a_place_and_only_the_invited_wait() -> None:
    placed = {each.person for each in world.STAFF} | {each.person for each in world.ACCESSES}
    invited = {each.key for each in world.PEOPLE if not each.activated}

    assert placed == {each.key for each in world.PEOPLE}
    assert invited == {each.person for each in world.ACCESSES if not each.accepted} == {"kevin"}
    assert [each.key for each in world.PEOPLE if each.mobile is None] == ["kevin"]


def test_hard_cases_are_present() -> None:
    spaces = Counter(each.person for each in world.ACCESSES)

    assert spaces["sophie"] == 3
    assert spaces["mathieu"] == 2
    assert max(len(each.full_name) for each in world.PEOPLE) > 40
    assert max(len(each.name) for each in world.ORGANISATIONS) > 100
    assert {each.kind for each in world.ORGANISATIONS} == set(world.Kind)
