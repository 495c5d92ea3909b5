"""Starting the confined program, the only one that looks into files that people hand in."""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import parvis
from parvis.services.documents.confined.limits import PATIENCE_SECONDS

log = logging.getLogger(__name__)

WALL_SECONDS = 20
AT_ONCE = 2
"""Confined programs of one server process that work: each may take a gigabyte."""
SOURCE = str(Path(parvis.__file__).resolve().parent.parent)
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from parvis.services.documents.confined.main import main; main()"
)

Work = tuple[str, str]
"""An act and a media type: what a confined program is made ready for."""

_places = threading.BoundedSemaphore(AT_ONCE)
# By process as well: a fork must not use what its parent has made ready.
_ready: dict[tuple[int, Work], _Confined] = {}
_ready_lock = threading.Lock()


class NotReadable(Exception):
    """The confined program crashed, ran into a limit or took too long."""


class _Confined:
    """One confined program: it makes itself ready, waits for one order, answers and ends.

    It gets no environment and no folder, and once it has opened its file it can open nothing else.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        self.leaves_at = time.monotonic() + PATIENCE_SECONDS
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", PROGRAM, SOURCE, *work],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
            cwd="/",
        )

    def waits_for(self, seconds: float) -> bool:
        return self.process.poll() is None and time.monotonic() + seconds < self.leaves_at

    def answer(self, path: Path, *details: str) -> bytes:
        """Raises NotReadable."""
        order = "\0".join([str(path), *details])
        try:
            answer, words = self.process.communicate(os.fsencode(order), WALL_SECONDS)
        except subprocess.TimeoutExpired:
            log.info("documents.confined %s took too long", self.work)
            self.end()
            raise NotReadable from None
        if self.process.returncode:
            last = words.decode(errors="replace").strip().rpartition("\n")[2][:300]
            log.info("documents.confined %s ended %s %s", self.work, self.process.returncode, last)
            raise NotReadable
        return answer

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def make_ready(work: Work) -> None:
    """Start a program for this work, which will come in a moment: starting takes longer than most
    work. Unused, it leaves by itself after a while."""
    place = os.getpid(), work
    with _ready_lock:
        known = _ready.get(place)
        if known and known.waits_for(PATIENCE_SECONDS / 2):
            return
        with suppress(OSError):  # it will be tried again when it is needed
            _ready[place] = _Confined(work)
    if known:
        known.end()


def confined(path: Path, work: Work, *details: str) -> bytes:
    """What the confined program answers about this file. Raises NotReadable."""
    with _ready_lock:
        program = _ready.pop((os.getpid(), work), None)
    if program and not program.waits_for(1):
        program.end()
        program = None
    with _places:
        return (program or _Confined(work)).answer(path, *details)


@atexit.register
def _end_all() -> None:
    for place in [place for place in _ready if place[0] == os.getpid()]:
        _ready.pop(place).end()
