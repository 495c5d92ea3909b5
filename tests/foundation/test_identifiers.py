"""Numbers of companies as people write them, and the identifiers the portal makes itself."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from parvis.foundation.identifiers import clean_siret, grouped_siret, new_public_id

VALID = "29517084900018"


def refusal(written: str) -> str:
    with pytest.raises(ValidationError) as caught:
        clean_siret(written)
    [sentence] = caught.value.messages
    assert caught.value.code == "siret"
    return sentence


@pytest.mark.parametrize(
    "written",
    [
        VALID,
        "295 170 849 00018",
        "295\u00a0170\u00a0849\u00a000018",
        "295\u202f170\u202f849\u202f00018",
        "295.170.849-00018",
        "  29517084900018\t\n",
    ],
)
def test_a_siret_is_read_as_people_write_it(written: str) -> None:
    assert clean_siret(written) == VALID


@pytest.mark.parametrize(
    "written",
    ["35600000000048", "35600000049837", "35600000000055"],
    ids=["head office, by Luhn", "post office, by a multiple of five", "by five too"],
)
def test_both_kinds_of_la_postes_numbers_are_known(written: str) -> None:
    assert clean_siret(written) == written


def test_the_multiple_of_five_is_la_postes_alone() -> None:
    number = next(
        f"295170849{rest:05}"
        for rest in range(1, 100)
        if sum(map(int, f"295170849{rest:05}")) % 5 == 0
        and not luhn.is_valid(f"295170849{rest:05}")
    )
    assert "n’existe pas" in refusal(number)
    assert "n’existe pas" in refusal("35600000000049"), "neither Luhn nor a multiple of five"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1", "a 1 chiffre\u00a0;"),
        ("12345678901", "a 11 chiffres\u00a0;"),
        ("2951708490001", "a 13 chiffres\u00a0;"),
        (VALID + "0", "a 15 chiffres\u00a0;"),
        ("295170849", "a 9 chiffres\u00a0;"),
    ],
)
def test_a_wrong_length_is_counted(written: str, said: str) -> None:
    sentence = refusal(written)
    assert said in sentence
    assert "il en faut 14" in sentence
    assert "avis de situation Insee" in sentence


@pytest.mark.parametrize(
    "written",
    [
        "2951708490001A",
        "FR29517084900018",
        "２９５１７０８４９０００１８",
        "٢٩٥١٧٠٨٤٩٠٠٠١٨",
        "29517084900018\0",
        "295170849000¹⁸",
        "29517084900018'--",
        "\u202e29517084900018",
    ],
    ids=[
        "letter",
        "country",
        "full width",
        "arabic",
        "null",
        "superscript",
        "quote",
        "right to left",
    ],
)
def test_only_plain_digits_are_digits(written: str) -> None:
    assert "ne contient que des chiffres" in refusal(written)


@pytest.mark.parametrize(
    "written",
    ["29517084900019", "29517084900081", "29517084000018", "00000000000000"],
    ids=["last digit", "two digits swapped", "SIREN", "zeros"],
)
def test_a_wrong_checksum_is_refused(written: str) -> None:
    assert "n’existe pas" in refusal(written)


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_14_digits_or_a_sentence(written: str) -> None:
    try:
        digits = clean_siret(written)
    except ValidationError:
        return
    assert len(digits) == 14
    assert digits.isascii()
    assert digits.isdigit()


def test_a_siret_is_shown_in_groups_that_do_not_break() -> None:
    assert grouped_siret(VALID) == "295\u00a0170\u00a0849\u00a000018"


def test_public_identifiers_are_random_and_safe_in_an_address() -> None:
    made = {new_public_id() for _ in range(2000)}
    assert len(made) == 2000
    assert all(len(one) == 16 and one.replace("-", "").replace("_", "").isalnum() for one in made)
