"""A real portal, a real mail server and a real browser for the journeys of people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium
from tests.support.mail_server import MailServer
from tests.support.portal_server import PortalServer

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey in a browser."""
    for item in items:
        if "acceptance" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def mail() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def portal(mail: MailServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalServer]:
    """The demonstration, served with its worker. Journeys share it: each opens its own space."""
    server = PortalServer(tmp_path_factory.mktemp("portal"), mail)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium.executable()), args=list(chromium.ARGUMENTS)
        )
        yield browser
        browser.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(chromium_browser: Browser, portal: PortalServer) -> Iterator[NewPage]:
    """Opens a page in a browser of its own: one person at one device.

    `phone` gives a small screen, `javascript` switches scripts off. A script error or a breach of
    the content policy on any of the pages fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(*, phone: bool = False, javascript: bool = True) -> Page:
        context = chromium_browser.new_context(
            base_url=portal.address,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            has_touch=phone,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on(
            "console",
            lambda line: faults.append(line.text) if "Content Security" in line.text else None,
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, faults
