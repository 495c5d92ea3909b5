"""Annual accounts from figures: balance sheet, income statement, the whole booklet."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from parvis.demo.world import OPERATOR, Organisation, Person, principal_of

from .figures import FIGURES, Figures, FixedAsset, Item, difference, total
from .reports import report, section
from .tables import column, row, table
from .typesetter import Data, Sheet
from .typography import long_date, number, percent

YEAR = "Exercice du 1er janvier au 31 décembre 2025"
AMOUNT = "{} (€)"


def balance_sheet(organisation: Organisation, date: datetime.date) -> Sheet:
    """Assets on one page, liabilities on the next."""
    figures = FIGURES[organisation.key]
    return report(
        organisation,
        date,
        heading="Bilan",
        period=YEAR,
        sections=[
            section("Actif", _assets(figures)),
            section("Passif", _liabilities(figures), _PREPARED, own_page=True),
        ],
    )


def income_statement(organisation: Organisation, date: datetime.date) -> Sheet:
    """Revenue, charges and what is left."""
    figures = FIGURES[organisation.key]
    return report(
        organisation,
        date,
        heading="Compte de résultat",
        period=YEAR,
        sections=[section("", _income(figures), _PREPARED)],
    )


def annual_accounts(organisation: Organisation, date: datetime.date, signed_by: Person) -> Sheet:
    """The booklet: cover, summary, certificate, statements, balances, notes."""
    figures = FIGURES[organisation.key]
    return report(
        organisation,
        date,
        heading="Comptes annuels",
        period=YEAR,
        booklet=True,
        sections=[
            section("Attestation", *_certificate(organisation, figures, date, signed_by)),
            section("L’année en bref", *_overview(figures)),
            section("Bilan actif", _assets(figures)),
            section("Bilan passif", _liabilities(figures)),
            section("Compte de résultat", _income(figures)),
            section("Soldes intermédiaires de gestion", *_intermediate(figures)),
            section("Annexe : règles et méthodes", *_RULES),
            section("Annexe : immobilisations", *_fixed_assets(figures)),
            section("Annexe : dettes et capitaux propres", *_equity_and_debts(figures)),
            section("Répartition du résultat", *_allocation(organisation, figures)),
        ],
    )


_PREPARED = (
    f"Comptes établis par {OPERATOR.name} à partir des pièces que vous nous avez remises. Une "
    "question sur une ligne ? Écrivez-nous depuis votre espace."
)

_RULES: tuple[Data, ...] = (
    "Les comptes sont établis selon le plan comptable général, dans le respect de la prudence, de "
    "la continuité de l’exploitation et de la permanence des méthodes d’un exercice à l’autre.",
    [
        ("Immobilisations", "coût d’acquisition, amorties en linéaire selon la durée d’usage"),
        ("Bâtiments", "20 à 25 ans"),
        ("Matériel", "5 à 10 ans"),
        ("Stocks", "coût de production, ou cours du jour s’il est inférieur"),
        ("Créances", "valeur nominale, dépréciée si le recouvrement est incertain"),
        ("Aides", "comptabilisées à la date de la décision d’attribution"),
    ],
    "Aucun changement de méthode n’est intervenu pendant l’exercice. Aucun événement postérieur "
    "à la clôture ne remet en cause les montants présentés.",
    "Les associés exploitants participent personnellement aux travaux ; leur rémunération est "
    "prélevée sur le résultat. L’entreprise emploie par ailleurs un salarié à temps partiel.",
)


def _years() -> list[dict[str, Data]]:
    return [
        column("", 1),
        column(AMOUNT.format("2025"), right=True),
        column(AMOUNT.format("2024"), right=True),
    ]


def _line(item: Item, style: str = "line") -> dict[str, Data]:
    return row(item.label, number(item.current), number(item.previous), style=style)


def _lines(items: Sequence[Item]) -> list[dict[str, Data]]:
    return [_line(each) for each in items]


def _head(label: str, width: int = 3) -> dict[str, Data]:
    return row(label, *[""] * (width - 1), style="head")


def _assets(figures: Figures) -> Data:
    def item(each: Item, style: str = "line") -> dict[str, Data]:
        now = number(each.current)
        return row(each.label, now, "", now, number(each.previous), style=style)

    gross = sum((each.gross_end for each in figures.fixed), Decimal(0))
    worn = sum((each.worn_end for each in figures.fixed), Decimal(0))
    whole = figures.assets
    return table(
        [
            column("", 1),
            column("Brut (€)", right=True),
            column("Amortissements (€)", right=True),
            column("Net 2025 (€)", right=True),
            column("Net 2024 (€)", right=True),
        ],
        [
            _head("Actif immobilisé", 5),
            *(
                row(
                    each.label,
                    number(each.gross_end),
                    number(each.worn_end),
                    number(each.net),
                    number(each.previous_net),
                )
                for each in figures.fixed
            ),
            row(
                "Total de l’actif immobilisé",
                number(gross),
                number(worn),
                number(figures.fixed_net.current),
                number(figures.fixed_net.previous),
                style="subtotal",
            ),
            _head("Actif circulant", 5),
            *(item(each) for each in (*figures.stocks, *figures.receivables, figures.cash)),
            item(total("Total de l’actif circulant", (figures.current_assets,)), "subtotal"),
            row(
                whole.label,
                number(whole.current + worn),
                number(worn),
                number(whole.current),
                number(whole.previous),
                style="total",
            ),
        ],
    )


def _liabilities(figures: Figures) -> Data:
    return table(
        _years(),
        [
            _head("Capitaux propres"),
            *_lines((figures.capital, figures.reserves, figures.result)),
            _line(total("Total des capitaux propres", (figures.equity,)), "subtotal"),
            _head("Dettes"),
            *_lines((figures.loans, *figures.debts)),
            _line(total("Total des dettes", (figures.owed,)), "subtotal"),
            _line(figures.liabilities, "total"),
        ],
    )


def _income(figures: Figures) -> Data:
    return table(
        _years(),
        [
            _head("Produits d’exploitation"),
            *_lines(figures.sales),
            _line(figures.revenue, "subtotal"),
            _head("Charges d’exploitation"),
            *_lines((*figures.purchases, *figures.services, figures.duties)),
            *_lines((*figures.wages, figures.allowance)),
            _line(figures.charges, "subtotal"),
            _line(figures.operating_result, "subtotal"),
            _line(figures.interest),
            _line(figures.result_before_tax, "subtotal"),
            _line(figures.income_tax),
            _line(figures.result, "total"),
        ],
    )


def _intermediate(figures: Figures) -> tuple[Data, ...]:
    purchases = total("Achats consommés", figures.purchases)
    margin = difference("Marge brute", figures.revenue, purchases)
    services = total("Services extérieurs", figures.services)
    added = difference("Valeur ajoutée", margin, services)
    wages = total("Charges de personnel", figures.wages)
    taxes_and_wages = total("", (figures.duties, wages))
    surplus = difference("Excédent brut d’exploitation", added, taxes_and_wages)
    ratios = [
        (
            each.label,
            percent(each.current, figures.revenue.current),
            percent(each.previous, figures.revenue.previous),
        )
        for each in (margin, added, surplus, figures.result)
    ]
    return (
        table(
            _years(),
            [
                _line(figures.revenue),
                _line(purchases),
                _line(margin, "subtotal"),
                _line(services),
                _line(added, "subtotal"),
                _line(figures.duties),
                _line(wages),
                _line(surplus, "subtotal"),
                _line(figures.allowance),
                _line(figures.operating_result, "subtotal"),
                _line(figures.interest),
                _line(figures.income_tax),
                _line(figures.result, "total"),
            ],
        ),
        "En part des produits d’exploitation :",
        table(
            [column("", 1), column("2025", right=True), column("2024", right=True)],
            [row(*each) for each in ratios],
        ),
    )


def _overview(figures: Figures) -> tuple[Data, ...]:
    change = figures.revenue.current - figures.revenue.previous
    return (
        f"Les produits d’exploitation atteignent {number(figures.revenue.current)} €, contre "
        f"{number(figures.revenue.previous)} € en 2024, soit une variation de "
        f"{percent(change, figures.revenue.previous)}. Le résultat de l’exercice s’établit à "
        f"{number(figures.result.current)} €.",
        table(
            _years(),
            [
                _line(figures.revenue),
                _line(figures.operating_result),
                _line(figures.result),
                _line(figures.equity),
                _line(total("Emprunts restant dus", (figures.loans,))),
                _line(total("Trésorerie en fin d’année", (figures.cash,))),
            ],
        ),
        "L’année est marquée par le renouvellement d’un tracteur, l’extension du hangar à grain "
        "et une bonne récolte de céréales. Les charges d’engrais reculent pour la deuxième année, "
        "grâce au fractionnement des apports.",
        "Points d’attention pour 2026 : le prix de l’énergie, le calendrier de remboursement du "
        "nouvel emprunt, et le stockage avant la moisson.",
    )


def _certificate(
    organisation: Organisation, figures: Figures, date: datetime.date, signed_by: Person
) -> tuple[Data, ...]:
    return (
        f"Conformément à la mission de présentation qui nous a été confiée, nous avons établi les "
        f"comptes annuels de l’entreprise {organisation.name} pour l’exercice clos le "
        "31 décembre 2025.",
        [
            ("Total du bilan", f"{number(figures.assets.current)} €"),
            ("Produits d’exploitation", f"{number(figures.revenue.current)} €"),
            ("Résultat net", f"{number(figures.result.current)} €"),
        ],
        "À l’issue de nos travaux, nous n’avons pas relevé d’éléments remettant en cause la "
        "cohérence et la vraisemblance des comptes pris dans leur ensemble.",
        f"Fait à {OPERATOR.place.town}, le {long_date(date)}.",
        f"{signed_by.full_name}, pour {OPERATOR.name}",
    )


def _fixed_assets(figures: Figures) -> tuple[Data, ...]:
    def movements(
        begin: str, end: str, rows: Sequence[tuple[str, Decimal, Decimal, Decimal]]
    ) -> Data:
        sums = [sum(each, Decimal(0)) for each in list(zip(*rows, strict=True))[1:]]
        return table(
            [
                column("", 1),
                column(begin, right=True),
                column("Augmentation (€)", right=True),
                column(end, right=True),
            ],
            [
                *(row(label, *map(number, amounts)) for label, *amounts in rows),
                row("Total", *map(number, sums), style="total"),
            ],
        )

    def gross(each: FixedAsset) -> tuple[str, Decimal, Decimal, Decimal]:
        return (each.label, each.gross, each.bought, each.gross_end)

    def worn(each: FixedAsset) -> tuple[str, Decimal, Decimal, Decimal]:
        return (each.label, each.worn, each.allowance, each.worn_end)

    return (
        "Valeurs brutes",
        movements("Début (€)", "Fin (€)", [gross(each) for each in figures.fixed]),
        "Amortissements",
        movements("Début (€)", "Fin (€)", [worn(each) for each in figures.fixed]),
        "Aucune cession ni mise au rebut pendant l’exercice. Les animaux reproducteurs ne sont "
        "pas amortis : leur valeur est revue à chaque inventaire.",
    )


def _equity_and_debts(figures: Figures) -> tuple[Data, ...]:
    return (
        "Capitaux propres",
        table(
            _years(),
            [
                *_lines((figures.capital, figures.reserves, figures.result)),
                _line(figures.equity, "total"),
            ],
        ),
        "Dettes à la clôture",
        table(
            _years(),
            [*_lines((figures.loans, *figures.debts)), _line(figures.owed, "total")],
        ),
        "Les emprunts sont garantis par un nantissement du matériel financé. Les comptes courants "
        "d’associés ne portent pas intérêt.",
    )


def _allocation(organisation: Organisation, figures: Figures) -> tuple[Data, ...]:
    result = figures.result.current
    kept = (result / 2).quantize(Decimal(1))
    return (
        "Proposition soumise à l’assemblée des associés :",
        table(
            [column("", 1), column("Montant (€)", right=True)],
            [
                row("Mise en réserve", number(kept)),
                row("Rémunération des associés", number(result - kept)),
                row("Résultat à répartir", number(result), style="total"),
            ],
        ),
        f"Les associés, réunis au siège par {principal_of(organisation.key).full_name}, décident "
        "de cette répartition dans les six mois de la clôture.",
    )
