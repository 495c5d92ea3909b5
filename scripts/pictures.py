"""`make pictures`: takes the pictures of README.md and docs/guide.md from the demonstration.

It starts a demonstration of its own, with a mail server, and walks through it as people do.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import chromium  # noqa: E402
from tests.acceptance.visitor import (  # noqa: E402
    make_paper,
    new_address,
    new_siret,
    open_menu,
    open_space,
    sign_in_as,
)
from tests.support.mail_server import MailServer, link_in  # noqa: E402
from tests.support.portal_server import PortalServer  # noqa: E402

PLACE = ROOT / "docs" / "pictures"
EDGE = "#d8d2c7"
# What only a demonstration shows.
REMOVE_WORKSHOP = "document.querySelector('.strip')?.remove()"
MARGIN = 24
# A picture ends below the last thing on its page; where that is too long, below a whole row.
END = """
({greatest, margin}) => {
  const bottoms = (selector) => [...document.querySelectorAll(selector)].filter(
    (element) => element.checkVisibility()).map((element) => element.getBoundingClientRect().bottom);
  const columns = bottoms("main > *, .side > *");
  const aside = document.querySelector(".frame:not(.wide) .aside");
  if (aside?.getBoundingClientRect().left > document.querySelector("main").offsetWidth / 2) {
    columns.push(...bottoms(".aside > *"));
  }
  const whole = Math.max(...columns);
  if (whole + margin <= greatest) return whole + margin;
  return Math.max(...bottoms("main > *, main li, main tr, main .field").filter((y) => y <= greatest));
}
"""


@dataclass(frozen=True)
class Device:
    width: int
    height: int
    scale: float


DESK = Device(1280, 880, 1.5)
TALL_DESK = Device(1280, 1180, 1.5)
PHONE = Device(360, 1160, 2)


@dataclass
class Studio:
    """A browser in front of the demonstration."""

    browser: Browser
    portal: PortalServer
    mail: MailServer
    folder: Path

    @contextmanager
    def page(self, device: Device) -> Iterator[Page]:
        context = self.browser.new_context(
            base_url=self.portal.address,
            viewport={"width": device.width, "height": device.height},
            device_scale_factor=device.scale,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            has_touch=device is PHONE,
            reduced_motion="reduce",
        )
        yield context.new_page()
        context.close()

    def take(self, page: Page, name: str, device: Device) -> None:
        """Save what the page shows, framed by a thin line, with as few octets as look the same."""
        page.set_viewport_size({"width": device.width, "height": device.height})
        page.wait_for_load_state("networkidle")
        page.evaluate(REMOVE_WORKSHOP)
        page.evaluate("document.activeElement.blur()")
        height = round(page.evaluate(END, {"greatest": device.height, "margin": MARGIN}))
        shot = page.screenshot(
            clip={"x": 0, "y": 0, "width": device.width, "height": height}, animations="disabled"
        )
        picture = Image.open(io.BytesIO(shot)).convert("RGB")
        picture = ImageOps.expand(picture, border=round(device.scale), fill=EDGE)
        # Of the ways to choose 256 colours, the one that forgets no rare one, such as a red star.
        picture = picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        picture.save(PLACE / f"{name}.png", optimize=True)
        print(f"  docs/pictures/{name}.png")


def activation(studio: Studio) -> None:
    address = new_address("lucie")
    with studio.page(DESK) as page:
        open_space(page, "Ferme du Val Clair", new_siret(), address)
    link = link_in(studio.mail.wait_for(address))
    with studio.page(PHONE) as page:
        page.goto(link)
        page.get_by_label(re.compile("^Mot de passe")).fill("verger-granit-48")
        studio.take(page, "activation-phone", PHONE)


def company(studio: Studio) -> None:
    """What Solange, principal of a farm, sees."""
    with studio.page(DESK) as page:
        sign_in_as(page, "solange")
        studio.take(page, "home-desk", DESK)
        open_menu(page, "Gestion des utilisateurs")
        page.get_by_role("link", name=re.compile("Ajouter une personne")).first.click()
        page.get_by_label("Prénom").fill("Inès")
        page.get_by_label(re.compile("^Nom")).fill("Carpentier")
        page.get_by_label("Adresse e-mail").fill("ines.carpentier@earl-des-tilleuls.example")
        page.get_by_label(re.compile("^Collaborateur")).check()
        page.get_by_role("button", name="Enregistrer").click()
        open_menu(page, "Gestion des utilisateurs")
        studio.take(page, "users-desk", DESK)
        open_menu(page, "Transférer des documents")
        page.get_by_label(re.compile("^Comptable")).check()
        page.locator("input[type=file]").set_input_files(
            [
                make_paper(studio.folder, "facture_semoir_2026-11.pdf"),
                make_paper(studio.folder, "facture_clotures_2026-11.pdf"),
            ]
        )
        studio.take(page, "transfer-desk", TALL_DESK)
        page.get_by_role("button", name="Tout supprimer").click()
        open_menu(page, "Mes documents")
        studio.take(page, "documents-desk", DESK)
        open_menu(page, "Journal d’activité")
        studio.take(page, "journal-desk", DESK)
    with studio.page(PHONE) as page:
        sign_in_as(page, "solange")
        open_menu(page, "Mes documents")
        page.get_by_role("link", name="Fichiers en cours").click()
        studio.take(page, "deposits-phone", PHONE)


def choice(studio: Studio) -> None:
    with studio.page(DESK) as page:
        sign_in_as(page, "sophie")
        studio.take(page, "choice-desk", DESK)


def firm(studio: Studio) -> None:
    """What the operator's staff see."""
    with studio.page(DESK) as page:
        sign_in_as(page, "claire")
        open_menu(page, "Clients")
        page.get_by_role("link", name=re.compile("Maçonnerie Ferreira")).click()
        studio.take(page, "client-desk", DESK)
    with studio.page(DESK) as page:
        sign_in_as(page, "thomas")
        open_menu(page, "Documents reçus")
        studio.take(page, "arrivals-desk", DESK)


SCENES: tuple[Callable[[Studio], None], ...] = (activation, choice, company, firm)


def main() -> int:
    browser_path = chromium.executable()
    if browser_path is None:
        print("Pictures need Chromium (Debian: apt install chromium), or its PARVIS_CHROMIUM path.")
        return 1
    PLACE.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        mail = MailServer()
        mail.start()
        portal = PortalServer(Path(folder) / "portal", mail)
        try:
            portal.start()
            browser = playwright.chromium.launch(
                executable_path=str(browser_path), args=list(chromium.ARGUMENTS)
            )
            studio = Studio(browser, portal, mail, Path(folder))
            for scene in SCENES:
                scene(studio)
            browser.close()
        finally:
            portal.stop()
            mail.stop()
    octets = sum(path.stat().st_size for path in PLACE.glob("*.png"))
    print(f"{len(list(PLACE.glob('*.png')))} pictures, {octets / 1e6:.1f} Mo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
