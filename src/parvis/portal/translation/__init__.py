"""Translations without GNU gettext: found in the source, kept in .po files, compiled to .mo.

The source speaks French, so English is the language that needs translating. The French file holds
only what has a plural, because the French plural starts at two (« 0 document »).
"""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
LOCALE = SOURCE / "locale"


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"
