"""The whole portal in one command: database, demonstration, web server and worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from parvis.portal.translation.compilation import compile_translations

HOST = "127.0.0.1"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A thread is busy for as long as an upload arrives, so a few slow phones must not fill them all;
# beyond twice the cores, threads only wait for each other.
SERVER_THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
SERVER_START_SECONDS = 30
STOP_SECONDS = 10
WATCH_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30


class Child:
    """A process whose lines appear under its name and that ends when told to."""

    def __init__(self, name: str, *command: str) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[str] | None = None
        self.started = 0.0

    def start(self) -> None:
        source = str(Path(__file__).resolve().parents[4])
        search_path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            env={**os.environ, "PYTHONPATH": search_path, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Ctrl-C reaches this command alone, which then stops its children in order.
            process_group=0,
        )
        self.relay = threading.Thread(target=self._relay, args=(self.process.stdout,), daemon=True)
        self.relay.start()

    def _relay(self, output: IO[str]) -> None:
        with output:
            for line in output:
                sys.stdout.write(f"{self.name:>6} | {line}")
                sys.stdout.flush()

    @property
    def exit_code(self) -> int | None:
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_to_stop(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # Its own children as well: it can no longer stop them.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.relay.join(STOP_SECONDS)


class Command(BaseCommand):
    help = "Sets the portal up and serves it, worker included. Made for trying Parvis out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        self._refuse_taken_port(port)
        if "PARVIS_ADDRESS" not in os.environ:
            # Links in messages lead to the port chosen here.
            settings.PARVIS_ADDRESS = os.environ["PARVIS_ADDRESS"] = f"http://localhost:{port}"
        for number in STOP_SIGNALS:
            # A plain exception, so that whatever is under way is left through its `finally`.
            signal.signal(number, _stop)
        try:
            self._prepare()
            self._serve(port)
        except KeyboardInterrupt:
            self._say("Stopped. Your data stays in place for the next time.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"→ {sentence}")
        self.stdout.flush()

    def _refuse_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            # As servers do: a port that a closed connection still lingers on counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} can't be used here ({error.strerror}): another program, perhaps "
                    f"another Parvis, answers on it. Stop it, or choose a port: "
                    f"make run PORT={port + 1}"
                ) from None

    def _prepare(self) -> None:
        self._say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        compile_translations()
        if settings.PARVIS_DEMONSTRATION and not get_user_model().objects.exists():
            self._say("Building the demonstration; this takes a moment, the first time only")
            with transaction.atomic():
                # Interrupted, it leaves an empty database, and the next time builds it whole.
                call_command("demonstration")

    def _serve(self, port: int) -> None:
        server = Child(
            "server",
            *("granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
            *("--workers", "1", "--blocking-threads", str(SERVER_THREADS)),
            *("--no-ws", "--log-level", "warning", "parvis.wsgi:application"),
        )
        worker = Child("worker", "django", "worker")
        try:
            server.start()
            worker.start()
            self._wait_for_server(server, port)
            self._say(f"Parvis answers on http://localhost:{port}")
            if settings.PARVIS_DEMONSTRATION:
                self._say("The demonstration's people and passwords stand on the sign-in page.")
            self._say("Ctrl-C stops it.")
            self._watch(server, worker)
        finally:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN)  # an impatient second Ctrl-C
            for child in (server, worker):
                child.ask_to_stop()
            for child in (server, worker):
                child.wait_to_stop()

    def _wait_for_server(self, server: Child, port: int) -> None:
        deadline = time.monotonic() + SERVER_START_SECONDS
        while time.monotonic() < deadline:
            if server.exit_code is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    return
            time.sleep(0.1)
        raise CommandError("The web server did not start; its last lines above say why.")

    def _watch(self, server: Child, worker: Child) -> None:
        """Returns never: the server's end is an error, the worker's end is mended."""
        pause = 1
        while True:
            time.sleep(WATCH_SECONDS)
            if server.exit_code is not None:
                raise CommandError(f"The web server ended by itself (code {server.exit_code}).")
            if worker.exit_code is not None:
                lived = time.monotonic() - worker.started
                pause = (
                    1 if lived > LONGEST_PAUSE_SECONDS else min(pause * 2, LONGEST_PAUSE_SECONDS)
                )
                self._say(f"The worker ended (code {worker.exit_code}); it starts again.")
                time.sleep(pause)
                worker.start()


def _stop(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
