"""Handing documents in, taking them up, publishing back: the second half of the journey."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from parvis.demo import world
from tests.acceptance.conftest import NewPage
from tests.acceptance.visitor import make_paper, open_menu, sign_in_as
from tests.support.mail_server import MailServer, link_in, text_of

CLIENT = "EARL des Tilleuls"


def open_client_space(page: Page, person: str) -> None:
    sign_in_as(page, person)
    if "/mes-espaces/" in page.url:
        page.get_by_role("link", name=re.compile(CLIENT)).first.click()
    expect(page).to_have_url(re.compile("/espaces/"))


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_d2_d3_d4_d5_d6_x1_from_the_client_to_the_store_and_back(  # noqa: PLR0915 - a journey
    new_page: NewPage, mail: MailServer, tmp_path: Path, phone: bool
) -> None:
    """Sophie hands two files in and cancels a third; Nadia takes them up and publishes one back."""
    suffix = "telephone" if phone else "bureau"
    first = make_paper(tmp_path, f"facture_semoir_{suffix}.pdf")
    second = make_paper(tmp_path, f"facture_clotures_{suffix}.pdf")
    third = make_paper(tmp_path, f"a_ne_pas_envoyer_{suffix}.pdf")

    client = new_page(phone=phone)
    open_client_space(client, "sophie")
    open_menu(client, "Transférer des documents")
    client.get_by_label(re.compile("^Comptable")).check()
    client.locator("input[type=file]").set_input_files([str(first), str(second), str(third)])
    expect(client.locator("[data-remaining]")).to_have_text("3")
    client.get_by_role("row").filter(has_text=third.name).get_by_role("button").click()
    expect(client.locator("[data-remaining]")).to_have_text("2")
    client.locator("summary", has_text="Alerter vos contacts").click()
    client.get_by_label(re.compile("^Mathieu Delaunay")).check()
    client.get_by_role("button", name="Tout transférer").click()
    expect(client.get_by_role("heading", name="Accusé de dépôt")).to_be_visible(timeout=20_000)
    number = re.search(r"D-\d{4}-\d{6}", client.locator("main").inner_text())
    assert number is not None
    expect(client.get_by_text(first.name).first).to_be_visible()
    expect(client.get_by_text(third.name)).to_have_count(0)

    arrival = mail.wait_for(world.person("nadia").email, saying=first.name)
    assert CLIENT in text_of(arrival)
    mail.wait_for(world.person("mathieu").email, saying=second.name)

    accountant = new_page(phone=phone)
    sign_in_as(accountant, "nadia")
    accountant.goto(link_in(arrival))
    expect(accountant.get_by_text(number.group()).first).to_be_visible()
    accountant.get_by_role("link", name=first.name).first.click()
    picture = accountant.locator("main img").first
    expect(picture).to_be_visible()
    assert picture.evaluate(
        "image => image.decode().then(() => image.naturalWidth > 100, () => false)"
    ), "the first page is drawn"
    accountant.get_by_role("button", name="Prendre en charge").click()
    expect(accountant.get_by_role("status").first).to_contain_text("pris en charge")

    open_menu(client, "Mes documents")
    client.get_by_role("link", name="Fichiers en cours").click()
    taken = client.get_by_role("row").filter(has_text=first.name)
    expect(taken).to_contain_text("Pris en charge")
    expect(taken).to_contain_text("par Nadia Belkacem")
    waiting = client.get_by_role("row").filter(has_text=second.name)
    expect(waiting).to_contain_text("En attente")

    # D5: what still waits can be deleted, after a confirmation.
    waiting.get_by_role("link", name=re.compile("Supprimer")).click()
    client.get_by_role("button", name=re.compile("Supprimer")).click()
    expect(client.get_by_role("row").filter(has_text=second.name)).to_have_count(0)

    answer = make_paper(tmp_path, f"bilan_{suffix}.pdf")
    open_menu(accountant, "Mettre à disposition")
    accountant.get_by_role("link", name=re.compile(CLIENT)).first.click()
    accountant.get_by_label(re.compile("^Comptable")).check()
    accountant.locator("input[type=file]").set_input_files(str(answer))
    accountant.get_by_role("button", name="Mettre à disposition").click()
    expect(accountant.get_by_text(answer.name).first).to_be_visible(timeout=20_000)
    mail.wait_for(world.person("solange").email, "disposition", saying=answer.name)

    open_menu(client, "Mes documents")
    published = client.get_by_role("row").filter(has_text=answer.name)
    expect(published).to_be_visible()
    with client.expect_download() as download:
        published.get_by_role("link", name=re.compile("Télécharger")).click()
    assert download.value.suggested_filename == answer.name
    assert Path(download.value.path()).read_bytes() == answer.read_bytes()


def test_x6_without_javascript_the_same_form_hands_files_in(
    new_page: NewPage, mail: MailServer, tmp_path: Path
) -> None:
    paper = make_paper(tmp_path, "releve_sans_script.pdf")
    page = new_page(javascript=False)
    open_client_space(page, "sophie")
    open_menu(page, "Transférer des documents")
    page.get_by_label(re.compile("^Conseil")).check()
    page.locator("input[type=file]").set_input_files(str(paper))
    page.get_by_role("button", name="Tout transférer").click()
    expect(page.get_by_role("heading", name="Accusé de dépôt")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(paper.name).first).to_be_visible()
    mail.wait_for(world.person("helene").email, saying=paper.name)


def test_d2_a_file_that_lies_is_refused_beside_its_name(new_page: NewPage, tmp_path: Path) -> None:
    good = make_paper(tmp_path, "bonne_facture.pdf")
    liar = tmp_path / "fausse_facture.pdf"
    liar.write_text("<html><script>alert(1)</script></html>")
    empty = tmp_path / "vide.pdf"
    empty.touch()
    program = tmp_path / "programme.exe"
    program.write_bytes(b"MZ")
    page = new_page()
    open_client_space(page, "mathieu")
    open_menu(page, "Transférer des documents")
    page.get_by_label(re.compile("^Comptable")).check()
    page.locator("input[type=file]").set_input_files(
        [str(one) for one in (good, liar, empty, program)]
    )
    expect(page.get_by_role("row").filter(has_text=empty.name)).to_contain_text("vide")
    expect(page.get_by_role("row").filter(has_text=program.name)).to_contain_text("type de fichier")
    page.get_by_role("button", name="Tout transférer").click()
    refused = page.get_by_role("row").filter(has_text=liar.name)
    expect(refused).to_contain_text("Refusé", timeout=20_000)
    expect(page.get_by_role("row").filter(has_text=good.name)).to_contain_text("Transféré")
    page.get_by_role("button", name="Terminer avec les fichiers transférés").click()
    expect(page.get_by_role("heading", name="Accusé de dépôt")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(liar.name)).to_have_count(0)


def test_d2_a_transfer_goes_on_after_a_lost_connection(new_page: NewPage, tmp_path: Path) -> None:
    """The network goes away in the middle of a large file and comes back."""
    large = tmp_path / "grand_livre.csv"
    large.write_text("compte;libellé;montant\n" + "411000;Client;12,50\n" * 1_500_000)
    page = new_page()
    open_client_space(page, "mathieu")
    open_menu(page, "Transférer des documents")
    page.get_by_label(re.compile("^Conseil")).check()
    page.locator("input[type=file]").set_input_files(str(large))
    lost = {"left": 2}

    def cut(route: object) -> None:
        if lost["left"]:
            lost["left"] -= 1
            route.abort("connectionreset")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route(
        re.compile(r"/televersements/[^/]+/"),
        lambda route: cut(route) if route.request.method == "PATCH" else route.continue_(),
    )
    page.get_by_role("button", name="Tout transférer").click()
    expect(page.get_by_role("heading", name="Accusé de dépôt")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(large.name).first).to_be_visible()
    assert lost["left"] == 0
