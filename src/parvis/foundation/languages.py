"""Texts that somebody wrote in each language of the portal, outside of the catalogues."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language


def in_each_language(french: str, english: str) -> str:
    """Reads as one or the other with the page or mail it stands in; French where English is empty."""
    return lazy(lambda: english if _is_english() and english else french, str)()


def _is_english() -> bool:
    return (get_language() or "").partition("-")[0] == "en"
