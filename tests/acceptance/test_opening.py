"""Opening a space, activating an account, inviting people: the journey from the first mail on."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.acceptance.conftest import NewPage
from tests.acceptance.visitor import (
    PASSWORD,
    accept_terms,
    choose_password,
    new_address,
    new_siret,
    open_menu,
    open_space,
    sign_in,
    sign_in_as,
)
from tests.support.mail_server import MailServer, link_in, text_of
from tests.support.portal_server import PortalServer


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_c1_c2_c3_c4_c5_c16_activation_to_dashboard(
    new_page: NewPage, mail: MailServer, phone: bool
) -> None:
    """The operator opens a space; its principal is in it in three screens and under two minutes."""
    address = new_address("lucie")
    open_space(new_page(), "Ferme du Val Clair", new_siret(), address)
    message = mail.wait_for(address)
    assert str(message["Subject"]) == "Activation de votre compte Clarivelle"
    assert "ne-pas-repondre@" in str(message["From"])
    assert "Pour activer votre compte, cliquez ici" in text_of(message)

    person = new_page(phone=phone)
    screens: list[str] = []
    person.on(
        "framenavigated",
        lambda frame: screens.append(frame.url) if frame == person.main_frame else None,
    )
    began = time.monotonic()
    person.goto(link_in(message))
    expect(
        person.get_by_text(
            "Afin de finaliser la création de votre compte, merci de saisir un mot de passe"
        )
    ).to_be_visible()
    choose_password(person)
    person.get_by_role("button", name="Créer mon compte").click()
    expect(person.get_by_text("Félicitations, votre compte est désormais actif")).to_be_visible()
    person.get_by_role("link", name="Se connecter").first.click()
    person.get_by_label("Identifiant").fill(address)
    person.get_by_label(re.compile("^Mot de passe")).fill(PASSWORD)
    person.get_by_role("button", name="Se connecter").click()
    accept_terms(person)
    expect(person).to_have_url(re.compile("/espaces/"))
    expect(person.locator("main").get_by_text("Ferme du Val Clair").first).to_be_visible()
    assert time.monotonic() - began < 120

    # C1: the link worked once.
    again = new_page()
    answer = again.goto(link_in(message))
    assert answer is not None
    assert answer.status == 410
    expect(again.get_by_text("Mot de passe oublié").first).to_be_visible()


def test_c2_the_checklist_turns_green_rule_by_rule(new_page: NewPage, mail: MailServer) -> None:
    address = new_address("regles")
    open_space(new_page(), "Atelier des Règles", new_siret(), address)
    page = new_page()
    page.goto(link_in(mail.wait_for(address)))
    rules = page.locator("[data-checklist] [data-kind]")
    expect(rules).to_have_count(4)
    field = page.get_by_label(re.compile(r"^Mot de passe"))
    for typed, done in [
        ("a", 1),
        ("abcdefghijkl", 2),
        ("abcdefghijk1!", 3),
        ("Abcdefghijk1!", 4),
        (address, 2),
    ]:
        field.fill(typed)
        expect(page.locator("[data-checklist] [data-met=true]")).to_have_count(done)
    field.fill("court")
    page.get_by_role("button", name="Créer mon compte").click()
    # The server says what the checklist says, and the link still works.
    expect(page.get_by_text("au moins 12 caractères").first).to_be_visible()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()


def test_c9_c10_c11_people_are_invited_with_profiles(new_page: NewPage, mail: MailServer) -> None:
    """The principal of the demonstration's masonry adds somebody, who finds what she may do."""
    address = new_address("invitee")
    principal = new_page()
    sign_in_as(principal, "paulo")
    open_menu(principal, "Gestion des utilisateurs")
    principal.get_by_role("link", name=re.compile("Ajouter une personne")).first.click()
    principal.get_by_label("Prénom").fill("Inès")
    principal.get_by_label(re.compile(r"^Nom")).fill("Carpentier")
    principal.get_by_label("Adresse e-mail").fill(address)
    principal.get_by_label(re.compile("^Invité")).check()
    principal.get_by_role("button", name="Enregistrer").click()
    expect(principal.get_by_text("Inès Carpentier").first).to_be_visible()
    expect(principal.get_by_text("En attente").first).to_be_visible()

    message = mail.wait_for(address)
    assert "Maçonnerie Ferreira & Fils" in str(message["Subject"])
    guest = new_page(phone=True)
    guest.goto(link_in(message))
    expect(guest.get_by_text("Maçonnerie Ferreira & Fils").first).to_be_visible()
    guest.get_by_label(re.compile("^Téléphone portable")).fill("06 39 98 01 77")
    choose_password(guest)
    guest.get_by_role("button", name="Créer mon compte").click()
    sign_in(guest, address)
    accept_terms(guest)
    expect(guest).to_have_url(re.compile("/espaces/"))
    open_menu(guest, "Gestion des utilisateurs")
    expect(guest.locator("main").get_by_text("Inès Carpentier").first).to_be_visible()
    expect(guest.get_by_role("link", name=re.compile("Ajouter une personne"))).to_have_count(0)


def test_c9_an_account_gains_one_more_space_once_its_owner_accepts(
    new_page: NewPage, mail: MailServer
) -> None:
    principal = new_page()
    sign_in_as(principal, "didier")
    open_menu(principal, "Gestion des utilisateurs")
    principal.get_by_role("link", name=re.compile("Ajouter une personne")).first.click()
    principal.get_by_label("Prénom").fill("Sophie")
    principal.get_by_label(re.compile(r"^Nom")).fill("Brunel-Castaing")
    principal.get_by_label("Adresse e-mail").fill("Sophie@Bureau-Partage.example ")
    principal.get_by_label(re.compile("^Collaborateur")).check()
    principal.get_by_role("button", name="Enregistrer").click()

    message = mail.wait_for("sophie@bureau-partage.example", "Invitation")
    sophie = new_page()
    sign_in_as(sophie, "sophie")
    sophie.goto(link_in(message))
    expect(sophie.get_by_text("Société coopérative de transport").first).to_be_visible()
    sophie.get_by_role("button", name="Accepter").click()
    expect(sophie).to_have_url(re.compile("/espaces/"))
    # C6, C7: she now picks among four, one click from the profile menu.
    sophie.goto("/mes-espaces/?tous")
    expect(sophie.get_by_role("link", name=re.compile("EARL des Tilleuls"))).to_be_visible()
    expect(sophie.get_by_role("link", name=re.compile("Société coopérative"))).to_be_visible()


def test_c12_a_forgotten_password_answers_alike_and_sends_what_fits(
    new_page: NewPage, mail: MailServer, portal: PortalServer
) -> None:
    address = new_address("tardif")
    open_space(new_page(), "Transports Tardif", new_siret(), address)
    first = link_in(mail.wait_for(address))
    time.sleep(0.1)
    answers = []
    for identifier in ("youssef@fournil-de-jeanne.example", "inconnu@journee.example"):
        page = new_page()
        page.goto("/connexion/")
        page.get_by_role("link", name=re.compile("Mot de passe oublié")).first.click()
        page.get_by_label("Identifiant").fill(identifier)
        page.get_by_role("button", name=re.compile("Envoyer|Recevoir")).click()
        expect(page.get_by_text(identifier)).to_be_visible()
        answers.append(page.locator("main").inner_text().replace(identifier, "…"))
    assert answers[0] == answers[1]
    message = mail.wait_for("youssef@fournil-de-jeanne.example", "mot de passe")
    assert not mail.sent_to("inconnu@journee.example")
    page = new_page()
    page.goto(link_in(message))
    choose_password(page, "Farine-Levain-77-Aube")
    page.get_by_role("button", name=re.compile("Enregistrer")).click()
    sign_in(page, "youssef@fournil-de-jeanne.example", "Farine-Levain-77-Aube")
    expect(page).to_have_url(re.compile("/espaces/"))
    assert first.startswith(portal.address)
