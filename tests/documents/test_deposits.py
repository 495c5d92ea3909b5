"""Handing in: rows, journal and mail together, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet

from parvis.access.models import Access, Assignment
from parvis.access.spaces import RightMissing
from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from parvis.organisations.models import Desk
from parvis.services.documents import actions, storage
from parvis.services.documents.contacts import contacts_of
from parvis.services.documents.models import Deposit, Document, State, Upload
from tests.documents.conftest import HandIn, stored
from tests.support.cast import OPERATOR, Cast

KEY = "0" * 32


def kept_files() -> list[Path]:
    return [path for path in Path(settings.PARVIS_FILES).rglob("*") if path.is_file()]


def mails() -> QuerySet[Message]:
    return Message.objects.filter(kind__startswith="documents.")


def recipients() -> list[str]:
    return sorted(mails().values_list("recipient", flat=True))


def complete_upload(cast: Cast, person: str, organisation: str, space: str = "") -> Upload:
    content = stored("Relevé.pdf")
    return Upload.objects.create(
        organisation=cast.organisation(organisation),
        space_organisation=cast.organisation(space or organisation),
        account=cast.account(person),
        name=content.name,
        size=content.size,
        offset=content.size,
        digest=content.digest,
        media_type=content.media_type,
        pages=1,
        storage_key=content.storage_key,
    )


def test_d2_a_deposit_keeps_each_file_with_its_facts(cast: Cast) -> None:
    space = cast.space("sophie", "tilleuls")
    first, second = stored("Facture.pdf"), stored("Relevé.pdf")

    made = actions.deposit(space, desk=Desk.ADVISER, files=[first, second], form_key=KEY)

    documents = list(made.documents.order_by("pk"))
    assert [document.name for document in documents] == ["Facture.pdf", "Relevé.pdf"]
    assert {document.state for document in documents} == {State.WAITING}
    assert {document.desk for document in documents} == {Desk.ADVISER}
    assert [document.digest for document in documents] == [first.digest, second.digest]
    assert documents[0].organisation_id == space.organisation_id
    assert documents[0].author_name == "Sophie Brunel-Castaing"
    assert documents[1].sort_name == "RELEVE.PDF"
    assert made.number.startswith("D-20")


def test_d2_the_deposit_stands_in_the_clients_journal(cast: Cast) -> None:
    space = cast.space("sophie", "tilleuls")

    made = actions.deposit(space, desk=Desk.ACCOUNTANT, files=[stored("A.pdf")], form_key=KEY)

    entry = Entry.objects.filter(chain__name=space.chain).latest("number")
    assert entry.event == "documents.deposited"
    assert entry.subject == made.public_id
    assert entry.facts == {"number": made.number, "desk": "accountant", "names": "A.pdf"}


def test_d2_a_form_posted_twice_makes_one_deposit(cast: Cast) -> None:
    space = cast.space("sophie", "tilleuls")
    made = actions.deposit(space, desk=Desk.ACCOUNTANT, files=[stored("A.pdf")], form_key=KEY)
    told = mails().count()

    with pytest.raises(actions.DepositedBefore) as fault:
        actions.deposit(space, desk=Desk.ACCOUNTANT, files=[stored("A.pdf")], form_key=KEY)

    assert fault.value.deposit == made
    assert Document.objects.count() == 1
    assert mails().count() == told


def test_d2_a_deposit_needs_a_file_and_leaves_nothing_without_one(cast: Cast) -> None:
    with pytest.raises(actions.NothingHandedIn):
        actions.deposit(cast.space("sophie", "tilleuls"), desk=Desk.ACCOUNTANT, form_key=KEY)

    assert not Deposit.objects.exists()
    assert not mails().exists()


def test_d2_a_fault_while_telling_leaves_neither_row_nor_mail(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise OSError("no room for the journal")

    monkeypatch.setattr("parvis.access.spaces.record_entry", fail)
    with pytest.raises(OSError, match="no room"):
        actions.deposit(
            cast.space("sophie", "tilleuls"),
            desk=Desk.ACCOUNTANT,
            files=[stored("A.pdf")],
            form_key=KEY,
        )

    assert not Deposit.objects.exists()
    assert not Document.objects.exists()
    assert not mails().exists()


def test_x1_a_guest_cannot_hand_in(cast: Cast) -> None:
    with pytest.raises(RightMissing):
        actions.deposit(
            cast.space("gerard", "tilleuls"),
            desk=Desk.ACCOUNTANT,
            files=[stored("A.pdf")],
            form_key=KEY,
        )


def test_d4_whoever_keeps_the_desk_is_always_told(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", desk=Desk.ADVISER)

    assert recipients() == ["helene.rakotomalala@clarivelle.example"]
    mail = mails().get()
    assert mail.kind == "documents.arrival"
    made = Deposit.objects.get()
    operator = cast.organisation(OPERATOR).public_id
    assert f"/espaces/{operator}/arrivees/depots/{made.public_id}/" in mail.text
    for word in ["EARL des Tilleuls", "Conseil", "Facture.pdf", "Sophie Brunel-Castaing"]:
        assert word in mail.text


def test_d4_ticked_contacts_are_told_where_they_can_read_it(cast: Cast) -> None:
    space = cast.space("sophie", "tilleuls")
    colleague = cast.access("mathieu", "tilleuls").public_id
    adviser = cast.access("helene", OPERATOR).public_id

    made = actions.deposit(
        space,
        desk=Desk.ACCOUNTANT,
        files=[stored("A.pdf")],
        contacts=[colleague, adviser],
        form_key=KEY,
    )

    assert recipients() == [
        "helene.rakotomalala@clarivelle.example",
        "mathieu@earl-des-tilleuls.example",
        "nadia.belkacem@clarivelle.example",
    ]
    theirs = mails().get(recipient="mathieu@earl-des-tilleuls.example")
    assert f"/espaces/{space.public_id}/documents/depots/{made.public_id}/" in theirs.text
    assert made.alerted.count() == 3


def test_d4_nobody_outside_the_offered_list_is_told(cast: Cast) -> None:
    actions.deposit(
        cast.space("sophie", "tilleuls"),
        desk=Desk.ACCOUNTANT,
        files=[stored("A.pdf")],
        contacts=[cast.access("paulo", "ferreira").public_id, "nobody"],
        form_key=KEY,
    )

    assert recipients() == ["nadia.belkacem@clarivelle.example"]


def test_d4_a_keeper_who_is_ticked_too_gets_one_mail(cast: Cast) -> None:
    actions.deposit(
        cast.space("sophie", "tilleuls"),
        desk=Desk.ACCOUNTANT,
        files=[stored("A.pdf")],
        contacts=[cast.access("nadia", OPERATOR).public_id],
        form_key=KEY,
    )

    assert recipients() == ["nadia.belkacem@clarivelle.example"]


def test_d4_oneself_is_not_among_the_contacts_but_every_colleague_is(cast: Cast) -> None:
    offered = {contact.name for contact in contacts_of(cast.space("sophie", "tilleuls")).offered}

    assert offered == {
        "Solange Delaunay",
        "Mathieu Delaunay",
        "Gérard Delaunay",
        "Nadia Belkacem",
        "Hélène Rakotomalala",
    }


def test_d4_a_colleague_without_the_right_is_not_offered(cast: Cast) -> None:
    Access.objects.filter(pk=cast.access("mathieu", "tilleuls").pk).update(
        read_mask=1, update_mask=0, profile="custom"
    )

    offered = [contact.name for contact in contacts_of(cast.space("sophie", "tilleuls")).offered]

    assert "Mathieu Delaunay" not in offered


def test_d6_where_nobody_is_assigned_the_decision_makers_are_told(
    cast: Cast, hand_in: HandIn
) -> None:
    Assignment.objects.filter(organisation=cast.organisation("tilleuls")).delete()

    hand_in(cast, "sophie", "tilleuls")

    assert recipients() == ["claire.marchandeau@clarivelle.example"]


def test_d6_a_mail_names_ten_files_and_counts_the_others(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", *[f"Pièce {number:02}.pdf" for number in range(13)])

    text = mails().get().text
    assert "Pièce 09.pdf et 3 autres" in text
    assert "Pièce 10.pdf" not in text


def test_d2_complete_uploads_become_documents_once(cast: Cast) -> None:
    space = cast.space("sophie", "tilleuls")
    upload = complete_upload(cast, "sophie", "tilleuls")

    made = actions.deposit(
        space, desk=Desk.ACCOUNTANT, uploads=[upload.public_id] * 2, form_key=KEY
    )

    assert [row.storage_key for row in made.documents.all()] == [upload.storage_key]
    assert not Upload.objects.exists()
    assert storage.path_of(upload.storage_key).exists()
    with pytest.raises(actions.UploadSpent):
        actions.deposit(space, desk=Desk.ACCOUNTANT, uploads=[upload.public_id], form_key="1" * 32)
    assert Deposit.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "organisation"), [("solange", "tilleuls"), ("sophie", "fournil")]
)
def test_hostile_24_somebody_elses_upload_is_refused(
    cast: Cast, person: str, organisation: str
) -> None:
    upload = complete_upload(cast, person, organisation)

    with pytest.raises(actions.UploadSpent):
        actions.deposit(
            cast.space("sophie", "tilleuls"),
            desk=Desk.ACCOUNTANT,
            uploads=[upload.public_id],
            form_key=KEY,
        )

    assert Upload.objects.filter(pk=upload.pk).exists()


def test_d5_deleting_what_waits_keeps_the_row_and_frees_the_content(
    cast: Cast, hand_in: HandIn, django_capture_on_commit_callbacks: Any
) -> None:
    space = cast.space("sophie", "tilleuls")
    first, second = hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf")

    with django_capture_on_commit_callbacks(execute=True):
        outcome = actions.delete(space, [first])

    assert [row.pk for row in outcome.done] == [first.pk]
    first.refresh_from_db()
    assert first.state == State.DELETED
    assert first.deleted_by == space.account
    assert not storage.path_of(first.storage_key).exists()
    assert storage.path_of(second.storage_key).exists()
    entry = Entry.objects.filter(chain__name=space.chain).latest("number")
    assert (entry.event, entry.subject) == ("documents.deleted", first.public_id)


def test_d5_what_was_taken_up_meanwhile_is_not_deleted(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls")
    seen = Document.objects.get(pk=document.pk)
    actions.take_up(cast.space("nadia", OPERATOR), [document])

    outcome = actions.delete(cast.space("sophie", "tilleuls"), [seen])

    assert outcome.done == []
    assert outcome.missed[0].taken_up_by_name == "Nadia Belkacem"
    assert storage.path_of(document.storage_key).exists()


def test_d5_a_document_of_another_organisation_is_not_deleted(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls")

    outcome = actions.delete(cast.space("sophie", "fournil"), [document])

    assert outcome.done == []
    assert Document.objects.get(pk=document.pk).state == State.WAITING
