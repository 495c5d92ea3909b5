"""The operator's colours and logo reach every page, and nothing else of the disk does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from parvis.foundation.colours import theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "logo.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    return path


def test_the_colours_are_a_stylesheet_that_browsers_keep(
    client: Client, settings: Settings
) -> None:
    settings.PARVIS_OPERATOR = {**settings.PARVIS_OPERATOR, "accent": "#ffff00"}
    answer = client.get("/theme.css")
    assert answer.content.decode() == theme("#ffff00")
    assert answer["Content-Type"] == "text/css"
    assert "immutable" in answer["Cache-Control"]


def test_other_colours_have_another_address(client: Client, settings: Settings) -> None:
    def address() -> str:
        page = client.get("/connexion/").content.decode()
        return page.partition("/theme.css?v=")[2].partition('"')[0]

    before = address()
    settings.PARVIS_OPERATOR = {**settings.PARVIS_OPERATOR, "accent": "#ffff00"}
    assert before != address()


def test_a_logo_takes_the_place_of_the_name(client: Client, settings: Settings, logo: Path) -> None:
    settings.PARVIS_OPERATOR = {**settings.PARVIS_OPERATOR, "name": "Arpège", "logo": str(logo)}
    assert '<img src="/logo" alt="Arpège">' in client.get("/").content.decode()
    answer = client.get("/logo")
    assert b"".join(answer) == logo.read_bytes()
    assert answer["Content-Type"] == "image/svg+xml"
    assert "script-src" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["", "/nowhere/logo.svg", "/etc/hostname"])
def test_what_is_no_picture_is_not_served(client: Client, settings: Settings, path: str) -> None:
    settings.PARVIS_OPERATOR = {**settings.PARVIS_OPERATOR, "logo": path}
    assert client.get("/logo").status_code == 404
