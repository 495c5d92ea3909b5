"""A page asks the database at most twelve questions, however much there is to show."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.services.documents.actions import take_up
from tests.documents.conftest import HandIn, many
from tests.support.cast import OPERATOR, Cast

MOST = 12


def questions(browser: Any, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


PAGES = [
    ("solange", "tilleuls", ""),
    ("solange", "tilleuls", "documents/"),
    ("solange", "tilleuls", "documents/en-cours/"),
    ("solange", "tilleuls", "documents/en-cours/?q=piece&tri=nom&dossier=comptable"),
    ("solange", "tilleuls", "documents/transferer/"),
    ("nadia", OPERATOR, ""),
    ("nadia", OPERATOR, "arrivees/"),
    ("claire", OPERATOR, "arrivees/?client=tilleuls"),
    ("nadia", OPERATOR, "documents-des-clients/"),
    ("claire", OPERATOR, "documents-des-clients/?q=piece"),
    ("nadia", OPERATOR, "publications/nouvelle/"),
]


def test_the_same_number_of_queries_with_10_and_10000_documents(
    cast: Cast, hand_in: HandIn, publish: HandIn
) -> None:
    waiting, taken = hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf")
    published, *_rest = publish(cast, "nadia", "tilleuls", "C.pdf")
    take_up(cast.space("nadia", OPERATOR), [taken])
    taken.refresh_from_db()

    def add(count: int) -> None:
        for like in [waiting, taken, published]:
            many(
                cast.organisation("tilleuls"),
                like,
                count,
                taken_up_at=like.taken_up_at,
                taken_up_by=like.taken_up_by,
            )

    def count() -> dict[tuple[str, str], int]:
        found = {}
        for person, organisation, path in PAGES:
            browser, address = cast.browser(person), cast.address(organisation, path)
            # The first visit of a day notes it.
            browser.get(address)
            found[person, path] = questions(browser, address)
        return found

    add(3)
    few = count()
    add(3330)

    assert count() == few
    assert max(few.values()) <= MOST, few


def test_one_document_and_one_deposit_cost_a_constant_number(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(
        cast, "sophie", "tilleuls", *[f"{number}.pdf" for number in range(20)]
    )
    assert document.deposit is not None
    deposit = document.deposit.public_id
    for person, organisation, path in [
        ("solange", "tilleuls", f"documents/depots/{deposit}/"),
        ("nadia", OPERATOR, f"arrivees/depots/{deposit}/"),
    ]:
        browser, address = cast.browser(person), cast.address(organisation, path)
        browser.get(address)
        assert questions(browser, address) <= MOST, path
