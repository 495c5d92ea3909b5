"""`make test`: every test on SQLite, again on PostgreSQL, then the journeys in a browser.

What this machine has no means for is left out, in one line that says how to get it. With
PARVIS_TESTS_COMPLETE=1 leaving anything out is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import chromium, postgres  # noqa: E402

PYTEST = (sys.executable, "-m", "pytest", "--no-header")


def run(title: str, *command: str, **environment: str) -> bool:
    print(f"\n→ Tests {title}", flush=True)
    finished = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False)
    return finished.returncode == 0


def main() -> int:
    given = os.environ.pop("DATABASE_URL", "")
    rooms = (*PYTEST, "-m", "not browser")
    left_out = []

    passed = [run("on SQLite", *rooms)]
    if given.startswith("postgres"):
        passed.append(run("on the PostgreSQL of DATABASE_URL", *rooms, DATABASE_URL=given))
    elif postgres.binaries():
        passed.append(run("on PostgreSQL", sys.executable, "-m", "tests.postgres", "--", *rooms))
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
