"""The closed year 2025 of each client, in whole euros: what its annual accounts are made from."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from .typography import units

REDUCED_TAX_CEILING = Decimal(42_500)
REDUCED_TAX = Decimal("0.15")
STANDARD_TAX = Decimal("0.25")


@dataclass(frozen=True)
class Item:
    """A line with this year's amount and the year's before."""

    label: str
    current: Decimal
    previous: Decimal


@dataclass(frozen=True)
class FixedAsset:
    """Bought for `gross` by the year's start, worn by `worn`; then bought and worn in the year."""

    label: str
    gross: Decimal
    worn: Decimal
    bought: Decimal
    allowance: Decimal

    @property
    def gross_end(self) -> Decimal:
        return self.gross + self.bought

    @property
    def worn_end(self) -> Decimal:
        return self.worn + self.allowance

    @property
    def net(self) -> Decimal:
        return self.gross_end - self.worn_end

    @property
    def previous_net(self) -> Decimal:
        return self.gross - self.worn


@dataclass(frozen=True)
class Figures:
    """Everything but four lines, which follow: the year's allowance, its tax, its result, the cash.

    Cash is what balances the sheet. `previous_allowance` is that of the year before. A farm's
    profit is not `taxed` in the company, but with each associate.
    """

    fixed: tuple[FixedAsset, ...]
    stocks: tuple[Item, ...]
    receivables: tuple[Item, ...]
    capital: Item
    reserves: Item
    loans: Item
    debts: tuple[Item, ...]
    sales: tuple[Item, ...]
    purchases: tuple[Item, ...]
    services: tuple[Item, ...]
    duties: Item
    wages: tuple[Item, ...]
    previous_allowance: Decimal
    interest: Item
    taxed: bool

    @cached_property
    def allowance(self) -> Item:
        now = sum((each.allowance for each in self.fixed), Decimal(0))
        return Item("Dotations aux amortissements", now, self.previous_allowance)

    @cached_property
    def revenue(self) -> Item:
        return total("Total des produits d’exploitation", self.sales)

    @cached_property
    def charges(self) -> Item:
        return total(
            "Total des charges d’exploitation",
            (*self.purchases, *self.services, self.duties, *self.wages, self.allowance),
        )

    @cached_property
    def operating_result(self) -> Item:
        return difference("Résultat d’exploitation", self.revenue, self.charges)

    @cached_property
    def result_before_tax(self) -> Item:
        return difference("Résultat courant avant impôt", self.operating_result, self.interest)

    @cached_property
    def income_tax(self) -> Item:
        before = self.result_before_tax
        if not self.taxed:
            return Item("Impôt sur les bénéfices", Decimal(0), Decimal(0))
        return Item(
            "Impôt sur les sociétés", corporate_tax(before.current), corporate_tax(before.previous)
        )

    @cached_property
    def result(self) -> Item:
        return difference("Résultat de l’exercice", self.result_before_tax, self.income_tax)

    @cached_property
    def equity(self) -> Item:
        return total("Capitaux propres", (self.capital, self.reserves, self.result))

    @cached_property
    def owed(self) -> Item:
        return total("Dettes", (self.loans, *self.debts))

    @cached_property
    def liabilities(self) -> Item:
        return total("Total du passif", (self.equity, self.owed))

    @cached_property
    def fixed_net(self) -> Item:
        return Item(
            "Actif immobilisé",
            sum((each.net for each in self.fixed), Decimal(0)),
            sum((each.previous_net for each in self.fixed), Decimal(0)),
        )

    @cached_property
    def cash(self) -> Item:
        others = total("", (self.fixed_net, *self.stocks, *self.receivables))
        return difference("Disponibilités", self.liabilities, others)

    @cached_property
    def current_assets(self) -> Item:
        return total("Actif circulant", (*self.stocks, *self.receivables, self.cash))

    @cached_property
    def assets(self) -> Item:
        return total("Total de l’actif", (self.fixed_net, self.current_assets))


def corporate_tax(profit: Decimal) -> Decimal:
    """15 % up to 42 500 €, 25 % beyond (general tax code, art. 219), in whole euros."""
    reduced = min(max(profit, Decimal(0)), REDUCED_TAX_CEILING)
    rest = max(profit - REDUCED_TAX_CEILING, Decimal(0))
    return units(reduced * REDUCED_TAX + rest * STANDARD_TAX)


def total(label: str, items: tuple[Item, ...]) -> Item:
    """The sum of both years."""
    return Item(
        label,
        sum((each.current for each in items), Decimal(0)),
        sum((each.previous for each in items), Decimal(0)),
    )


def difference(label: str, first: Item, second: Item) -> Item:
    """The first minus the second, both years."""
    return Item(label, first.current - second.current, first.previous - second.previous)


def _item(label: str, current: int, previous: int) -> Item:
    return Item(label, Decimal(current), Decimal(previous))


def _asset(label: str, gross: int, worn: int, bought: int, allowance: int) -> FixedAsset:
    return FixedAsset(label, Decimal(gross), Decimal(worn), Decimal(bought), Decimal(allowance))


FIGURES: dict[str, Figures] = {
    "tilleuls": Figures(
        fixed=(
            _asset("Terrains et aménagements fonciers", 86_400, 12_100, 0, 1_850),
            _asset("Bâtiments d’exploitation", 214_000, 118_600, 18_500, 11_200),
            _asset("Matériel et tracteurs", 268_300, 171_450, 42_000, 31_640),
            _asset("Animaux reproducteurs", 61_200, 0, 4_800, 0),
        ),
        stocks=(
            _item("Stocks de récoltes et d’aliments", 58_420, 52_910),
            _item("Avances aux cultures", 27_350, 25_880),
        ),
        receivables=(
            _item("Clients et coopératives", 31_960, 28_745),
            _item("Créances fiscales (TVA, aides à recevoir)", 14_280, 12_630),
        ),
        capital=_item("Capital social", 45_000, 45_000),
        reserves=_item("Réserves et report à nouveau", 181_290, 168_390),
        loans=_item("Emprunts bancaires", 163_800, 151_800),
        debts=(
            _item("Fournisseurs", 38_470, 35_120),
            _item("Dettes fiscales et sociales", 16_930, 15_240),
            _item("Comptes courants d’associés", 24_500, 29_000),
        ),
        sales=(
            _item("Ventes de céréales et d’oléagineux", 148_620, 139_470),
            _item("Ventes d’animaux", 87_310, 82_940),
            _item("Ventes de farine et de colis à la ferme", 21_460, 17_880),
            _item("Variation des stocks et avances", 6_980, 5_210),
            _item("Aides de la politique agricole", 38_740, 38_120),
        ),
        purchases=(
            _item("Semences et plants", 14_870, 13_960),
            _item("Engrais et amendements", 29_640, 31_210),
            _item("Protection des cultures", 12_150, 11_840),
            _item("Aliments du bétail", 33_980, 32_460),
            _item("Carburants et lubrifiants", 18_230, 17_690),
        ),
        services=(
            _item("Fermages", 19_400, 19_050),
            _item("Entretien du matériel et des bâtiments", 16_720, 15_310),
            _item("Frais vétérinaires", 6_940, 6_580),
            _item("Travaux par tiers", 11_560, 10_870),
            _item("Électricité, eau, téléphone", 7_830, 7_420),
            _item("Assurances et honoraires", 12_280, 11_960),
        ),
        duties=_item("Impôts et taxes", 4_310, 4_220),
        wages=(
            _item("Salaires", 21_840, 20_960),
            _item("Cotisations sociales des salariés et associés", 19_270, 18_540),
        ),
        previous_allowance=Decimal(42_380),
        interest=_item("Charges financières", 3_860, 4_150),
        taxed=False,
    ),
    "ferreira": Figures(
        fixed=(
            _asset("Fonds commercial", 35_000, 0, 0, 0),
            _asset("Échafaudages et outillage", 84_600, 52_300, 9_800, 11_450),
            _asset("Véhicules utilitaires", 96_200, 58_700, 31_500, 19_860),
            _asset("Matériel de bureau", 8_900, 6_150, 1_400, 1_280),
        ),
        stocks=(_item("Matériaux", 18_640, 16_920), _item("Travaux en cours", 42_300, 38_750)),
        receivables=(
            _item("Clients", 118_460, 104_320),
            _item("Autres créances", 9_870, 8_640),
        ),
        capital=_item("Capital social", 30_000, 30_000),
        reserves=_item("Réserves", 121_380, 104_950),
        loans=_item("Emprunts bancaires", 58_400, 49_700),
        debts=(
            _item("Fournisseurs", 71_290, 68_430),
            _item("Dettes fiscales et sociales", 63_540, 60_180),
            _item("Acomptes reçus sur chantiers", 24_000, 19_500),
        ),
        sales=(
            _item("Travaux facturés", 824_600, 781_250),
            _item("Variation des travaux en cours", 3_550, 2_100),
        ),
        purchases=(
            _item("Matériaux", 231_480, 219_760),
            _item("Variation de stock de matériaux", -1_720, -980),
        ),
        services=(
            _item("Sous-traitance", 92_300, 88_640),
            _item("Location de matériel", 31_450, 29_870),
            _item("Carburants et déplacements", 24_860, 23_940),
            _item("Assurances", 19_740, 18_960),
            _item("Autres charges externes", 28_310, 27_150),
        ),
        duties=_item("Impôts et taxes", 8_940, 8_520),
        wages=(
            _item("Salaires", 228_600, 217_300),
            _item("Charges sociales", 91_440, 86_920),
        ),
        previous_allowance=Decimal(29_640),
        interest=_item("Charges financières", 2_140, 1_980),
        taxed=True,
    ),
    "fournil": Figures(
        fixed=(
            _asset("Fonds commercial", 62_000, 0, 0, 0),
            _asset("Fours et matériel de fabrication", 78_500, 31_400, 12_300, 9_840),
            _asset("Agencements de la boutique", 41_200, 16_480, 0, 4_120),
        ),
        stocks=(_item("Farine, beurre et emballages", 6_840, 6_310),),
        receivables=(
            _item("Clients (traiteur, cantines)", 8_920, 7_450),
            _item("Autres créances", 3_160, 2_980),
        ),
        capital=_item("Capital social", 12_000, 12_000),
        reserves=_item("Réserves", 38_470, 24_860),
        loans=_item("Emprunts bancaires", 81_600, 98_300),
        debts=(
            _item("Fournisseurs", 19_740, 18_260),
            _item("Dettes fiscales et sociales", 21_380, 19_940),
        ),
        sales=(
            _item("Ventes de pain et de viennoiserie", 246_800, 231_450),
            _item("Ventes de pâtisserie et traiteur", 88_340, 81_260),
            _item("Salon de café", 52_170, 46_980),
        ),
        purchases=(
            _item("Farines et levures", 48_620, 47_130),
            _item("Beurre, œufs, lait", 41_350, 38_870),
            _item("Autres achats et emballages", 21_940, 20_310),
            _item("Variation de stock", -530, -410),
        ),
        services=(
            _item("Loyer et charges locatives", 24_600, 24_120),
            _item("Électricité et eau", 27_480, 26_930),
            _item("Entretien et assurances", 11_260, 10_740),
            _item("Autres charges externes", 14_870, 13_950),
        ),
        duties=_item("Impôts et taxes", 4_280, 4_060),
        wages=(
            _item("Salaires", 112_450, 103_800),
            _item("Charges sociales", 36_540, 33_720),
        ),
        previous_allowance=Decimal(13_480),
        interest=_item("Charges financières", 3_120, 3_690),
        taxed=True,
    ),
    "granulats": Figures(
        fixed=(
            _asset("Camions bennes et semi-remorques", 684_000, 391_200, 148_000, 96_400),
            _asset("Chargeuses et matériel de carrière", 312_500, 178_600, 0, 41_300),
            _asset("Atelier et aménagements", 96_400, 48_200, 12_600, 8_450),
        ),
        stocks=(_item("Pièces détachées et carburant", 34_210, 31_880),),
        receivables=(
            _item("Clients", 287_640, 268_190),
            _item("Autres créances (TVA, remboursement partiel d’accise)", 41_370, 38_260),
        ),
        capital=_item("Capital social variable", 128_400, 121_600),
        reserves=_item("Réserves impartageables", 214_860, 187_320),
        loans=_item("Emprunts et crédits-bails", 301_200, 268_400),
        debts=(
            _item("Fournisseurs", 164_380, 151_720),
            _item("Dettes fiscales et sociales", 118_940, 112_650),
        ),
        sales=(
            _item("Transport de granulats", 1_284_600, 1_218_300),
            _item("Travaux en carrière", 462_180, 431_750),
        ),
        purchases=(
            _item("Gazole et additifs", 341_260, 332_940),
            _item("Pneumatiques et pièces", 118_470, 112_830),
            _item("Variation de stock", -2_330, -1_950),
        ),
        services=(
            _item("Entretien et réparations", 96_340, 91_280),
            _item("Péages", 42_180, 40_360),
            _item("Assurances de la flotte", 68_920, 66_140),
            _item("Sous-traitance", 84_600, 78_950),
            _item("Autres charges externes", 51_740, 49_820),
        ),
        duties=_item("Impôts et taxes", 21_680, 20_940),
        wages=(
            _item("Salaires", 512_400, 487_600),
            _item("Charges sociales", 184_460, 175_540),
        ),
        previous_allowance=Decimal(138_700),
        interest=_item("Charges financières", 11_840, 10_960),
        taxed=True,
    ),
}
