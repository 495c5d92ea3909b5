"""The pictures of the documentation: each one named is there, each one there is named, all light."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "docs" / "pictures"
MOST_OCTETS = 1_500_000


def test_pictures_are_those_that_the_pages_name() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {
        name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text())
    }
    assert named
    assert named == {path.name for path in PLACE.iterdir()}


def test_pictures_are_light() -> None:
    assert sum(path.stat().st_size for path in PLACE.iterdir()) < MOST_OCTETS
