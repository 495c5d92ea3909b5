"""One order of names for both databases."""

from __future__ import annotations

import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
# Combining marks sort as nothing; control signs, halves of a pair and invisible ones name nothing,
# and PostgreSQL refuses some of them.
LEFT_OUT = {"Mn", "Cc", "Cf", "Cs"}


def sort_key(name: str) -> str:
    """The name without accents, in upper case, in single spaces: sorts alike on every engine."""
    spaced = " ".join(name.translate(LIGATURES).upper().split())
    plain = unicodedata.normalize("NFKD", spaced).upper()
    letters = "".join(sign for sign in plain if unicodedata.category(sign) not in LEFT_OUT)
    return " ".join(letters.split())
