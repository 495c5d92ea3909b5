"""X8, its account side: what is kept about a person, and closing the account."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client

from parvis.access.actions import assign, invite
from parvis.access.models import Access, Assignment, State
from parvis.access.profiles import Profile
from parvis.accounts.identifier import ask_for_change
from parvis.accounts.models import Account, SecretLink, TermsAcceptance
from parvis.accounts.own_data import AlreadyClosed, CannotClose, close_account
from parvis.journal.actions import broken_links
from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from parvis.organisations.models import Desk
from tests.support.cast import OPERATOR, PASSWORD, Cast
from tests.support.together import together

CLOSE = "/mon-compte/fermer/"
DOWNLOAD = "/mon-compte/donnees/telecharger/"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


def confirmed(cast: Cast, person: str) -> Client:
    browser = cast.browser(person)
    browser.post("/mon-compte/confirmer/", {"password": PASSWORD})
    return browser


def downloaded(browser: Client) -> Any:
    answer = browser.post(DOWNLOAD)
    assert answer.status_code == 200
    return json.loads(answer.getvalue())


def test_x8_the_file_holds_what_is_kept_of_the_person(cast: Cast) -> None:
    sophie = cast.account("sophie")
    ask_for_change(sophie, "sophie@verger.example")
    invite(
        cast.space("didier", "granulats"),
        identifier=sophie.identifier,
        first_name="So",
        last_name="B",
        profile=Profile.GUEST,
    )
    data = downloaded(confirmed(cast, "sophie"))
    assert set(data) == {
        *("account", "accesses", "acceptances", "certifications"),
        *("identifier_changes", "journal"),
    }
    [account] = data["account"]
    assert account["identifier"] == sophie.identifier
    assert account["last_name"] == sophie.last_name
    assert [change["new_identifier"] for change in data["identifier_changes"]] == [
        "sophie@verger.example"
    ]
    places = {access["organisation"]: access["state"] for access in data["accesses"]}
    assert places[cast.organisation("tilleuls").name] == "live"
    assert places[cast.organisation("granulats").name] == "invited"
    assert data["acceptances"][0]["terms_version"] == 1
    assert data["journal"][-1]["sentence"] == f"{sophie.identifier} a téléchargé ses données."
    assert Entry.objects.latest("pk").event == "account.data_exported"


def test_x8_the_file_holds_no_secret_and_nobody_else(cast: Cast) -> None:
    ask_for_change(cast.account("sophie"), "sophie@verger.example")
    written = json.dumps(downloaded(confirmed(cast, "sophie")), ensure_ascii=False)
    assert cast.account("sophie").password not in written
    for digest in SecretLink.objects.values_list("digest", flat=True):
        assert digest not in written
    for other in ("gerard", "paulo"):
        assert cast.account(other).identifier not in written


def test_the_file_is_an_attachment_that_nothing_keeps(cast: Cast) -> None:
    answer = confirmed(cast, "sophie").post(DOWNLOAD)
    assert answer["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
    assert "no-store" in answer["Cache-Control"]


def test_the_file_asks_for_the_password_again(cast: Cast) -> None:
    browser = cast.browser("sophie")
    answer = browser.post(DOWNLOAD)
    assert answer["Location"].startswith("/mon-compte/confirmer/")
    answer = browser.post(answer["Location"], {"password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1] == ("/mon-compte/donnees/", 302)
    assert browser.post(DOWNLOAD).status_code == 200


def test_x8_closing_forgets_the_person_and_keeps_the_proofs(cast: Cast) -> None:
    gerard = cast.account("gerard")
    identifier, name = gerard.identifier, gerard.full_name
    ask_for_change(gerard, "gerard@verger.example")
    elsewhere, browser = cast.browser("gerard"), cast.browser("gerard")
    answer = browser.post(CLOSE, {"password": PASSWORD})
    assert "Votre compte est fermé" in answer.content.decode()
    for one in (browser, elsewhere):
        assert one.get("/mon-compte/").status_code == 302
    gerard.refresh_from_db()
    assert not gerard.is_active
    assert gerard.full_name == "Compte fermé"
    for table in ("accounts_account", "accounts_certification", "accounts_identifierchange"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            assert identifier not in str(cursor.fetchall())
    assert not SecretLink.objects.filter(account=gerard).exists()
    assert TermsAcceptance.objects.filter(account=gerard).exists()
    assert not Access.objects.current().filter(account=gerard).exists()
    left = Entry.objects.get(event="access.left")
    assert (left.chain.name, left.facts) == (
        cast.organisation("tilleuls").chain,
        {"person": name},
    )
    assert not list(broken_links())
    told = Message.objects.get(kind="accounts.closed")
    assert told.recipient == identifier
    assert name in told.text
    sign_in = Client().post("/connexion/", {"login": identifier, "password": PASSWORD})
    assert sign_in.status_code == 200


def test_an_address_is_free_again_once_its_account_is_closed(cast: Cast) -> None:
    gerard = cast.account("gerard")
    identifier = gerard.identifier
    close_account(gerard)
    access = invite(
        cast.space("solange", "tilleuls"),
        identifier=identifier,
        first_name="Gérard",
        last_name="D.",
        profile=Profile.GUEST,
    )
    assert access.account != gerard
    assert access.state == State.INVITED


def test_a_principal_reads_what_to_do_first(cast: Cast) -> None:
    browser = cast.browser("solange")
    for answer in (browser.get(CLOSE), browser.post(CLOSE, {"password": PASSWORD})):
        text = answer.content.decode()
        assert "ne peut pas encore être fermé" in text
        assert cast.organisation("tilleuls").name in text
    with pytest.raises(CannotClose):
        close_account(cast.account("solange"))
    assert cast.account("solange").is_active
    assert not Message.objects.filter(kind="accounts.closed").exists()


def test_a_wrong_password_closes_nothing(cast: Cast) -> None:
    for password in ("", "Tout à fait faux 1"):
        answer = cast.browser("gerard").post(CLOSE, {"password": password})
        assert answer.status_code == 200
    assert cast.account("gerard").is_active


def test_assignments_end_with_their_person(cast: Cast) -> None:
    nadia = cast.access("nadia", OPERATOR)
    assign(cast.space("claire", OPERATOR), cast.organisation("ferreira"), nadia, Desk.ADVISER)
    close_account(cast.account("nadia"))
    assert not Assignment.objects.filter(access=nadia, ended_at=None).exists()


def test_the_database_keeps_a_closed_account_nameless(cast: Cast) -> None:
    gerard = cast.account("gerard")
    close_account(gerard)
    for fields in ({"first_name": "G"}, {"is_active": True}, {"mobile_phone": "+33639980102"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.filter(pk=gerard.pk).update(**fields)


def test_forty_closings_at_once_close_it_once(committed_cast: Cast) -> None:
    gerard = committed_cast.account("gerard")
    assert together(40, lambda _number: close_account(gerard)) == Counter(
        {"done": 1, AlreadyClosed.__name__: 39}
    )
    assert Message.objects.filter(kind="accounts.closed").count() == 1
    assert Entry.objects.filter(event="access.left").count() == 1
