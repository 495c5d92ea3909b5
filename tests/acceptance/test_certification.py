"""E5, E8, E12: certifying a mobile number, confirming an address, changing one's password."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.conftest import NewPage
from tests.acceptance.visitor import (
    PASSWORD,
    accept_terms,
    choose_password,
    new_address,
    new_siret,
    open_space,
    sign_in,
)
from tests.support.mail_server import MailServer, link_in

NEW_PASSWORD = "Brouette-Saule-71-Nuit"
MAILBOX = "/atelier/boite-aux-lettres/"


def newcomer(new_page: NewPage, mail: MailServer, name: str) -> str:
    """The address of somebody who opened an account and accepted the terms."""
    address = new_address(name)
    open_space(new_page(), f"Domaine de {name.title()}", new_siret(), address)
    page = new_page()
    page.goto(link_in(mail.wait_for(address)))
    choose_password(page)
    page.get_by_role("button", name="Créer mon compte").click()
    # E5 costs no fourth screen: it is only told.
    expect(page.get_by_text("certifier votre téléphone mobile")).to_be_visible()
    sign_in(page, address)
    accept_terms(page)
    expect(page).to_have_url(re.compile("/espaces/"))
    return address


def code_for(page: Page, number: str) -> str:
    """The code as it reached the telephone, read on the page of the local mailbox."""
    for _try in range(40):
        page.goto(f"{MAILBOX}?pour={number.removeprefix('+')}")
        found = re.search(r"(\d{6}) est votre code", page.locator("main").inner_text())
        if found:
            return found[1]
        page.wait_for_timeout(500)
    raise AssertionError(f"no text reached {number}")


@pytest.mark.parametrize(
    ("phone", "javascript", "digits"),
    [(False, True, "201"), (True, True, "202"), (True, False, "203")],
    ids=["desk", "phone", "phone without scripts"],
)
def test_e5_a_mobile_number_is_certified(
    new_page: NewPage, mail: MailServer, phone: bool, javascript: bool, digits: str
) -> None:
    address = newcomer(new_page, mail, f"mobile{digits}")
    page = new_page(phone=phone, javascript=javascript)
    sign_in(page, address)
    page.goto("/mon-compte/")
    certify = page.get_by_role("button", name="Certifier", exact=True)
    expect(certify).to_be_hidden()
    page.get_by_label(re.compile("^Téléphone mobile")).fill(f"06 39 98 0{digits[0]} {digits[1:]}")
    if not javascript:
        page.get_by_role("button", name="Enregistrer", exact=True).click()
    certify.click()
    expect(page.get_by_text("Un code vient de partir par SMS.")).to_be_visible()
    code = code_for(new_page(), f"+33639980{digits}")
    field = page.get_by_label(re.compile("^Code reçu par SMS"))
    field.fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Certifier", exact=True).click()
    expect(page.get_by_text("Ce n’est pas le code envoyé.").first).to_be_visible()
    field.fill(code)
    page.get_by_role("button", name="Certifier", exact=True).click()
    expect(page.get_by_text("Votre téléphone mobile est certifié.")).to_be_visible()
    mark = page.get_by_text(re.compile(r"^certifié le \d"))
    expect(mark).to_be_visible()
    expect(certify).to_be_hidden()

    # Another number loses the mark, at once where scripts run.
    page.get_by_label(re.compile("^Téléphone mobile")).fill("06 39 98 02 99")
    if javascript:
        expect(mark).to_be_hidden()
        expect(certify).to_be_visible()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(mark).to_have_count(0)
    expect(certify).to_be_visible()


def test_e5_the_enter_key_saves_and_sends_no_code(new_page: NewPage, mail: MailServer) -> None:
    address = newcomer(new_page, mail, "entree")
    page = new_page()
    sign_in(page, address)
    page.goto("/mon-compte/")
    page.get_by_label(re.compile("^Téléphone mobile")).fill("06 39 98 02 10")
    page.get_by_label(re.compile("^Prénom")).press("Enter")
    expect(page.get_by_text("Vos informations sont enregistrées.")).to_be_visible()
    expect(page).to_have_url(re.compile("/mon-compte/$"))


def test_e8_an_address_is_confirmed_by_a_link_and_a_button(
    new_page: NewPage, mail: MailServer
) -> None:
    address = newcomer(new_page, mail, "adresse")
    page = new_page(phone=True)
    sign_in(page, address)
    page.goto("/mon-compte/")
    page.get_by_role("button", name="Recevoir un lien pour confirmer mon adresse").click()
    expect(page.get_by_text(f"Un message vient de partir à {address}.")).to_be_visible()
    elsewhere = new_page()
    elsewhere.goto(link_in(mail.wait_for(address, "Confirmez votre adresse")))
    elsewhere.get_by_role("button", name="Oui, confirmer mon adresse").click()
    expect(elsewhere.get_by_text("votre adresse e-mail est certifiée.")).to_be_visible()
    expect(elsewhere).to_have_url(re.compile("/connexion/"))


def test_e12_a_new_password_closes_the_other_browser(new_page: NewPage, mail: MailServer) -> None:
    address = newcomer(new_page, mail, "deux")
    here, elsewhere = new_page(), new_page(phone=True)
    for page in (here, elsewhere):
        sign_in(page, address)
        expect(page).to_have_url(re.compile("/espaces/"))
    here.goto("/mon-compte/")
    here.get_by_role("link", name="Mot de passe", exact=True).first.click()
    here.get_by_label(re.compile("^Mot de passe actuel")).fill(PASSWORD)
    here.get_by_label(re.compile("^Nouveau mot de passe")).fill("court")
    expect(here.locator("[data-checklist] [data-met=true]")).to_have_count(1)
    here.get_by_label(re.compile("^Nouveau mot de passe")).fill(NEW_PASSWORD)
    expect(here.locator("[data-checklist] [data-met=true]")).to_have_count(4)
    here.get_by_label(re.compile("^Confirmation du nouveau")).fill(NEW_PASSWORD)
    here.get_by_role("button", name="Enregistrer le mot de passe").click()
    expect(here.get_by_text("Vos autres connexions sont fermées.")).to_be_visible()
    elsewhere.reload()
    expect(elsewhere).to_have_url(re.compile("/connexion/"))
    assert mail.wait_for(address, "Votre mot de passe a changé")
    sign_in(elsewhere, address, NEW_PASSWORD)
    expect(elsewhere).to_have_url(re.compile("/espaces/"))
