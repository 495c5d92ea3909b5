"""One order of names for both databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.foundation.sorting import sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Élodie", "ELODIE"),
        ("  le   Fournil\u00a0de\tJeanne ", "LE FOURNIL DE JEANNE"),
        ("Œuvre", "OEUVRE"),
        ("cœur", "COEUR"),
        ("Lætitia", "LAETITIA"),
        ("Straße", "STRASSE"),
        ("e\u0301cole", "ECOLE"),
        ("ﬁn", "FIN"),
        ("Ａｂ", "AB"),
        ("a\0b", "AB"),
        ("a\u200bb\u202ec", "ABC"),
        ("", ""),
        ("\0", ""),
    ],
)
def test_accents_case_and_spaces_do_not_count(name: str, key: str) -> None:
    assert sort_key(name) == key


@given(st.text())
def test_a_key_is_its_own_key_and_holds_nothing_a_database_refuses(name: str) -> None:
    key = sort_key(name)
    assert sort_key(key) == key
    assert "\0" not in key
    key.encode()
