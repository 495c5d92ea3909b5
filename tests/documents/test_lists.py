"""« Documents » and « Fichiers en cours »: order, search, filters, pages, selection."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from parvis.access.features import mask_of
from parvis.access.models import Access
from parvis.journal.models import Entry
from parvis.organisations.models import Desk
from parvis.services.documents import actions
from parvis.services.documents.features import DEPOSITS, DOCUMENTS
from parvis.services.documents.models import Document, State
from tests.documents.conftest import HandIn, many
from tests.documents.papers import pdf
from tests.support.cast import OPERATOR, Cast

FILES = "documents/en-cours/"


def names(
    cast: Cast, path: str, person: str = "solange", organisation: str = "tilleuls"
) -> list[str]:
    answer = cast.browser(person).get(cast.address(organisation, path))
    assert answer.status_code == 200
    return [document.name for document in answer.context["page"].rows]


@pytest.fixture
def three(cast: Cast, hand_in: HandIn) -> list[Document]:
    """Élan (oldest), abeille, Bêche (newest)."""
    documents = [
        *hand_in(cast, "sophie", "tilleuls", "Élan.pdf"),
        *hand_in(cast, "sophie", "tilleuls", "abeille.pdf", desk=Desk.ADVISER),
        *hand_in(cast, "sophie", "tilleuls", "Bêche.pdf"),
    ]
    for age, document in enumerate(reversed(documents)):
        Document.objects.filter(pk=document.pk).update(at=timezone.now() - timedelta(days=age))
    return documents


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Bêche.pdf", "abeille.pdf", "Élan.pdf"]),
        ("?tri=date", ["Élan.pdf", "abeille.pdf", "Bêche.pdf"]),
        ("?tri=nom", ["abeille.pdf", "Bêche.pdf", "Élan.pdf"]),
        ("?tri=-nom", ["Élan.pdf", "Bêche.pdf", "abeille.pdf"]),
        ("?tri=taille", ["Bêche.pdf", "abeille.pdf", "Élan.pdf"]),
        ("?q=ela", ["Élan.pdf"]),
        ("?q=BECHE", ["Bêche.pdf"]),
        ("?q=%00", ["Bêche.pdf", "abeille.pdf", "Élan.pdf"]),
        ("?dossier=conseil", ["abeille.pdf"]),
        ("?dossier=comptable&tri=nom", ["Bêche.pdf", "Élan.pdf"]),
        ("?dossier=rien", ["Bêche.pdf", "abeille.pdf", "Élan.pdf"]),
    ],
)
def test_d5_sorted_and_filtered(
    cast: Cast, three: list[Document], query: str, order: list[str]
) -> None:
    assert names(cast, FILES + query) == order


def test_d5_the_sorted_column_says_so(cast: Cast, three: list[Document]) -> None:
    page = cast.browser("solange").get(cast.address("tilleuls", FILES + "?tri=-nom"))

    text = page.content.decode()
    assert text.count('aria-sort="descending"') == 1
    assert text.count('aria-sort="none"') == 1


@pytest.mark.parametrize("sort", ["nom", "-nom", "date", "-date"])
def test_d5_pages_hold_every_file_once_both_ways(cast: Cast, hand_in: HandIn, sort: str) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "Pièce.pdf")
    many(cast.organisation("tilleuls"), document, 120)
    browser = cast.browser("solange")

    def page(place: str) -> Any:
        return browser.get(cast.address("tilleuls", FILES), {"tri": sort, "page": place}).context[
            "page"
        ]

    pages = [page("")]
    while pages[-1].after:
        pages.append(page(pages[-1].after))
    seen = [row.pk for one in pages for row in one.rows]
    assert len(seen) == len(set(seen)) == 121
    assert [row.pk for row in page(pages[-1].before).rows] == [row.pk for row in pages[-2].rows]


def test_d1_the_two_parts_never_mix(cast: Cast, hand_in: HandIn, publish: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", "Remis.pdf")
    publish(cast, "nadia", "tilleuls", "Bilan.pdf")

    assert names(cast, "documents/") == ["Bilan.pdf"]
    assert names(cast, FILES) == ["Remis.pdf"]


def test_hostile_3_another_organisations_files_are_neither_shown_nor_counted(
    cast: Cast, hand_in: HandIn
) -> None:
    hand_in(cast, "sophie", "fournil", "Secret.pdf")

    answer = cast.browser("solange").get(cast.address("tilleuls", FILES + "?q=secret"))

    assert answer.context["page"].total == 0
    assert "Secret.pdf" not in answer.content.decode()
    assert "Effacer les filtres" in answer.content.decode()


def test_empty_lists_say_what_to_do_next(cast: Cast) -> None:
    owner = cast.browser("solange").get(cast.address("tilleuls", FILES)).content.decode()
    guest = cast.browser("gerard").get(cast.address("tilleuls", FILES)).content.decode()

    assert "Aucun fichier en cours" in owner
    transfer = cast.address("tilleuls", "documents/transferer/")
    assert transfer in owner
    assert transfer not in guest


def test_d1_whoever_may_see_one_part_finds_it_in_the_menu(cast: Cast) -> None:
    def menu(read: int) -> list[str]:
        Access.objects.filter(pk=cast.access("mathieu", "tilleuls").pk).update(
            read_mask=read, update_mask=0, profile="custom"
        )
        answer = cast.browser("mathieu").get(cast.address("tilleuls"))
        return [
            line.address
            for group in answer.context["menu"]
            for line in group.lines
            if line.label == "Mes documents"
        ]

    assert menu(mask_of([DOCUMENTS])) == [cast.address("tilleuls", "documents/")]
    assert menu(mask_of([DEPOSITS])) == [cast.address("tilleuls", FILES)]
    assert menu(mask_of([DOCUMENTS, DEPOSITS])) == [cast.address("tilleuls", "documents/")]
    assert menu(1) == []
    answer = cast.browser("mathieu").get(cast.address("tilleuls", "documents/tous/"))
    assert answer.status_code == 302


def test_d5_each_part_asks_for_its_own_right(cast: Cast, hand_in: HandIn, publish: HandIn) -> None:
    handed, *_rest = hand_in(cast, "sophie", "tilleuls", "Remis.pdf")
    given, *_rest = publish(cast, "nadia", "tilleuls", "Bilan.pdf")
    Access.objects.filter(pk=cast.access("mathieu", "tilleuls").pk).update(
        read_mask=mask_of([DOCUMENTS]), update_mask=0, profile="custom"
    )
    browser = cast.browser("mathieu")

    def status(path: str) -> int:
        return browser.get(cast.address("tilleuls", path)).status_code

    assert status("documents/") == status(f"documents/{given.public_id}/") == 200
    for path in [
        FILES,
        f"documents/{handed.public_id}/",
        f"documents/{handed.public_id}/telecharger/",
        f"documents/{handed.public_id}/pages/1/",
        f"documents/depots/{handed.deposit.public_id}/",  # type: ignore[union-attr]
    ]:
        assert status(path) == 403, path
    packed = browser.post(
        cast.address("tilleuls", "documents/archive/"),
        {"document": [given.public_id, handed.public_id]},
    )
    # What one may not see is left out as if it had not been ticked.
    assert zipfile.ZipFile(io.BytesIO(packed.getvalue())).namelist() == ["Bilan.pdf"]


def archive(cast: Cast, *documents: Document, person: str = "solange") -> Any:
    return cast.browser(person).post(
        cast.address("tilleuls", "documents/archive/"),
        {"document": [document.public_id for document in documents]},
    )


def test_d5_the_ticked_files_come_as_one_archive(cast: Cast, hand_in: HandIn) -> None:
    documents = hand_in(cast, "sophie", "tilleuls", "A.pdf", "a.pdf", "Relevé été.pdf")

    answer = archive(cast, *documents)

    assert answer.streaming
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith("attachment;")
    packed = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert packed.testzip() is None
    assert packed.namelist() == ["A.pdf", "a (2).pdf", "Relevé été.pdf"]
    assert packed.read("A.pdf") == pdf()
    entry = Entry.objects.filter(chain__name=cast.organisation("tilleuls").chain).latest("number")
    assert entry.event == "documents.archived"
    assert entry.facts == {"names": "A.pdf, a.pdf, Relevé été.pdf"}


def test_hostile_2_an_archive_with_one_foreign_file_does_not_exist(
    cast: Cast, hand_in: HandIn
) -> None:
    own, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    foreign, *_rest = hand_in(cast, "sophie", "fournil", "B.pdf")
    unknown = Document(public_id="nosuchdocument00")

    # Sophie belongs to both; each space shows its own documents only.
    for other in [foreign, unknown]:
        assert archive(cast, own, other, person="sophie").status_code == 404
    attempt = Entry.objects.filter(
        chain__name=cast.organisation("fournil").chain, event="access.stranger"
    ).get()
    assert attempt.account_name == "Sophie Brunel-Castaing"


def test_an_archive_of_nothing_says_so(cast: Cast) -> None:
    answer = cast.browser("solange").post(
        cast.address("tilleuls", "documents/archive/"), follow=True
    )

    assert "Cochez au moins un document" in answer.content.decode()


def test_x1_the_back_offices_archive_has_a_folder_for_each_client(
    cast: Cast, hand_in: HandIn
) -> None:
    first, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    second, *_rest = hand_in(cast, "jeanne", "fournil", "A.pdf")

    answer = cast.browser("nadia").post(
        cast.address(OPERATOR, "documents-des-clients/archive/"),
        {"document": [first.public_id, second.public_id]},
    )

    packed = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert packed.namelist() == ["EARL des Tilleuls/A.pdf", "Le Fournil de Jeanne/A.pdf"]
    for key in ["tilleuls", "fournil"]:
        entry = Entry.objects.filter(chain__name=cast.organisation(key).chain).latest("number")
        assert (entry.event, entry.account_name) == ("documents.archived", "Nadia Belkacem")


def delete(cast: Cast, person: str, *documents: Document, **change: str) -> Any:
    return cast.browser(person).post(
        cast.address("tilleuls", "documents/en-cours/supprimer/"),
        {"document": [document.public_id for document in documents], **change},
    )


def test_d5_deleting_is_said_first_and_then_confirmed(cast: Cast, hand_in: HandIn) -> None:
    first, second, kept = hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf", "C.pdf")
    actions.take_up(cast.space("nadia", OPERATOR), [second])

    said = delete(cast, "solange", first, second)
    assert said.status_code == 200
    assert [row.name for row in said.context["waiting"]] == ["A.pdf"]
    assert [row.name for row in said.context["others"]] == ["B.pdf"]
    assert not Document.objects.filter(state=State.DELETED).exists()

    done = delete(cast, "solange", first, confirm="1")
    assert done.status_code == 302
    assert set(names(cast, FILES)) == {"B.pdf", "C.pdf"}
    kept.refresh_from_db()
    assert kept.state == State.WAITING
    again = delete(cast, "solange", first, confirm="1")
    assert again.status_code == 302


def test_c10_a_guest_cannot_delete(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")

    assert delete(cast, "gerard", document, confirm="1").status_code == 403
    document.refresh_from_db()
    assert document.state == State.WAITING


def test_hostile_2_a_foreign_file_cannot_be_deleted(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "fournil", "A.pdf")

    assert delete(cast, "sophie", document, confirm="1").status_code == 404
    document.refresh_from_db()
    assert document.state == State.WAITING


def test_d5_the_receipt_still_names_what_was_deleted(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf")
    assert document.deposit is not None
    delete(cast, "solange", document, confirm="1")

    browser = cast.browser("solange")
    receipt = browser.get(
        cast.address("tilleuls", f"documents/depots/{document.deposit.public_id}/")
    )
    assert "A.pdf" in receipt.content.decode()
    assert "Supprimé" in receipt.content.decode()
    gone = browser.get(cast.address("tilleuls", f"documents/{document.public_id}/"))
    assert gone.status_code == 404
