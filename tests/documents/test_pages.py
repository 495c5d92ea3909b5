"""Each page opens, in each of its states."""

from __future__ import annotations

import pytest

from parvis.services.documents.actions import take_up
from tests.documents.conftest import HandIn
from tests.support.cast import OPERATOR, Cast

CLIENT_PAGES = ["documents/", "documents/en-cours/", "documents/transferer/", ""]
OFFICE_PAGES = ["arrivees/", "documents-des-clients/", "publications/nouvelle/", ""]


@pytest.mark.parametrize("path", CLIENT_PAGES)
def test_a_clients_pages_open_empty_and_full(
    cast: Cast, hand_in: HandIn, publish: HandIn, path: str
) -> None:
    browser = cast.browser("solange")
    assert browser.get(cast.address("tilleuls", path)).status_code == 200

    first, *_rest = hand_in(cast, "sophie", "tilleuls", "Relevé.pdf", "Facture.pdf")
    publish(cast, "nadia", "tilleuls")
    take_up(cast.space("nadia", OPERATOR), [first])

    for query in ["", "?q=releve", "?q=rien", "?dossier=conseil", "?tri=nom", "?tri=-nom&page=x"]:
        assert browser.get(cast.address("tilleuls", path) + query).status_code == 200


@pytest.mark.parametrize("person", ["claire", "nadia"])
@pytest.mark.parametrize("path", OFFICE_PAGES)
def test_the_back_offices_pages_open_empty_and_full(
    cast: Cast, hand_in: HandIn, publish: HandIn, person: str, path: str
) -> None:
    browser = cast.browser(person)
    assert browser.get(cast.address(OPERATOR, path)).status_code == 200

    first, *_rest = hand_in(cast, "sophie", "tilleuls", "Relevé.pdf", "Facture.pdf")
    publish(cast, "nadia", "tilleuls")
    take_up(cast.space("nadia", OPERATOR), [first])

    for query in [
        "",
        "?q=releve",
        "?client=tilleul",
        "?qui=tous&tri=-date",
        "?etat=pris-en-charge",
    ]:
        assert browser.get(cast.address(OPERATOR, path) + query).status_code == 200


def test_one_document_and_one_deposit_open_on_both_sides(cast: Cast, hand_in: HandIn) -> None:
    document, *_rest = hand_in(cast, "sophie", "tilleuls")
    assert document.deposit is not None
    pages = {
        "solange": [
            cast.address("tilleuls", f"documents/{document.public_id}/"),
            cast.address("tilleuls", f"documents/depots/{document.deposit.public_id}/"),
            cast.address(
                "tilleuls", f"documents/en-cours/supprimer/?document={document.public_id}"
            ),
        ],
        "nadia": [
            cast.address(OPERATOR, f"arrivees/{document.public_id}/"),
            cast.address(OPERATOR, f"documents-des-clients/{document.public_id}/"),
            cast.address(OPERATOR, f"arrivees/depots/{document.deposit.public_id}/"),
            cast.address(
                OPERATOR, f"publications/nouvelle/{cast.organisation('tilleuls').public_id}/"
            ),
        ],
    }
    for person, addresses in pages.items():
        for address in addresses:
            answer = cast.browser(person).get(address)
            assert answer.status_code == 200, address
