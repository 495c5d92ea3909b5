"""A real SMTP server on loopback that keeps what it receives, and that can be taken down."""

from __future__ import annotations

import re
import socket
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LINK = re.compile(r"https?://[^\s\"<>]+")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class MailServer:
    """Keeps every message in order of arrival. `stop` and `start` are a mail server's bad hour."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self._lock = threading.Lock()
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content: Any = envelope.content
        message = message_from_bytes(content, policy=policy.default)
        with self._lock:
            self.messages.append(message)
        return "250 Message accepted"

    def sent_to(self, address: str) -> list[EmailMessage]:
        with self._lock:
            return [message for message in self.messages if address in str(message["To"])]

    def wait_for(
        self, address: str, subject: str = "", *, saying: str = "", seconds: float = 20
    ) -> EmailMessage:
        """The newest message to this address with these words in its subject and these in its
        text, waiting for it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in self.sent_to(address)[::-1]:
                if subject in str(message["Subject"]) and saying in text_of(message):
                    return message
            time.sleep(0.1)
        known = [str(message["Subject"]) for message in self.sent_to(address)]
        raise AssertionError(f"no message « {subject} » to {address}; there were {known}")


def text_of(message: EmailMessage) -> str:
    """The text twin of a message."""
    body = message.get_body(("plain",))
    assert body is not None, "every mail has a text"
    return str(body.get_content())


def link_in(message: EmailMessage) -> str:
    """The one act of a message: the address that its text writes out."""
    found = LINK.search(text_of(message))
    assert found, "the mail has no address"
    return found.group()
