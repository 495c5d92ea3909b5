"""When something goes wrong, a page says what happened and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from parvis.portal.views import faults


@pytest.mark.parametrize(
    "name", ["400", "403", "403_csrf", "404", "410", "413", "429", "500", "503"]
)
def test_every_fault_has_a_page_with_one_heading_and_the_help_line(
    name: str, settings: Any
) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    page = render_to_string(f"{name}.html", request=request)
    assert page.count("<h1>") == 1
    assert settings.PARVIS_OPERATOR["help_phone"] in page
    assert 'lang="fr"' in page


@pytest.mark.django_db
def test_an_unknown_address_answers_with_our_own_page(client: Client) -> None:
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_answers_with_our_own_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/connexion/")
    assert answer.status_code == 403
    assert "Rien n’a été enregistré" in answer.content.decode()


def test_the_page_of_a_failure_needs_neither_session_nor_database(settings: Any) -> None:
    # Without a mark, pytest refuses every query.
    answer = faults.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert settings.PARVIS_OPERATOR["help_phone"] in answer.content.decode()
