"""The back office: the queue of arrivals, taking up, the store, and how far one sees."""

from __future__ import annotations

import pytest

from parvis.access.features import mask_of
from parvis.access.models import Access, Covers
from parvis.access.spaces import RightMissing
from parvis.journal.models import Entry
from parvis.organisations.models import Desk
from parvis.services.documents import actions
from parvis.services.documents.features import ARRIVALS
from parvis.services.documents.models import Document, State
from tests.documents.conftest import HandIn
from tests.support.cast import OPERATOR, Cast


def names_on(cast: Cast, person: str, path: str) -> list[str]:
    answer = cast.browser(person).get(cast.address(OPERATOR, path))
    assert answer.status_code == 200
    return [document.name for document in answer.context["page"].rows]


def test_x1_the_queue_shows_ones_own_desks_oldest_first(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", "Première.pdf")
    hand_in(cast, "sophie", "tilleuls", "Conseil.pdf", desk=Desk.ADVISER)
    hand_in(cast, "paulo", "ferreira", "Ailleurs.pdf")
    hand_in(cast, "jeanne", "fournil", "Dernière.pdf")

    assert names_on(cast, "nadia", "arrivees/") == ["Première.pdf", "Dernière.pdf"]
    assert names_on(cast, "helene", "arrivees/") == ["Conseil.pdf"]
    assert names_on(cast, "thomas", "arrivees/") == ["Ailleurs.pdf"]


def test_x1_all_documents_of_ones_clients_are_a_click_away(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", "Comptable.pdf")
    hand_in(cast, "sophie", "tilleuls", "Conseil.pdf", desk=Desk.ADVISER)
    hand_in(cast, "paulo", "ferreira", "Ailleurs.pdf")

    assert names_on(cast, "nadia", "arrivees/?qui=tous") == ["Comptable.pdf", "Conseil.pdf"]


def test_x1_whoever_handles_all_clients_sees_them_all(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", "A.pdf")
    hand_in(cast, "paulo", "ferreira", "B.pdf")

    assert names_on(cast, "claire", "arrivees/") == ["A.pdf", "B.pdf"]
    assert names_on(cast, "claire", "arrivees/?qui=moi") == []


def test_x1_the_queue_is_filtered_by_client_desk_and_name(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", "Relevé de mars.pdf")
    hand_in(cast, "paulo", "ferreira", "Facture.pdf", desk=Desk.ADVISER)

    assert names_on(cast, "claire", "arrivees/?client=maconnerie") == ["Facture.pdf"]
    assert names_on(cast, "claire", "arrivees/?dossier=comptable") == ["Relevé de mars.pdf"]
    assert names_on(cast, "claire", "arrivees/?q=RELEVE") == ["Relevé de mars.pdf"]


def test_d6_taking_up_moves_documents_to_the_store(cast: Cast, hand_in: HandIn) -> None:
    first, second, third = hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf", "C.pdf")

    answer = cast.browser("nadia").post(
        cast.address(OPERATOR, "arrivees/prendre-en-charge/?client=tilleuls"),
        {"document": [first.public_id, second.public_id]},
    )

    assert answer.status_code == 302
    assert answer["Location"].endswith("/arrivees/?client=tilleuls")
    assert names_on(cast, "nadia", "arrivees/") == ["C.pdf"]
    assert set(names_on(cast, "nadia", "documents-des-clients/")) == {"A.pdf", "B.pdf"}
    third.refresh_from_db()
    assert third.state == State.WAITING


def test_d6_the_client_sees_when_and_by_whom(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    actions.take_up(cast.space("nadia", OPERATOR), [document])

    browser = cast.browser("sophie")
    page = browser.get(cast.address("tilleuls", "documents/en-cours/")).content.decode()
    assert "Pris en charge" in page
    assert "par Nadia Belkacem" in page
    home = browser.get(cast.address("tilleuls")).content.decode()
    assert "Nadia Belkacem a pris en charge «\u00a0A.pdf\u00a0»" in home
    space = cast.space("sophie", "tilleuls")
    entry = Entry.objects.filter(chain__name=space.chain, event="documents.taken_up").get()
    assert (entry.account_name, entry.acting_for) == ("Nadia Belkacem", "Clarivelle")
    assert entry.subject == document.public_id


def test_d6_the_second_collaborator_reads_who_took_it_up(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    actions.take_up(cast.space("nadia", OPERATOR), [document])

    answer = cast.browser("claire").post(
        cast.address(OPERATOR, "arrivees/prendre-en-charge/"),
        {"document": document.public_id},
        follow=True,
    )

    assert "«\u00a0A.pdf\u00a0» a été pris en charge par Nadia Belkacem" in answer.content.decode()
    document.refresh_from_db()
    assert document.taken_up_by == cast.account("nadia")


def test_d6_what_the_client_deleted_cannot_be_taken_up(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    seen = Document.objects.get(pk=document.pk)
    actions.delete(cast.space("sophie", "tilleuls"), [document])

    outcome = actions.take_up(cast.space("nadia", OPERATOR), [seen])

    assert outcome.done == []
    assert outcome.missed[0].state == State.DELETED


def test_x1_a_client_not_assigned_does_not_exist(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "paulo", "ferreira", "A.pdf")
    assert document.deposit is not None
    browser = cast.browser("nadia")

    for path in [
        f"arrivees/{document.public_id}/",
        f"documents-des-clients/{document.public_id}/",
        f"documents-des-clients/{document.public_id}/telecharger/",
        f"documents-des-clients/{document.public_id}/pages/1/",
        f"arrivees/depots/{document.deposit.public_id}/",
        f"publications/nouvelle/{cast.organisation('ferreira').public_id}/",
    ]:
        assert browser.get(cast.address(OPERATOR, path)).status_code == 404, path
    taken = browser.post(
        cast.address(OPERATOR, "arrivees/prendre-en-charge/"), {"document": document.public_id}
    )
    assert taken.status_code == 404
    packed = browser.post(
        cast.address(OPERATOR, "documents-des-clients/archive/"), {"document": document.public_id}
    )
    assert packed.status_code == 404

    document.refresh_from_db()
    assert document.state == State.WAITING
    attempts = Entry.objects.filter(
        chain__name=cast.organisation("ferreira").chain, event="access.stranger"
    )
    assert attempts.count() == 8
    assert {entry.account_name for entry in attempts} == {"Nadia Belkacem"}


def test_x1_ending_the_assignment_closes_the_documents_at_once(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "jeanne", "fournil", "A.pdf")
    browser = cast.browser("nadia")
    address = cast.address(OPERATOR, f"arrivees/{document.public_id}/")
    assert browser.get(address).status_code == 200

    cast.access("nadia", OPERATOR).assignments.filter(
        organisation=cast.organisation("fournil")
    ).update(ended_at=document.at)

    assert browser.get(address).status_code == 404
    assert names_on(cast, "nadia", "arrivees/?qui=tous") == []


def test_x1_reading_arrivals_is_not_taking_them_up(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    mask = mask_of([ARRIVALS])
    Access.objects.filter(pk=cast.access("nadia", OPERATOR).pk).update(
        read_mask=mask, update_mask=0, covers=Covers.ALL
    )
    browser = cast.browser("nadia")

    page = browser.get(cast.address(OPERATOR, "arrivees/"))
    assert page.status_code == 200
    assert "prendre-en-charge" not in page.content.decode()
    answer = browser.post(
        cast.address(OPERATOR, "arrivees/prendre-en-charge/"), {"document": document.public_id}
    )
    assert answer.status_code == 403
    with pytest.raises(RightMissing):
        actions.take_up(cast.space("nadia", OPERATOR), [document])


def test_x1_the_stores_filters_find_by_client_and_kind(
    cast: Cast, hand_in: HandIn, publish: HandIn
) -> None:
    actions.take_up(cast.space("nadia", OPERATOR), hand_in(cast, "sophie", "tilleuls", "Remis.pdf"))
    publish(cast, "nadia", "fournil", "Bilan.pdf")
    hand_in(cast, "sophie", "tilleuls", "Attend.pdf")

    store = "documents-des-clients/"
    assert set(names_on(cast, "nadia", store)) == {"Remis.pdf", "Bilan.pdf"}
    assert names_on(cast, "nadia", store + "?client=fournil") == ["Bilan.pdf"]
    assert names_on(cast, "nadia", store + "?etat=pris-en-charge") == ["Remis.pdf"]
    assert names_on(cast, "nadia", store + "?etat=mis-a-disposition") == ["Bilan.pdf"]
    assert names_on(cast, "thomas", store) == []


def test_x1_what_waits_stands_on_the_home_page(cast: Cast, hand_in: HandIn) -> None:
    hand_in(cast, "sophie", "tilleuls", "A.pdf", "B.pdf")

    def waits(person: str, organisation: str) -> list[tuple[str, int]]:
        answer = cast.browser(person).get(cast.address(organisation))
        return [(item.address, item.count) for item in answer.context["to_do"]]

    queue = cast.address(OPERATOR, "arrivees/")
    assert waits("nadia", OPERATOR) == [(queue, 2)]
    assert waits("claire", OPERATOR) == [(queue, 2)]
    assert waits("thomas", OPERATOR) == []
    assert waits("solange", "tilleuls") == [(cast.address("tilleuls", "documents/en-cours/"), 2)]


def test_x1_client_pages_do_not_exist_in_the_back_office(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls", "A.pdf")
    browser = cast.browser("claire")

    for path in [
        "documents/",
        "documents/tous/",
        "documents/en-cours/",
        "documents/transferer/",
        f"documents/{document.public_id}/",
        f"documents/{document.public_id}/telecharger/",
        f"documents/{document.public_id}/pages/1/",
    ]:
        assert browser.get(cast.address(OPERATOR, path)).status_code == 404, path
    assert browser.post(cast.address(OPERATOR, "documents/archive/")).status_code == 404
