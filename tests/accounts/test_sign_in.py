"""C4, C5, C12: coming in, and everything that is tried at the door."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from parvis.access import invitations
from parvis.access.invitations import LINKS_AT_MOST, LINKS_WITHIN, answer_link_requests
from parvis.access.models import LinkRequest
from parvis.accounts.actions import accept_terms, publish_terms, reset_password, sweep_sessions
from parvis.accounts.links import make_link
from parvis.accounts.models import Account, Purpose, SecretLink, TermsAcceptance
from parvis.journal.models import Entry
from parvis.mailroom.models import Message
from parvis.settings.testing import QuickHasher
from tests.support.cast import PASSWORD, Cast
from tests.support.together import together

SIGN_IN = "/connexion/"
SOLANGE = "solange@earl-des-tilleuls.example"
WRONG = "Tout à fait faux 1"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


def attempt(identifier: str, password: str, client: Client | None = None, **data: str) -> Any:
    return (client or Client()).post(SIGN_IN, {"login": identifier, "password": password, **data})


def errors(response: Any) -> list[str]:
    assert response.status_code == 200
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def is_signed_in(client: Client) -> bool:
    return client.get("/mon-compte/").status_code == 200


def test_c4_the_right_password_opens(cast: Cast) -> None:
    client = Client()
    response = attempt(SOLANGE, PASSWORD, client)
    assert (response.status_code, response["Location"]) == (302, "/mes-espaces/")
    assert is_signed_in(client)
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.account_name) == ("account.signed_in", "Solange Delaunay")


@pytest.mark.parametrize(
    "written", [SOLANGE.upper(), f"  {SOLANGE}\t", "Solange@EARL-des-tilleuls.Example"]
)
def test_c4_an_identifier_is_read_as_people_write_it(cast: Cast, written: str) -> None:
    assert attempt(written, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    "password", [PASSWORD.lower(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1], WRONG]
)
def test_c4_any_other_password_does_not(cast: Cast, password: str) -> None:
    client = Client()
    assert errors(attempt(SOLANGE, password, client))
    assert not is_signed_in(client)
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.facts) == ("account.sign_in_failed", {"identifier": SOLANGE})


def test_c4_a_password_of_spaces_is_kept_whole(cast: Cast) -> None:
    account = cast.account("solange")
    account.set_password("  " + PASSWORD + "  ")
    account.save()
    assert attempt(SOLANGE, "  " + PASSWORD + "  ").status_code == 302
    assert attempt(SOLANGE, PASSWORD).status_code == 200


def bare(response: Any, identifier: str) -> str:
    """The page without what differs on every page anyway."""
    text = response.content.decode().replace(identifier, "IDENTIFIER")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r'nonce="[^"]+"', "", text)


def test_wrong_unknown_inactive_and_closed_are_told_alike(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same status, same page, same work: nobody learns whose address is known."""
    Account.objects.filter(pk=cast.account("paulo").pk).update(is_active=False)
    tries = {
        "wrong password": (SOLANGE, WRONG),
        "unknown address": ("nobody@b.example", WRONG),
        "not active yet": (cast.account("kevin").identifier, WRONG),
        "closed, right password": (cast.account("paulo").identifier, PASSWORD),
        "closed, wrong password": (cast.account("paulo").identifier, WRONG),
    }
    hashed: Counter[str] = Counter()
    current = ""
    encode, verify = QuickHasher.encode, QuickHasher.verify

    def count_encode(self: Any, *args: Any) -> str:
        hashed[current] += 1
        return encode(self, *args)

    def count_verify(self: Any, *args: Any) -> bool:
        hashed[current] += 1
        return bool(verify(self, *args))

    monkeypatch.setattr(QuickHasher, "encode", count_encode)
    monkeypatch.setattr(QuickHasher, "verify", count_verify)
    pages = set()
    for name, (identifier, password) in tries.items():
        current = name
        response = attempt(identifier, password)
        assert response.status_code == 200, name
        pages.add(bare(response, identifier))
    assert len(pages) == 1
    assert set(hashed) == set(tries)
    assert set(hashed.values()) == {1}, hashed


def test_a_refused_sign_in_says_why_in_french(cast: Cast) -> None:
    [sentence] = errors(attempt(SOLANGE, WRONG))
    assert "incorrect" in sentence
    assert errors(attempt("", "")) == [
        "Indiquez votre identifiant.",
        "Indiquez votre mot de passe.",
    ]


def test_ten_failures_and_even_the_right_password_waits(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=True) as clock:
        for number in range(10):
            # Each from another place: the account is what is protected.
            assert errors(
                Client(REMOTE_ADDR=f"192.0.2.{number}").post(
                    SIGN_IN, {"login": SOLANGE, "password": WRONG}
                )
            )
        [sentence] = errors(attempt(f" {SOLANGE.upper()}", PASSWORD))
        assert "tentatives" in sentence
        assert attempt("paulo@maconnerie-ferreira.example", PASSWORD).status_code == 302
        clock.shift(timedelta(seconds=301))
        assert attempt(SOLANGE, PASSWORD).status_code == 302


def test_thirty_failures_from_one_place_close_that_place(cast: Cast) -> None:
    for number in range(30):
        assert errors(attempt(f"nobody{number}@b.example", WRONG))
    assert "tentatives" in errors(attempt(SOLANGE, PASSWORD))[0]
    elsewhere = Client(REMOTE_ADDR="192.0.2.99")
    assert attempt(SOLANGE, PASSWORD, elsewhere).status_code == 302


def test_a_success_does_not_wipe_the_failures_of_others(cast: Cast) -> None:
    for _number in range(9):
        attempt(SOLANGE, WRONG)
    assert attempt(SOLANGE, PASSWORD).status_code == 302
    attempt(SOLANGE, WRONG)
    assert "tentatives" in errors(attempt(SOLANGE, PASSWORD))[0]


def test_failures_are_counted_across_connections(committed_cast: Cast) -> None:
    """Several processes of the server count together."""
    assert "DatabaseCache" in type(cache._connections["default"]).__name__  # type: ignore[attr-defined]
    for _number in range(10):
        attempt(SOLANGE, WRONG)
        connections.close_all()
    assert "tentatives" in errors(attempt(SOLANGE, PASSWORD))[0]


def test_guesses_at_the_same_instant_are_counted_too(committed_cast: Cast) -> None:
    together(20, lambda _number: attempt(SOLANGE, WRONG))
    failed = Entry.objects.filter(event="account.sign_in_failed").count()
    assert failed <= 10


def test_the_session_changes_at_sign_in(cast: Cast) -> None:
    client = Client()
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    attempt(SOLANGE, PASSWORD, client)
    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_an_old_cookie_opens_nothing_after_sign_out(cast: Cast) -> None:
    client, thief = cast.browser("solange"), Client()
    thief.cookies = client.cookies.copy()  # type: ignore[assignment]
    assert is_signed_in(thief)
    assert client.get("/deconnexion/").status_code == 405, "a picture cannot sign one out"
    assert client.post("/deconnexion/")["Location"] == "/"
    assert not is_signed_in(client)
    assert not is_signed_in(thief)


def test_a_new_password_ends_every_session(cast: Cast) -> None:
    browsers = [cast.browser("solange"), cast.browser("solange")]
    other = cast.browser("paulo")
    assert all(map(is_signed_in, browsers))
    secret = make_link(cast.account("solange"), Purpose.RESET, timedelta(hours=1))
    page = Client().post(
        f"/mot-de-passe/{secret}/",
        {"password": "Vingt-3 pommes Ouf", "confirmation": "Vingt-3 pommes Ouf"},
    )
    assert page.status_code == 302
    assert not any(map(is_signed_in, browsers))
    assert is_signed_in(other)
    assert attempt(SOLANGE, PASSWORD).status_code == 200
    assert attempt(SOLANGE, "Vingt-3 pommes Ouf").status_code == 302
    told = Message.objects.get(kind="accounts.password_changed")
    assert told.recipient == SOLANGE


def test_a_closed_account_is_out_on_the_next_request(cast: Cast) -> None:
    client = cast.browser("solange")
    Account.objects.filter(identifier=SOLANGE).update(is_active=False)
    assert not is_signed_in(client)


def test_a_page_of_somebody_signed_in_is_kept_nowhere(cast: Cast) -> None:
    for address in ("/mon-compte/", cast.address("tilleuls"), cast.address("fournil")):
        assert "no-store" in cast.browser("solange").get(address)["Cache-Control"]


def test_old_sessions_are_swept(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = cast.browser("solange")
        assert sweep_sessions() == 0
        clock.shift(timedelta(days=30))
        assert sweep_sessions() == 1
        assert not is_signed_in(client)


# ── Links to other places ────────────────────────────────────────────────────────────────────────
ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "\x00//evil.example",
    "ftp://testserver/",
    "mailto:a@b.example",
]
STRANGE = ["x", "portal:front", "accounts:terms", ".", "..", "?x", "#x", "é", "%", "x" * 5000]


def place(response: Any) -> str:
    assert response.status_code == 302
    target: str = response["Location"]
    return target


@pytest.mark.parametrize("target", [*ELSEWHERE, *STRANGE])
def test_no_link_leads_from_the_portal_to_another_host(cast: Cast, target: str) -> None:
    client = Client()
    reached = place(attempt(SOLANGE, PASSWORD, client, next=target))
    assert reached == "/mes-espaces/" or target in STRANGE
    assert urlsplit(reached).netloc == ""
    Account.objects.update(accepted_terms=0)
    for data in ({"next": target, "accepted": "on", "version": "1"}, {"next": target}):
        response = client.post("/conditions/", data)
        assert response.status_code == 200 or place(response) == "/mes-espaces/"
    assert place(client.get("/conditions/", {"next": target})) == "/mes-espaces/"
    assert place(client.post("/langue/", {"next": target, "language": "en"})) == "/"


@pytest.mark.parametrize("target", ["/mon-compte/", "/aide/?a=b#c", "/mes-espaces/?tous"])
def test_a_link_inside_the_portal_is_followed(cast: Cast, target: str) -> None:
    client = Client()
    assert place(attempt(SOLANGE, PASSWORD, client, next=target)) == target
    assert place(client.post("/langue/", {"next": target, "language": "en"})) == target


def test_after_sign_in_one_comes_to_the_page_one_asked_for(cast: Cast) -> None:
    address = cast.address("tilleuls", "utilisateurs/")
    asked = Client().get(address)
    assert place(asked) == f"/connexion/?next={address}"
    posted = Client().post(address)
    assert place(posted).startswith("/connexion/")
    assert address not in place(posted), "what was posted cannot be opened"


# ── Terms ────────────────────────────────────────────────────────────────────────────────────────
def test_c5_nothing_opens_before_the_terms_are_accepted(cast: Cast) -> None:
    client = cast.browser("solange")
    Account.objects.filter(identifier=SOLANGE).update(accepted_terms=0)
    for address in ("/mon-compte/", "/mes-espaces/", cast.address("tilleuls")):
        assert place(client.get(address)) == "/conditions/?" + urlencode({"next": address})
    assert client.get("/conditions/").status_code == 200
    response = client.post("/conditions/", {"version": "1", "next": "/mon-compte/"})
    assert errors(response) == ["Cochez cette case pour ouvrir votre espace."]
    assert not is_signed_in(client)


def test_c5_the_version_and_the_time_are_kept_and_a_new_version_asks_again(cast: Cast) -> None:
    client, account = cast.browser("solange"), cast.account("solange")
    second = publish_terms("Texte deux", "Text two")
    assert not is_signed_in(client)
    shown = client.get("/conditions/")
    assert shown.context["text"] == "Texte deux"
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        data = {"version": "2", "accepted": "on", "next": "/mon-compte/"}
        assert place(client.post("/conditions/", data)) == "/mon-compte/"
        proof = TermsAcceptance.objects.get(account=account, version=second)
        assert proof.accepted_at == timezone.now()
    assert TermsAcceptance.objects.filter(account=account).count() == 2, "the first stays proved"
    account.refresh_from_db()
    assert account.accepted_terms == 2
    assert Entry.objects.latest("pk").facts == {"identifier": SOLANGE, "version": 2}


@pytest.mark.parametrize("version", ["1", "3", "-1", "0", "99999999999999999999", "x", ""])
def test_c5_only_the_version_shown_and_in_force_opens(cast: Cast, version: str) -> None:
    client = cast.browser("solange")
    publish_terms("Texte deux", "Text two")
    response = client.post("/conditions/", {"version": version, "accepted": "on"})
    assert response.status_code in {200, 302}
    assert not is_signed_in(client)


def test_c5_accepting_twice_changes_nothing(cast: Cast) -> None:
    account, version = cast.account("solange"), publish_terms("deux", "two")
    accept_terms(account, version)
    before = Entry.objects.count()
    accept_terms(account, version)
    assert Entry.objects.count() == before
    assert TermsAcceptance.objects.filter(account=account, version=version).count() == 1


# ── Language ─────────────────────────────────────────────────────────────────────────────────────
def test_x4_the_language_of_the_person_goes_before_that_of_the_device(cast: Cast) -> None:
    client = Client()
    assert client.get("/")["Content-Language"] == "fr"
    client.post("/langue/", {"language": "en"})
    assert client.get("/")["Content-Language"] == "en"
    attempt(SOLANGE, PASSWORD, client)
    assert client.get("/mon-compte/")["Content-Language"] == "fr"
    client.post("/langue/", {"language": "en"})
    assert client.get("/mon-compte/")["Content-Language"] == "en"
    assert cast.account("solange").language == "en"


@pytest.mark.parametrize("language", ["", "de", "fr-x", "../fr", "\0", "x" * 999])
def test_x4_an_unknown_language_changes_nothing(cast: Cast, language: str) -> None:
    client = cast.browser("solange")
    assert place(client.post("/langue/", {"language": language})) == "/"
    client.cookies["django_language"] = "zz"
    assert Client(cookies={"django_language": "zz"}).get("/")["Content-Language"] == "fr"
    assert cast.account("solange").language == "fr"


def test_x4_the_choice_of_language_changes_nothing_else(cast: Cast) -> None:
    before = Account.objects.filter(identifier=SOLANGE).values(
        "first_name", "last_name", "mobile_phone"
    )[0]
    cast.browser("solange").post("/langue/", {"language": "en"})
    assert (
        Account.objects.filter(identifier=SOLANGE).values(
            "first_name", "last_name", "mobile_phone"
        )[0]
        == before
    )


# ── Forgotten passwords ──────────────────────────────────────────────────────────────────────────
def forgotten(identifier: str, client: Client | None = None) -> Any:
    return (client or Client()).post("/mot-de-passe-oublie/", {"identifier": identifier})


def test_c12_known_unknown_and_inactive_addresses_are_told_alike(cast: Cast) -> None:
    Account.objects.filter(pk=cast.account("paulo").pk).update(is_active=False)
    pages, counts = set(), set()
    for identifier in (
        SOLANGE,
        "nobody@b.example",
        cast.account("kevin").identifier,
        cast.account("paulo").identifier,
    ):
        with CaptureQueriesContext(connection) as queries:
            response = forgotten(identifier)
        counts.add(len(queries))
        assert response.status_code == 200
        pages.add((bare(response, identifier), str(sorted(response.headers))))
    assert len(pages) == 1
    assert len(counts) == 1, "the same work"


def sent(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind))


def test_c12_the_worker_sends_an_active_account_a_link_to_a_new_password(cast: Cast) -> None:
    forgotten(f" {SOLANGE.upper()} ")
    assert sent("accounts.reset") == []
    assert answer_link_requests() == 1
    [mail] = sent("accounts.reset")
    assert mail.recipient == SOLANGE
    found = re.search(r"http://testserver(/mot-de-passe/[\w-]+/)", mail.text)
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    assert answer_link_requests() == 0


def test_c12_an_account_not_active_yet_gets_a_new_activation(cast: Cast) -> None:
    kevin = cast.account("kevin")
    Message.objects.all().delete()
    [old] = SecretLink.objects.filter(account=kevin, used_at=None, revoked_at=None)
    forgotten(kevin.identifier)
    answer_link_requests()
    [mail] = sent("access.invitation")
    assert mail.recipient == kevin.identifier
    old.refresh_from_db()
    assert old.revoked_at is not None
    found = re.search(r"http://testserver(/activation/[\w-]+/)", mail.text)
    assert found is not None
    assert Client().get(found[1]).status_code == 200


def test_c12_a_lapsed_invitation_comes_to_life_again_with_it(cast: Cast) -> None:
    access = cast.access("kevin", "granulats")
    Message.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        forgotten(cast.account("kevin").identifier)
        answer_link_requests()
        access.refresh_from_db()
        assert access.lapses_at is not None
        assert access.lapses_at > timezone.now()
    assert len(sent("access.invitation")) == 1


def test_c12_unknown_and_closed_addresses_get_nothing(cast: Cast) -> None:
    Message.objects.all().delete()
    Account.objects.filter(pk=cast.account("paulo").pk).update(is_active=False)
    forgotten("nobody@b.example")
    forgotten(cast.account("paulo").identifier)
    assert answer_link_requests() == 2
    assert not Message.objects.exists()
    assert not LinkRequest.objects.exists()


def test_a_mailbox_is_no_target(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _number in range(LINKS_AT_MOST + 2):
            LinkRequest.objects.create(identifier=SOLANGE)
        answer_link_requests()
        assert len(sent("accounts.reset")) == LINKS_AT_MOST
        clock.shift(LINKS_WITHIN)
        LinkRequest.objects.create(identifier=SOLANGE)
        answer_link_requests()
        assert len(sent("accounts.reset")) == LINKS_AT_MOST + 1


def test_the_sixth_request_for_an_address_is_told_the_same_and_not_noted(cast: Cast) -> None:
    pages = {bare(forgotten(SOLANGE), SOLANGE) for _number in range(6)}
    assert len(pages) == 1
    assert LinkRequest.objects.count() == 5


@pytest.mark.parametrize("host", ["evil.example", "testserver:80@evil.example", "testserver.evil"])
def test_a_forged_host_reaches_no_mail(cast: Cast, host: str) -> None:
    response = Client(headers={"host": host}).post("/mot-de-passe-oublie/", {"identifier": SOLANGE})
    assert response.status_code == 400
    forgotten(SOLANGE, Client(headers={"x-forwarded-host": host}))
    answer_link_requests()
    [mail] = sent("accounts.reset")
    assert "evil" not in mail.text + mail.html
    assert "http://testserver/mot-de-passe/" in mail.text


def test_one_request_that_fails_does_not_stop_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = invitations.send_link_to

    def fails(identifier: str) -> None:
        if identifier == "poison@b.example":
            raise ZeroDivisionError
        send(identifier)

    monkeypatch.setattr(invitations, "send_link_to", fails)
    forgotten("poison@b.example")
    forgotten(SOLANGE)
    assert answer_link_requests() == 1
    assert len(sent("accounts.reset")) == 1


@pytest.mark.parametrize("written", ["", "x", "a@b", "a b@c.example", "\0@b.example", "x" * 400])
def test_c12_an_address_that_is_none_is_told_beside_its_field(cast: Cast, written: str) -> None:
    response = forgotten(written)
    assert set(response.context["form"].errors) == {"identifier"}
    assert not LinkRequest.objects.exists()


def test_a_reset_link_dies_with_a_newer_one_and_with_use(cast: Cast) -> None:
    account = cast.account("solange")
    first = make_link(account, Purpose.RESET, timedelta(hours=1))
    second = make_link(account, Purpose.RESET, timedelta(hours=1))
    assert Client().get(f"/mot-de-passe/{first}/").status_code == 410
    reset_password(second, password="Vingt-3 pommes Ouf")
    for method in (Client().get, Client().post):
        assert method(f"/mot-de-passe/{second}/").status_code == 410
