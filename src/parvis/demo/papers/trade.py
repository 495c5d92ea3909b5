"""Invoices, quotes and delivery notes, whose amounts add up."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parvis.demo.world import Organisation

from .issuers import Issuer, grouped
from .tables import column, row, table
from .typesetter import Data, Sheet
from .typography import NO_BREAK, cents, euros, long_date, money, number, rate

STANDARD = Decimal("0.20")
INTERMEDIATE = Decimal("0.10")
REDUCED = Decimal("0.055")
"""French VAT rates, in force since 1 January 2014 (general tax code, art. 278 to 279)."""

DUE_AFTER = datetime.timedelta(days=30)
LATE_PAYMENT = (
    "Pas d’escompte pour paiement anticipé. En cas de retard : pénalités de trois fois le taux "
    "d’intérêt légal et indemnité forfaitaire de 40 € pour frais de recouvrement."
)


@dataclass(frozen=True, slots=True)
class Customer:
    """Who an invoice is for, as printed in the frame."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """`price` is per unit, before VAT; `vat` is the rate as a fraction."""

    label: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat: Decimal = STANDARD

    @property
    def net(self) -> Decimal:
        return cents(self.quantity * self.price)


@dataclass(frozen=True, slots=True)
class Bill:
    """Lines with their totals: VAT is computed once per rate, on the sum of its lines."""

    lines: tuple[Line, ...]

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def bases(self) -> dict[Decimal, Decimal]:
        """What each rate applies to, highest rate first."""
        rates = sorted({line.vat for line in self.lines}, reverse=True)
        return {
            each: sum((line.net for line in self.lines if line.vat == each), Decimal(0))
            for each in rates
        }

    @property
    def vat(self) -> Decimal:
        return sum((cents(base * each) for each, base in self.bases.items()), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def line(label: str, quantity: str, unit: str, price: str, vat: Decimal = STANDARD) -> Line:
    """A line from numbers as one writes them."""
    return Line(label, Decimal(quantity), unit, Decimal(price), vat)


def invoice(
    issuer: Issuer,
    customer: Customer,
    reference: str,
    date: datetime.date,
    lines: Sequence[Line],
    *,
    facts: Sequence[tuple[str, str]] = (),
    subject: str = "",
    notes: Sequence[str] = (),
) -> Sheet:
    """A sales document that asks for money within thirty days."""
    bill = Bill(tuple(lines))
    due = date + DUE_AFTER
    return _sheet(
        issuer,
        customer,
        date,
        heading="Facture",
        title=f"Facture {reference}",
        facts=[
            ("Numéro", reference),
            ("Date", long_date(date)),
            ("Échéance", long_date(due)),
            *facts,
        ],
        subject=subject,
        content=_priced(bill),
        bill=bill,
        total_label="Net à payer",
        notes=[*notes, LATE_PAYMENT],
    )


def quote(
    issuer: Issuer,
    customer: Customer,
    reference: str,
    date: datetime.date,
    lines: Sequence[Line],
    *,
    subject: str,
    notes: Sequence[str] = (),
) -> Sheet:
    """An offer, with a place to sign."""
    bill = Bill(tuple(lines))
    return _sheet(
        issuer,
        customer,
        date,
        heading="Devis",
        title=f"Devis {reference}",
        facts=[
            ("Numéro", reference),
            ("Date", long_date(date)),
            ("Valable", "deux mois"),
        ],
        subject=subject,
        content=_priced(bill),
        bill=bill,
        total_label="Total TTC",
        notes=notes,
        signatures=["Pour l’entreprise", "Bon pour accord, date et signature du client"],
    )


def delivery_note(
    issuer: Issuer,
    customer: Customer,
    reference: str,
    date: datetime.date,
    goods: Sequence[tuple[str, str, str, str]],
    *,
    facts: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
) -> Sheet:
    """Goods without prices: reference, label, ordered, delivered."""
    goods_table = table(
        [
            column("Référence"),
            column("Désignation", 1),
            column("Commandé", right=True),
            column("Livré", right=True),
        ],
        [row(*each) for each in goods],
    )
    return _sheet(
        issuer,
        customer,
        date,
        heading="Bon de livraison",
        title=f"Bon de livraison {reference}",
        facts=[("Numéro", reference), ("Livré le", long_date(date)), *facts],
        subject="",
        content=goods_table,
        bill=None,
        total_label="",
        notes=notes,
        signatures=["Signature du chauffeur", "Reçu conforme, signature du client"],
    )


def _sheet(
    issuer: Issuer,
    customer: Customer,
    date: datetime.date,
    *,
    heading: str,
    title: str,
    facts: Sequence[tuple[str, str]],
    subject: str,
    content: Mapping[str, Data],
    bill: Bill | None,
    total_label: str,
    notes: Sequence[str],
    signatures: Sequence[str] = (),
) -> Sheet:
    return Sheet(
        "invoice",
        {
            "title": title,
            "heading": heading,
            "accent": issuer.accent,
            "font": issuer.font,
            "style": issuer.style,
            "issuer": {"name": issuer.name, "lines": issuer.lines},
            "imprint": issuer.imprint,
            "recipient": {"name": customer.name, "lines": customer.lines},
            "recipient_label": "Livré à" if bill is None else "Adressé à",
            "facts": facts,
            "subject": subject,
            "table": content,
            "vat": _vat_table(bill),
            "totals": [] if bill is None else _totals(bill, total_label),
            "notes": notes,
            "signatures": signatures,
        },
        date,
    )


def _priced(bill: Bill) -> dict[str, Data]:
    return table(
        [
            column("Désignation", 1),
            column("Quantité", right=True),
            column("Prix unitaire HT", right=True),
            column("TVA", right=True),
            column("Montant HT", right=True),
        ],
        [
            row(
                each.label,
                f"{number(each.quantity)}{NO_BREAK}{each.unit}".strip(),
                number(each.price),
                rate(each.vat),
                money(each.net),
            )
            for each in bill.lines
        ],
    )


def _vat_table(bill: Bill | None) -> dict[str, Data]:
    return table(
        [column("Taux"), column("Base HT", 1, right=True), column("TVA", 1, right=True)],
        [
            row(rate(each), money(base), money(cents(base * each)))
            for each, base in (bill.bases.items() if bill else ())
        ],
        size=8,
    )


def _totals(bill: Bill, label: str) -> list[Data]:
    return [
        ("Total HT", euros(bill.net)),
        ("Total TVA", euros(bill.vat)),
        (label, euros(bill.gross)),
    ]


def client(organisation: Organisation) -> Customer:
    """An organisation of the cast as the one who receives a paper."""
    siret = f"SIRET {grouped(organisation.siret)}"
    return Customer(organisation.name, (*organisation.place.lines, siret))
