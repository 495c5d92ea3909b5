"""What people do again and again on the pages."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from playwright.sync_api import Page, expect
from stdnum import luhn

from parvis.demo import world
from parvis.demo.papers import papers

PASSWORD = "Verger-Granit-48-Lune"
_numbers = count(1)


def new_siret() -> str:
    """A SIRET with right check digits that no other journey used."""
    siren = f"297{next(_numbers):05d}"
    siren += luhn.calc_check_digit(siren)
    return siren + "0001" + luhn.calc_check_digit(siren + "0001")


def new_address(name: str) -> str:
    """An e-mail address that no other journey used."""
    return f"{name}.{next(_numbers)}@journee.example"


def sign_in(page: Page, identifier: str, password: str = PASSWORD) -> None:
    page.goto("/connexion/")
    page.get_by_label("Identifiant").fill(identifier)
    page.get_by_label(re.compile("^Mot de passe")).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def sign_in_as(page: Page, person: str) -> None:
    """Sign in as somebody of the demonstration and wait for the page that opens."""
    sign_in(page, world.person(person).email, world.PASSWORD)
    expect(page).to_have_url(re.compile(r"/(espaces|mes-espaces)/"))


def accept_terms(page: Page) -> None:
    page.get_by_label(re.compile("J’ai lu et j’accepte")).check()
    page.get_by_role("button", name="Ouvrir mon espace").click()


def choose_password(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label(re.compile(r"^Mot de passe")).fill(password)
    page.get_by_label(re.compile("^Confirmation du mot de passe")).fill(password)


def open_menu(page: Page, entry: str) -> None:
    """Follow a line of the space's menu, unfolding it first on a phone."""
    link = page.get_by_role("link", name=entry, exact=True).first
    if not link.is_visible():
        page.get_by_text("Menu", exact=True).first.click()
    link.click()


def open_space(page: Page, name: str, siret: str, address: str) -> None:
    """Claire opens a space; `address` is the identifier of its principal, Lucie Fauvel."""
    sign_in_as(page, "claire")
    open_menu(page, "Clients")
    page.get_by_role("link", name="Ouvrir un espace").first.click()
    page.get_by_label("Nom de l’entreprise").fill(name)
    page.get_by_label("Numéro de SIRET").fill(siret)
    page.get_by_label("Prénom").fill("Lucie")
    page.get_by_label(re.compile(r"^Nom(?! de)")).fill("Fauvel")
    page.get_by_label("Adresse e-mail").fill(address)
    page.get_by_role("button", name="Ouvrir l’espace").click()


def make_paper(folder: Path, name: str) -> Path:
    """A real PDF file under this name."""
    path = folder / name
    path.write_bytes(papers()[0].render())
    return path


def sign_out(page: Page) -> None:
    page.locator("summary", has_text=re.compile(".")).filter(
        has=page.locator("[data-profile]")
    ).first.click()
    page.get_by_role("button", name="Se déconnecter").click()
