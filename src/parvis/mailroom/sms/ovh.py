"""Texts through OVHcloud.

Sources: « Premiers pas avec les API OVHcloud » (signature), « Envoyer des SMS avec l’API OVHcloud »
and « API SMS Cookbook » (`POST /sms/{serviceName}/jobs`, its report, `tag`,
`GET /sms/{serviceName}/outgoing`), all at https://github.com/ovh/docs; the codes of errors as the
provider's own client knows them, https://github.com/ovh/python-ovh; the parameters as listed at
https://eu.api.ovh.com/console/.

The interface knows no key of idempotency. Each text therefore carries its message_id as a tag, and
from the second attempt on the portal first asks whether a text with this tag has left. A twin is
possible only where the first one still waits in the provider's queue at that moment.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone

from parvis.mailroom.faults import CarrierAway, RefusedForGood, TryLater
from parvis.mailroom.sms.calls import Answer, call
from parvis.mailroom.sms.texts import OutgoingText

# 400 is about the text, except where it is about our clock or our keys.
OURS_TO_MEND = {"QUERY_TIME_OUT", "INVALID_SIGNATURE"}


@dataclass(frozen=True)
class OvhBackend:
    """`address` is the interface's root, `service` the name of the SMS account (« sms-ab12-1 »)."""

    address: str
    service: str
    application_key: str
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)

    def send(self, text: OutgoingText) -> None:
        if text.attempt > 1 and self._has_left(text):
            return
        report = self._ask(
            "POST",
            self._path("jobs"),
            {
                "message": text.text,
                "receivers": [text.to],
                # Without a name of its own, from a short number (accounts in France only).
                **({"sender": text.sender} if text.sender else {"senderForResponse": True}),
                "tag": text.message_id,
                "charset": "UTF-8",
                "class": "phoneDisplay",
                "priority": "high",
                # Not an advertisement: the clause would also take 11 characters.
                "noStopClause": True,
                "validityPeriod": _minutes_left(text),
            },
        )
        if not isinstance(report, dict):
            raise TryLater("The report cannot be read.")
        if report.get("invalidReceivers"):
            raise RefusedForGood("The provider says that there is no such number.")
        if not report.get("ids"):
            raise TryLater("The report names no text that was sent.")

    def _has_left(self, text: OutgoingText) -> bool:
        tagged = self._path("outgoing") + "?" + urlencode({"tag": text.message_id})
        try:
            found = self._ask("GET", tagged)
        except RefusedForGood as refusal:  # of the question, not of the text
            raise TryLater(str(refusal)) from refusal
        if not isinstance(found, list):
            raise TryLater("The list of texts that left cannot be read.")
        return bool(found)

    def _path(self, what: str) -> str:
        return f"/sms/{quote(self.service, safe='')}/{what}"

    def _ask(self, method: str, path: str, content: dict[str, Any] | None = None) -> Any:
        body = "" if content is None else json.dumps(content)
        now = self._clock()
        query = self.address.rstrip("/") + path
        answer = call(
            method,
            query,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "X-Ovh-Application": self.application_key,
                "X-Ovh-Consumer": self.consumer_key,
                "X-Ovh-Timestamp": now,
                "X-Ovh-Signature": self.signature(method, query, body, now),
            },
            body=body.encode() or None,
        )
        return _content(answer)

    def signature(self, method: str, query: str, body: str, now: str) -> str:
        signed = f"{self.application_secret}+{self.consumer_key}+{method}+{query}+{body}+{now}"
        # SHA-1 is the provider's choice; the flag lets a machine that forbids it elsewhere do it.
        return "$1$" + hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()

    def _clock(self) -> str:
        """The provider's time, in seconds: a signature by another clock is refused."""
        time = _content(call("GET", self.address.rstrip("/") + "/auth/time", headers={}))
        if not isinstance(time, int):
            raise CarrierAway("The provider's clock cannot be read.")
        return str(time)


def _minutes_left(text: OutgoingText) -> int:
    return max(1, ceil((text.useful_until - timezone.now()).total_seconds() / 60))


def _content(answer: Answer) -> Any:
    """What a good answer holds. Raises where the answer is not a good one."""
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        content = None
    if answer.status == 200:
        if content is None:
            raise TryLater("The answer cannot be read.", answer.rest)
        return content
    known = content if isinstance(content, dict) else {}
    code = str(known.get("errorCode", ""))
    # Whatever it quotes, no code and no number of a person goes into a log.
    words = re.sub(r"[0-9]{4,}", "…", str(known.get("message", "")))[:200]
    reason = f"{answer.status} {code} {words}".strip()
    if answer.status == 400 and code not in OURS_TO_MEND:
        raise RefusedForGood(reason)
    if answer.status == 429 or answer.status >= 500:
        raise CarrierAway(reason, answer.rest)
    raise TryLater(reason, answer.rest)
