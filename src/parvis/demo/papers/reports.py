"""What the operator's staff makes in tables: pay summaries, VAT receipts, the tax calendar."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parvis.demo.world import Organisation

from .issuers import CLARIVELLE, IMPOTS, Issuer, grouped
from .tables import column, row, table
from .typesetter import Data, Sheet
from .typography import cents, euros, long_date, money, month, rate, units

EMPLOYEE_SHARE = Decimal("0.22")
EMPLOYER_SHARE = Decimal("0.31")
"""Rounded averages: a believable summary, not a pay engine."""


@dataclass(frozen=True, slots=True)
class Employee:
    """`gross` is the month's; `withheld` is the rate of income tax taken at source."""

    name: str
    post: str
    gross: Decimal
    withheld: Decimal

    @property
    def contributions(self) -> Decimal:
        return cents(self.gross * EMPLOYEE_SHARE)

    @property
    def employer_contributions(self) -> Decimal:
        return cents(self.gross * EMPLOYER_SHARE)

    @property
    def tax(self) -> Decimal:
        return cents((self.gross - self.contributions) * self.withheld)

    @property
    def paid(self) -> Decimal:
        return self.gross - self.contributions - self.tax

    @property
    def cost(self) -> Decimal:
        return self.gross + self.employer_contributions


def employee(name: str, post: str, gross: str, withheld: str) -> Employee:
    """An employee from numbers as one writes them."""
    return Employee(name, post, Decimal(gross), Decimal(withheld))


def report(
    organisation: Organisation,
    date: datetime.date,
    *,
    heading: str,
    period: str,
    sections: Sequence[dict[str, Data]],
    issuer: Issuer = CLARIVELLE,
    booklet: bool = False,
) -> Sheet:
    """Sections of words and tables under the issuer's head, or as a booklet with a cover."""
    return Sheet(
        "report",
        {
            "title": f"{heading}, {period}",
            "heading": heading,
            "period": period,
            "date": long_date(date),
            "accent": issuer.accent,
            "issuer": {"name": issuer.name, "lines": issuer.lines},
            "imprint": issuer.imprint,
            "recipient": {
                "name": organisation.name,
                "lines": [*organisation.place.lines, f"SIRET {grouped(organisation.siret)}"],
            },
            "sections": sections,
            "booklet": booklet,
            "size": 11 if booklet else 10,
        },
        date,
    )


def section(heading: str, *parts: Data, own_page: bool = False) -> dict[str, Data]:
    """A part of a report; `own_page` starts it on a new page."""
    return {"heading": heading, "parts": parts, "break": own_page}


def payroll_summary(
    organisation: Organisation, first_day: datetime.date, employees: Sequence[Employee]
) -> Sheet:
    """Gross, contributions, tax and net of each employee for one month, a few days before its end."""
    amounts = [
        (
            each.gross,
            each.contributions,
            each.tax,
            each.paid,
            each.employer_contributions,
            each.cost,
        )
        for each in employees
    ]
    totals = [sum(column_, Decimal(0)) for column_ in zip(*amounts, strict=True)]
    next_month = (first_day + datetime.timedelta(days=31)).replace(day=1)
    return report(
        organisation,
        next_month - datetime.timedelta(days=4),
        heading="Récapitulatif de paie",
        period=month(first_day),
        sections=[
            section(
                "",
                table(
                    [
                        column("Salarié", 1),
                        column("Brut", right=True),
                        column("Cotisations", right=True),
                        column("Impôt retenu", right=True),
                        column("Net payé", right=True),
                        column("Charges patronales", right=True),
                        column("Coût total", right=True),
                    ],
                    [
                        *(
                            row(f"{who.name}\n{who.post}", *map(money, each))
                            for who, each in zip(employees, amounts, strict=True)
                        ),
                        row(
                            f"Total ({len(employees)} salariés)", *map(money, totals), style="total"
                        ),
                    ],
                    size=8,
                ),
            ),
            section(
                "À prévoir",
                [
                    ("Salaires à virer", euros(totals[3])),
                    ("Cotisations à payer", euros(totals[1] + totals[4])),
                    ("Impôt à reverser", euros(totals[2])),
                    ("Date limite de la DSN", long_date(next_month.replace(day=15))),
                ],
                "Les bulletins individuels sont remis aux salariés par leur coffre numérique. "
                "Signalez-nous toute absence du mois avant le 20.",
            ),
        ],
    )


def vat_receipt(
    organisation: Organisation,
    first_day: datetime.date,
    filed_on: datetime.date,
    sales: Sequence[tuple[Decimal, Decimal]],
    *,
    deductible_assets: Decimal,
    deductible_goods: Decimal,
    reference: str,
) -> Sheet:
    """Proof that a monthly VAT return was filed. Whole euros; `sales` pairs a rate and a base."""
    collected = [(each, base, units(base * each)) for each, base in sales]
    total = sum((amount for _, _, amount in collected), Decimal(0))
    deductible = deductible_assets + deductible_goods
    balance = total - deductible
    outcome = "TVA nette due" if balance >= 0 else "Crédit de TVA à reporter"
    return report(
        organisation,
        filed_on,
        heading="Accusé de réception",
        period=f"Déclaration de TVA — {month(first_day)}",
        issuer=IMPOTS,
        sections=[
            section(
                "Dépôt",
                [
                    ("Référence", reference),
                    ("Reçu le", f"{long_date(filed_on)} à 10 h 42"),
                    ("Transmis par", CLARIVELLE.name),
                    ("Numéro de TVA", organisation.vat_number),
                    ("Statut", "Déclaration acceptée"),
                ],
            ),
            section(
                "TVA collectée",
                table(
                    [
                        column("Taux"),
                        column("Base hors taxe (€)", 1, right=True),
                        column("Taxe due (€)", 1, right=True),
                    ],
                    [
                        *(
                            row(rate(each), _whole(base), _whole(amount))
                            for each, base, amount in collected
                        ),
                        row("Total", "", _whole(total), style="total"),
                    ],
                ),
            ),
            section(
                "TVA déductible",
                table(
                    [column("Nature", 1), column("Montant (€)", right=True)],
                    [
                        row("Biens constituant des immobilisations", _whole(deductible_assets)),
                        row("Autres biens et services", _whole(deductible_goods)),
                        row("Total", _whole(deductible), style="total"),
                    ],
                ),
            ),
            section(
                "Résultat",
                table(
                    [column("", 1), column("Montant (€)", right=True)],
                    [row(outcome, _whole(abs(balance)), style="total")],
                ),
                "Le paiement sera prélevé sur le compte enregistré pour cette entreprise, au plus "
                "tôt à la date limite de dépôt."
                if balance >= 0
                else "Ce crédit est reporté sur la déclaration du mois suivant.",
            ),
        ],
    )


def tax_calendar(
    organisation: Organisation,
    date: datetime.date,
    year: int,
    monthly: Sequence[tuple[str, str]],
    entries: Sequence[tuple[datetime.date, str, str]],
) -> Sheet:
    """What comes back each month (duty, day), then what is due when: day, duty, who sees to it."""
    months = sorted({each.month for each, _, _ in entries})
    rows: list[dict[str, Data]] = []
    for index in months:
        rows.append(row(month(datetime.date(year, index, 1)).capitalize(), "", "", style="head"))
        rows.extend(
            row(long_date(day).rsplit(" ", 1)[0], duty, who)
            for day, duty, who in sorted(entries)
            if day.month == index
        )
    return report(
        organisation,
        date,
        heading="Calendrier fiscal et social",
        period=f"Année {year}",
        sections=[
            section(
                "",
                "Voici les échéances de votre entreprise. Nous préparons celles qui portent notre "
                "nom ; pour les autres, un message vous est envoyé dix jours avant.",
                monthly,
                table([column("Date"), column("Échéance", 1), column("Qui s’en charge")], rows),
                "Si la date tombe un samedi, un dimanche ou un jour férié, elle passe au premier "
                "jour ouvré qui suit.",
            )
        ],
    )


def _whole(amount: Decimal) -> str:
    return money(amount).removesuffix(",00")
