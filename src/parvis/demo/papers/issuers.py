"""Who writes the papers: the operator, the organisations, and the invented companies around them.

The same rules as for the cast hold: invented names, SIRENs no company bears, fiction's numbers.
"""

from dataclasses import dataclass

from parvis.demo.world import OPERATOR, Organisation, Place, vat_number

SERIF = "Libertinus Serif"
BOOK = "New Computer Modern"
TYPEWRITER = "DejaVu Sans Mono"


@dataclass(frozen=True, slots=True)
class Issuer:
    """A company with what its paper looks like: a colour, a typeface, a ruled or filled head."""

    name: str
    place: Place
    siret: str
    phone: str
    accent: str
    font: str = SERIF
    style: str = "line"
    legal_form: str = ""

    @property
    def vat_number(self) -> str:
        return vat_number(self.siret)

    @property
    def lines(self) -> list[str]:
        """Where to find it, as printed under its name."""
        return [*self.place.lines, f"Tél. {self.phone}"]

    @property
    def imprint(self) -> str:
        """The legal line in the foot of its papers."""
        identity = f"{self.name}, {self.legal_form}" if self.legal_form else self.name
        return f"{identity} — SIRET {grouped(self.siret)} — TVA {self.vat_number}"


def grouped(siret: str) -> str:
    """295 170 849 00018, as people write a SIRET."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


def of_organisation(organisation: Organisation, accent: str, style: str = "line") -> Issuer:
    """An organisation of the cast as the author of its own invoices."""
    return Issuer(
        name=organisation.name,
        place=organisation.place,
        siret=organisation.siret,
        phone=organisation.phone,
        accent=accent,
        style=style,
        legal_form=organisation.legal_form,
    )


CLARIVELLE = Issuer(
    OPERATOR.name,
    OPERATOR.place,
    OPERATOR.siret,
    OPERATOR.help_phone,
    OPERATOR.accent,
    legal_form=OPERATOR.legal_form,
)

VOLTALUNE = Issuer(
    "Voltalune Énergie",
    Place("120 boulevard des Machines", "44903", "Port-Lanvoy"),
    "29815374300026",
    "02 61 91 70 10",
    "#b45309",
    style="band",
)
TELONDE = Issuer(
    "Télonde",
    Place("5 allée des Antennes", "35902", "Sévrigné"),
    "29847160800018",
    "02 61 91 70 21",
    "#6d28d9",
    style="band",
)
SEMENCES = Issuer(
    "Semences du Haut-Méandre",
    Place("Route de la Coopérative", "49912", "Valmoret"),
    "29852913200011",
    "02 61 91 70 32",
    "#3f6212",
)
PETROVAL = Issuer(
    "Pétroval Distribution",
    Place("Zone portuaire, quai nº 4", "44907", "Port-Lanvoy"),
    "29860347300026",
    "02 61 91 70 43",
    "#9f1239",
    font=BOOK,
)
LIANTS = Issuer(
    "Liants et Ciments de l’Aubraie",
    Place("2 chemin du Four à Chaux", "53911", "Aubraie-la-Blanche"),
    "29873591100018",
    "02 61 91 70 54",
    "#334155",
    style="band",
)
BRISEVENT = Issuer(
    "Nacelles Brisevent",
    Place("41 rue de l’Élévateur", "44911", "Port-Lanvoy"),
    "29886042000017",
    "02 61 91 70 65",
    "#0369a1",
)
HAUTEGRANGE = Issuer(
    "Minoterie Hautegrange",
    Place("Le Moulin", "56912", "Kerlouvan"),
    "29891476300024",
    "02 61 91 70 76",
    "#92400e",
    font=BOOK,
)
LAITERIE = Issuer(
    "Laiterie de Pen-Aven",
    Place("17 route des Herbages", "56914", "Pen-Aven"),
    "29904718300015",
    "02 61 91 70 87",
    "#1d4ed8",
)
PNEUROUTE = Issuer(
    "Pneuroute Services",
    Place("Rocade Est, sortie 7", "53908", "Roche-Morne"),
    "29916385700012",
    "02 61 91 70 98",
    "#111827",
    style="band",
)
VETERINAIRES = Issuer(
    "Clinique vétérinaire des Trois Haies",
    Place("9 rue du Foirail", "49908", "Sainte-Aurée-sur-Layre"),
    "29923850100025",
    "02 61 91 71 09",
    "#0f766e",
    font=BOOK,
)
BELLEGARENNE = Issuer(
    "Mutuelle d’assurances Bellegarenne",
    Place("60 avenue des Sociétaires", "72907", "Vaubrun-le-Château"),
    "29938104600018",
    "02 61 91 71 20",
    "#1e3a8a",
)
SAUVELANDE = Issuer(
    "Banque Sauvelande",
    Place("1 place de l’Écluse", "44902", "Port-Lanvoy"),
    "29945267200015",
    "02 61 91 71 31",
    "#14532d",
)
PARPAINGS = Issuer(
    "Matériaux Grandbry",
    Place("Zone de fret, hangar 3", "44914", "Port-Lanvoy"),
    "29951893600024",
    "02 61 91 71 42",
    "#7c2d12",
)
HYDRAULIQUE = Issuer(
    "Ateliers Hydrauliques Morlande",
    Place("22 rue des Vérins", "53912", "Roche-Morne"),
    "29967430900016",
    "02 61 91 71 53",
    "#c2410c",
    style="band",
)
GREFFE = Issuer(
    "Registre des sociétés imaginaires",
    Place("1 rue du Tribunal-de-Papier", "56901", "Kerlouvan"),
    "29972058100014",
    "02 61 91 71 64",
    "#475569",
    font=BOOK,
)
IMPOTS = Issuer(
    "Portail des télédéclarations (fictif)",
    Place("Service des entreprises", "44900", "Port-Lanvoy"),
    "29984615400027",
    "02 61 91 71 75",
    "#374151",
)
