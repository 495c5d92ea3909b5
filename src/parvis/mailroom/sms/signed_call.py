"""Texts through whatever the operator puts behind one address. See docs/sms.md for its side."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field

from parvis.mailroom.faults import CarrierAway, RefusedForGood, TryLater
from parvis.mailroom.sms.calls import call
from parvis.mailroom.sms.texts import OutgoingText

REFUSALS = {400, 422}


@dataclass(frozen=True)
class SignedCallBackend:
    """POSTs each text as JSON to `address`, signed with the `secret` that both sides know.

    The receiving side answers 2xx to a message_id it already has, so an attempt whose answer was
    lost makes no twin.
    """

    address: str
    secret: str = field(repr=False)

    def send(self, text: OutgoingText) -> None:
        body = json.dumps(
            {
                "id": text.message_id,
                "to": text.to,
                "text": text.text,
                "sender": text.sender,
                "useful_until": text.useful_until.isoformat(),
            },
            ensure_ascii=False,
        ).encode()
        now = str(int(time.time()))
        answer = call(
            "POST",
            self.address,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Idempotency-Key": text.message_id,
                "Parvis-Timestamp": now,
                "Parvis-Signature": "v1=" + self.signature(now, body),
            },
            body=body,
        )
        if 200 <= answer.status < 300:
            return
        reason = f"The receiving side answered {answer.status}."
        if answer.status in REFUSALS:
            raise RefusedForGood(reason)
        if answer.status == 429 or answer.status >= 500:
            raise CarrierAway(reason, answer.rest)
        raise TryLater(reason, answer.rest)

    def signature(self, timestamp: str, body: bytes) -> str:
        """HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal."""
        return hmac.new(
            self.secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256
        ).hexdigest()
