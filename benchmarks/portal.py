"""The portal of a benchmark: production settings, in processes, with a folder and people of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.browser import Browser, UnexpectedAnswer
from tests.support.mail_server import MailServer
from tests.support.portal_server import ROOT, PortalServer

SECRET = "only-for-benchmarks-abcdefghijklmnopqrstuvwxyz-0123456789"


@dataclass(frozen=True)
class SignedInPage:
    """A page, and who of the cast opens it."""

    person: str
    path: str


@dataclass
class Portal(PortalServer):
    """The server and the worker that operators run. `database` is an address, or nothing for SQLite."""

    database: str = ""
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    pages: dict[str, SignedInPage] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    csrf_cookie: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {
            **super().environment,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "DATABASE_URL": self.database,
            "PARVIS_SECRET_KEY": SECRET,
            "PARVIS_HOSTS": "localhost",
            "PARVIS_ADDRESS": "https://localhost",
            "PARVIS_MAIL_SENDER": "benchmarks@parvis.example",
        }

    def fill(self, count: int) -> None:
        """Let the cast in, and bring documents, people and organisations up to `count` each."""
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.world", str(count)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        entrances = json.loads(done.stdout)
        self.cookies = entrances["cookies"]
        self.addresses = entrances["addresses"]
        self.csrf_cookie = entrances["csrf_cookie"]
        self.pages = {name: SignedInPage(*page) for name, page in entrances["pages"].items()}

    def browser(self, person: str) -> Browser:
        """A browser in which this person is signed in."""
        return Browser(self.port, dict(self.cookies[person]))

    def processes(self) -> dict[str, list[psutil.Process]]:
        """The processes of the set-up by what they are for, the command that watches them last."""
        assert self.process is not None, "the portal runs"
        command = psutil.Process(self.process.pid)
        found: dict[str, list[psutil.Process]] = {"server": [], "worker": [], "command": [command]}
        for child in command.children():
            name = "server" if "granian" in child.cmdline() else "worker"
            found[name] += [child, *child.children(recursive=True)]
        return found


@contextmanager
def portal(count: int, database: str = "") -> Iterator[Portal]:
    """A running portal with `count` rows of each kind, gone afterwards."""
    mail = MailServer()
    mail.start()
    try:
        with tempfile.TemporaryDirectory(prefix="parvis-benchmark-") as folder:
            running = Portal(Path(folder), mail, database=database)
            running.start()
            try:
                running.fill(count)
                yield running
            except UnexpectedAnswer as fault:
                raise UnexpectedAnswer(f"{fault}\n{running.log()}") from fault
            finally:
                running.stop()
    finally:
        mail.stop()
