"""`make check`: every check that needs no test run, two at a time. Prints what failed, and why."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]

    def run(self, temporary: str) -> tuple[bool, str, float]:
        started = time.monotonic()
        program, *arguments = self.command
        finished = subprocess.run(
            [str(PROGRAMS / program), *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "parvis.settings.testing",
                "PYTHONPATH": str(ROOT / "src"),
                "TMPDIR": temporary,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return finished.returncode == 0, finished.stdout, time.monotonic() - started


CHECKS = (  # the longest first, so that the two jobs end together
    Check("types", ("mypy", "--no-error-summary")),
    Check("templates", ("djlint", "src", "--lint", "--quiet")),
    Check("security", ("bandit", "-c", "pyproject.toml", "-q", "-r", "src")),
    Check("import contracts", ("lint-imports",)),
    Check("missing migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
    Check("translations", ("python", "manage.py", "messages", "--check")),
    Check("Django's own checks", ("python", "manage.py", "check", "--fail-level", "WARNING")),
    Check("style", ("ruff", "check", ".")),
    Check("format", ("ruff", "format", "--check", "--quiet", "--diff", ".")),
    Check("front-end files", ("python", "scripts/vendor.py", "--check")),
)


def main() -> int:
    started = time.monotonic()
    failed: list[str] = []
    with TemporaryDirectory() as temporary, ThreadPoolExecutor(max_workers=2) as jobs:
        results = [(check, jobs.submit(check.run, temporary)) for check in CHECKS]
        for check, future in results:
            passed, output, seconds = future.result()
            print(f"{'✓' if passed else '✗'} {check.name} ({seconds:.1f} s)", flush=True)
            if not passed:
                failed.append(check.name)
                print(output, flush=True)
    print(f"\n{len(CHECKS)} checks in {time.monotonic() - started:.0f} s.", end=" ")
    print(f"Failed: {', '.join(failed)}." if failed else "All passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
