"""The French provider's interface, held by a real server on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from parvis.mailroom.faults import CarrierAway, RefusedForGood, TryLater
from parvis.mailroom.sms import calls
from parvis.mailroom.sms.ovh import OvhBackend
from parvis.mailroom.sms.texts import OutgoingText
from tests.support.carriers import OvhCarrier, Reply


@pytest.fixture
def carrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[OvhCarrier]:
    monkeypatch.setattr(calls, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(calls, "ANSWER_SECONDS", 0.5)
    server = OvhCarrier()
    with server:
        yield server


def backend(carrier: OvhCarrier, **other: str) -> OvhBackend:
    return replace(
        OvhBackend(
            address=carrier.address,
            service=carrier.SERVICE,
            application_key=carrier.APPLICATION_KEY,
            application_secret=carrier.APPLICATION_SECRET,
            consumer_key=carrier.CONSUMER_KEY,
        ),
        **other,
    )


def a_text(**other: Any) -> OutgoingText:
    return replace(
        OutgoingText(
            message_id="0123456789abcdef",
            to="+33639980102",
            text="123456 est votre code, à ne donner à personne",
            sender="PARVIS",
            useful_until=timezone.now() + timedelta(minutes=10),
            attempt=1,
        ),
        **other,
    )


def test_the_signature_is_the_one_of_the_provider_s_own_client() -> None:
    """Values of the client's tests, https://github.com/ovh/python-ovh/blob/master/tests."""
    signing = OvhBackend(
        address="https://eu.api.ovh.com/1.0",
        service="",
        application_key="fake application key",
        application_secret="fake application secret",
        consumer_key="fake consumer key",
    )
    signature = signing.signature(
        "METHOD",
        "https://eu.api.ovh.com/1.0/unit/test",
        '{"some": "random", "data": 42}',
        "1404395931",
    )
    assert signature == "$1$9acb1ac0120006d16261a635aed788e83ab172d2"


def test_a_text_is_sent_as_documented(carrier: OvhCarrier) -> None:
    backend(carrier).send(a_text())
    [sent] = carrier.sent
    assert sent == {
        "message": "123456 est votre code, à ne donner à personne",
        "receivers": ["+33639980102"],
        "sender": "PARVIS",
        "tag": "0123456789abcdef",
        "charset": "UTF-8",
        "class": "phoneDisplay",
        "priority": "high",
        "noStopClause": True,
        "validityPeriod": 10,
    }


def test_without_a_name_it_leaves_from_a_short_number(carrier: OvhCarrier) -> None:
    backend(carrier).send(a_text(sender=""))
    [sent] = carrier.sent
    assert sent["senderForResponse"] is True
    assert "sender" not in sent


@pytest.mark.parametrize("ahead", [-86_400, 3_600])
def test_a_clock_that_goes_wrong_is_no_matter(carrier: OvhCarrier, ahead: int) -> None:
    carrier.clock_is_ahead = ahead
    backend(carrier).send(a_text())
    assert len(carrier.sent) == 1


def test_a_number_that_does_not_exist_is_refused_for_good(carrier: OvhCarrier) -> None:
    with pytest.raises(RefusedForGood, match="no such number"):
        backend(carrier).send(a_text(to="+33999980102"))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(400, {"message": "Cannot send contact information with shortcode"}),
        OvhCarrier.error(400, "CLIENT_ERROR", "Bad parameters"),
        Reply(400, b"<h1>Bad request</h1>"),
    ],
)
def test_a_text_that_it_will_not_have_is_refused_for_good(
    carrier: OvhCarrier, reply: Reply
) -> None:
    carrier.mischief = [reply]
    with pytest.raises(RefusedForGood, match="400"):
        backend(carrier).send(a_text())


def test_a_sender_that_is_not_declared_is_refused(carrier: OvhCarrier) -> None:
    with pytest.raises(RefusedForGood, match="Invalid sender"):
        backend(carrier).send(a_text(sender="AUTRE"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"application_key": "x"}, "403 INVALID_KEY"),
        ({"consumer_key": "x"}, "403 INVALID_CREDENTIAL"),
        ({"application_secret": "x"}, "400 INVALID_SIGNATURE"),
        ({"service": "sms-other-1"}, "404"),
        ({"service": "../me"}, "404"),
    ],
)
def test_what_the_operator_can_mend_waits(
    carrier: OvhCarrier, wrong: dict[str, str], code: str
) -> None:
    with pytest.raises(TryLater, match=code):
        backend(carrier, **wrong).send(a_text())
    assert carrier.sent == []


@pytest.mark.parametrize(
    "reply",
    [
        OvhCarrier.error(400, "QUERY_TIME_OUT", "Query out of time"),
        OvhCarrier.error(403, "NOT_GRANTED_CALL", "This call has not been granted"),
        OvhCarrier.error(403, "NOT_CREDENTIAL", "This credential does not exist"),
        OvhCarrier.error(403, "FORBIDDEN", "Forbidden"),
        Reply(401, {"message": "Unauthorized"}),
        Reply(402, {"message": "Payment required"}),
        Reply(408, b"<html>408 Request Time-out</html>"),
        Reply(409, {"message": "Conflict"}),
        Reply(200, b"not json"),
        Reply(200, b"\xff\xfe\x00"),
        Reply(200, b"[" * 60_000),
        Reply(200, []),
        Reply(200, {"ids": [], "invalidReceivers": [], "validReceivers": []}),
        Reply(204, b""),
    ],
)
def test_errors_that_say_nothing_of_the_text_wait(carrier: OvhCarrier, reply: Reply) -> None:
    carrier.mischief = [reply]
    with pytest.raises(TryLater) as raised:
        backend(carrier).send(a_text())
    assert not isinstance(raised.value, CarrierAway), "the other texts are tried all the same"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirection_is_not_followed(carrier: OvhCarrier, status: int) -> None:
    carrier.mischief = [Reply(status, headers={"Location": f"{carrier.origin}/elsewhere"})]
    with pytest.raises(TryLater, match=str(status)):
        backend(carrier).send(a_text())
    assert not any(call.url.endswith("/elsewhere") for call in carrier.calls)
    assert carrier.sent == []


@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ("120", timedelta(minutes=2)),
        ("Sat, 21 Nov 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("Sat, 21 Nov 2026 11:00:00 GMT", timedelta()),
        ("999999", timedelta(hours=1)),
        ("soon", timedelta()),
        ("-5", timedelta()),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_it_is_left_in_peace_as_long_as_it_asks(
    carrier: OvhCarrier, status: int, header: str, rest: timedelta
) -> None:
    carrier.mischief = [Reply(status, headers={"Retry-After": header})]
    with (
        time_machine.travel("2026-11-21T12:00:00+00:00", tick=False),
        pytest.raises(CarrierAway, match=str(status)) as raised,
    ):
        backend(carrier).send(a_text())
    assert raised.value.after == rest


@pytest.mark.parametrize("trouble", ["silence", "drip", "reset", Reply(500), Reply(502, b"<html>")])
def test_a_carrier_in_trouble_is_away(carrier: OvhCarrier, trouble: Reply | str) -> None:
    carrier.mischief = [trouble]
    began = time.monotonic()
    with pytest.raises(CarrierAway):
        backend(carrier).send(a_text())
    assert time.monotonic() - began < 3, "a byte now and then does not keep the worker"


def test_an_answer_without_end_is_not_read(carrier: OvhCarrier) -> None:
    carrier.mischief = [Reply(200, b"[" * 10_000_000)]
    with pytest.raises(CarrierAway, match="larger"):
        backend(carrier).send(a_text())


def test_nobody_at_the_address(carrier: OvhCarrier) -> None:
    with pytest.raises(CarrierAway, match="Refused"):
        backend(carrier, address="http://127.0.0.1:9/1.0").send(a_text())


def test_a_slow_answer_is_waited_for(carrier: OvhCarrier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than a connection may take, shorter than an answer may."""
    monkeypatch.setattr(calls, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(calls, "ANSWER_SECONDS", 3)
    carrier.mischief, carrier.delay = ["slow"], 0.5
    backend(carrier).send(a_text())
    assert len(carrier.sent) == 1


def test_a_lost_answer_makes_no_twin(carrier: OvhCarrier) -> None:
    carrier.mischief = ["deaf"]
    with pytest.raises(CarrierAway):
        backend(carrier).send(a_text())
    assert len(carrier.sent) == 1
    backend(carrier).send(a_text(attempt=2))
    assert len(carrier.sent) == 1, "it asked whether the first had left"


def test_a_call_that_never_arrived_is_made_again(carrier: OvhCarrier) -> None:
    carrier.mischief = ["reset"]
    with pytest.raises(CarrierAway):
        backend(carrier).send(a_text())
    backend(carrier).send(a_text(attempt=2))
    assert len(carrier.sent) == 1


def test_without_the_right_to_ask_nothing_is_sent_twice(carrier: OvhCarrier) -> None:
    carrier.rights = {("POST", "jobs")}
    carrier.mischief = ["deaf"]
    with pytest.raises(CarrierAway):
        backend(carrier).send(a_text())
    with pytest.raises(TryLater, match="NOT_GRANTED_CALL"):
        backend(carrier).send(a_text(attempt=2))
    assert len(carrier.sent) == 1


@pytest.mark.parametrize("content", [{"message": "Maintenance"}, "yes", 1, None, b"<html>"])
def test_only_a_list_says_that_a_text_has_left(carrier: OvhCarrier, content: Any) -> None:
    carrier.mischief = [Reply(200, content)]
    with pytest.raises(TryLater, match="cannot be read"):
        backend(carrier).send(a_text(attempt=2))
    assert carrier.sent == []


def test_a_question_that_is_refused_refuses_no_text(carrier: OvhCarrier) -> None:
    carrier.mischief = [Reply(400, {"message": "Bad tag"})]
    with pytest.raises(TryLater, match="Bad tag"):
        backend(carrier).send(a_text(attempt=2))


def test_neither_secrets_nor_codes_are_told(carrier: OvhCarrier) -> None:
    sending = backend(carrier)
    text = a_text()
    assert carrier.APPLICATION_SECRET not in repr(sending)
    assert carrier.CONSUMER_KEY not in repr(sending)
    assert "123456" not in repr(text).replace(text.message_id, "")
    carrier.mischief = [Reply(400, {"message": "« 123456 est votre code » to +33639980102"})]
    with pytest.raises(RefusedForGood) as raised:
        sending.send(text)
    assert "123456" not in str(raised.value)
    assert "33639980102" not in str(raised.value)
