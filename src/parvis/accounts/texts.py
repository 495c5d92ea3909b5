"""The texts (SMS) about one's login."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from parvis.mailroom.sms.texts import TextKind

MOBILE_CODE_LIFE = timedelta(minutes=10)


def mobile_code_text(code: str) -> str:
    """The code comes first, so that it shows on a locked screen."""
    return _(
        "%(code)s est votre code pour certifier ce numéro (%(operator)s). "
        "Il vaut %(minutes)s minutes. Ne le donnez à personne."
    ) % {
        "code": code,
        "operator": settings.PARVIS_OPERATOR["name"],
        "minutes": int(MOBILE_CODE_LIFE.total_seconds() // 60),
    }


MOBILE_CODE = TextKind(
    "accounts.mobile_code",
    "Certifies a mobile number.",
    MOBILE_CODE_LIFE,
    lambda: mobile_code_text("482913"),
)
