"""One document: who may see it, and how its content leaves the house."""

from __future__ import annotations

import re
from typing import Any

import pytest

from parvis.journal.models import Entry
from parvis.services.documents import storage
from parvis.services.documents.models import Document
from tests.documents.conftest import HandIn
from tests.documents.papers import pdf
from tests.support.cast import OPERATOR, Cast

ADDRESSES = ["", "telecharger/", "pages/1/"]


def events(cast: Cast, organisation: str) -> list[str]:
    chain = cast.organisation(organisation).chain
    return [entry.event for entry in Entry.objects.filter(chain__name=chain).order_by("number")]


def bare(content: bytes) -> str:
    """A page without what differs each time it is made."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", content.decode())


@pytest.mark.parametrize("rest", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head"])
def test_hostile_1_a_foreign_document_answers_like_an_unknown_one(
    cast: Cast, hand_in: HandIn, rest: str, method: str
) -> None:
    document, *_rest = hand_in(cast, "paulo", "ferreira", "Secret.pdf")
    browser = cast.browser("solange")

    foreign = getattr(browser, method)(
        cast.address("tilleuls", f"documents/{document.public_id}/{rest}")
    )
    unknown = getattr(browser, method)(
        cast.address("tilleuls", f"documents/nosuchdocument00/{rest}")
    )

    assert foreign.status_code == unknown.status_code == 404
    words = bare(unknown.content).replace("nosuchdocument00", document.public_id)
    assert bare(foreign.content) == words
    assert events(cast, "ferreira")[-1] == "access.stranger"


def test_hostile_2_a_document_nested_under_another_space_does_not_exist(
    cast: Cast, hand_in: HandIn
) -> None:
    document, *_rest = hand_in(cast, "sophie", "fournil", "A.pdf")

    answer = cast.browser("sophie").get(
        cast.address("tilleuls", f"documents/{document.public_id}/")
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("person", "organisation", "start"),
    [("gerard", "tilleuls", "documents"), ("nadia", OPERATOR, "documents-des-clients")],
)
def test_hostile_25_a_content_always_leaves_as_an_attachment(
    cast: Cast, hand_in: HandIn, person: str, organisation: str, start: str
) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "Relevé d’été « 2026 ».pdf")

    answer = cast.browser(person).get(
        cast.address(organisation, f"{start}/{document.public_id}/telecharger/")
    )

    assert answer.getvalue() == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''"
        "Relev%C3%A9%20d%E2%80%99%C3%A9t%C3%A9%20%C2%AB%202026%20%C2%BB.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]


def test_x3_consultations_and_downloads_stand_in_the_clients_journal(
    cast: Cast, hand_in: HandIn
) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    before = len(events(cast, "tilleuls"))

    address = cast.address("tilleuls", f"documents/{document.public_id}/")
    cast.browser("gerard").get(address)
    cast.browser("gerard").get(address + "telecharger/").getvalue()
    office = cast.address(OPERATOR, f"documents-des-clients/{document.public_id}/")
    cast.browser("nadia").get(office)
    cast.browser("nadia").get(office + "telecharger/").getvalue()

    entries = list(
        Entry.objects.filter(chain__name=cast.organisation("tilleuls").chain).order_by("number")
    )[before:]
    assert [(entry.event, entry.account_name, entry.acting_for) for entry in entries] == [
        ("documents.viewed", "Gérard Delaunay", ""),
        ("documents.downloaded", "Gérard Delaunay", ""),
        ("documents.viewed", "Nadia Belkacem", "Clarivelle"),
        ("documents.downloaded", "Nadia Belkacem", "Clarivelle"),
    ]
    assert {entry.subject for entry in entries} == {document.public_id}


def test_d5_a_preview_is_a_picture_made_by_the_server(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    browser = cast.browser("gerard")
    address = cast.address("tilleuls", f"documents/{document.public_id}/pages/")

    picture = browser.get(address + "1/")

    assert picture["Content-Type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert picture["Content-Security-Policy"].startswith("sandbox")
    assert browser.get(address + "2/").status_code == 404
    assert browser.get(address + "0/").status_code == 404


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("", (1, 20)), ("?page=21", (21, 40)), ("?page=99999", (45, 45)), ("?page=x", (1, 20))],
)
def test_d5_pages_of_a_long_document_come_twenty_at_a_time(
    cast: Cast, hand_in: HandIn, query: str, numbers: tuple[int, int]
) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    Document.objects.filter(pk=document.pk).update(pages=45)

    answer = cast.browser("gerard").get(
        cast.address("tilleuls", f"documents/{document.public_id}/{query}")
    )

    shown = answer.context["pages"]
    assert (shown[0], shown[-1]) == numbers
    assert 'loading="lazy"' in answer.content.decode() or numbers == (45, 45)


def test_a_file_that_cannot_be_shown_says_so(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.csv")
    Document.objects.filter(pk=document.pk).update(media_type="text/csv", pages=None)

    answer = cast.browser("gerard").get(
        cast.address("tilleuls", f"documents/{document.public_id}/")
    )

    assert "ne s’affiche pas ici" in answer.content.decode()


def test_content_that_leaves_at_this_moment_answers_404(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    storage.delete(document.storage_key)

    answer: Any = cast.browser("gerard").get(
        cast.address("tilleuls", f"documents/{document.public_id}/telecharger/")
    )

    assert answer.status_code == 404


def test_hostile_34_markup_in_a_name_is_shown_as_text(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "<script>alert(1)</script>.pdf")
    assert document.deposit is not None

    for path in [
        "documents/en-cours/",
        f"documents/{document.public_id}/",
        f"documents/depots/{document.deposit.public_id}/",
    ]:
        page = cast.browser("gerard").get(cast.address("tilleuls", path)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
