"""`make test`: every test on SQLite and on PostgreSQL, side by side, then the journeys in a browser.

What this machine has no means for is left out, in one line that says how to get it. With
PARVIS_TESTS_COMPLETE=1 leaving anything out is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import chromium, postgres  # noqa: E402

PYTEST = (sys.executable, "-m", "pytest", "--no-header")


def run(title: str, *command: str, **environment: str) -> bool:
    print(f"\n→ Tests {title}", flush=True)
    finished = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False)
    return finished.returncode == 0


def run_aside(*command: str, **environment: str) -> Callable[[str], bool]:
    """Start a run beside the others, on the second core; call the answer to read what came of it."""
    pool = ThreadPoolExecutor(1)
    running = pool.submit(
        subprocess.run,
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

    def finish(title: str) -> bool:
        print(f"\n→ Tests {title}", flush=True)
        finished = running.result()
        pool.shutdown()
        print(finished.stdout, end="", flush=True)
        return finished.returncode == 0

    return finish


def main() -> int:
    given = os.environ.pop("DATABASE_URL", "")
    rooms = (*PYTEST, "-m", "not browser")
    left_out = []

    postgresql = None
    if given.startswith("postgres"):
        postgresql = run_aside(*rooms, DATABASE_URL=given)
    elif postgres.binaries():
        postgresql = run_aside(sys.executable, "-m", "tests.postgres", "--", *rooms)
    passed = [run("on SQLite, beside a run on PostgreSQL" if postgresql else "on SQLite", *rooms)]
    if postgresql:
        passed.append(postgresql("on PostgreSQL, run meanwhile"))
    else:
        left_out.append(
            "Left out: the second run on PostgreSQL. Install PostgreSQL (Debian: apt install "
            "postgresql) or give DATABASE_URL."
        )
    if chromium.executable():
        passed.append(run("in a browser", *PYTEST, "-m", "browser"))
    else:
        left_out.append(
            "Left out: the tests in a browser. Install Chromium (Debian: apt install chromium) "
            "or give its path in PARVIS_CHROMIUM."
        )
    for line in left_out:
        print(line)
    complete = not left_out or os.environ.get("PARVIS_TESTS_COMPLETE") != "1"
    return 0 if all(passed) and complete else 1


if __name__ == "__main__":
    sys.exit(main())
