"""The operator of the demonstration, where nothing else is set."""

from __future__ import annotations

from parvis.demo.world import OPERATOR

DEMONSTRATION_OPERATOR = {
    "name": OPERATOR.name,
    "accent": OPERATOR.accent,
    "logo": "",
    "help_phone": OPERATOR.help_phone,
    "help_email": OPERATOR.help_email,
    "help_hours": OPERATOR.help_hours,
}
