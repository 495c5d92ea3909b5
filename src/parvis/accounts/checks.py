"""What the operator should know of the settings about logins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from parvis.accounts.password_rules import RULE_SETS


@checks.register()
def password_rule(**_options: Any) -> list[checks.CheckMessage]:
    """Source: CNIL 2022. A password alone should be worth 80 bits, or 50 where attempts are slowed;
    8 characters of 3 kinds can fall to 47.6."""
    rule = settings.PARVIS_PASSWORD_RULE
    if rule not in RULE_SETS:
        return [
            checks.Error(
                f"PARVIS_PASSWORD_RULE is « {rule} ».",
                hint=f"Set it to one of: {', '.join(RULE_SETS)}.",
                id="accounts.E001",
            )
        ]
    if rule == "eight":
        return [
            checks.Warning(
                "PARVIS_PASSWORD_RULE=eight allows passwords below what the CNIL recommends.",
                hint="It is bearable only because failed sign-ins are slowed and common passwords "
                "refused. Prefer twelve or fifteen, and ask for second factors.",
                id="accounts.W001",
            )
        ]
    return []
