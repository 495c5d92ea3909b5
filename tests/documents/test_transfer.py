"""« Transférer des documents » as a form: with files of its own, or with finished uploads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from parvis.organisations.models import Desk
from parvis.services.documents import actions
from parvis.services.documents.models import Deposit, Document
from tests.documents.papers import pdf, upload
from tests.documents.test_deposits import complete_upload, mails
from tests.support.cast import Cast

KEY = "a" * 32
TRANSFER = "documents/transferer/"


def send(cast: Cast, browser: Client, *files: Any, **change: Any) -> Any:
    given = {"desk": "accountant", "form_key": KEY, "documents": list(files), **change}
    return browser.post(cast.address("tilleuls", TRANSFER), given)


def stored_files() -> list[Path]:
    return [path for path in Path(django_settings.PARVIS_FILES).rglob("*") if path.is_file()]


def test_x6_without_a_script_the_form_carries_several_files(cast: Cast) -> None:
    browser = cast.browser("sophie")
    colleague = cast.access("mathieu", "tilleuls").public_id

    answer = send(
        cast, browser, upload("Facture mars.pdf"), upload("Relevé.pdf"), contacts=[colleague]
    )

    made = Deposit.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == cast.address("tilleuls", f"documents/depots/{made.public_id}/")
    documents = list(made.documents.order_by("pk"))
    assert [row.name for row in documents] == ["Facture mars.pdf", "Relevé.pdf"]
    # What the browser said of the type counts for nothing.
    assert {row.media_type for row in documents} == {"application/pdf"}
    assert documents[0].pages == 1
    assert made.alerted.count() == 2
    assert len(stored_files()) == 2


def test_d2_the_receipt_says_all_of_it(cast: Cast) -> None:
    browser = cast.browser("sophie")

    answer = send(cast, browser, upload("Facture mars.pdf"))
    page = browser.get(answer["Location"]).content.decode()

    document = Document.objects.get()
    assert document.deposit is not None
    for word in [
        document.deposit.number,
        "Facture mars.pdf",
        "Comptable",
        "Sophie Brunel-Castaing",
        "Nadia Belkacem",
        document.digest[:8],
        document.digest[-8:],
    ]:
        assert word in page, word


def test_d4_the_page_names_who_is_always_told(cast: Cast) -> None:
    page = cast.browser("sophie").get(cast.address("tilleuls", TRANSFER)).content.decode()

    assert "E-mail envoyé d’office\u00a0: Nadia Belkacem" in page
    assert "E-mail envoyé d’office\u00a0: Hélène Rakotomalala" in page


def test_d2_each_page_has_a_key_of_its_own(cast: Cast) -> None:
    browser = cast.browser("sophie")

    def key() -> str:
        page = browser.get(cast.address("tilleuls", TRANSFER)).content.decode()
        found = re.search(r'name="form_key" value="([0-9a-f]{32})"', page)
        assert found is not None
        return found[1]

    assert key() != key()


def test_d2_posted_twice_it_makes_one_deposit_and_shows_it_again(cast: Cast) -> None:
    browser = cast.browser("sophie")

    first = send(cast, browser, upload())
    second = send(cast, browser, upload())

    assert first["Location"] == second["Location"]
    assert Document.objects.count() == 1
    assert len(stored_files()) == 1
    assert mails().count() == 1


def test_d2_twins_that_arrive_together_leave_one_deposit_and_no_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = cast.browser("sophie")
    first = send(cast, browser, upload())
    # The look before finds nothing yet: only the constraint of the database knows.
    monkeypatch.setattr(
        "parvis.services.documents.views.deposits.actions.deposited_before",
        _blind_once(actions.deposited_before),
    )

    second = send(cast, browser, upload())

    assert first["Location"] == second["Location"]
    assert Document.objects.count() == 1
    assert len(stored_files()) == 1


def _blind_once(look: Any) -> Any:
    looks: list[int] = []

    def blind(*args: Any) -> Any:
        looks.append(1)
        return None if len(looks) == 1 else look(*args)

    return blind


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("vide.pdf", b"", "vide"),
        ("programme.exe", b"MZ", "ne sont pas acceptés"),
        ("faux.pdf", b"<html><script>alert(1)</script></html>", "n’est pas celui"),
    ],
)
def test_hostile_25_a_refused_file_is_named_and_nothing_is_kept(
    cast: Cast, name: str, content: bytes, word: str
) -> None:
    colleague = cast.access("mathieu", "tilleuls").public_id

    answer = send(
        cast,
        cast.browser("sophie"),
        upload("bon.pdf"),
        upload(name, content),
        desk="adviser",
        contacts=[colleague],
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"«\u00a0{name}\u00a0»" in page
    assert word in page
    assert "«\u00a0bon.pdf\u00a0»" not in page
    assert not Document.objects.exists()
    assert stored_files() == []
    # Nothing typed is lost.
    assert re.search(r'value="adviser"[^>]*checked', page)
    assert re.search(rf'value="{colleague}"[^>]*checked', page)
    assert KEY in page


def test_a_file_above_the_limit_is_refused_with_both_sizes(cast: Cast, settings: Any) -> None:
    settings.PARVIS_FILE_LIMIT = 1_000_000

    answer = send(cast, cast.browser("sophie"), upload("gros.pdf", pdf() + b"\n" * 2_500_000))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(r"Ce fichier fait 3\sMo", page)
    assert re.search(r"la limite est de 1\sMo", page)


def test_a_full_disk_refuses_clearly_and_keeps_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parvis.services.documents.storage.free_disk_is_short", lambda needed: True)

    answer = send(cast, cast.browser("sophie"), upload())

    assert answer.status_code == 422
    assert "n’a plus assez de place" in answer.content.decode()
    assert not Document.objects.exists()
    assert stored_files() == []


def test_a_fault_while_recording_leaves_no_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise OSError("the journal is out of reach")

    monkeypatch.setattr("parvis.services.documents.actions.contacts_of", fail)
    browser = cast.browser("sophie")
    browser.raise_request_exception = False

    answer = send(cast, browser, upload())

    assert answer.status_code == 500
    assert not Deposit.objects.exists()
    assert stored_files() == []


def test_without_a_file_the_form_says_what_to_do(cast: Cast) -> None:
    answer = send(cast, cast.browser("sophie"))

    assert answer.status_code == 422
    assert "Choisissez au moins un fichier" in answer.content.decode()


def test_an_unknown_desk_or_contact_is_refused(cast: Cast) -> None:
    browser = cast.browser("sophie")

    desk = send(cast, browser, upload(), desk="director")
    stranger = send(cast, browser, upload(), contacts=[cast.access("paulo", "ferreira").public_id])

    assert desk.status_code == stranger.status_code == 422
    assert "n’est plus parmi vos contacts" in stranger.content.decode()
    assert not Deposit.objects.exists()


def test_a_form_without_its_key_is_refused(cast: Cast) -> None:
    answer = send(cast, cast.browser("sophie"), upload(), form_key="x" * 32)

    assert answer.status_code == 422
    assert "Rechargez la page" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/Facture.pdf", "Facture.pdf"),
        ("Facture\u202efdp.pdf", "Facturefdp.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
    ],
)
def test_hostile_23_names_are_cleaned(cast: Cast, given: str, shown: str) -> None:
    file = upload("x.pdf")
    # Around Django's own cleaning, which the test client would do before sending.
    file.__dict__["_name"] = given

    answer = send(cast, cast.browser("sophie"), file)

    assert answer.status_code == 302
    assert Document.objects.get().name == shown


def test_d2_finished_uploads_make_the_deposit(cast: Cast) -> None:
    browser = cast.browser("sophie")
    finished = complete_upload(cast, "sophie", "tilleuls")

    answer = send(cast, browser, uploads=[finished.public_id])

    assert answer.status_code == 302
    assert [row.storage_key for row in Document.objects.all()] == [finished.storage_key]
    assert send(cast, browser, uploads=[finished.public_id])["Location"] == answer["Location"]


def test_finished_uploads_outlive_an_error_of_the_form(cast: Cast) -> None:
    finished = complete_upload(cast, "sophie", "tilleuls")

    answer = send(cast, cast.browser("sophie"), uploads=[finished.public_id], desk="director")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'name="uploads" value="{finished.public_id}"' in page
    assert f'data-upload="{finished.public_id}"' in page
    assert finished.name in page


def test_an_upload_that_is_gone_or_under_way_is_said(cast: Cast) -> None:
    browser = cast.browser("sophie")
    unfinished = complete_upload(cast, "sophie", "tilleuls")
    type(unfinished).objects.filter(pk=unfinished.pk).update(digest="", offset=1)

    gone = send(cast, browser, uploads=["nosuchupload0000"])
    under_way = send(cast, browser, uploads=[unfinished.public_id])

    assert "n’est plus là" in gone.content.decode()
    assert "n’est pas terminé" in under_way.content.decode()
    assert not Deposit.objects.exists()


def test_too_many_files_are_refused_before_any_is_kept(cast: Cast) -> None:
    answer = send(cast, cast.browser("sophie"), uploads=[f"{number:016}" for number in range(51)])

    assert answer.status_code == 422
    assert "51 fichiers" in answer.content.decode()


def test_c10_a_guest_reads_but_cannot_transfer(cast: Cast) -> None:
    browser = cast.browser("gerard")

    assert browser.get(cast.address("tilleuls", "documents/en-cours/")).status_code == 200
    assert browser.get(cast.address("tilleuls", TRANSFER)).status_code == 403
    assert send(cast, browser, upload()).status_code == 403
    assert not Document.objects.exists()


def test_a_stranger_finds_no_such_page(cast: Cast) -> None:
    assert send(cast, cast.browser("paulo"), upload()).status_code == 404
    assert not Deposit.objects.filter(desk=Desk.ACCOUNTANT).exists()
