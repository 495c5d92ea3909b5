"""Names for things that a person may see in an address, and official numbers of companies."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum import luhn

PUBLIC_ID_LENGTH = 16
LA_POSTE_SIREN = "356000000"


def new_public_id() -> str:
    """96 random bits as 16 characters that are safe in an address; tells nothing of order or size."""
    return secrets.token_urlsafe(12)


if TYPE_CHECKING:
    TextField = models.CharField[str, str]
else:
    TextField = models.CharField


class PublicIdField(TextField):
    """The only identifier of a row that leaves the house."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", PUBLIC_ID_LENGTH)
        options.setdefault("default", new_public_id)
        options.setdefault("unique", True)
        options.setdefault("editable", False)
        super().__init__(**options)


def clean_siret(written: str) -> str:
    """The 14 digits of a SIRET as a person wrote it, spaces and dots left out.

    Source of the rule: Insee; SIREN and SIRET both pass Luhn, except that La Poste's
    establishments have a sum of digits that is a multiple of five instead.

    Raises ValidationError with a sentence that says what is wrong and where to find the number.
    """
    digits = re.sub(r"[\s.\-\u00a0\u202f]", "", written)
    where = _("Vous le trouverez sur un avis de situation Insee.")
    if not re.fullmatch(r"[0-9]*", digits):
        raise ValidationError(
            _("Un numéro SIRET ne contient que des chiffres.") + " " + where, code="siret"
        )
    if len(digits) != 14:
        raise ValidationError(
            ngettext(
                "Ce numéro SIRET a %(count)s chiffre\u00a0; il en faut 14.",
                "Ce numéro SIRET a %(count)s chiffres\u00a0; il en faut 14.",
                len(digits),
            )
            % {"count": len(digits)}
            + " "
            + where,
            code="siret",
        )
    siren = digits[:9]
    is_la_poste = siren == LA_POSTE_SIREN and sum(map(int, digits)) % 5 == 0
    # Nothing but zeros has the right sum and names nobody.
    exists = int(siren) and luhn.is_valid(siren) and (luhn.is_valid(digits) or is_la_poste)
    if not exists:
        raise ValidationError(
            _(
                "Ce numéro SIRET n’existe pas\u00a0: ses chiffres de contrôle sont faux. "
                "Vérifiez qu’aucun chiffre n’est inversé."
            ),
            code="siret",
        )
    return digits


def grouped_siret(siret: str) -> str:
    """732 829 320 00074, with no-break spaces, as people read it."""
    return "\u00a0".join([siret[:3], siret[3:6], siret[6:9], siret[9:]])
