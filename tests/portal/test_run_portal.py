"""The command behind `make run`: one process that minds two others."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from parvis.portal.management.commands import run_portal
from parvis.portal.management.commands.run_portal import Child, Command

LASTING = ("http.server", "--bind", "127.0.0.1", "0")
SHORT = ("timeit", "-n1", "-r1", "pass")


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds} seconds in vain"
        time.sleep(0.02)


def test_a_taken_port_is_explained() -> None:
    with socket.create_server((run_portal.HOST, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} .*make run PORT={port + 1}"):
            call_command("run_portal", port=port)


def test_a_child_speaks_under_its_name_and_stops(capsys: pytest.CaptureFixture[str]) -> None:
    child = Child("server", *LASTING)
    child.start()
    heard = ""

    def serving() -> bool:
        nonlocal heard
        heard += capsys.readouterr().out
        return "Serving" in heard

    wait_until(serving)
    assert heard.startswith("server | Serving HTTP")
    child.ask_to_stop()
    child.wait_to_stop()
    assert child.exit_code is not None


def test_a_deaf_child_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_portal, "STOP_SECONDS", 0.1)
    child = Child("worker", *LASTING)
    child.start()
    child.wait_to_stop()
    assert child.exit_code == -9


def test_a_worker_that_dies_starts_again_and_a_server_that_dies_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_portal, "WATCH_SECONDS", 0.02)
    monkeypatch.setattr(run_portal, "LONGEST_PAUSE_SECONDS", 0)
    server, worker = Child("server", *LASTING), Child("worker", *SHORT)
    starts = []
    start = worker.start

    def counted() -> None:
        start()
        starts.append(worker.process)
        if len(starts) == 3:
            server.ask_to_stop()

    monkeypatch.setattr(worker, "start", counted)
    server.start()
    worker.start()
    with pytest.raises(CommandError, match="web server ended"):
        Command()._watch(server, worker)
    worker.wait_to_stop()
    assert len({process.pid for process in starts if process}) == 3


def test_a_server_that_cannot_start_is_an_error() -> None:
    server = Child("server", *SHORT)
    server.start()
    with socket.create_server((run_portal.HOST, 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(CommandError, match="did not start"):
        Command()._wait_for_server(server, port)


def test_children_stop_with_their_parent_only() -> None:
    """Ctrl-C in a terminal goes to a whole group; a child in its own waits to be told."""
    child = Child("worker", *LASTING)
    child.start()
    try:
        assert isinstance(child.process, subprocess.Popen)
        assert os.getpgid(child.process.pid) == child.process.pid != os.getpgid(0)
    finally:
        child.ask_to_stop()
        child.wait_to_stop()


def test_the_whole_portal_comes_up_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with socket.create_server((run_portal.HOST, 0)) as unused:
        port = unused.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "parvis.settings.local",
        "PARVIS_DATA": str(tmp_path),
        "PARVIS_ADDRESS": f"http://localhost:{port}",
    }
    log = tmp_path / "log"
    with log.open("w") as output:
        portal = psutil.Popen(
            [sys.executable, "manage.py", "run_portal", "--port", str(port)],
            cwd=settings.PACKAGE.parent.parent,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        ready = f"answers on http://localhost:{port}"
        wait_until(lambda: ready in log.read_text() or portal.poll() is not None, seconds=60)
        assert portal.poll() is None, log.read_text()
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=10) as response:
            assert response.status == 200
        children = portal.children(recursive=True)
        assert {"granian", "django"} <= {child.cmdline()[2] for child in children}
    finally:
        portal.terminate()
        code = portal.wait(30)
    assert code == 0, log.read_text()
    assert not [child for child in children if child.is_running()]
    assert "Traceback" not in log.read_text()
