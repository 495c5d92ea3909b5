"""E8: an address is proved by a link, and proved again from time to time; nobody is shut out early."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from parvis.accounts import mails
from parvis.accounts.actions import activate, new_activation_link, reset_password
from parvis.accounts.backend import AccountBackend
from parvis.accounts.certification import (
    LINKS_AT_MOST,
    LINKS_WITHIN,
    LinkAskedTooOften,
    Standing,
    ask_for_renewal,
    certify_email,
    end_of_grace,
    expiry_of,
    proof_of_email,
    renew,
    send_notices,
    standing_of,
)
from parvis.accounts.links import LinkNoLongerWorks, make_link
from parvis.accounts.models import Account, Certification, Channel, Purpose, SecretLink
from parvis.foundation.identifiers import new_public_id
from parvis.foundation.rules import Audience
from parvis.journal.models import Entry
from parvis.mailroom.mails import in_language
from parvis.mailroom.models import Message
from tests.support.addresses import addresses
from tests.support.cast import PASSWORD, Cast
from tests.support.together import together

PARIS = ZoneInfo("Europe/Paris")
PAGE = "/mon-compte/renouveler/"
DAY = timedelta(days=1)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def proof(account: Account) -> Certification:
    found = proof_of_email(account)
    assert found is not None
    return found


def standing(account: Account) -> Standing:
    """As the guard sees it on each request."""
    loaded = AccountBackend().get_user(account.pk)
    assert loaded is not None
    return standing_of(loaded)


def expire(account: Account, *, days_ago: float) -> datetime:
    """Let the proof of this account have ended then."""
    at = timezone.now() - timedelta(days=days_ago)
    Certification.objects.filter(account=account, channel=Channel.EMAIL, ended_at=None).update(
        certified_at=at - 365 * DAY, expires_at=at
    )
    return at


@pytest.fixture
def solange(cast: Cast) -> Account:
    cache.clear()
    return cast.account("solange")


# ── Dates ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("certified", "expires", "grace_ends"),
    [
        ("2026-03-03T00:00", "2027-03-04T00:00", "2027-04-03T00:00"),
        ("2026-03-03T23:59", "2027-03-04T00:00", "2027-04-03T00:00"),
        ("2026-03-28T12:00", "2027-03-29T00:00", "2027-04-28T00:00"),  # the night before: 23 h
        ("2026-03-29T02:30", "2027-03-30T00:00", "2027-04-29T00:00"),  # an hour that was not
        ("2026-10-30T12:00", "2027-10-31T00:00", "2027-11-30T00:00"),  # that day has 25 h
        ("2027-02-28T12:00", "2028-02-29T00:00", "2028-03-30T00:00"),
    ],
)
def test_e8_days_are_whole_days_whatever_the_clocks_do(
    certified: str, expires: str, grace_ends: str
) -> None:
    expires_at = expiry_of(paris(certified))
    assert expires_at == paris(expires)
    assert end_of_grace(expires_at) == paris(grace_ends)


def test_e8_certified_due_and_lapsed_to_the_second_across_clock_changes(
    solange: Account,
) -> None:
    with time_machine.travel(paris("2026-10-20T18:00"), tick=False) as clock:
        certify_email(solange)
        second = timedelta(seconds=1)
        for moment, before, after in (
            ("2027-10-21T00:00", Standing.CERTIFIED, Standing.DUE),
            ("2027-11-20T00:00", Standing.DUE, Standing.LAPSED),
        ):
            clock.move_to(paris(moment) - second)
            assert standing(solange) is before
            clock.shift(second)
            assert standing(solange) is after


def test_e8_zero_days_is_never(solange: Account, settings: Any) -> None:
    expire(solange, days_ago=999)
    settings.PARVIS_EMAIL_CERTIFICATION_DAYS = 0
    assert standing(solange) is Standing.CERTIFIED
    assert expiry_of(timezone.now()) is None
    assert send_notices() == 0


def test_an_operator_who_asks_for_renewals_later_shuts_nobody_out(
    solange: Account, settings: Any
) -> None:
    settings.PARVIS_EMAIL_CERTIFICATION_DAYS = 0
    with time_machine.travel(timezone.now(), tick=False) as clock:
        certify_email(solange)
        clock.shift(900 * DAY)
        settings.PARVIS_EMAIL_CERTIFICATION_DAYS = 365
        assert standing(solange) is Standing.CERTIFIED
        send_notices()
        assert standing(solange) is Standing.CERTIFIED
        expires_at = proof(solange).expires_at
        assert expires_at is not None
        assert expires_at - timezone.now() > 59 * DAY, "time for the notice"


def test_without_days_of_grace_the_date_is_the_date(solange: Account, settings: Any) -> None:
    settings.PARVIS_EMAIL_GRACE_DAYS = 0
    with time_machine.travel(paris("2026-11-21T12:00"), tick=False):
        expire(solange, days_ago=0.5)
        assert standing(solange) is Standing.LAPSED


# ── What proves an address ───────────────────────────────────────────────────────────────────────
def test_e8_activation_proves_the_address(cast: Cast) -> None:
    kevin = cast.account("kevin")
    assert proof_of_email(kevin) is None
    secret = new_activation_link(kevin)
    with time_machine.travel(timezone.now(), tick=False):
        activate(secret, password="Vingt-3 pommes Ouf", mobile_phone="", language="fr")
        assert proof(kevin).certified_at == timezone.now()
        assert proof(kevin).expires_at == expiry_of(timezone.now())


def test_e8_a_reset_proves_it_again(solange: Account) -> None:
    expire(solange, days_ago=100)
    reset_password(make_link(solange, Purpose.RESET, DAY), password="Vingt-3 pommes Ouf")
    assert standing(solange) is Standing.CERTIFIED
    assert Certification.objects.filter(account=solange, ended_at=None).count() == 1
    assert Certification.objects.filter(account=solange).count() == 2, "the first stays told"


def test_a_proof_is_of_one_address_only(solange: Account) -> None:
    Account.objects.filter(pk=solange.pk).update(identifier="autre@earl-des-tilleuls.example")
    solange.refresh_from_db()
    assert proof_of_email(solange) is None
    assert standing(solange) is Standing.CERTIFIED, "nobody is shut out by another's act"


def test_forty_uses_of_the_link_at_once_renew_once(committed_cast: Cast) -> None:
    account = committed_cast.account("solange")
    secret = make_link(account, Purpose.CERTIFICATION, DAY)
    before = Certification.objects.count()
    assert together(40, lambda _number: renew(secret)) == Counter(
        {"done": 1, "LinkNoLongerWorks": 39}
    )
    assert Certification.objects.count() == before + 1
    assert Entry.objects.filter(event="account.email_certified").count() == 1


def test_forty_proofs_at_once_leave_one_in_force(committed_cast: Cast) -> None:
    account = committed_cast.account("solange")
    assert together(40, lambda _number: certify_email(account)) == Counter({"done": 40})
    assert Certification.objects.in_force().filter(account=account).count() == 1


def test_a_link_to_a_renewal_opens_nothing_else(solange: Account) -> None:
    secret = make_link(solange, Purpose.CERTIFICATION, DAY)
    with pytest.raises(LinkNoLongerWorks):
        reset_password(secret, password="x")
    with pytest.raises(LinkNoLongerWorks):
        renew(make_link(solange, Purpose.RESET, DAY))


# ── The notice ───────────────────────────────────────────────────────────────────────────────────
def notices() -> list[Message]:
    return list(Message.objects.filter(kind="accounts.certification"))


def link_of(message: Message) -> str:
    found = re.search(r"/certification/[\w-]+/", message.text)
    assert found
    return found.group()


def test_e8_a_notice_leaves_once_thirty_days_ahead_and_its_link_renews(
    solange: Account,
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Certification.objects.exclude(account=solange).delete()
        certify_email(solange)
        expires_at = proof(solange).expires_at
        assert expires_at is not None
        clock.move_to(expires_at - 30 * DAY - timedelta(seconds=1))
        assert send_notices() == 0
        clock.shift(timedelta(seconds=1))
        assert [send_notices(), send_notices()] == [1, 0]
        [notice] = notices()
        assert notice.recipient == solange.identifier
        # The link lives as long as the days of grace.
        clock.move_to(end_of_grace(expires_at) - timedelta(seconds=1))
        assert Client().get(link_of(notice)).status_code == 200
        assert send_notices() == 0
        assert Client().post(link_of(notice)).status_code == 302
        assert standing(solange) is Standing.CERTIFIED


def test_e8_a_renewed_proof_gets_its_own_notice_in_its_time(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Certification.objects.exclude(account=solange).delete()
        for _year in range(2):
            certify_email(solange)
            clock.shift(340 * DAY)
            assert send_notices() == 1


def test_a_closed_account_gets_no_notice(solange: Account) -> None:
    expire(solange, days_ago=1)
    Account.objects.filter(pk=solange.pk).update(is_active=False)
    send_notices()
    assert solange.identifier not in {one.recipient for one in notices()}


def test_forty_workers_at_once_send_one_notice(committed_cast: Cast) -> None:
    expire(committed_cast.account("solange"), days_ago=1)
    assert together(40, lambda _number: send_notices()) == Counter({"done": 40})
    assert len(notices()) == 1


@pytest.mark.parametrize(("term", "ahead"), [(365, 30), (60, 30), (10, 5), (1, 0)])
def test_a_short_term_is_not_announced_before_its_half(
    solange: Account, settings: Any, term: int, ahead: int
) -> None:
    settings.PARVIS_EMAIL_CERTIFICATION_DAYS = term
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Certification.objects.exclude(account=solange).delete()
        certify_email(solange)
        expires_at = proof(solange).expires_at
        assert expires_at is not None
        clock.move_to(expires_at - ahead * DAY - timedelta(seconds=1))
        assert send_notices() == 0
        clock.shift(timedelta(seconds=1))
        assert send_notices() == 1


def test_the_mail_says_when_and_how_long(solange: Account) -> None:
    with time_machine.travel(paris("2026-11-21T12:00"), tick=False):
        today = timezone.localdate()
        ahead = in_language(
            "fr", lambda: mails.certification_mail(solange, "x", today + DAY, today + 2 * DAY)
        )
        late = in_language("fr", lambda: mails.certification_mail(solange, "x", today, today))
        none = in_language("fr", lambda: mails.certification_mail(solange, "x", None, today))
    assert "Merci de le faire avant le 22\u00a0novembre\u00a02026." in ahead.paragraphs[-1]
    assert ahead.after == ("Ce lien sert une seule fois, jusqu’au 23\u00a0novembre\u00a02026.",)
    assert "C’était à faire avant le 21\u00a0novembre\u00a02026." in late.paragraphs[-1]
    assert none.paragraphs[-1] == "Un clic suffit."


# ── Asking for the link ──────────────────────────────────────────────────────────────────────────
def test_the_link_is_not_a_way_to_flood_a_mailbox(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _number in range(LINKS_AT_MOST):
            ask_for_renewal(solange)
        with pytest.raises(LinkAskedTooOften):
            ask_for_renewal(solange)
        clock.shift(LINKS_WITHIN)
        ask_for_renewal(solange)
    assert len(notices()) == LINKS_AT_MOST + 1


def test_forty_requests_at_once_are_three_mails_and_one_link(committed_cast: Cast) -> None:
    account = committed_cast.account("solange")
    assert together(40, lambda _number: ask_for_renewal(account)) == Counter(
        {"done": LINKS_AT_MOST, "LinkAskedTooOften": 40 - LINKS_AT_MOST}
    )
    assert len(notices()) == LINKS_AT_MOST
    assert SecretLink.objects.filter(used_at=None, revoked_at=None, account=account).count() == 1


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────
def body(response: Any) -> str:
    return str(response.content.decode())


def sign_in(**data: str) -> tuple[Client, Any]:
    client = Client()
    identifier = "solange@earl-des-tilleuls.example"
    answer = client.post("/connexion/", {"login": identifier, "password": PASSWORD, **data})
    return client, answer


def test_e8_at_the_date_sign_in_passes_by_the_renewal_and_goes_on(solange: Account) -> None:
    expire(solange, days_ago=1)
    client, answer = sign_in(next="/mon-compte/")
    assert answer["Location"] == f"{PAGE}?next=%2Fmon-compte%2F"
    page = body(client.get(answer["Location"]))
    assert "Tout reste ouvert jusqu’au" in page
    assert '<a class="btn btn-plain" href="/mon-compte/"' in page
    assert client.get("/mon-compte/").status_code == 200


def test_e8_before_the_date_sign_in_goes_straight_in(solange: Account) -> None:
    client, answer = sign_in()
    assert answer["Location"] == "/mes-espaces/"
    assert "à confirmer avant le" not in body(client.get("/mon-compte/mot-de-passe/"))
    assert client.get(PAGE)["Location"] == "/mon-compte/"


def test_e8_in_the_days_of_grace_everything_works_under_a_notice(cast: Cast) -> None:
    expire(cast.account("solange"), days_ago=29)
    client = cast.browser("solange")
    for address in ("/mon-compte/", cast.address("tilleuls"), cast.address("tilleuls", "journal/")):
        page = client.get(address)
        assert page.status_code == 200
        assert "Votre adresse e-mail est à confirmer avant le" in body(page)
    invited = {
        "first_name": "Inès",
        "last_name": "Carpentier",
        "identifier": "ines@b.example",
        "profile": "guest",
    }
    done = client.post(cast.address("tilleuls", "utilisateurs/ajouter/"), invited)
    assert done.status_code == 302
    assert Account.objects.filter(identifier="ines@b.example").exists()


def test_e8_after_grace_only_the_renewal_opens_and_the_link_opens_all(cast: Cast) -> None:
    expire(cast.account("solange"), days_ago=32)
    client = cast.browser("solange")
    space = cast.address("tilleuls")
    shut = client.get(space)
    assert shut["Location"] == f"{PAGE}?next={space.replace('/', '%2F')}"
    page = body(client.get(shut["Location"]))
    assert "dès que vous aurez suivi le lien" in page
    assert "Plus tard" not in page
    assert client.post(PAGE, {"next": space})["Location"].startswith(f"{PAGE}?envoye=1&next=")
    assert "Un message vient de partir à solange@" in body(client.get(PAGE))
    [message] = notices()
    link = link_of(message)
    assert client.get(space).status_code == 302, "asking proves nothing"
    assert "Vous utilisez toujours l’adresse" in body(client.get(link))
    assert client.get(space).status_code == 302, "reading the page proves nothing"
    assert client.head(link).status_code == 200
    assert client.post(link)["Location"] == "/mes-espaces/"
    assert client.get(space).status_code == 200
    assert client.post(link).status_code == 410
    assert "Connectez-vous" in body(client.get(link))


def test_e8_the_link_serves_on_another_device_too(solange: Account) -> None:
    secret = make_link(solange, Purpose.CERTIFICATION, DAY)
    elsewhere = Client()
    assert elsewhere.post(f"/certification/{secret}/")["Location"] == "/connexion/"
    assert not Session.objects.filter(session_key=elsewhere.session.session_key).exists() or (
        "_auth_user_id" not in elsewhere.session
    ), "it proves an address and signs nobody in"


def test_e8_every_page_but_the_way_out_is_shut_after_grace(cast: Cast) -> None:
    expire(cast.account("solange"), days_ago=32)
    client = cast.browser("solange")
    values = {"space": cast.organisation("tilleuls").public_id}
    for address in addresses():
        assert address.rule is not None
        if address.rule.audience in {Audience.PUBLIC, Audience.BEFORE_TERMS}:
            continue
        numbers = {
            name: 1 if name in {"assignment", "page", "number"} else new_public_id()
            for name in address.parameters
        }
        path = address.at(**{**numbers, **{k: v for k, v in values.items() if k in numbers}})
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302, path
            assert answer["Location"].startswith(PAGE), path


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_the_renewal_leads_to_no_other_host(solange: Account, target: str) -> None:
    client, _answer = sign_in()
    assert client.get(PAGE, {"next": target})["Location"] == "/mon-compte/"
    assert "evil" not in client.post(PAGE, {"next": target})["Location"]
    assert "javascript" not in client.post(PAGE, {"next": target})["Location"]


def test_the_proof_stands_on_the_page_of_ones_account(solange: Account) -> None:
    client, _answer = sign_in()
    page = body(client.get("/mon-compte/"))
    assert re.search(r"certifiée le \d", page)
    assert "À confirmer avant le" in page
    Certification.objects.filter(account=solange).delete()
    assert "pas encore certifiée" in body(client.get("/mon-compte/"))
