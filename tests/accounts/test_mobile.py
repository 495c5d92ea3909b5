"""E5, E13: a mobile number is certified by a code, counted by the database, lost with the number."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from parvis.accounts.contact import change_contact
from parvis.accounts.mobile import (
    CODES_A_DAY,
    PAUSE,
    Attempt,
    CodesSpent,
    CodeTooSoon,
    NothingToCertify,
    certify_mobile,
    open_code,
    send_code,
    sweep_codes,
    with_certified_mobile,
)
from parvis.accounts.models import MOST_TRIES, Account, Certification, Channel, MobileCode
from parvis.accounts.texts import MOBILE_CODE_LIFE
from parvis.journal.models import Entry
from parvis.mailroom.models import TextMessage
from tests.support.cast import Cast
from tests.support.together import together

NUMBER = "+33639980155"
SESSION = "the session of the page"
PAGE = "/mon-compte/mobile/"
DETAILS = "/mon-compte/"


@pytest.fixture
def solange(cast: Cast) -> Account:
    return with_number(cast.account("solange"))


def with_number(account: Account, number: str = NUMBER) -> Account:
    Account.objects.filter(pk=account.pk).update(mobile_phone=number)
    account.refresh_from_db()
    return account


def code_sent(account: Account, session: str = SESSION) -> str:
    send_code(account, session)
    return last_code()


def last_code() -> str:
    found = re.match(r"(\d{6}) ", TextMessage.objects.latest("pk").text)
    assert found, "the code comes first"
    return found[1]


def is_certified(account: Account) -> bool:
    return account.mobile_is_certified


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def events() -> list[str]:
    return [entry.event for entry in Entry.objects.order_by("pk")]


def test_e5_the_code_certifies_the_number(solange: Account) -> None:
    assert not is_certified(solange)
    code = code_sent(solange)
    text = TextMessage.objects.get()
    assert (text.recipient, text.kind) == (NUMBER, "accounts.mobile_code")
    assert certify_mobile(solange, SESSION, code) is Attempt.CERTIFIED
    assert is_certified(solange)
    assert events()[-2:] == ["account.mobile_code_sent", "account.mobile_certified"]
    assert Entry.objects.latest("pk").facts == {
        "identifier": solange.identifier,
        "ending": "…0155",
    }, "the journal keeps no number"


def test_e5_a_code_certifies_once(solange: Account) -> None:
    code = code_sent(solange)
    certify_mobile(solange, SESSION, code)
    assert certify_mobile(solange, SESSION, code) is Attempt.ENDED
    with pytest.raises(NothingToCertify):
        send_code(solange, SESSION)


def test_e5_a_code_lives_ten_minutes_to_the_second(solange: Account) -> None:
    assert timedelta(minutes=10) == MOBILE_CODE_LIFE
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = code_sent(solange)
        clock.shift(MOBILE_CODE_LIFE - timedelta(seconds=1))
        assert open_code(solange, SESSION)
        assert certify_mobile(solange, SESSION, wrong(code)) is Attempt.WRONG
        clock.shift(timedelta(seconds=1))
        assert not open_code(solange, SESSION)
        assert certify_mobile(solange, SESSION, code) is Attempt.ENDED
    assert not is_certified(solange)


def test_e5_five_wrong_tries_kill_the_code(solange: Account) -> None:
    code = code_sent(solange)
    tries = [certify_mobile(solange, SESSION, wrong(code)) for _ in range(MOST_TRIES)]
    assert tries == [Attempt.WRONG] * 4 + [Attempt.ENDED]
    assert events()[-1] == "account.mobile_code_killed"
    assert certify_mobile(solange, SESSION, code) is Attempt.ENDED
    assert not is_certified(solange)


def test_e5_the_fifth_try_may_be_the_right_one(solange: Account) -> None:
    code = code_sent(solange)
    for _number in range(MOST_TRIES - 1):
        certify_mobile(solange, SESSION, wrong(code))
    assert certify_mobile(solange, SESSION, code) is Attempt.CERTIFIED


def test_a_code_is_bound_to_number_account_and_session(solange: Account, cast: Cast) -> None:
    """Case 17: elsewhere it is neither right nor counted."""
    code = code_sent(solange)
    assert certify_mobile(solange, "another session", code) is Attempt.ENDED
    paulo = with_number(cast.account("paulo"))
    assert certify_mobile(paulo, SESSION, code) is Attempt.ENDED
    with_number(solange, "+33639980156")
    assert certify_mobile(solange, SESSION, code) is Attempt.ENDED
    with_number(solange)
    assert MobileCode.objects.get().tries == 0
    assert certify_mobile(solange, SESSION, code) is Attempt.CERTIFIED


def test_a_stolen_digest_tells_no_code(solange: Account) -> None:
    """Neither the code nor the session stands in the database, and the digest is keyed."""
    code = code_sent(solange)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_mobilecode")
        row = str(cursor.fetchall())
    assert code not in row
    assert SESSION not in row


def test_a_new_code_takes_a_minute_and_replaces_the_old_one(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = code_sent(solange)
        with pytest.raises(CodeTooSoon) as caught:
            send_code(solange, SESSION)
        assert caught.value.seconds == 60
        clock.shift(PAUSE)
        second = code_sent(solange)
        if first != second:
            assert certify_mobile(solange, SESSION, first) is Attempt.WRONG
        assert certify_mobile(solange, SESSION, second) is Attempt.CERTIFIED


def test_five_codes_a_day_for_an_account_whatever_its_number(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(CODES_A_DAY):
            with_number(solange, f"+3363998016{number}")
            send_code(solange, SESSION)
            clock.shift(PAUSE)
        with_number(solange, "+33639980170")
        with pytest.raises(CodesSpent):
            send_code(solange, SESSION)
        clock.shift(timedelta(days=1) - CODES_A_DAY * PAUSE)
        send_code(solange, SESSION)


def test_five_codes_a_day_for_a_number_whoever_asks(cast: Cast) -> None:
    people = ("solange", "paulo", "jeanne", "didier", "sophie", "mathieu")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        *first, last = [with_number(cast.account(person)) for person in people]
        for account in first:
            send_code(account, SESSION)
            with pytest.raises(CodeTooSoon):
                send_code(last, SESSION)
            clock.shift(PAUSE)
        with pytest.raises(CodesSpent):
            send_code(last, SESSION)


@pytest.mark.parametrize(
    "begins", ["2027-03-27T12:00:00+01:00", "2027-10-30T12:00:00+02:00"], ids=["spring", "autumn"]
)
def test_a_day_of_codes_has_24_hours_across_a_clock_change(solange: Account, begins: str) -> None:
    with time_machine.travel(begins, tick=False) as clock:
        for _number in range(CODES_A_DAY):
            send_code(solange, SESSION)
            clock.shift(PAUSE)
        clock.shift(timedelta(days=1) - CODES_A_DAY * PAUSE - timedelta(seconds=1))
        with pytest.raises(CodesSpent):
            send_code(solange, SESSION)
        clock.shift(timedelta(seconds=1))
        send_code(solange, SESSION)


def test_a_family_may_share_a_number(solange: Account, cast: Cast) -> None:
    mathieu = with_number(cast.account("mathieu"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert certify_mobile(solange, SESSION, code_sent(solange)) is Attempt.CERTIFIED
        clock.shift(PAUSE)
        assert not is_certified(mathieu)
        assert certify_mobile(mathieu, SESSION, code_sent(mathieu)) is Attempt.CERTIFIED
    assert is_certified(solange)


def certified(account: Account) -> Account:
    assert certify_mobile(account, SESSION, code_sent(account)) is Attempt.CERTIFIED
    return account


def change(account: Account, number: str) -> None:
    change_contact(
        account,
        first_name="Solange",
        last_name="Delaunay",
        landline_phone="",
        mobile_phone=number,
        language="fr",
    )


def test_e5_certification_is_lost_when_the_number_changes(solange: Account) -> None:
    certified(solange)
    change(solange, NUMBER)
    assert is_certified(solange), "the same number"
    change(solange, "+33639980199")
    assert not is_certified(solange)
    assert events()[-1] == "account.mobile_certification_lost"
    change(solange, NUMBER)
    assert not is_certified(solange), "it does not come back"


def test_a_number_changed_by_any_other_way_is_not_certified_either(solange: Account) -> None:
    certified(solange)
    assert not is_certified(with_number(solange, "+33639980199"))
    assert not is_certified(with_number(solange, ""))


def test_a_change_of_number_kills_the_code_under_way(solange: Account) -> None:
    code = code_sent(solange)
    change(solange, "+33639980199")
    change(solange, NUMBER)
    assert certify_mobile(solange, SESSION, code) is Attempt.ENDED


def test_without_a_number_or_a_way_out_there_is_nothing_to_certify(
    solange: Account, settings: Any
) -> None:
    with_number(solange, "")
    with pytest.raises(NothingToCertify):
        send_code(solange, SESSION)
    with_number(solange)
    settings.PARVIS_SMS_BACKEND = "none"
    with pytest.raises(NothingToCertify):
        send_code(solange, SESSION)
    assert not MobileCode.objects.exists()


# ── Many at once ─────────────────────────────────────────────────────────────────────────────────
def test_forty_wrong_tries_at_once_are_five(committed_cast: Cast) -> None:
    account = with_number(committed_cast.account("solange"))
    code = code_sent(account)
    outcomes: Counter[Attempt] = Counter()

    def attempt(_number: int) -> None:
        outcomes[certify_mobile(account, SESSION, wrong(code))] += 1

    assert together(40, attempt) == Counter({"done": 40})
    assert outcomes == Counter({Attempt.WRONG: 4, Attempt.ENDED: 36})
    assert MobileCode.objects.get().tries == MOST_TRIES
    assert certify_mobile(account, SESSION, code) is Attempt.ENDED


def test_forty_right_tries_at_once_certify_once(committed_cast: Cast) -> None:
    account = with_number(committed_cast.account("solange"))
    code = code_sent(account)
    outcomes: Counter[Attempt] = Counter()

    def attempt(_number: int) -> None:
        outcomes[certify_mobile(account, SESSION, code)] += 1

    assert together(40, attempt) == Counter({"done": 40})
    assert outcomes == Counter({Attempt.CERTIFIED: 1, Attempt.ENDED: 39})
    assert Certification.objects.filter(account=account, channel=Channel.MOBILE).count() == 1


def test_forty_requests_at_once_send_one_code(committed_cast: Cast) -> None:
    people = [with_number(committed_cast.account(one)) for one in ("solange", "mathieu")]
    sent = together(40, lambda number: send_code(people[number % 2], f"session {number}"))
    assert sent == Counter({"done": 1, "CodeTooSoon": 39}), "of two accounts with one number"
    assert TextMessage.objects.count() == 1


def test_the_database_refuses_a_sixth_try_and_a_second_proof(solange: Account) -> None:
    code_sent(solange)
    with pytest.raises(IntegrityError), transaction.atomic():
        MobileCode.objects.update(tries=MOST_TRIES + 1)
    certification = {"account": solange, "channel": Channel.MOBILE}
    Certification.objects.create(**certification, value=NUMBER)
    for refused in (
        {**certification, "value": NUMBER},
        {"account": solange, "channel": Channel.EMAIL, "value": "", "ended_at": timezone.now()},
        {
            **certification,
            "value": NUMBER,
            "ended_at": timezone.now(),
            "expires_at": timezone.now() + timedelta(days=1),
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certification.objects.create(**refused)


def test_old_codes_are_forgotten(solange: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code_sent(solange)
        clock.shift(timedelta(days=30))
        assert sweep_codes() == 0
        clock.shift(timedelta(seconds=1))
        assert sweep_codes() == 1


# ── Pages ────────────────────────────────────────────────────────────────────────────────────────
def typed(**changed: str) -> dict[str, str]:
    return {
        "first_name": "Solange",
        "last_name": "Delaunay",
        "landline_phone": "",
        "mobile_phone": "06 39 98 01 55",
        "language": "fr",
        **changed,
    }


def body(response: Any) -> str:
    return str(response.content.decode())


def test_e5_certify_on_the_page_saves_the_number_sends_the_code_and_shows_the_mark(
    cast: Cast,
) -> None:
    client = cast.browser("solange")
    response = client.post(DETAILS, typed(certifier="1"))
    assert response["Location"] == PAGE
    assert cast.account("solange").mobile_phone == NUMBER
    page = body(client.get(PAGE))
    assert "Un code vient de partir par SMS." in page
    assert 'autocomplete="one-time-code"' in page
    code = last_code()
    assert client.post(PAGE, {"code": f" {code[:3]} {code[3:]}\t"})["Location"] == DETAILS
    page = body(client.get(DETAILS))
    assert "Votre téléphone mobile est certifié." in page
    assert re.search(r"certifié le \d", page)


def test_e5_without_a_script_the_button_shows_once_the_number_is_saved(cast: Cast) -> None:
    client = cast.browser("solange")
    client.post(DETAILS, typed(mobile_phone=""))
    button = r'<button[^>]*name="certifier"[^>]*hidden>'
    assert re.search(button, body(client.get(DETAILS)))
    client.post(DETAILS, typed())
    page = body(client.get(DETAILS))
    assert 'name="certifier"' in page
    assert not re.search(button, page)


def test_e5_nothing_offers_to_certify_where_no_text_can_leave(cast: Cast, settings: Any) -> None:
    settings.PARVIS_SMS_BACKEND = "none"
    client = cast.browser("solange")
    client.post(DETAILS, typed())
    assert 'name="certifier"' not in body(client.get(DETAILS))
    assert "n’envoie pas de SMS" in body(client.get(PAGE))
    assert client.post(PAGE + "code/")["Location"] == PAGE
    assert not TextMessage.objects.exists()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "Indiquez le code reçu par SMS."),
        ("12345", "Le code a 6 chiffres. Recopiez-le du SMS."),
        ("١٢٣٤٥٦", "Le code a 6 chiffres. Recopiez-le du SMS."),
        ("12345a", "Le code a 6 chiffres. Recopiez-le du SMS."),
    ],
)
def test_a_misread_code_costs_no_try(cast: Cast, code: str, sentence: str) -> None:
    client = cast.browser("solange")
    client.post(DETAILS, typed(certifier="1"))
    assert sentence in body(client.post(PAGE, {"code": code}))
    assert MobileCode.objects.get().tries == 0


def test_a_wrong_code_is_told_and_a_dead_one_asks_for_another(cast: Cast) -> None:
    client = cast.browser("solange")
    client.post(DETAILS, typed(certifier="1"))
    code = wrong(last_code())
    for _number in range(MOST_TRIES - 1):
        assert "Ce n’est pas le code envoyé." in body(client.post(PAGE, {"code": code}))
    assert client.post(PAGE, {"code": code})["Location"] == PAGE
    page = body(client.get(PAGE))
    assert "demandez-en un autre" in page
    assert "Recevoir un code par SMS" in page


def test_the_code_is_typed_where_it_was_asked_for(cast: Cast) -> None:
    client, elsewhere = cast.browser("solange"), cast.browser("solange")
    client.post(DETAILS, typed(certifier="1"))
    assert 'name="code"' not in body(elsewhere.get(PAGE))
    assert elsewhere.post(PAGE, {"code": last_code()})["Location"] == PAGE
    assert not is_certified(cast.account("solange"))


def test_asking_again_too_soon_says_when(cast: Cast) -> None:
    client = cast.browser("solange")
    client.post(DETAILS, typed(certifier="1"))
    client.post(PAGE + "code/")
    assert re.search(r"un autre dans \d+ secondes", body(client.get(PAGE)))
    assert TextMessage.objects.count() == 1


def test_an_invalid_number_is_refused_beside_its_field_and_sends_nothing(cast: Cast) -> None:
    client = cast.browser("solange")
    page = body(client.post(DETAILS, typed(mobile_phone="02 41 00 00 00", certifier="1")))
    assert "n’est pas celui d’un téléphone portable" in page
    assert "02 41 00 00 00" in page, "nothing typed is lost"
    assert not TextMessage.objects.exists()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("02 41 00 00 00", "+33241000000"),
        ("+32 2 123 45 67", "+3221234567"),
        ("06 39 98 01 55", "+33639980155"),
        ("", ""),
    ],
)
def test_e4_a_landline_is_kept_as_people_call_it(cast: Cast, written: str, kept: str) -> None:
    cast.browser("solange").post(DETAILS, typed(landline_phone=written))
    assert cast.account("solange").landline_phone == kept


@pytest.mark.parametrize("written", ["1", "bonjour", "+999 12", "0" * 40, "\u202e02"])
def test_e4_a_landline_nobody_can_call_is_refused(cast: Cast, written: str) -> None:
    page = body(cast.browser("solange").post(DETAILS, typed(landline_phone=written)))
    assert "n’est pas complet" in page


def test_the_choice_of_language_keeps_the_certification(cast: Cast) -> None:
    certified(with_number(cast.account("solange")))
    cast.browser("solange").post("/langue/", {"language": "en"})
    assert is_certified(cast.account("solange"))


def ask(account: Account, address: str, *, post: bool = False) -> HttpResponse:
    """What a service's page behind a certified mobile answers."""
    factory = RequestFactory()
    request: HttpRequest = factory.post(address) if post else factory.get(address)
    request.user = account
    page = with_certified_mobile(lambda _request: HttpResponse("open"))
    return page(request)  # type: ignore[return-value]


def test_e13_a_page_that_asks_for_a_certified_mobile_leads_there_and_back(
    cast: Cast, solange: Account
) -> None:
    answer = ask(solange, "/mon-compte/?a=b")
    assert answer["Location"] == f"{PAGE}?next=%2Fmon-compte%2F%3Fa%3Db"
    client = cast.browser("solange")
    shown = body(client.get(answer["Location"]))
    assert 'name="next" value="/mon-compte/?a=b"' in shown
    sent = client.post(PAGE + "code/", {"next": "/mon-compte/?a=b"})
    assert sent["Location"] == answer["Location"]
    done = client.post(PAGE, {"code": last_code(), "next": "/mon-compte/?a=b"})
    assert done["Location"] == "/mon-compte/?a=b"
    assert ask(solange, "/mon-compte/").content == b"open"


def test_e13_what_was_posted_is_not_asked_for_again(solange: Account) -> None:
    assert ask(solange, "/mon-compte/", post=True)["Location"] == f"{PAGE}?"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_certifying_leads_to_no_other_host(cast: Cast, solange: Account, target: str) -> None:
    client: Client = cast.browser("solange")
    client.post(PAGE + "code/", {"next": target})
    assert client.post(PAGE, {"code": last_code(), "next": target})["Location"] == DETAILS
