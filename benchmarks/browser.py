"""A browser as thin as can be, so that what is timed is the server."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field

MOST_HEADERS = 64 * 1024


class UnexpectedAnswer(Exception):
    """The server did not answer as this benchmark needs; the text is its answer."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass
class Browser:
    """One kept-alive loopback connection of one signed-in person."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        self._socket.close()

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        expected: tuple[int, ...] = (200,),
    ) -> Answer:
        """Ask once, timed from the first octet sent to the last one received.

        Raises UnexpectedAnswer for another status than those expected.
        """
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: localhost:{self.port}",
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{n}={v}" for n, v in self.cookies.items()))
        if body or method not in ("GET", "HEAD"):
            lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        started = time.perf_counter()
        self._socket.sendall(head)
        if body:
            self._socket.sendall(body)
        status, answered, rest = self._read(method)
        seconds = time.perf_counter() - started
        if status not in expected:
            raise UnexpectedAnswer(
                f"{method} {path}: {status}\n{rest[:2000].decode('utf-8', 'replace')}"
            )
        return Answer(status, answered, rest, seconds)

    def _read(self, method: str) -> tuple[int, dict[str, str], bytes]:
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            if len(received) > MOST_HEADERS:
                raise UnexpectedAnswer("The headers have no end.")
            received += self._receive()
        first, *lines = received[:end].decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _colon, value in (line.partition(":") for line in lines)
        }
        body = received[end + 4 :]
        length = 0 if method == "HEAD" else int(headers.get("content-length", 0))
        while len(body) < length:
            body += self._receive()
        return int(first.split(" ")[1]), headers, bytes(body)

    def _receive(self) -> bytes:
        piece = self._socket.recv(1 << 18)
        if not piece:
            raise UnexpectedAnswer("The server closed the connection.")
        return piece
