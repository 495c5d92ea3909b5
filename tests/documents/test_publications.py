"""Publishing documents to a client."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from parvis.access.models import Access
from parvis.access.spaces import ForeignObject, RightMissing
from parvis.journal.models import Entry
from parvis.organisations.models import Desk
from parvis.services.documents import actions
from parvis.services.documents.models import Document, Publication, State
from tests.documents.conftest import HandIn, stored
from tests.documents.papers import upload
from tests.documents.test_deposits import complete_upload, mails
from tests.documents.test_transfer import stored_files
from tests.support.cast import OPERATOR, Cast

KEY = "b" * 32


def send(cast: Cast, browser: Client, organisation: str, *files: Any, **change: Any) -> Any:
    client = cast.organisation(organisation).public_id
    given = {"desk": "accountant", "form_key": KEY, "documents": list(files), **change}
    return browser.post(cast.address(OPERATOR, f"publications/nouvelle/{client}/"), given)


def test_x1_a_published_document_stands_under_documents(cast: Cast) -> None:
    answer = send(cast, cast.browser("nadia"), "tilleuls", upload("Bilan 2025.pdf"))

    assert answer.status_code == 302
    document = Document.objects.get()
    assert document.state == State.PUBLISHED
    assert document.deposit is None
    page = cast.browser("gerard").get(cast.address("tilleuls", "documents/")).content.decode()
    assert "Bilan 2025.pdf" in page
    home = cast.browser("gerard").get(cast.address("tilleuls")).content.decode()
    assert "Nadia Belkacem a mis «\u00a0Bilan 2025.pdf\u00a0» à votre disposition" in home


def test_x1_each_person_who_may_read_is_told_once(cast: Cast, publish: HandIn) -> None:
    Access.objects.filter(pk=cast.access("gerard", "tilleuls").pk).update(
        read_mask=1, update_mask=0, profile="custom"
    )

    publish(cast, "nadia", "tilleuls", "Bilan.pdf", "Annexe.pdf")

    assert sorted(mails().values_list("recipient", flat=True)) == [
        "mathieu@earl-des-tilleuls.example",
        "solange@earl-des-tilleuls.example",
        "sophie@bureau-partage.example",
    ]
    mail = mails().filter(recipient__startswith="solange").get()
    assert "2 documents sont à votre disposition" in mail.subject
    assert "Bilan.pdf, Annexe.pdf" in mail.text
    assert cast.address("tilleuls", "documents/") in mail.text


def test_x1_one_document_has_a_subject_of_its_own(cast: Cast, publish: HandIn) -> None:
    publish(cast, "nadia", "fournil")

    subjects = set(mails().values_list("subject", flat=True))
    assert len(subjects) == 1
    assert subjects.pop().startswith("Un document est à votre disposition")


def test_x3_the_clients_journal_knows_the_publication(cast: Cast, publish: HandIn) -> None:
    publish(cast, "nadia", "tilleuls", "Bilan.pdf", desk=Desk.ADVISER)

    entry = Entry.objects.filter(
        chain__name=cast.organisation("tilleuls").chain, event="documents.published"
    ).get()
    assert entry.facts == {"desk": "adviser", "names": "Bilan.pdf"}
    assert entry.acting_for == "Clarivelle"


def test_x1_posted_twice_it_publishes_and_tells_once(cast: Cast) -> None:
    browser = cast.browser("nadia")

    first = send(cast, browser, "tilleuls", upload("Bilan.pdf"))
    second = send(cast, browser, "tilleuls", upload("Bilan.pdf"))

    assert first["Location"] == second["Location"]
    assert Publication.objects.count() == Document.objects.count() == 1
    assert mails().count() == 4
    assert len(stored_files()) == 1


def test_x1_finished_uploads_for_this_client_only(cast: Cast) -> None:
    browser = cast.browser("nadia")
    right = complete_upload(cast, "nadia", "tilleuls", space=OPERATOR)
    wrong = complete_upload(cast, "nadia", "fournil", space=OPERATOR)

    refused = send(cast, browser, "tilleuls", uploads=[wrong.public_id])
    assert refused.status_code == 422
    assert send(cast, browser, "tilleuls", uploads=[right.public_id]).status_code == 302
    assert [row.storage_key for row in Document.objects.all()] == [right.storage_key]


def test_x1_only_to_clients_one_handles(cast: Cast) -> None:
    space = cast.space("nadia", OPERATOR)
    with pytest.raises(ForeignObject):
        actions.publish(
            space,
            cast.organisation("ferreira"),
            desk=Desk.ACCOUNTANT,
            files=[stored("A.pdf")],
            form_key=KEY,
        )
    assert send(cast, cast.browser("nadia"), "ferreira", upload()).status_code == 404
    assert not Publication.objects.exists()

    page = cast.browser("nadia").get(cast.address(OPERATOR, "publications/nouvelle/"))
    assert [client.name for client in page.context["page"].rows] == [
        "Cabinet Lunel & Associés",
        "EARL des Tilleuls",
        "Le Fournil de Jeanne",
    ]


def test_x1_a_client_cannot_publish(cast: Cast) -> None:
    with pytest.raises(RightMissing):
        actions.publish(
            cast.space("solange", "tilleuls"),
            cast.organisation("tilleuls"),
            desk=Desk.ACCOUNTANT,
            files=[stored("A.pdf")],
            form_key=KEY,
        )


def test_x1_a_refused_file_is_named_and_nothing_is_published(cast: Cast) -> None:
    answer = send(
        cast, cast.browser("nadia"), "tilleuls", upload("bon.pdf"), upload("vide.pdf", b"")
    )

    assert answer.status_code == 422
    assert "«\u00a0vide.pdf\u00a0»" in answer.content.decode()
    assert not Publication.objects.exists()
    assert stored_files() == []
    assert not mails().exists()
