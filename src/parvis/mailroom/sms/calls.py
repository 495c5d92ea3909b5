"""One HTTP call to a carrier that may be slow, silent or gone."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from parvis.mailroom.faults import CarrierAway

# Together the ten seconds that a carrier has. A worker holds a text for far longer than this.
CONNECT_SECONDS = 4.0
ANSWER_SECONDS = 6.0
LARGEST_ANSWER = 65_536
LONGEST_REST = timedelta(hours=1)


@dataclass(frozen=True)
class Answer:
    """What the carrier said. A redirection is an answer too; nothing follows it."""

    status: int
    body: bytes
    rest: timedelta
    """How long it asked to be left in peace (Retry-After), one hour at most."""


def is_safe_address(address: str) -> bool:
    """Whether secrets may travel there: over https, or not leaving this machine."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or port == 0 or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def call(
    method: str, address: str, *, headers: Mapping[str, str], body: bytes | None = None
) -> Answer:
    """Make the call and return its answer, whatever its status. Redirections are not followed.

    Raises CarrierAway where no whole answer came within the time; the call may have arrived.
    """
    if not is_safe_address(address):
        raise CarrierAway("The address is neither https nor on this machine.")
    parts = urlsplit(address)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    # A timeout of the socket starts anew with each byte; this one does not.
    deadline = threading.Timer(ANSWER_SECONDS, _cut, [connection])
    deadline.daemon = True
    try:
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        deadline.start()
        connection.request(method, target, body, {**headers, "Connection": "close"})
        response = connection.getresponse()
        content = response.read(LARGEST_ANSWER)
        if not response.isclosed() and response.read(1):
            raise CarrierAway("The answer is larger than any answer should be.")
        return Answer(response.status, content, _rest(response.getheader("Retry-After", "")))
    except OSError as fault:
        raise CarrierAway(f"{type(fault).__name__}: {fault}") from fault
    except (HTTPException, ValueError) as fault:
        # By name only: it may quote a header, hence a secret.
        raise CarrierAway(type(fault).__name__) from None
    finally:
        deadline.cancel()
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(
            host, port, timeout=CONNECT_SECONDS, context=ssl.create_default_context()
        )
    return HTTPConnection(host, port, timeout=CONNECT_SECONDS)


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        # The plain one: the shutdown of TLS would wait for the other side.
        socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def _rest(retry_after: str) -> timedelta:
    """RFC 9110, 10.2.3: seconds or a date."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after.strip()):
        wish = timedelta(seconds=int(retry_after))
    else:
        try:
            wish = parsedate_to_datetime(retry_after) - datetime.now(UTC)
        except (TypeError, ValueError):
            return timedelta()
    return min(max(wish, timedelta()), LONGEST_REST)
