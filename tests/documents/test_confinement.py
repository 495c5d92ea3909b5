"""The confined program can do nothing but read its file."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from parvis.services.documents import confinement
from parvis.services.documents.confinement import SOURCE, NotReadable, confined

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
        ("resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))", "not allowed to raise maximum limit"),
    ],
)
def test_what_is_forbidden(act: str, fault: str) -> None:
    lift = "os.setuid(65534) if os.getuid() == 0 else None; "
    done = subprocess.run(
        [sys.executable, "-I", "-c", BEFORE + lift + act],
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


def test_the_confined_program_gets_the_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret name"
    path.write_bytes(b"content")
    monkeypatch.setenv("PARVIS_SECRET_KEY", "secret")
    monkeypatch.setattr(
        confinement,
        "PROGRAM",
        "import os, sys; sys.stdout.write(repr((sys.argv[2:], dict(os.environ), os.getcwd(), "
        "sys.stdin.read(), os.path.exists('/proc/self/fd/3') and os.readlink('/proc/self/fd/3'))))",
    )
    told = confined(path, "examine", "text/plain").decode()
    assert "secret" not in told
    assert "'content'" in told


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
        confined(path, "no such act")
