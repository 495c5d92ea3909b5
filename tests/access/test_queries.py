"""A page costs at most twelve queries, and as many with a thousand rows as with ten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.access.events import ACCESS_ENDED
from parvis.access.models import Access, Assignment, State
from parvis.access.profiles import Profile, preset
from parvis.accounts.models import Account
from parvis.foundation.identifiers import new_public_id
from parvis.journal.actions import record
from parvis.organisations.models import Desk, Organisation
from tests.support.cast import OPERATOR, Cast

MOST = 12
PAGES = {
    "home": ("solange", "tilleuls", ""),
    "users": ("solange", "tilleuls", "utilisateurs/"),
    "journal": ("solange", "tilleuls", "journal/"),
    "clients": ("claire", OPERATOR, "clients/"),
    "clients without anybody": ("claire", OPERATOR, "clients/?sans-interlocuteur"),
    "back office": ("claire", OPERATOR, ""),
    "staff": ("claire", OPERATOR, "utilisateurs/"),
}


def more_people(cast: Cast, count: int) -> None:
    rights = preset(Profile.GUEST)
    organisation = cast.organisation("tilleuls")
    accounts = Account.objects.bulk_create(
        Account(
            identifier=f"{new_public_id().lower()}@b.example",
            first_name=f"P{number}",
            last_name=f"N{number}",
            password="!",
        )
        for number in range(count)
    )
    Access.objects.bulk_create(
        Access(
            organisation=organisation,
            account=account,
            profile=Profile.GUEST,
            read_mask=rights.read,
            update_mask=rights.update,
            state=State.LIVE,
            accepted_at=timezone.now(),
        )
        for account in accounts
    )


def more_clients(cast: Cast, count: int) -> None:
    rights, solange = preset(Profile.GUEST), cast.account("solange")
    nadia = cast.access("nadia", OPERATOR)
    made = Organisation.objects.bulk_create(
        Organisation(name=f"C{number}", sort_name=f"C{number}", vat_number=new_public_id())
        for number in range(count)
    )
    Access.objects.bulk_create(
        Access(
            organisation=one,
            account=solange,
            profile=Profile.GUEST,
            read_mask=rights.read,
            update_mask=rights.update,
            state=State.LIVE,
            accepted_at=timezone.now(),
        )
        for one in made
    )
    Assignment.objects.bulk_create(
        Assignment(access=nadia, organisation=one, desk=desk)
        for one in made
        for desk in Desk.values
    )


def more_entries(cast: Cast, count: int) -> None:
    for number in range(count):
        record(ACCESS_ENDED, chain=cast.organisation("tilleuls").chain, person=f"P{number}")


def cost(cast: Cast, person: str, address: str) -> int:
    browser = cast.browser(person)
    browser.get(address)  # what is cached once is not the page's
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return sum(1 for query in queries if not query["sql"].startswith(BESIDE))


# Switches of the connection: a test runs inside a transaction, a request does not.
BESIDE = ("PRAGMA", "SAVEPOINT", "RELEASE", "SET TRANSACTION")

GROW: list[Callable[[Cast, int], None]] = [more_people, more_clients, more_entries]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_however_much_there_is(cast: Cast, page: str) -> None:
    person, organisation, path = PAGES[page]
    address = cast.address(organisation, path)
    for grow in GROW:
        grow(cast, 3)
    few = cost(cast, person, address)
    for grow in GROW:
        grow(cast, 60)
    many = cost(cast, person, address)
    assert many <= MOST
    assert many == few


def test_the_choice_costs_the_same_with_three_spaces_and_with_sixty(cast: Cast) -> None:
    more_clients(cast, 3)
    few = cost(cast, "solange", "/mes-espaces/")
    more_clients(cast, 57)
    assert cost(cast, "solange", "/mes-espaces/") == few <= MOST


def test_a_clients_sheet_costs_the_same_with_more_staff(cast: Cast) -> None:
    address = cast.address(OPERATOR, f"clients/{cast.organisation('tilleuls').public_id}/")
    few = cost(cast, "claire", address)
    for person in ("paulo", "jeanne", "didier", "melanie"):
        Access.objects.create(
            organisation=cast.organisation(OPERATOR),
            account=cast.account(person),
            profile=Profile.GUEST,
            read_mask=1,
            update_mask=0,
            state=State.LIVE,
            accepted_at=timezone.now(),
        )
    assert cost(cast, "claire", address) == few <= MOST
