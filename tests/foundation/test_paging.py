"""Pages by key: whatever the data, the order and the address, each row once and never a fault."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from parvis.foundation.paging import TOTAL_CAP, Page, page_of
from parvis.organisations.models import Organisation

pytestmark = pytest.mark.django_db

Order = tuple[str, ...]
START = datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC)
ORDERS: list[Order] = [
    ("sort_name", "id"),
    ("-sort_name", "id"),
    ("sort_name", "-id"),
    ("-opened_at", "sort_name", "-id"),
    ("kind", "opened_at", "id"),
    ("-id",),
]
NAMES = st.sampled_from(["", "A", "a", "B ", "É", "œ", "'\"%_\\", "𝔘", "Z" * 40])


def people(names: list[str], minutes: list[int] | None = None) -> QuerySet[Organisation]:
    made = Organisation.objects.bulk_create(
        Organisation(
            name=name,
            sort_name=name,
            siret=f"{number:014}",
            kind="client" if number % 3 else "firm",
            opened_at=START + timedelta(minutes=(minutes or [0])[number % len(minutes or [0])]),
        )
        for number, name in enumerate(names)
    )
    return Organisation.objects.filter(pk__in=[one.pk for one in made])


def written(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def walk(rows: QuerySet[Organisation], order: Order, size: int) -> list[Page[Organisation]]:
    pages = [page_of(rows, order, "", size)]
    while pages[-1].after:
        pages.append(page_of(rows, order, pages[-1].after, size))
        assert len(pages) < 100
    return pages


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    names=st.lists(NAMES, max_size=23),
    minutes=st.lists(st.integers(-5, 5), min_size=1, max_size=5),
    order=st.sampled_from(ORDERS),
    size=st.integers(1, 7),
)
@example(names=["A"] * 6, minutes=[0], order=("sort_name", "id"), size=3)
def test_walking_there_and_back_meets_each_row_once(
    db: None, names: list[str], minutes: list[int], order: Order, size: int
) -> None:
    with transaction.atomic():
        rows = people(names, minutes)
        expected = list(rows.order_by(*order))
        pages = walk(rows, order, size)
        assert [row for page in pages for row in page.rows] == expected
        assert not pages[0].before
        assert all(len(page.rows) == size for page in pages[:-1])
        assert pages[0].is_whole is (len(expected) <= size)
        back = pages[-1]
        for page in reversed(pages[:-1]):
            back = page_of(rows, order, back.before, size)
            assert back.rows == page.rows
            assert back.after, "there is always a way forward again"
        assert not back.before
        transaction.set_rollback(True)


def test_rows_that_come_and_go_neither_double_nor_hide_the_others() -> None:
    rows = people(["A", "B", "C", "D", "E", "F"])
    order = ("sort_name", "id")
    first = page_of(rows, order, "", 2)
    rows.filter(name__in=["A", "B", "C"]).delete()
    second = page_of(rows, order, first.after, 2)
    assert [row.name for row in second.rows] == ["D", "E"], "even if the key itself is gone"


def test_a_page_that_emptied_meanwhile_gives_way_to_the_first() -> None:
    rows = people(["A", "B", "C", "D"])
    order = ("sort_name", "id")
    first = page_of(rows, order, "", 2)
    last = page_of(rows, order, first.after, 2)
    still_first = rows.exclude(name__in=["C", "D"])
    assert [row.name for row in page_of(still_first, order, first.after, 2).rows] == ["A", "B"]
    still_last = rows.exclude(name__in=["A", "B"])
    assert [row.name for row in page_of(still_last, order, last.before, 2).rows] == ["C", "D"]


def test_nothing_at_all_is_an_empty_page() -> None:
    page = page_of(Organisation.objects.none(), ("sort_name", "id"))
    assert page.rows == []
    assert (page.total, page.total_is_capped, page.is_whole) == (0, False, True)


HOSTILE = [
    "x",
    "=",
    "é",
    "\0",
    "💥" * 20,
    "A" * 100_000,
    "%00",
    "../../etc/passwd",
    "' OR 1=1 --",
    written(),
    written("a"),
    written("a", "A"),
    written("a", "A", 1, 2),
    written("c", "A", 1),
    written(None, "A", 1),
    written("a", None, 1),
    written("a", "A", None),
    written("a", ["A"], 1),
    written("a", {"A": 1}, 1),
    written("a", 1.5, 1),
    written("a", "A", 1.5),
    written("a", "A", "un"),
    written("a", "A", ""),
    written("a", "A", 10**400),
    written("a", "A", "9" * 400),
    written("a", "\ud800", 1),
    written("b", "A\udfff", 1),
    base64.urlsafe_b64encode(b'["a","\xff",1]').decode(),
    base64.urlsafe_b64encode(b"[" * 1400).decode(),
    base64.urlsafe_b64encode(b"NaN").decode(),
    base64.urlsafe_b64encode(b'["a",NaN,1]').decode(),
    base64.urlsafe_b64encode(b'["a","A",Infinity]').decode(),
    base64.urlsafe_b64encode(b'["a","A",' + b"9" * 1200 + b"]").decode(),
]


@pytest.mark.parametrize("place", HOSTILE, ids=range(len(HOSTILE)))
def test_an_address_made_by_hand_opens_the_first_page(place: str) -> None:
    rows = people(["A", "B", "C"])
    order = ("sort_name", "id")
    page = page_of(rows, order, place, 2)
    assert page.rows == page_of(rows, order, "", 2).rows


@pytest.mark.parametrize(
    "key",
    [10**30, -(10**30), 2**63, -(2**63) - 1, True, "9" * 18],
    ids=["huge", "tiny", "one too many", "one too few", "true", "digits"],
)
@pytest.mark.parametrize("direction", ["a", "b"])
def test_a_number_beyond_the_database_is_no_fault(direction: str, key: object) -> None:
    rows = people(["A", "B", "C"])
    assert page_of(rows, ("-id",), written(direction, key), 5).rows


@pytest.mark.parametrize(
    "key",
    [
        "",
        "hier",
        "2026-02-30T00:00:00+00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-01-01T00:00:00",
        "2026-01-01",
        20260101,
        "\0",
        "2026-01-01T00:00:00+00:00\0",
    ],
)
@pytest.mark.parametrize("direction", ["a", "b"])
def test_a_date_made_by_hand_is_no_fault(direction: str, key: object) -> None:
    rows = people(["A", "B", "C"])
    assert page_of(rows, ("-opened_at", "id"), written(direction, key, 1), 5).rows


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    direction=st.sampled_from(["a", "b"]),
    parts=st.lists(
        st.one_of(st.text(), st.integers(), st.none(), st.booleans(), st.floats()), max_size=3
    ),
)
def test_no_key_at_all_is_a_fault(db: None, direction: str, parts: list[object]) -> None:
    with transaction.atomic():
        rows = people(["A", "B"])
        for order in (("sort_name", "id"), ("-opened_at", "id")):
            assert page_of(rows, order, written(direction, *parts), 1).rows
        transaction.set_rollback(True)


def test_a_place_of_another_list_opens_the_first_page() -> None:
    rows = people(["A", "B", "C"])
    place = page_of(rows, ("sort_name", "id"), "", 1).after
    for order in [("name", "id"), ("-sort_name", "id"), ("-opened_at", "id"), ("id",)]:
        assert page_of(rows, order, place, 1).rows == page_of(rows, order, "", 1).rows
    assert page_of(rows, ("sort_name", "id"), place[:-1], 1).rows[0].name == "A"
    assert page_of(rows, ("sort_name", "id"), place, 1).rows[0].name == "B"


def test_the_total_is_exact_up_to_the_cap_and_then_says_so() -> None:
    rows = people([f"{number:04}" for number in range(TOTAL_CAP + 1)])
    page = page_of(rows, ("sort_name", "id"))
    assert (page.total, page.total_is_capped) == (TOTAL_CAP, True)
    rows[0].delete()
    page = page_of(rows, ("sort_name", "id"))
    assert (page.total, page.total_is_capped) == (TOTAL_CAP, False)


def test_a_page_costs_two_queries_wherever_it_stands() -> None:
    rows = people([f"{number:03}" for number in range(60)])
    second = page_of(rows, ("sort_name", "id"), "", 20).after
    assert second
    for place in ("", second):
        with CaptureQueriesContext(connection) as queries:
            page_of(rows, ("sort_name", "id"), place, 20)
        assert len(queries) == 2
