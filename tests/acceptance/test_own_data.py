"""X8: one's own data as a file, and closing the account."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.acceptance.conftest import NewPage
from tests.acceptance.test_certification import newcomer
from tests.acceptance.visitor import (
    PASSWORD,
    accept_terms,
    choose_password,
    new_address,
    open_menu,
    sign_in,
    sign_in_as,
)
from tests.support.mail_server import MailServer, link_in


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_x8_a_person_takes_the_data_along_and_closes_the_account(
    new_page: NewPage, mail: MailServer, tmp_path: Path, phone: bool
) -> None:
    address = new_address("florian")
    principal = new_page()
    sign_in_as(principal, "paulo")
    open_menu(principal, "Gestion des utilisateurs")
    principal.get_by_role("link", name=re.compile("Ajouter une personne")).first.click()
    principal.get_by_label("Prénom").fill("Florian")
    principal.get_by_label(re.compile(r"^Nom")).fill("Delmas")
    principal.get_by_label("Adresse e-mail").fill(address)
    principal.get_by_label(re.compile("^Invité")).check()
    principal.get_by_role("button", name="Enregistrer").click()

    page = new_page(phone=phone)
    page.goto(link_in(mail.wait_for(address)))
    page.get_by_label(re.compile("^Téléphone portable")).fill("06 39 98 01 78")
    choose_password(page)
    page.get_by_role("button", name="Créer mon compte").click()
    sign_in(page, address)
    accept_terms(page)
    expect(page).to_have_url(re.compile("/espaces/"))
    page.goto("/mon-compte/")
    open_menu(page, "Mes données")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger mes données").click()
    file = tmp_path / "data.json"
    download.value.save_as(file)
    assert json.loads(file.read_text())["account"][0]["identifier"] == address

    page.get_by_role("link", name="Fermer mon compte").click()
    page.get_by_label(re.compile("^Votre mot de passe")).fill(PASSWORD)
    page.get_by_role("button", name="Fermer mon compte pour toujours").click()
    expect(page.get_by_role("heading", name="Votre compte est fermé")).to_be_visible()
    mail.wait_for(address, "est fermé")
    page.goto("/mon-compte/")
    expect(page).to_have_url(re.compile("/connexion/"))
    principal.reload()
    expect(principal.get_by_text(address)).to_have_count(0)


def test_x8_a_principal_reads_what_to_do_first(new_page: NewPage, mail: MailServer) -> None:
    address = newcomer(new_page, mail, "patronne")
    page = new_page()
    sign_in(page, address)
    expect(page).to_have_url(re.compile("/espaces/"))
    page.goto("/mon-compte/fermer/")
    expect(page.get_by_text("Vous êtes le décideur principal")).to_be_visible()
    expect(page.get_by_label(re.compile("^Votre mot de passe"))).to_have_count(0)
