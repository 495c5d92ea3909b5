"""Telephone numbers as people write them."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# France and its overseas numbering zones: a number written without a prefix may be of any.
FRENCH_REGIONS = ("FR", "GP", "GF", "MQ", "RE", "YT", "NC", "PF")
MOBILE_KINDS = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}


def clean_mobile(written: str) -> str:
    """The number in E.164 (« +33639980102 »). Raises ValidationError with a sentence.

    Numbers that Arcep reserves for fiction (06 39 98 …) are accepted like any other.
    """
    for number in _readings(written):
        kind = phonenumbers.number_type(number)
        if phonenumbers.is_possible_number(number) and (
            kind in MOBILE_KINDS or _is_french_mobile(number)
        ):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValidationError(
        _(
            "Ce numéro n’est pas celui d’un téléphone portable. Écrivez-le par exemple "
            "06 12 34 56 78, ou avec l’indicatif du pays\u00a0: +32 470 12 34 56."
        ),
        code="mobile",
    )


def clean_landline(written: str) -> str:
    """Any number one can call, in E.164. Raises ValidationError with a sentence."""
    for number in _readings(written):
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValidationError(
        _(
            "Ce numéro de téléphone n’est pas complet. Écrivez-le par exemple 02 41 00 00 00, "
            "ou avec l’indicatif du pays\u00a0: +32 2 123 45 67."
        ),
        code="landline",
    )


def _readings(written: str) -> list[phonenumbers.PhoneNumber]:
    """What a number may be: without a prefix, one of each French zone."""
    found = []
    for region in FRENCH_REGIONS:
        try:
            found.append(phonenumbers.parse(written, region))
        except phonenumbers.NumberParseException:
            continue
    return found


def _is_french_mobile(number: phonenumbers.PhoneNumber) -> bool:
    national = str(number.national_number)
    return number.country_code == 33 and len(national) == 9 and national[0] in "67"


def readable_phone(stored: str) -> str:
    """A stored number as people read it: national in France, international elsewhere."""
    if not stored:
        return ""
    number = phonenumbers.parse(stored, None)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code == 33
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style).replace(" ", "\u00a0")
