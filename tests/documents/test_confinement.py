"""The confined program can do nothing but read its file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path

import pytest

from parvis.services.documents import confinement
from parvis.services.documents.confined.limits import PATIENCE_SECONDS
from parvis.services.documents.confinement import SOURCE, NotReadable, confined, make_ready

TEXT = ("examine", "text/plain")

BEFORE = (
    f"import sys; sys.path.insert(0, {SOURCE!r}); import socket, os, resource; "
    "from parvis.services.documents.confined.limits import confine; "
    "file = os.open('/dev/null', os.O_WRONLY); confine(); "
)


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("open('/etc/passwd')", "Too many open files"),
        ("socket.socket()", "Too many open files"),
        ("os.pipe()", "Too many open files"),
        ("os.fork()", "Resource temporarily unavailable"),
        ("bytearray(2 * 1024**3)", "MemoryError"),
        ("os.setuid(0)", "not permitted"),
        (
            "resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
            "not allowed to raise maximum limit",
        ),
    ],
)
def test_what_is_forbidden(act: str, fault: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", BEFORE + act],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    assert fault in done.stderr


def test_endless_work_is_ended_by_the_processor_time(tmp_path: Path) -> None:
    short = BEFORE.replace("confine();", "limits.CPU_SECONDS = 1; limits.confine();").replace(
        "from parvis.services.documents.confined.limits import confine",
        "from parvis.services.documents.confined import limits",
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-I", "-c", short + "\nwhile True: pass"], timeout=30, check=False
    )
    assert done.returncode < 0
    assert time.monotonic() - started < 20


REPORT = """
import os, sys
print((dict(os.environ), os.getcwd(), sys.argv[2:], sys.stdin.read().split(chr(0)), os.getpid()))
"""


@pytest.fixture
def reporting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In place of the confined program, one that tells what it was given."""
    monkeypatch.setattr(confinement, "PROGRAM", REPORT)
    monkeypatch.setattr(confinement, "_ready", {})
    yield
    for program in confinement._ready.values():
        program.end()


@pytest.mark.usefixtures("reporting")
def test_it_is_given_its_order_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_SECRET_KEY", "secret")
    environment, folder, arguments, order, _ = literal_eval(
        confined(Path("/the/file"), TEXT, "1", "2").decode()
    )
    assert "PARVIS_SECRET_KEY" not in environment
    assert folder == "/"
    assert arguments == list(TEXT)
    assert order == ["/the/file", "1", "2"]


def number_of(answer: bytes) -> int:
    return int(literal_eval(answer.decode())[-1])


@pytest.mark.usefixtures("reporting")
def test_a_program_made_ready_is_used_once() -> None:
    make_ready(TEXT)
    ready = confinement._ready[os.getpid(), TEXT].process.pid
    make_ready(TEXT)
    other = number_of(confined(Path("x"), ("examine", "text/csv")))
    first, second = (number_of(confined(Path("x"), TEXT)) for _ in range(2))
    assert first == ready
    assert len({first, second, other}) == 3


@pytest.mark.usefixtures("reporting")
@pytest.mark.parametrize("why", ["it died", "it is about to leave"])
def test_a_program_that_no_longer_waits_is_replaced(why: str) -> None:
    make_ready(TEXT)
    ready = confinement._ready[os.getpid(), TEXT]
    if why == "it died":
        ready.process.kill()
        ready.process.wait()
    else:
        ready.leaves_at = time.monotonic() + 0.5
    assert number_of(confined(Path("x"), TEXT)) != ready.process.pid
    assert ready.process.returncode is not None


@pytest.mark.usefixtures("reporting")
def test_one_that_waited_long_gives_way_to_a_fresh_one() -> None:
    make_ready(TEXT)
    ready = confinement._ready[os.getpid(), TEXT]
    ready.leaves_at -= PATIENCE_SECONDS * 0.6
    make_ready(TEXT)
    assert ready.process.returncode is not None
    assert confinement._ready[os.getpid(), TEXT] is not ready


def test_nobody_who_orders_is_no_fault() -> None:
    program = confinement._Confined(TEXT)
    assert program.process.communicate(timeout=20) == (b"", b"")
    assert program.process.returncode == 0


def test_without_processes_left_nothing_is_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(subprocess, "Popen", refuse)
    make_ready(("examine", "image/png"))


def test_it_starts_without_the_portal() -> None:
    """Django would take longer to start than the examination itself."""
    done = subprocess.run(
        [
            *(sys.executable, "-I", "-c"),
            f"import sys; sys.path.insert(0, {SOURCE!r}); "
            "from parvis.services.documents.confined import main, office, pdf, pictures, previews, "
            "text; print('django' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_a_program_that_fails_is_not_readable(tmp_path: Path) -> None:
    path = tmp_path / "content"
    path.write_bytes(b"content")
    with pytest.raises(NotReadable):
        confined(path, ("examine", "no such type"))
