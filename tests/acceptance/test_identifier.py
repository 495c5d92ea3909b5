"""E12, « Modifier identifiant »: another address, and the old one's way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.conftest import NewPage
from tests.acceptance.test_certification import newcomer
from tests.acceptance.visitor import PASSWORD, choose_password, new_address, open_menu, sign_in
from tests.support.mail_server import MailServer, link_in

NEW_PASSWORD = "Brouette-Saule-71-Nuit"


def ask_for(page: Page, address: str) -> None:
    """From one's account to the form, and the new address typed twice."""
    page.goto("/mon-compte/")
    open_menu(page, "Identifiant")
    page.get_by_role("link", name="Modifier mon identifiant").click()
    page.get_by_label(re.compile("^Nouvelle adresse e-mail")).fill(address)
    page.get_by_label(re.compile("^Confirmation de la nouvelle adresse")).fill(address)
    page.get_by_role("button", name="Envoyer le lien de confirmation").click()
    expect(page.get_by_text("En attente de confirmation")).to_be_visible()
    expect(page.locator("main").get_by_text(address).first).to_be_visible()


def is_let_in(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/(espaces|mes-espaces)/"))


@pytest.mark.parametrize(
    ("phone", "javascript"),
    [(False, True), (True, True), (True, False)],
    ids=["desk", "phone", "phone without scripts"],
)
def test_e12_the_identifier_changes_and_the_old_address_takes_itself_back(
    new_page: NewPage, mail: MailServer, phone: bool, javascript: bool
) -> None:
    old = newcomer(new_page, mail, "marion")
    new = new_address("marion.neuve")
    page = new_page(phone=phone, javascript=javascript)
    elsewhere = new_page()
    for one in (page, elsewhere):
        sign_in(one, old)
        is_let_in(one)
    ask_for(page, new)
    assert "ce-n-est-pas-moi" in link_in(mail.wait_for(old, "demandé"))

    # The link opens a page; its button changes the identifier, and this device stays signed in.
    page.goto(link_in(mail.wait_for(new, "Confirmez")))
    page.get_by_role("button", name="Confirmer ce nouvel identifiant").click()
    expect(page.get_by_role("heading", name="Votre identifiant a changé")).to_be_visible()
    page.get_by_role("link", name="Voir mon identifiant").click()
    expect(page.locator("main").get_by_text(new)).to_be_visible()
    elsewhere.goto("/mon-compte/")
    expect(elsewhere).to_have_url(re.compile("/connexion/"))
    sign_in(elsewhere, new)
    is_let_in(elsewhere)

    # From the old address, everything is undone in one act.
    mail.wait_for(new, "a changé")
    owner = new_page(phone=phone, javascript=javascript)
    owner.goto(link_in(mail.wait_for(old, "a changé")))
    owner.get_by_role("button", name="Rétablir mon adresse").click()
    choose_password(owner, NEW_PASSWORD)
    owner.get_by_role("button", name="Enregistrer le mot de passe").click()
    sign_in(owner, old, NEW_PASSWORD)
    is_let_in(owner)
    mail.wait_for(new, "n’est plus un identifiant")
    for thief in (page, elsewhere):
        thief.goto("/mon-compte/identifiant/")
        expect(thief).to_have_url(re.compile("/connexion/"))
        sign_in(thief, new)
        expect(thief.locator("[role=alert]").first).to_be_visible()


def test_e12_a_typing_mistake_shuts_nobody_out(new_page: NewPage, mail: MailServer) -> None:
    old = newcomer(new_page, mail, "lucien")
    page = new_page(phone=True)
    sign_in(page, old)
    is_let_in(page)
    ask_for(page, "lucien@adresse-mal-tapee.example")
    again = new_page()
    sign_in(again, old)
    is_let_in(again)
    again.goto("/mon-compte/identifiant/")
    again.get_by_role("button", name="Renvoyer le message").click()
    expect(again.get_by_text("Un nouveau message est parti")).to_be_visible()
    again.get_by_role("button", name="Annuler le changement").click()
    expect(again.get_by_text("Votre identifiant reste le même")).to_be_visible()
    new = new_address("lucien.juste")
    ask_for(again, new)
    # « Ce n’est pas moi », before anything has changed: every device is signed out.
    owner = new_page(phone=True)
    owner.goto(link_in(mail.wait_for(old, "demandé", saying=new)))
    owner.get_by_role("button", name="Refuser et fermer toutes les connexions").click()
    expect(owner.get_by_role("heading", name="Le changement est refusé")).to_be_visible()
    again.goto("/mon-compte/")
    expect(again).to_have_url(re.compile("/connexion/"))
    sign_in(again, old, PASSWORD)
    is_let_in(again)
    again.goto(link_in(mail.wait_for(new, "Confirmez")))
    expect(again.get_by_role("heading", name="Ce lien ne marche plus")).to_be_visible()
