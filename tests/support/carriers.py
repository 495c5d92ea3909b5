"""Carriers of texts on loopback: real servers that hold a documented contract, and misbehave."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import socket
import ssl
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Call:
    """What arrived."""

    method: str
    url: str
    headers: Message
    body: bytes


@dataclass
class Reply:
    """What goes back. `content` as JSON, or bytes as they are."""

    status: int = 200
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return (
            self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()
        )


class Carrier:
    """Answers each call by `contract`, unless `mischief` holds something for it.

    A mischief is a Reply given in place of the contract's, or a word: « slow » does what the
    contract says and answers after `delay` seconds; « silence » never answers; « drip » answers one
    byte at a time; « reset » breaks the connection unheard; « deaf » does what the contract says and
    then breaks the connection, so that the caller never learns of it.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.calls: list[Call] = []
        self.mischief: list[Reply | str] = []
        self.delay = 0.0
        self._lock = threading.Lock()
        self._over = threading.Event()
        carrier = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(size)
                url = f"{carrier.origin}{self.path}"
                with carrier._lock:
                    call = Call(self.command, url, self.headers, body)
                    carrier.calls.append(call)
                    mischief = carrier.mischief.pop(0) if self.is_wanted(carrier) else None
                    heard = mischief is None or mischief in ("deaf", "slow")
                    reply = carrier.contract(call) if heard else mischief
                carrier.answer(self, reply, mischief)

            def is_wanted(self, carrier: Carrier) -> bool:
                return bool(carrier.mischief) and not carrier.is_spared(self.path)

            do_GET = do_POST = handle_any  # noqa: N815 - the library's names

            def log_message(self, *_arguments: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_arguments: object) -> None:
                """A caller who hangs up is part of the play."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.secure = certificate is not None
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # The greeting belongs to the thread of its connection, not to the one that accepts.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def origin(self) -> str:
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Carrier:
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def contract(self, call: Call) -> Reply:
        raise NotImplementedError

    def is_spared(self, path: str) -> bool:
        """Whether mischief leaves this path alone."""
        return False

    def answer(self, handler: Any, reply: Reply | str | None, mischief: Reply | str | None) -> None:
        match mischief:
            case "silence":
                self._over.wait(30)
            case "reset" | "deaf":
                self._break(handler.connection)
            case "drip":
                self._drip(handler)
            case _:
                if mischief == "slow":
                    self._over.wait(self.delay)
                assert isinstance(reply, Reply)
                handler.send_response(reply.status)
                for name, value in reply.headers.items():
                    handler.send_header(name, value)
                handler.send_header("Content-Length", str(len(reply.body)))
                handler.end_headers()
                handler.wfile.write(reply.body)
                return
        handler.close_connection = True

    def _break(self, connection: socket.socket) -> None:
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

    def _drip(self, handler: Any) -> None:
        with suppress(OSError):
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"." * 1000:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                if self._over.wait(0.05):
                    return


class OvhCarrier(Carrier):
    """The part of OVHcloud's interface that sends texts, written from its documentation alone.

    https://github.com/ovh/docs: « Premiers pas avec les API OVHcloud », « API SMS Cookbook »,
    « Envoyer des SMS avec l’API OVHcloud »; codes of errors: https://github.com/ovh/python-ovh.
    """

    SERVICE = "sms-pv12345-1"
    APPLICATION_KEY = "7kbG7Bk7S9Nt7ZSV"
    APPLICATION_SECRET = "EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF"
    CONSUMER_KEY = "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1"
    PARAMETERS = {
        "charset", "class", "coding", "differedPeriod", "message", "noStopClause", "priority",
        "receivers", "receiversDocumentUrl", "receiversSlotId", "sender", "senderForResponse",
        "tag", "validityPeriod",
    }  # fmt: skip

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(certificate)
        self.sent: list[dict[str, Any]] = []
        self.rights = {("POST", "jobs"), ("GET", "outgoing")}
        self.clock_is_ahead = 0
        self.senders = {"PARVIS"}

    @property
    def address(self) -> str:
        return f"{self.origin}/1.0"

    def is_spared(self, path: str) -> bool:
        return path == "/1.0/auth/time"

    def contract(self, call: Call) -> Reply:
        if call.url == f"{self.address}/auth/time":
            return Reply(content=int(time.time()) + self.clock_is_ahead)
        return self._refusal(call) or self._act(call)

    def _refusal(self, call: Call) -> Reply | None:
        told = call.headers
        if told["X-Ovh-Application"] != self.APPLICATION_KEY:
            return self.error(403, "INVALID_KEY", "This application key is invalid")
        if told["X-Ovh-Consumer"] != self.CONSUMER_KEY:
            return self.error(403, "INVALID_CREDENTIAL", "This credential is not valid")
        now = told["X-Ovh-Timestamp"]
        if abs(int(now) - time.time() - self.clock_is_ahead) > 30:
            return self.error(400, "QUERY_TIME_OUT", "Query out of time")
        signed = (
            f"{self.APPLICATION_SECRET}+{self.CONSUMER_KEY}+{call.method}+{call.url}"
            f"+{call.body.decode()}+{now}"
        )
        if told["X-Ovh-Signature"] != "$1$" + hashlib.sha1(signed.encode()).hexdigest():
            return self.error(400, "INVALID_SIGNATURE", "Invalid signature")
        return None

    def _act(self, call: Call) -> Reply:
        url = urlsplit(call.url)
        found = re.fullmatch(r"/1\.0/sms/([^/]+)/(jobs|outgoing)", url.path)
        if not found or unquote(found[1]) != self.SERVICE:
            return Reply(404, {"message": "This service does not exist"})
        if (call.method, found[2]) not in self.rights:
            return self.error(403, "NOT_GRANTED_CALL", "This call has not been granted")
        if found[2] == "outgoing":
            [tag] = parse_qs(url.query)["tag"]
            return Reply(
                content=[number for number, one in enumerate(self.sent) if one["tag"] == tag]
            )
        return self._send(json.loads(call.body))

    def _send(self, wish: dict[str, Any]) -> Reply:
        unknown = wish.keys() - self.PARAMETERS
        if unknown or not wish.get("message") or len(wish.get("tag", "")) > 20:
            return Reply(400, {"message": f"[{unknown}] Invalid parameter for 123456"})
        if not wish.get("senderForResponse") and wish.get("sender") not in self.senders:
            return Reply(400, {"message": "Invalid sender"})
        [receiver] = wish["receivers"]
        good = re.fullmatch(r"\+[0-9]{8,15}", receiver) and not receiver.startswith("+3399")
        report: dict[str, Any] = {
            "totalCreditsRemoved": 1 if good else 0,
            "invalidReceivers": [] if good else [receiver],
            "validReceivers": [receiver] if good else [],
            "ids": [27000 + len(self.sent)] if good else [],
        }
        if good:
            self.sent.append(wish)
        return Reply(content=report)

    @staticmethod
    def error(status: int, code: str, message: str) -> Reply:
        return Reply(status, {"errorCode": code, "httpCode": str(status), "message": message})


class SignedCarrier(Carrier):
    """The receiving side of a signed call, as docs/sms.md tells to write it."""

    SECRET = "un-secret-partagé-de-plus-de-trente-deux-caractères"

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(certificate)
        self.sent: list[dict[str, Any]] = []

    @property
    def address(self) -> str:
        return f"{self.origin}/textes?de=parvis"

    def contract(self, call: Call) -> Reply:
        told, now = call.headers, call.headers["Parvis-Timestamp"]
        signed = now.encode() + b"." + call.body
        expected = "v1=" + hmac.new(self.SECRET.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, told["Parvis-Signature"]):
            return Reply(401)
        if abs(time.time() - int(now)) > 300:
            return Reply(401)
        wish = json.loads(call.body)
        assert told["Idempotency-Key"] == wish["id"]
        if wish["to"].startswith("+3399"):
            return Reply(422)
        if wish["id"] not in [one["id"] for one in self.sent]:
            self.sent.append(wish)
        return Reply(202)


def own_certificate(folder: Path, *, days: int = 1) -> Path:
    """A certificate and its key for 127.0.0.1, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "carrier.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path
