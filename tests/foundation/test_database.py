"""What both engines promise: reading cannot write, and an append-only table only grows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from parvis.foundation.database import allow_changes, forbid_changes, read_only
from parvis.foundation.requests import AfterwardsMiddleware, ReadOnlyMiddleware, afterwards
from parvis.mailroom.models import LocalMail

TABLE = "tests_ledger"


def write() -> None:
    LocalMail.objects.create(recipient="a@b.example", sender="", subject="", text="", html="")


@pytest.mark.django_db(transaction=True)
def test_a_write_while_reading_is_refused_and_writing_works_again_afterwards() -> None:
    write()
    with pytest.raises(DatabaseError), read_only():  # noqa: PT012
        assert LocalMail.objects.count() == 1
        write()
    write()
    assert LocalMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["update", "delete"])
def test_no_other_way_of_writing_is_open_while_reading(act: str) -> None:
    write()
    rows = LocalMail.objects.all()
    with pytest.raises(DatabaseError), read_only():
        rows.update(subject="changed") if act == "update" else rows.delete()
    assert [mail.subject for mail in rows] == [""]


@pytest.mark.django_db
def test_reading_inside_a_transaction_gives_the_right_to_write_back() -> None:
    with transaction.atomic():
        with read_only():
            assert LocalMail.objects.count() == 0
        write()
    assert LocalMail.objects.count() == 1


@pytest.mark.django_db
def test_a_fault_while_reading_gives_the_right_to_write_back() -> None:
    with pytest.raises(ZeroDivisionError), read_only():
        raise ZeroDivisionError
    write()
    assert LocalMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_page_that_is_read_cannot_write(method: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        write()
        return HttpResponse()

    request = RequestFactory().generic(method, "/")
    with pytest.raises(DatabaseError):
        ReadOnlyMiddleware(view)(request)
    assert LocalMail.objects.count() == 0
    ReadOnlyMiddleware(view)(RequestFactory().post("/"))
    assert LocalMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_must_be_noted_is_written_after_reading() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        afterwards(request, write)
        afterwards(request, write)
        return HttpResponse(status=403)

    response = AfterwardsMiddleware(ReadOnlyMiddleware(view))(RequestFactory().get("/"))
    assert response.status_code == 403
    assert LocalMail.objects.count() == 2


@pytest.fixture
def ledger(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (number integer PRIMARY KEY)")
        cursor.execute(f"INSERT INTO {TABLE} VALUES (1), (2)")
    forbid_changes(connection, TABLE)
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {TABLE}_refuse()")


def numbers() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TABLE} ORDER BY number")
        return [row[0] for row in cursor.fetchall()]


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


ALTERATIONS = [
    f"UPDATE {TABLE} SET number = 3 WHERE number = 1",
    f"UPDATE {TABLE} SET number = number",
    f"DELETE FROM {TABLE} WHERE number = 2",
    f"DELETE FROM {TABLE}",
    f"INSERT INTO {TABLE} VALUES (1) ON CONFLICT (number) DO UPDATE SET number = 9",
]


@pytest.mark.parametrize("statement", ALTERATIONS)
def test_an_append_only_table_refuses_every_alteration(ledger: None, statement: str) -> None:
    with pytest.raises(DatabaseError, match=f"{TABLE} is append-only"):
        run(statement)
    assert numbers() == [1, 2]


def test_an_append_only_table_cannot_be_emptied_at_once(ledger: None) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match=f"{TABLE} is append-only"):
            run(f"TRUNCATE {TABLE}")
    else:
        with pytest.raises(DatabaseError, match=f"{TABLE} is append-only"):
            run(f"INSERT OR REPLACE INTO {TABLE} VALUES (1)")
    assert numbers() == [1, 2]


def test_an_append_only_table_grows_and_can_be_opened_for_a_migration(ledger: None) -> None:
    run(f"INSERT INTO {TABLE} VALUES (3)")
    allow_changes(connection, TABLE)
    run(f"DELETE FROM {TABLE} WHERE number = 1")
    forbid_changes(connection, TABLE)
    assert numbers() == [2, 3]
