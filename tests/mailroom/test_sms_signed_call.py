"""The generic way out: a signed call, over https, received by a real server."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from parvis.mailroom.faults import CarrierAway, RefusedForGood, TryLater
from parvis.mailroom.sms import calls
from parvis.mailroom.sms.calls import is_safe_address
from parvis.mailroom.sms.signed_call import SignedCallBackend
from parvis.mailroom.sms.texts import OutgoingText
from tests.support.carriers import Reply, SignedCarrier, own_certificate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(calls, "ANSWER_SECONDS", 0.5)


@pytest.fixture
def carrier() -> Iterator[SignedCarrier]:
    server = SignedCarrier()
    with server:
        yield server


def backend(carrier: SignedCarrier) -> SignedCallBackend:
    return SignedCallBackend(address=carrier.address, secret=carrier.SECRET)


def a_text(**other: Any) -> OutgoingText:
    return replace(
        OutgoingText(
            message_id="0123456789abcdef",
            to="+33639980102",
            text="123456 est votre code, à ne donner à personne",
            sender="PARVIS",
            useful_until=datetime(2026, 11, 21, 12, 10, tzinfo=UTC),
            attempt=1,
        ),
        **other,
    )


def test_a_text_is_told_as_documented(carrier: SignedCarrier) -> None:
    backend(carrier).send(a_text())
    [call] = carrier.calls
    assert call.method == "POST"
    assert call.url == carrier.address, "the query is kept"
    assert call.headers["Content-Type"] == "application/json; charset=utf-8"
    assert call.headers["Idempotency-Key"] == "0123456789abcdef"
    assert json.loads(call.body) == {
        "id": "0123456789abcdef",
        "to": "+33639980102",
        "text": "123456 est votre code, à ne donner à personne",
        "sender": "PARVIS",
        "useful_until": "2026-11-21T12:10:00+00:00",
    }
    assert len(carrier.sent) == 1


def test_the_signature_covers_time_and_body(carrier: SignedCarrier) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False):
        backend(carrier).send(a_text())
    [call] = carrier.calls
    assert call.headers["Parvis-Timestamp"] == "1795262400"
    expected = hmac.new(carrier.SECRET.encode(), b"1795262400." + call.body, hashlib.sha256)
    assert call.headers["Parvis-Signature"] == f"v1={expected.hexdigest()}"


def test_the_check_in_the_documentation_knows_our_calls(carrier: SignedCarrier) -> None:
    documentation = (ROOT / "docs" / "sms.md").read_text()
    [source] = re.findall(r"```python\n(.*?)```", documentation, re.DOTALL)
    names: dict[str, Any] = {}
    exec(textwrap.dedent(source), names)
    backend(carrier).send(a_text())
    [call] = carrier.calls
    time_told, signature = call.headers["Parvis-Timestamp"], call.headers["Parvis-Signature"]

    def is_genuine(**other: Any) -> bool:
        told = {
            "secret": carrier.SECRET,
            "timestamp": time_told,
            "signature": signature,
            "body": call.body,
            "now": time.time(),
        }
        return bool(names["is_genuine"](**{**told, **other}))

    assert is_genuine()
    assert not is_genuine(body=call.body + b" ")
    assert not is_genuine(timestamp=str(int(time_told) + 1))
    assert not is_genuine(secret="another")
    assert not is_genuine(now=time.time() + 301)


def test_another_secret_is_turned_away_and_waits(carrier: SignedCarrier) -> None:
    with pytest.raises(TryLater, match="401"):
        replace(backend(carrier), secret="x" * 40).send(a_text())
    assert carrier.sent == []


def test_a_number_it_will_not_serve_is_refused_for_good(carrier: SignedCarrier) -> None:
    with pytest.raises(RefusedForGood, match="422"):
        backend(carrier).send(a_text(to="+33999980102"))


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_success_is_one(carrier: SignedCarrier, status: int) -> None:
    carrier.mischief = [Reply(status, b"" if status == 204 else b"whatever it says")]
    backend(carrier).send(a_text())


@pytest.mark.parametrize("status", [400, 422])
def test_what_refuses_the_text(carrier: SignedCarrier, status: int) -> None:
    carrier.mischief = [Reply(status)]
    with pytest.raises(RefusedForGood):
        backend(carrier).send(a_text())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 401, 403, 404, 409, 413])
def test_what_refuses_us(carrier: SignedCarrier, status: int) -> None:
    carrier.mischief = [Reply(status, headers={"Location": carrier.address})]
    with pytest.raises(TryLater):
        backend(carrier).send(a_text())
    assert len(carrier.calls) == 1, "no redirection is followed"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_refuses_this_moment(carrier: SignedCarrier, status: int) -> None:
    carrier.mischief = [Reply(status, headers={"Retry-After": "90"})]
    with pytest.raises(CarrierAway) as raised:
        backend(carrier).send(a_text())
    assert raised.value.after == timedelta(seconds=90)


@pytest.mark.parametrize("trouble", ["silence", "drip", "reset"])
def test_a_carrier_in_trouble_is_away(carrier: SignedCarrier, trouble: str) -> None:
    carrier.mischief = [trouble]
    began = time.monotonic()
    with pytest.raises(CarrierAway):
        backend(carrier).send(a_text())
    assert time.monotonic() - began < 3


def test_a_slow_answer_is_waited_for(
    carrier: SignedCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than a connection may take, shorter than an answer may."""
    monkeypatch.setattr(calls, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(calls, "ANSWER_SECONDS", 3)
    carrier.mischief, carrier.delay = ["slow"], 0.5
    backend(carrier).send(a_text())
    assert len(carrier.sent) == 1


def test_a_lost_answer_makes_no_twin(carrier: SignedCarrier) -> None:
    carrier.mischief = ["deaf"]
    with pytest.raises(CarrierAway):
        backend(carrier).send(a_text())
    backend(carrier).send(a_text(attempt=2))
    assert len(carrier.calls) == 2
    assert len(carrier.sent) == 1, "both calls had the same Idempotency-Key"


def test_the_secret_is_not_told(carrier: SignedCarrier) -> None:
    assert carrier.SECRET not in repr(backend(carrier))
    assert "123456 est" not in repr(a_text())


def test_over_https(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    carrier = SignedCarrier(certificate)
    with carrier:
        backend(carrier).send(a_text())
    assert len(carrier.sent) == 1


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    carrier = SignedCarrier(own_certificate(tmp_path))
    with carrier, pytest.raises(CarrierAway, match="CERTIFICATE_VERIFY_FAILED"):
        backend(carrier).send(a_text())
    assert carrier.calls == [], "not a word was said"


def test_a_certificate_that_has_expired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = own_certificate(tmp_path, days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    carrier = SignedCarrier(certificate)
    with carrier, pytest.raises(CarrierAway, match="expired"):
        backend(carrier).send(a_text())
    assert carrier.calls == []


def test_a_certificate_for_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    carrier = SignedCarrier(certificate)
    address = carrier.address.replace("127.0.0.1", "localhost")
    with carrier, pytest.raises(CarrierAway, match="Hostname mismatch"):
        replace(backend(carrier), address=address).send(a_text())
    assert carrier.calls == []


def test_https_to_a_server_that_speaks_plain(carrier: SignedCarrier) -> None:
    address = carrier.address.replace("http://", "https://")
    with pytest.raises(CarrierAway, match="SSL"):
        replace(backend(carrier), address=address).send(a_text())


@pytest.mark.parametrize(
    "address",
    [
        "https://texts.example/send?a=b",
        "https://texts.example:8443",
        "http://localhost:8000/",
        "http://127.0.0.1/x",
        "http://127.8.9.1/x",
        "http://[::1]:80/x",
    ],
)
def test_addresses_that_keep_a_secret(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://texts.example/send",
        "http://localhost.texts.example/",
        "http://127.0.0.1.texts.example/",
        "http://127.0.0.1@texts.example/",
        "https://name:password@texts.example/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://2130706433/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "//texts.example/",
        "https://",
        "https://texts.example:99999/",
        "https://[texts.example/",
        "",
    ],
)
def test_addresses_that_do_not(address: str) -> None:
    assert not is_safe_address(address)


def test_nothing_is_said_to_an_unsafe_address() -> None:
    with pytest.raises(CarrierAway, match="neither https"):
        SignedCallBackend(address="http://texts.example/", secret="x" * 40).send(a_text())


def test_a_secret_that_no_header_can_hold_is_not_quoted(carrier: SignedCarrier) -> None:
    with pytest.raises(CarrierAway) as raised:
        backend(carrier).send(a_text(message_id="one\nSecret: two"))
    assert str(raised.value) == "ValueError"
