"""How long a text is, and how to write it so that it is short.

Source: 3GPP TS 23.038 (the alphabets) and TS 23.040 (texts in several parts).
"""

from __future__ import annotations

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take an escape before them, hence the place of two.
EXTENDED = frozenset("\f^{}\\[~]|€")

GSM7_ALONE, GSM7_PART = 160, 153
UCS2_ALONE, UCS2_PART = 70, 67

# French typography that a telephone does without.
PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2011": "-",
        "–": "-",
        "—": "-",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
    }
)


def is_gsm7(text: str) -> bool:
    """Whether every character is in the seven-bit alphabet: é è à ù are, ê ç « ’ are not."""
    return all(character in BASIC or character in EXTENDED for character in text)


def parts(text: str) -> int:
    """How many messages an operator makes, and charges, of this text."""
    if is_gsm7(text):
        return _parts([2 if one in EXTENDED else 1 for one in text], GSM7_ALONE, GSM7_PART)
    return _parts([2 if ord(one) > 0xFFFF else 1 for one in text], UCS2_ALONE, UCS2_PART)


def _parts(sizes: list[int], alone: int, room: int) -> int:
    """A character is never cut in two by the end of a part."""
    if sum(sizes) <= alone:
        return 1
    count, filled = 1, 0
    for size in sizes:
        if filled + size > room:
            count, filled = count + 1, 0
        filled += size
    return count


def plain(text: str) -> str:
    """The same words in the seven-bit alphabet where that can be: « ê » is sent as « e ».

    A letter without such a likeness (« Ł », « 東 ») stays, and makes the whole text a longer one.
    """
    return "".join(_plain(one) for one in text.translate(PLAIN))


def _plain(character: str) -> str:
    if is_gsm7(character):
        return character
    base = unicodedata.normalize("NFD", character)[0]
    return base if is_gsm7(base) else character
