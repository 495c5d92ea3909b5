"""A text lives and dies with its change, leaves while it is of use, and leaves once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from parvis.mailroom import outbox
from parvis.mailroom.carrying import AWAY, BATCH, HOLD, WAITS
from parvis.mailroom.models import LocalText, Message, MessageState, TextMessage
from parvis.mailroom.outbox import deliver_texts_due, post_text
from parvis.mailroom.sms import calls
from parvis.mailroom.sms.backends import sms_is_available
from parvis.mailroom.sms.ovh import OvhBackend
from parvis.mailroom.sms.texts import TEXT_KINDS, TextKind
from tests.support.carriers import OvhCarrier, Reply, SignedCarrier
from tests.support.smtp import MailServer
from tests.support.together import together

NUMBER = "+33639980102"


@pytest.fixture
def kind() -> Iterator[TextKind]:
    yield TextKind("test-code", "Un essai.", timedelta(minutes=10), lambda: "123456")
    del TEXT_KINDS["test-code"]


@pytest.fixture
def ovh(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[OvhCarrier]:
    """The French provider; the portal is set to send through it."""
    monkeypatch.setattr(calls, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(calls, "ANSWER_SECONDS", 0.5)
    server = OvhCarrier()
    settings.PARVIS_SMS_BACKEND = "ovh"
    settings.PARVIS_SMS_SENDER = "PARVIS"
    settings.PARVIS_SMS_OVH = {
        "address": server.address,
        "service": server.SERVICE,
        "application_key": server.APPLICATION_KEY,
        "application_secret": server.APPLICATION_SECRET,
        "consumer_key": server.CONSUMER_KEY,
    }
    with server:
        yield server


@pytest.fixture
def signed(settings: Any) -> Iterator[SignedCarrier]:
    server = SignedCarrier()
    settings.PARVIS_SMS_BACKEND = "signed"
    settings.PARVIS_SMS_SENDER = "PARVIS"
    settings.PARVIS_SMS_SIGNED = {"address": server.address, "secret": server.SECRET}
    with server:
        yield server


def put(kind: TextKind, to: str = NUMBER, text: str = "123456 est votre code.") -> TextMessage:
    with transaction.atomic():
        return post_text(kind, to=to, language="fr", make=lambda: text)


def state(message: TextMessage) -> str:
    message.refresh_from_db()
    return message.state


@pytest.mark.django_db(transaction=True)
def test_a_text_is_refused_outside_of_a_transaction(kind: TextKind) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        post_text(kind, to=NUMBER, language="fr", make=lambda: "123456")
    assert not TextMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_sends_no_text(kind: TextKind, ovh: OvhCarrier) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        put(kind)
        raise ZeroDivisionError
    assert deliver_texts_due() == 0
    assert ovh.calls == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number",
    ["0639980102", "33639980102", "+33 6 39 98 01 02", "+0639980102", "+336", "+" + "1" * 16, ""],
)
def test_only_e164_is_a_number(kind: TextKind, number: str) -> None:
    with pytest.raises(ValueError, match=r"E\.164"):
        put(kind, to=number)
    assert not TextMessage.objects.exists()


@pytest.mark.django_db
def test_the_database_knows_it_too() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TextMessage.objects.create(
            kind="x", recipient="0639980102", text="x", useful_until=timezone.now()
        )


@pytest.mark.django_db
def test_a_text_is_written_in_its_readers_language_and_plainly(kind: TextKind) -> None:
    with transaction.atomic():
        english = post_text(kind, to=NUMBER, language="en", make=lambda: str(get_language()))
        french = post_text(kind, to=NUMBER, language="fr", make=lambda: "« Forêt »\u00a0: 12")
    assert english.text == "en"
    assert french.text == '" Foret " : 12'


@pytest.mark.django_db
def test_the_local_mailbox_keeps_it(kind: TextKind, settings: Any) -> None:
    settings.PARVIS_SMS_SENDER = "PARVIS"
    message = put(kind)
    assert deliver_texts_due() == 1
    assert state(message) == MessageState.SENT
    local = LocalText.objects.get()
    assert (local.recipient, local.sender, local.text) == (
        NUMBER,
        "PARVIS",
        "123456 est votre code.",
    )


@pytest.mark.django_db
def test_through_the_french_provider(kind: TextKind, ovh: OvhCarrier) -> None:
    message = put(kind)
    assert deliver_texts_due() == 1
    assert state(message) == MessageState.SENT
    assert message.text == "", "a code is not kept"
    assert message.ended_at is not None
    [sent] = ovh.sent
    assert sent["tag"] == message.message_id
    assert sent["message"] == "123456 est votre code."
    assert deliver_texts_due() == 0
    assert len(ovh.sent) == 1


@pytest.mark.django_db
def test_through_a_signed_call(kind: TextKind, signed: SignedCarrier) -> None:
    message = put(kind)
    assert deliver_texts_due() == 1
    assert state(message) == MessageState.SENT
    [sent] = signed.sent
    assert (sent["id"], sent["to"], sent["sender"]) == (message.message_id, NUMBER, "PARVIS")


@pytest.mark.django_db
def test_texts_can_be_off(kind: TextKind, settings: Any) -> None:
    assert sms_is_available()
    waiting = put(kind)
    settings.PARVIS_SMS_BACKEND = "none"
    assert not sms_is_available()
    with pytest.raises(RuntimeError, match="sends no texts"):
        put(kind)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert deliver_texts_due() == 0
        assert state(waiting) == MessageState.WAITING
        clock.shift(timedelta(minutes=11))
        assert deliver_texts_due() == 0
    assert state(waiting) == MessageState.GIVEN_UP
    assert waiting.text == "", "no code stays behind"


@pytest.mark.django_db
def test_a_number_that_does_not_exist_is_refused_for_good(
    kind: TextKind, ovh: OvhCarrier, caplog: pytest.LogCaptureFixture
) -> None:
    gone, good = put(kind, to="+33999980102"), put(kind)
    assert deliver_texts_due() == 1
    assert state(gone) == MessageState.REFUSED
    assert gone.text == ""
    assert "no such number" in gone.last_error
    assert state(good) == MessageState.SENT
    [line] = [one for one in caplog.messages if "text.refused" in one]
    assert gone.message_id in line


@pytest.mark.django_db
def test_a_provider_that_never_answers_makes_no_twin(kind: TextKind, ovh: OvhCarrier) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        message = put(kind)
        for trouble in ("silence", "reset", "deaf", Reply(500)):
            ovh.mischief = [trouble]
            assert deliver_texts_due() == 0
            assert state(message) == MessageState.WAITING
            assert message.text, "what must leave is kept"
            assert message.held_until is None
            assert message.next_attempt_at == timezone.now() + AWAY
            assert deliver_texts_due() == 0, "not before its time"
            clock.shift(AWAY)
        assert deliver_texts_due() == 1
    assert state(message) == MessageState.SENT
    assert message.attempts == 5
    assert len(ovh.sent) == 1, "the third one arrived, though its answer was lost"


@pytest.mark.django_db
def test_a_refusal_for_now_waits_longer_each_time(kind: TextKind, ovh: OvhCarrier) -> None:
    """Keys that the operator has to mend, say."""
    ovh.rights = set()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        message = put(kind)
        for wait in WAITS[:4]:
            assert deliver_texts_due() == 0
            assert state(message) == MessageState.WAITING
            assert "NOT_GRANTED_CALL" in message.last_error
            assert message.next_attempt_at == timezone.now() + wait
            clock.shift(wait)
        ovh.rights = {("POST", "jobs"), ("GET", "outgoing")}
        assert deliver_texts_due() == 1
    assert state(message) == MessageState.SENT


@pytest.mark.django_db
def test_a_provider_that_asks_for_peace_gets_it(kind: TextKind, ovh: OvhCarrier) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        messages = [put(kind), put(kind), put(kind)]
        ovh.mischief = [Reply(429, headers={"Retry-After": "120"})]
        assert deliver_texts_due() == 0
        clock.shift(timedelta(seconds=119))
        before = len(ovh.calls)
        assert deliver_texts_due() == 0
        assert len(ovh.calls) == before, "for all of them"
        clock.shift(timedelta(seconds=1))
        assert deliver_texts_due() == 3
    assert {state(message) for message in messages} == {MessageState.SENT}


@pytest.mark.django_db
def test_a_provider_that_is_away_is_asked_once_a_round(kind: TextKind, ovh: OvhCarrier) -> None:
    messages = [put(kind), put(kind), put(kind)]
    ovh.mischief = ["silence"]
    assert deliver_texts_due() == 0
    assert [state(message) for message in messages] == [MessageState.WAITING] * 3
    assert sorted(message.attempts for message in messages) == [0, 0, 1]


@pytest.mark.django_db
def test_a_code_that_is_no_longer_of_use_is_never_sent(kind: TextKind, ovh: OvhCarrier) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        message = put(kind)
        clock.shift(timedelta(minutes=10, seconds=1))
        assert deliver_texts_due() == 0
    assert state(message) == MessageState.GIVEN_UP
    assert message.text == ""
    assert ovh.calls == []


@pytest.mark.django_db
def test_a_worker_killed_with_a_text_in_its_hands_sends_no_twin(
    kind: TextKind, ovh: OvhCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    send = OvhBackend.send

    def send_and_die(self: OvhBackend, text: Any) -> None:
        send(self, text)
        raise Killed

    with time_machine.travel(timezone.now(), tick=False) as clock:
        message = put(kind)
        with monkeypatch.context() as patched:
            patched.setattr(OvhBackend, "send", send_and_die)
            with pytest.raises(Killed):
                deliver_texts_due()
        assert deliver_texts_due() == 0, "it may still be under way"
        clock.shift(HOLD + timedelta(seconds=1))
        assert deliver_texts_due() == 1
    assert state(message) == MessageState.SENT
    assert len(ovh.sent) == 1


@pytest.mark.django_db(transaction=True)
def test_a_hundred_texts_through_four_workers_leave_once_each(
    kind: TextKind, ovh: OvhCarrier
) -> None:
    with transaction.atomic():
        for number in range(100):
            post_text(kind, to=f"+336399801{number:02}", language="fr", make=lambda: "123456")

    def work(_number: int) -> None:
        while deliver_texts_due() or TextMessage.objects.filter(state="waiting").exists():
            pass

    assert together(4, work) == {"done": 4}
    assert TextMessage.objects.filter(state=MessageState.SENT, text="").count() == 100
    posted = [call for call in ovh.calls if call.method == "POST"]
    assert len(posted) == len(ovh.sent) == len({one["tag"] for one in ovh.sent}) == 100


@pytest.mark.django_db(transaction=True)
def test_the_worker_carries_mails_and_texts(
    kind: TextKind, ovh: OvhCarrier, mail_server: MailServer
) -> None:
    Message.objects.all().delete()
    for number in range(BATCH + 1):
        put(kind)
        Message.objects.create(
            kind="x", message_id=f"<{number}@b.example>", recipient="a@b.example", subject="x"
        )
    call_command("worker", once=True, stdout=io.StringIO())
    assert len(ovh.sent) == len(mail_server.received) == BATCH + 1


@pytest.mark.django_db(transaction=True)
def test_mail_leaves_though_texts_are_broken(
    kind: TextKind, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(outbox, "chosen_backend", broken)
    TextMessage.objects.create(
        kind=kind.code, recipient=NUMBER, text="x", useful_until=timezone.now() + kind.useful_for
    )
    Message.objects.all().delete()
    Message.objects.create(
        kind="x", message_id="<1@b.example>", recipient="a@b.example", subject="x"
    )
    call_command("worker", once=True, stdout=io.StringIO())
    assert len(mail_server.received) == 1


def test_a_kind_is_declared_once(kind: TextKind) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        TextKind("test-code", "Un autre.", timedelta(minutes=1), lambda: "x")
