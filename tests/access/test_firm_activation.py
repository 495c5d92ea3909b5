"""E4: a firm's principal completes the account with names and telephones."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from parvis.access.actions import open_space
from parvis.access.models import Access
from parvis.accounts.actions import new_activation_link
from parvis.accounts.models import Account
from parvis.organisations.models import Kind
from tests.support.cast import OPERATOR, Cast

PASSWORD = "Vingt-3 pommes Ouf"


@pytest.fixture
def firm(cast: Cast) -> Access:
    """A firm just opened by the operator; its principal has not answered yet."""
    opened = open_space(
        cast.space("claire", OPERATOR),
        kind=Kind.FIRM,
        name="Cabinet Orval",
        siret="29700001000019",
        identifier="contact@cabinet-orval.example",
        first_name="À",
        last_name="Compléter",
    )
    return Access.objects.get(organisation=opened)


def complete(firm: Access, **changed: str) -> Any:
    link = f"/activation/{new_activation_link(firm.account)}/"
    return Client().post(
        link,
        {
            "invitation": firm.public_id,
            "password": PASSWORD,
            "confirmation": PASSWORD,
            "last_name": "Orval",
            "first_name": "Mireille",
            "landline_phone": "02 41 00 00 00",
            "mobile_phone": "06 39 98 04 01",
            **changed,
        },
    )


def test_e4_the_page_has_the_fields_in_their_order(firm: Access) -> None:
    page = Client().get(f"/activation/{new_activation_link(firm.account)}/").content.decode()
    wanted = [
        'value="contact@cabinet-orval.example" autocomplete="username" readonly',
        'name="password"',
        'name="confirmation"',
        'name="last_name"',
        'name="first_name"',
        'name="landline_phone"',
        'name="mobile_phone"',
        "Nous vous écrirons à votre adresse e-mail",
        "Valider",
    ]
    places = [page.index(one) for one in wanted]
    assert places == sorted(places)


def test_e4_what_was_typed_is_kept_and_the_account_active(firm: Access) -> None:
    assert complete(firm).status_code == 200
    account = Account.objects.get(pk=firm.account_id)
    assert account.activated_at is not None
    assert account.full_name == "Mireille Orval"
    assert (account.landline_phone, account.mobile_phone) == ("+33241000000", "+33639980401")
    firm.refresh_from_db()
    assert firm.state == "live"


def test_e4_telephones_are_optional_and_names_are_not(firm: Access) -> None:
    page = complete(firm, last_name="", first_name=" ").content.decode()
    assert "Indiquez votre nom." in page
    assert "Indiquez votre prénom." in page
    assert 'value="06 39 98 04 01"' in page, "nothing typed is lost"
    complete(firm, landline_phone="", mobile_phone="")
    account = Account.objects.get(pk=firm.account_id)
    assert account.activated_at is not None
    assert (account.landline_phone, account.mobile_phone) == ("", "")


def test_e4_a_company_of_its_own_is_not_asked(cast: Cast) -> None:
    opened = open_space(
        cast.space("claire", OPERATOR),
        kind=Kind.CLIENT,
        name="Ferme du Val",
        siret="29700001000019",
        identifier="val@b.example",
        first_name="Lucie",
        last_name="Fauvel",
    )
    access = Access.objects.get(organisation=opened)
    page = Client().get(f"/activation/{new_activation_link(access.account)}/").content.decode()
    assert 'name="last_name"' not in page
    assert "Créer mon compte" in page
