"""Bank statements: an opening balance, movements, a closing balance."""

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parvis.demo.world import Organisation

from .issuers import SAUVELANDE
from .tables import column, row, table
from .typesetter import Sheet
from .typography import euros, long_date, money, month


@dataclass(frozen=True, slots=True)
class Movement:
    """`amount` is above zero for money that comes in, below for money that goes out."""

    day: int
    label: str
    amount: Decimal


def movement(day: int, label: str, amount: str) -> Movement:
    """A movement from an amount as one writes it."""
    return Movement(day, label, Decimal(amount))


def statement(
    organisation: Organisation,
    first_day: datetime.date,
    opening: Decimal,
    movements: Sequence[Movement],
    number: int,
) -> Sheet:
    """The statement of the month that begins on `first_day`."""
    last_day = first_day.replace(
        day=calendar.monthrange(first_day.year, first_day.month)[1],
    )
    debits = -sum((each.amount for each in movements if each.amount < 0), Decimal(0))
    credits_ = sum((each.amount for each in movements if each.amount > 0), Decimal(0))
    closing = opening + credits_ - debits
    rows = [
        row(
            f"{each.day:02d}/{first_day.month:02d}",
            each.label,
            money(-each.amount) if each.amount < 0 else "",
            money(each.amount) if each.amount > 0 else "",
        )
        for each in sorted(movements, key=lambda each: each.day)
    ]
    iban = organisation.iban
    return Sheet(
        "statement",
        {
            "title": f"Relevé de compte n° {number}",
            "heading": "Relevé de compte",
            "period": f"{month(first_day)} — n° {number}",
            "accent": SAUVELANDE.accent,
            "issuer": {"name": SAUVELANDE.name, "lines": SAUVELANDE.lines},
            "imprint": SAUVELANDE.imprint,
            "recipient": {"name": organisation.name, "lines": organisation.place.lines},
            "facts": [
                ("IBAN", " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))),
                ("Compte", "Compte courant professionnel"),
                ("Arrêté au", long_date(last_day)),
                ("Nouveau solde", euros(closing)),
            ],
            "table": table(
                [
                    column("Date"),
                    column("Opération", 1),
                    column("Débit (€)", right=True),
                    column("Crédit (€)", right=True),
                ],
                [
                    row("", "Ancien solde", *_sided(opening), style="subtotal"),
                    *rows,
                    row(
                        "", "Total des mouvements", money(debits), money(credits_), style="subtotal"
                    ),
                    row("", "Nouveau solde", *_sided(closing), style="total"),
                ],
            ),
            "notes": [
                "Vérifiez les opérations de ce relevé. Sans remarque de votre part dans les deux "
                "mois, il est réputé exact.",
                "Garantie des dépôts : 100 000 € par client et par établissement.",
            ],
        },
        last_day,
    )


def _sided(balance: Decimal) -> tuple[str, str]:
    return (money(-balance), "") if balance < 0 else ("", money(balance))
