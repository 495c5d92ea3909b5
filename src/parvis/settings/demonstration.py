"""The operator of the demonstration, where nothing else is set."""

from __future__ import annotations

from parvis.demo.world import OPERATOR
from parvis.foundation.languages import in_each_language

DEMONSTRATION_OPERATOR = {
    "name": OPERATOR.name,
    "accent": OPERATOR.accent,
    "logo": "",
    "help_phone": OPERATOR.help_phone,
    "help_email": OPERATOR.help_email,
    "help_hours": in_each_language(OPERATOR.help_hours, OPERATOR.help_hours_english),
}
