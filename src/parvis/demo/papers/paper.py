"""One paper of the demonstration: what it is, whose it is, who handed it over and when."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from parvis.demo.world import Desk

from .scanner import Scan, scan
from .typesetter import Sheet


class Direction(StrEnum):
    """Handed in by the client, or made available by the operator's staff."""

    DEPOSIT = "deposit"
    PUBLICATION = "publication"


class PaperKind(StrEnum):
    """What sort of paper it is; the value is the word people use."""

    SUPPLIER_INVOICE = "Facture d’achat"
    SALES_INVOICE = "Facture de vente"
    QUOTE = "Devis"
    DELIVERY_NOTE = "Bon de livraison"
    BANK_STATEMENT = "Relevé bancaire"
    PAYROLL_SUMMARY = "Récapitulatif de paie"
    VAT_RECEIPT = "Accusé de réception de TVA"
    BALANCE_SHEET = "Bilan"
    INCOME_STATEMENT = "Compte de résultat"
    ANNUAL_ACCOUNTS = "Comptes annuels"
    INSURANCE_CERTIFICATE = "Attestation d’assurance"
    REGISTRATION_EXTRACT = "Extrait d’immatriculation"
    LETTER = "Courrier"
    TAX_CALENDAR = "Calendrier fiscal"


@dataclass(frozen=True, slots=True)
class Paper:
    """`author` deposits or publishes it on `date`; `taken_up_by` accepted a deposit since.

    Papers of one organisation with the same author, desk and date were handed over together.
    """

    organisation: str
    name: str
    kind: PaperKind
    direction: Direction
    desk: Desk
    date: datetime.date
    author: str
    sheet: Sheet
    taken_up_by: str | None = None
    taken_up_on: datetime.date | None = None
    scan: Scan | None = None

    @property
    def is_waiting(self) -> bool:
        """A deposit that nobody has taken up yet."""
        return self.direction is Direction.DEPOSIT and self.taken_up_by is None

    def render(self) -> bytes:
        """The PDF file: the same bytes every time."""
        pdf = self.sheet.typeset()
        return scan(pdf, self.scan) if self.scan else pdf
