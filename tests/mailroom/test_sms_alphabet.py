"""What an operator counts as one text."""

from __future__ import annotations

import pytest

from parvis.mailroom.sms.alphabet import is_gsm7, parts, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("à é è ù ì ò Ç Ä", 1),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        # The pair of an escape and its character is not cut in two: 152 + € leaves a place empty.
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
        ("a" * 66 + "🙂" * 2, 1),
        ("a" * 66 + "🙂" + "a" * 65, 2),
        ("a" * 66 + "🙂" + "a" * 66, 3),
        ("", 1),
    ],
)
def test_parts(text: str, expected: int) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize("letter", "éèàùìòÇÉÄÖÜñ@£$_\n'\"")
def test_letters_of_the_seven_bit_alphabet(letter: str) -> None:
    assert is_gsm7(letter)


@pytest.mark.parametrize("letter", "êâîôûëïçÀÈœ«»’…\u00a0\u202f–`\t🙂")
def test_letters_that_make_a_text_a_long_one(letter: str) -> None:
    assert not is_gsm7(letter)


def test_french_typography_is_sent_plain() -> None:
    written = "« Ça » n’a\u00a0rien d’un œuf\u202f: forêt, naïf, À bientôt… – déjà reçu, 12\u00a0€"
    assert (
        plain(written)
        == "\" Ça \" n'a rien d'un oeuf : foret, naif, A bientot... - déjà recu, 12 €"
    )
    assert is_gsm7(plain(written))


def test_letters_without_a_likeness_stay() -> None:
    assert plain("Łódź 東京") == "Łodz 東京"
