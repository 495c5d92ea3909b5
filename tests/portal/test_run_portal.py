"""The command behind `make run`: one process that minds two others."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from parvis.portal.management.commands import run_portal
from parvis.portal.management.commands.run_portal import Child, Command

LASTING = ("http.server", "--bind", "127.0.0.1", "0")
SHORT = ("timeit", "-n1", "-r1", "pass")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "waited 10 seconds in vain"
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
