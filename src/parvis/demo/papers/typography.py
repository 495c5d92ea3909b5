"""How a French paper writes its spaces, amounts and dates."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK = "\u00a0"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
CENT = Decimal("0.01")
UNIT = Decimal(1)

_GLUED = re.compile(r"(?<=\d) (?=[\d€%h])|(?<=«) | (?=[:;!?»])|(?<=n°) ")


def french(text: str) -> str:
    """The text with no-break spaces where French typography wants them."""
    return _GLUED.sub(NO_BREAK, text)


def cents(amount: Decimal) -> Decimal:
    """Rounded to the cent, halves away from zero as invoices do."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def units(amount: Decimal) -> Decimal:
    """Rounded to the euro, as in annual accounts."""
    return amount.quantize(UNIT, ROUND_HALF_UP)


def number(amount: Decimal | int) -> str:
    """1 250,5: as many decimals as the value has."""
    text = f"{amount:,}".replace(",", NO_BREAK).replace(".", ",")
    return text.replace("-", "−")


def money(amount: Decimal) -> str:
    """1 250,00 (two decimals, no currency, for columns)."""
    return number(cents(amount))


def euros(amount: Decimal) -> str:
    """1 250,00 €."""
    return f"{money(amount)}{NO_BREAK}€"


def rate(value: Decimal) -> str:
    """0.055 → 5,5 %."""
    return f"{number((value * 100).normalize() + 0)}{NO_BREAK}%"


def percent(part: Decimal, whole: Decimal) -> str:
    """part / whole with one decimal: 6,9 %."""
    value = (part / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number(value)}{NO_BREAK}%"


def long_date(date: datetime.date) -> str:
    """1er mars 2026."""
    day = "1er" if date.day == 1 else str(date.day)
    return f"{day} {MONTHS[date.month - 1]} {date.year}"


def short_date(date: datetime.date) -> str:
    """01/03/2026."""
    return f"{date:%d/%m/%Y}"


def month(date: datetime.date) -> str:
    """mars 2026."""
    return f"{MONTHS[date.month - 1]} {date.year}"
