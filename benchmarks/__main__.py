"""`python -m benchmarks` runs them all, `python -m benchmarks pages` those named."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from benchmarks.report import Report

SUBJECTS = ("memory", "uploads", "pages")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=", ".join(SUBJECTS))
    chosen = parser.parse_args().subjects or SUBJECTS
    if unknown := sorted(set(chosen) - set(SUBJECTS)):
        parser.error(f"no such benchmark: {', '.join(unknown)} (there are {', '.join(SUBJECTS)})")
    missed: list[str] = []
    for subject in chosen:
        report = Report(subject)
        import_module(f"benchmarks.{subject}").run(report)
        missed += report.close()
    if missed:
        print(f"Goals missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
