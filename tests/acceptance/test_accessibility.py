"""X4: every page of the journey, in every state that matters, is usable by everyone (WCAG 2.2 AA).

Each test walks one part of the portal and says at its end all that it found.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from parvis.demo import world
from tests.acceptance.conftest import PHONE, NewPage
from tests.acceptance.inspector import Inspector
from tests.acceptance.visitor import (
    accept_terms,
    choose_password,
    make_paper,
    new_address,
    new_siret,
    open_space,
    sign_in,
    sign_in_as,
)
from tests.support.mail_server import MailServer, link_in
from tests.support.portal_server import PortalServer

ONE_LOCAL_MAIL = """
from parvis.mailroom.local_mailbox import LocalMailboxBackend
from parvis.mailroom.mails import MAIL_KINDS
from django.core.mail import EmailMultiAlternatives
sample = next(iter(MAIL_KINDS.values())).sample()
text, html = sample.rendered()
mail = EmailMultiAlternatives(sample.subject, text, to=["lucie@journee.example"])
mail.attach_alternative(html, "text/html")
LocalMailboxBackend().send_messages([mail])
"""


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    """Each title with the address of its page, over all tests of this file."""
    return {}


@pytest.fixture
def inspector(titles: dict[str, str]) -> Inspector:
    return Inspector(titles=titles)


A_BAD_PAGE = """
<!doctype html><html lang="en"><title>Page</title>
<style>#small { display: block; width: 1rem; height: 1rem; } #small:focus { outline: none }</style>
<main><h1>One</h1><h1>Two</h1><p style="color: #999; background: #fff">Pale words</p>
<a id="small" href="#small" aria-label="Small"></a><button tabindex="-1">Out of reach</button>
<button onfocus="this.blur()">Shy</button><div style="width: 90rem">Wide</div></main>
"""


def test_the_inspector_sees_faults(new_page: NewPage) -> None:
    """What the other tests of this file rest upon."""
    page = new_page()
    page.set_content(A_BAD_PAGE)
    inspector = Inspector(titles={"Page": "/elsewhere/"})
    inspector.look(page, "bad")
    for part in (
        "language is « en »",
        "2 first headings",
        "has the title of /elsewhere/",
        "color-contrast",
        "the page is",
        "the target is small",
        "the first stop of Tab",
        "the focus is not seen",
        "takes no focus",
    ):
        assert any(part in fault for fault in inspector.faults), (part, inspector.faults)


class Walk:
    """One person at one device, whose pages are looked at one after the other."""

    def __init__(self, page: Page, inspector: Inspector) -> None:
        self.page = page
        self.inspector = inspector
        page.emulate_media(reduced_motion="reduce")

    def see(self, name: str, address: str = "") -> None:
        """Look at the page as it stands, or at the one of this address."""
        if address:
            self.page.goto(address)
        self.inspector.look(self.page, name)

    def follow(self, name: str, link: str | re.Pattern[str], within: str = "main") -> None:
        """Follow the first such link and look at where it leads."""
        self.page.locator(within).get_by_role("link", name=link).first.click()
        self.see(name)

    def send(self, name: str, button: str | re.Pattern[str]) -> None:
        """Press the first such button and look at what becomes of the page."""
        self.page.locator("main").get_by_role("button", name=button).first.click()
        self.page.wait_for_load_state()
        self.see(name)


def test_before_one_has_an_account(
    new_page: NewPage, portal: PortalServer, inspector: Inspector
) -> None:
    walk = Walk(new_page(), inspector)
    walk.see("front", "/")
    walk.see("sign-in", "/connexion/")
    walk.send("sign-in left empty", "Se connecter")
    walk.page.get_by_label("Identifiant").fill("personne@journee.example")
    walk.page.get_by_label(re.compile("^Mot de passe")).fill("Un-Mauvais-Mot-9")
    walk.send("sign-in refused", "Se connecter")
    walk.see("forgotten password", "/mot-de-passe-oublie/")
    walk.send("forgotten password, left empty", "Recevoir un lien")
    walk.page.get_by_label("Identifiant").fill("personne@journee.example")
    walk.send("link sent", "Recevoir un lien")
    walk.see("help", "/aide/")
    walk.page.locator("main summary").first.click()
    walk.see("help with an answer")
    walk.see("a page that does not exist", "/nulle-part/")
    walk.see("mailbox, empty", "/atelier/boite-aux-lettres/?pour=personne@journee.example")
    portal.manage("shell", "-c", ONE_LOCAL_MAIL)
    walk.see("mailbox", "/atelier/boite-aux-lettres/")
    walk.page.locator("main .lines a").first.click()
    walk.see("a message of the mailbox")
    walk.see("gallery", "/atelier/galerie/")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_opening_an_account(new_page: NewPage, mail: MailServer, inspector: Inspector) -> None:
    address = new_address("camille")
    open_space(new_page(), "Atelier des Quatre Vents", new_siret(), address)
    link = link_in(mail.wait_for(address))
    walk = Walk(new_page(), inspector)
    walk.see("activation", link)
    walk.page.get_by_label(re.compile("^Mot de passe")).fill("court")
    walk.send("activation refused", "Créer mon compte")
    choose_password(walk.page)
    walk.send("activated", "Créer mon compte")
    walk.see("link that no longer works", link)

    sign_in(walk.page, address)
    walk.see("terms")
    walk.send("terms not accepted", "Ouvrir mon espace")
    accept_terms(walk.page)
    expect(walk.page).to_have_url(re.compile("/espaces/"))
    space = walk.page.url
    walk.see("home of a new space")
    walk.see("no document", f"{space}documents/")
    walk.see("no file", f"{space}documents/en-cours/")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_ones_own_account(new_page: NewPage, mail: MailServer, inspector: Inspector) -> None:
    walk = Walk(new_page(), inspector)
    sign_in_as(walk.page, "melanie")
    walk.see("details", "/mon-compte/")
    mobile = walk.page.get_by_label(re.compile("^Téléphone mobile"))
    mobile.fill("12")
    walk.send("details refused", "Enregistrer")
    mobile.fill("06 39 98 05 55")
    walk.send("code sent to a telephone", "Certifier")
    walk.page.get_by_label(re.compile("^Code reçu")).fill("12")
    walk.send("code refused", "Certifier")
    walk.see("change the password", "/mon-compte/mot-de-passe/")
    walk.send("password refused", "Enregistrer le mot de passe")
    walk.see("identifier", "/mon-compte/identifiant/")
    walk.see("change the identifier", "/mon-compte/identifiant/modifier/")
    walk.see("confirm an address", "/mon-compte/renouveler/?envoye=1")
    walk.page.get_by_role("button", name="Envoyer le lien").click()
    message = mail.wait_for(world.person("melanie").email, "Confirmez votre adresse")
    walk.see("link that confirms an address", link_in(message))
    assert not inspector.faults, "\n".join(inspector.faults)


def test_users_and_invitations(new_page: NewPage, inspector: Inspector) -> None:
    """Among them the person with the longest name, and the space with the longest one."""
    walk = Walk(new_page(), inspector)
    sign_in_as(walk.page, "paulo")
    users = f"{walk.page.url}utilisateurs/"
    walk.see("users", users)
    long_name = world.person("marie-antoinette").full_name
    row = walk.page.get_by_role("row").filter(has_text=long_name)
    row.get_by_role("link", name="Modifier").click()
    walk.see("change a user")
    walk.page.goto(users)
    row.get_by_role("link", name="Retirer").click()
    walk.see("remove a user")
    walk.see("invite", f"{users}ajouter/")
    walk.send("invite, left empty", "Enregistrer")

    haulier = Walk(new_page(), inspector)
    sign_in_as(haulier.page, "didier")
    haulier.see("home with a long name")
    haulier.page.goto(f"{haulier.page.url}utilisateurs/ajouter/")
    guest = world.person("gerard")
    haulier.page.get_by_label("Prénom").fill(guest.first_name)
    haulier.page.get_by_label(re.compile(r"^Nom")).fill(guest.last_name)
    haulier.page.get_by_label("Adresse e-mail").fill(guest.email)
    haulier.page.get_by_label(re.compile("^Invité")).check()
    haulier.send("users with invitations", "Enregistrer")

    invited = Walk(new_page(), inspector)
    sign_in_as(invited.page, "gerard")
    invited.see("choice with an invitation", "/mes-espaces/?tous=1")
    invited.follow("invitation", re.compile(world.organisation("granulats").name))
    invited.see("no space found", "/mes-espaces/?tous=1&q=introuvable")
    invited.page.goto("/mes-espaces/?tous=1")
    invited.page.get_by_role("link", name=re.compile("EARL des Tilleuls")).first.click()
    invited.see("home of a guest")
    invited.see("not allowed", f"{invited.page.url}documents/transferer/")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_documents_of_a_space(new_page: NewPage, tmp_path: Path, inspector: Inspector) -> None:
    walk = Walk(new_page(), inspector)
    page = walk.page
    sign_in_as(page, "solange")
    home = page.url
    walk.see("home")
    page.locator("header summary").click()
    walk.see("home with the profile's menu")
    walk.see("journal", f"{home}journal/")
    walk.see("documents", f"{home}documents/")
    walk.see("documents, none found", f"{home}documents/?q=introuvable")
    walk.see("files", f"{home}documents/en-cours/")
    page.get_by_role("checkbox").nth(1).check()
    walk.see("files with a tick")
    page.get_by_role("row").filter(has_text="En attente").first.get_by_role(
        "link", name=re.compile("Supprimer")
    ).click()
    walk.see("delete")
    page.goto(f"{home}documents/en-cours/")
    page.locator("tbody th a").first.click()
    walk.see("document")

    walk.see("transfer", f"{home}documents/transferer/")
    walk.send("transfer left empty", "Tout transférer")
    page.goto(f"{home}documents/transferer/")
    page.locator("summary", has_text="Alerter vos contacts").click()
    program = tmp_path / "programme.exe"
    program.write_bytes(b"MZ")
    long_name = tmp_path / f"{'facture_de_la_cooperative_' * 5}.pdf"
    long_name.write_bytes(make_paper(tmp_path, "facture.pdf").read_bytes())
    page.locator("input[type=file]").set_input_files(
        [str(path) for path in (tmp_path / "facture.pdf", long_name, program)]
    )
    walk.see("transfer with files")
    page.get_by_label(re.compile("^Comptable")).check()
    page.get_by_role("button", name="Tout transférer").click()
    expect(page.get_by_role("button", name="Terminer avec")).to_be_visible(timeout=20_000)
    walk.see("transfer with a file refused")
    page.get_by_role("button", name="Terminer avec").click()
    expect(page.get_by_role("heading", name="Accusé de dépôt")).to_be_visible(timeout=20_000)
    walk.see("receipt")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_back_office(new_page: NewPage, inspector: Inspector) -> None:
    claire = Walk(new_page(), inspector)
    sign_in_as(claire.page, "claire")
    clients = f"{claire.page.url}clients/"
    claire.see("home of the back office")
    claire.see("clients", clients)
    claire.see("clients, none found", f"{clients}?q=introuvable")
    claire.see("open a space", f"{clients}ouvrir/")
    claire.page.get_by_label("Numéro de SIRET").fill("123")
    claire.send("open a space, refused", "Ouvrir l’espace")
    claire.page.goto(clients)
    claire.follow("client", world.organisation("granulats").name)

    nadia = Walk(new_page(), inspector)
    sign_in_as(nadia.page, "nadia")
    office = nadia.page.url
    nadia.see("arrivals", f"{office}arrivees/")
    nadia.page.get_by_role("checkbox").nth(1).check()
    nadia.see("arrivals with a tick")
    nadia.page.locator("tbody th a").first.click()
    nadia.see("arrival")
    nadia.follow("deposit of a client", re.compile("D-"))
    nadia.see("arrivals, none found", f"{office}arrivees/?q=introuvable")
    nadia.see("store", f"{office}documents-des-clients/")
    nadia.page.locator("tbody th a").first.click()
    nadia.see("document of a client")
    nadia.see("publish, the client", f"{office}publications/nouvelle/")
    nadia.follow("publish, the documents", re.compile("Fournil"))
    nadia.send("publish, left empty", "Mettre à disposition")
    assert not inspector.faults, "\n".join(inspector.faults)


def test_mails(new_page: NewPage, inspector: Inspector) -> None:
    """Each mail in its gallery, as a mail program shows it."""
    page = new_page()
    page.goto("/atelier/galerie/")
    addresses = page.locator("iframe").evaluate_all("frames => frames.map(({src}) => src)")
    assert len(addresses) > 5
    for address in addresses:
        page.goto(address)
        inspector.look_at_mail(page, address)
    assert not inspector.faults, "\n".join(inspector.faults)


def tab_to(page: Page, target: Locator, *, most: int = 60) -> None:
    """Press Tab until the focus is there."""
    for _press in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab do not lead to {target}")


def test_a_document_handed_in_by_keyboard_on_a_phone(new_page: NewPage, tmp_path: Path) -> None:
    """Sign in, unfold the menu, choose and send a file, sign out: no mouse, no finger."""
    paper = make_paper(tmp_path, "releve_au_clavier.pdf")
    page = new_page(phone=True)
    page.on("filechooser", lambda chooser: chooser.set_files(str(paper)))
    page.goto("/connexion/")
    tab_to(page, page.get_by_label("Identifiant"))
    page.keyboard.type(world.person("sophie").email)
    tab_to(page, page.get_by_label(re.compile("^Mot de passe")))
    page.keyboard.type(world.PASSWORD)
    page.keyboard.press("Enter")
    space = page.get_by_role("link", name=re.compile("EARL des Tilleuls")).first
    expect(space).to_be_visible()
    tab_to(page, space)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/espaces/"))

    menu = page.get_by_role("button", name="Menu", exact=True)
    tab_to(page, menu)
    page.keyboard.press("Enter")
    entry = page.locator("#menu").get_by_role("link", name="Transférer des documents")
    expect(entry).to_be_visible()
    page.keyboard.press("Escape")
    expect(entry).not_to_be_visible()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, entry)
    page.keyboard.press("Enter")

    desk = page.get_by_label(re.compile("^Comptable"))
    expect(desk).to_be_visible()
    tab_to(page, desk)
    page.keyboard.press("Space")
    expect(desk).to_be_checked()
    choose = page.locator("input[type=file]")
    tab_to(page, choose)
    page.keyboard.press("Enter")
    expect(page.locator("[data-remaining]")).to_have_text("1")
    send = page.get_by_role("button", name="Tout transférer")
    tab_to(page, send)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Accusé de dépôt")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(paper.name).first).to_be_visible()

    tab_to(page, page.locator("header summary"))
    page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="Se déconnecter")
    tab_to(page, leave)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/espaces/"))
    page.goto("/mon-compte/")
    expect(page).to_have_url(re.compile("/connexion/"))


def test_taking_up_at_four_hundred_percent(new_page: NewPage) -> None:
    """1280 × 1024 px at 400 % (WCAG 1.4.10): nothing that stays in place takes the page away."""
    page = new_page()
    page.set_viewport_size({"width": 320, "height": 256})
    sign_in_as(page, "helene")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("#menu").get_by_role("link", name="Documents reçus").click()
    boxes = page.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    first = page.locator("tbody tr").first
    name = first.locator("th a").first.inner_text()
    first.get_by_role("checkbox").check()
    for control in page.locator("tbody tr").nth(1).get_by_role("link").all():
        control.focus()
        box = control.bounding_box()
        assert box is not None
        found = control.evaluate(
            "(element, {x, y}) => element.contains(document.elementFromPoint(x, y))",
            {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2},
        )
        assert found, f"{control} is covered"
    page.get_by_role("button", name="Prendre en charge").click()
    expect(page.get_by_role("status").filter(has_text="pris en charge")).to_be_visible()
    expect(page.locator("tbody").get_by_text(name)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
