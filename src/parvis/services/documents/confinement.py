"""Starting the confined program, the only one that looks into files that people hand in."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path

import parvis

log = logging.getLogger(__name__)

WALL_SECONDS = 20
AT_ONCE = 2
"""Confined programs of one server process: each may take a gigabyte."""
SOURCE = str(Path(parvis.__file__).resolve().parent.parent)
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from parvis.services.documents.confined.main import main; main()"
)

_places = threading.BoundedSemaphore(AT_ONCE)


class NotReadable(Exception):
    """The confined program crashed, ran into a limit or took too long."""


def confined(path: Path, *arguments: str) -> bytes:
    """What the confined program answers about this file.

    Raises NotReadable. The child gets no environment, no folder and no path, and, once it has laid
    its limits on itself, can't open anything.
    """
    with _places, path.open("rb") as file:
        try:
            finished = subprocess.run(
                [sys.executable, "-I", "-c", PROGRAM, SOURCE, *arguments],
                stdin=file,
                capture_output=True,
                env={},
                cwd="/",
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.info("documents.confined timeout %s", arguments)
            raise NotReadable from None
    if finished.returncode:
        last_words = finished.stderr.decode(errors="replace").strip().rpartition("\n")[2][:300]
        log.info("documents.confined %s %s %s", finished.returncode, arguments, last_words)
        raise NotReadable
    return finished.stdout
