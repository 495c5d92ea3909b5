"""Compiles .po files to the .mo files that Django reads.

Needs no settings, so that set-up can call it: `python -m parvis.portal.translation.compilation`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

from parvis.portal.translation import LOCALE


def compile_translations(locale: Path = LOCALE) -> list[str]:
    """Compiles what changed since the last time and returns those languages."""
    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Beside the target first: a server that starts meanwhile never reads half a file.
        draft = source.with_suffix(".mo.draft")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled.append(source.parts[-3])
    return compiled


if __name__ == "__main__":
    if languages := compile_translations():
        sys.stdout.write(f"→ Translations compiled: {', '.join(languages)}\n")
