"""One order of names for both databases."""

from __future__ import annotations

import unicodedata


def sort_key(name: str) -> str:
    """The name without accents, in upper case, in single spaces: sorts alike on every engine."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.upper().split())
