"""Who lives in the demonstration. Plain constants, no database.

Every person, company, place and number is invented:

- SIRENs begin with 29: among the numbers that begin with 1 or 2, long kept for public bodies,
  so that no company should ever bear one; both checksums are right all the same;
- telephone numbers come from the ranges the French regulator (ARCEP) sets aside for works of
  fiction: 02 61 91 xx xx and 06 39 98 xx xx;
- e-mail addresses and sites end in ``.example``, which nobody can register (RFC 2606);
- bank accounts belong to a bank code, 99871, that is not attributed.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What an organisation is to the operator."""

    COMPANY = "company"
    FIRM = "firm"


class Profile(StrEnum):
    """The presets of rights of the first journey."""

    PRINCIPAL = "principal"
    DECISION_MAKER = "decision_maker"
    COLLABORATOR = "collaborator"
    GUEST = "guest"


class Desk(StrEnum):
    """Who a deposit is for."""

    ACCOUNTANT = "comptable"
    ADVISER = "conseil"


class Role(StrEnum):
    """What a person of the operator's staff does."""

    DIRECTOR = "director"
    ACCOUNTANT = "accountant"
    ADVISER = "adviser"


@dataclass(frozen=True, slots=True)
class Place:
    street: str
    postcode: str
    town: str

    @property
    def lines(self) -> tuple[str, str]:
        return (self.street, f"{self.postcode} {self.town}")


def vat_number(siret: str) -> str:
    """The French VAT number that follows from the SIREN within a SIRET."""
    siren = siret[:9]
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the portal: `name` is what people read, `legal_form` stands in small print."""

    name: str
    legal_form: str
    tagline: str
    siret: str
    accent: str
    place: Place
    domain: str
    help_phone: str
    help_email: str
    help_hours: str
    help_hours_english: str
    sender: str

    @property
    def vat_number(self) -> str:
        return vat_number(self.siret)


@dataclass(frozen=True, slots=True)
class Organisation:
    key: str
    name: str
    siret: str
    kind: Kind
    trade: str
    legal_form: str
    place: Place
    phone: str
    email: str
    iban: str

    @property
    def siren(self) -> str:
        return self.siret[:9]

    @property
    def vat_number(self) -> str:
        return vat_number(self.siret)


@dataclass(frozen=True, slots=True)
class Person:
    """`mobile` is in E.164 form; it is None until the person has given one.

    A person who is not `activated` has been invited and has no password yet.
    """

    key: str
    first_name: str
    last_name: str
    email: str
    mobile: str | None
    activated: bool = True

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the operator. `title` is what the client reads under the name."""

    person: str
    role: Role
    title: str
    title_english: str


@dataclass(frozen=True, slots=True)
class Access:
    """One person's rights in one organisation; an invitation until `accepted`."""

    person: str
    organisation: str
    profile: Profile
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who of the operator's staff keeps a desk of an organisation."""

    person: str
    organisation: str
    desk: Desk


PASSWORD: Final = "Parvis-Demo-2026!"
"""The one password of every activated person of the demonstration."""

OPERATOR: Final = Operator(
    name="Clarivelle",
    legal_form="association de gestion et de comptabilité",
    tagline="Comptabilité et conseil, près de chez vous",
    siret="29481736600023",
    accent="#0b6e5f",
    place=Place("14 quai des Teinturiers", "49901", "Valmoret"),
    domain="clarivelle.example",
    help_phone="02 61 91 04 04",
    help_email="assistance@clarivelle.example",
    help_hours="du lundi au vendredi, de 8\u00a0h\u00a030 à 18\u00a0h",
    help_hours_english="Monday to Friday, 8.30 am to 6 pm",
    sender="ne-pas-repondre@clarivelle.example",
)

ORGANISATIONS: Final[tuple[Organisation, ...]] = (
    Organisation(
        key="tilleuls",
        name="EARL des Tilleuls",
        siret="29517084900018",
        kind=Kind.COMPANY,
        trade="Polyculture et élevage",
        legal_form="EARL au capital de 45\u00a0000\u00a0€",
        place=Place("Lieu-dit Les Tilleuls", "49907", "Sainte-Aurée-sur-Layre"),
        phone="02 61 91 12 40",
        email="contact@earl-des-tilleuls.example",
        iban="FR7699871004200002417830132",
    ),
    Organisation(
        key="ferreira",
        name="Maçonnerie Ferreira & Fils",
        siret="29563419000017",
        kind=Kind.COMPANY,
        trade="Maçonnerie et restauration du bâti ancien",
        legal_form="SARL au capital de 30\u00a0000\u00a0€",
        place=Place("8 rue des Tailleurs-de-Pierre", "44908", "Port-Lanvoy"),
        phone="02 61 91 23 15",
        email="bureau@maconnerie-ferreira.example",
        iban="FR7699871004200003194520772",
    ),
    Organisation(
        key="fournil",
        name="Le Fournil de Jeanne",
        siret="29608275300025",
        kind=Kind.COMPANY,
        trade="Boulangerie, pâtisserie et salon de café",
        legal_form="SAS au capital de 12\u00a0000\u00a0€",
        place=Place("3 place du Puits-Salé", "56906", "Kerlouvan"),
        phone="02 61 91 34 08",
        email="bonjour@fournil-de-jeanne.example",
        iban="FR7699871004200004026885435",
    ),
    Organisation(
        key="granulats",
        name=(
            "Société coopérative de transport de granulats et de travaux en carrière "
            "des monts de Brévigne et du val d’Orbise"
        ),
        siret="29641950000016",
        kind=Kind.COMPANY,
        trade="Transport de granulats, sous-traitance en carrière",
        legal_form="SCOP SA à capital variable",
        place=Place("Zone d’activités de la Pierre-Levée, lot 12", "53904", "Roche-Morne"),
        phone="02 61 91 45 77",
        email="exploitation@granulats-brevigne.example",
        iban="FR7699871004200005771096367",
    ),
    Organisation(
        key="lunel",
        name="Cabinet Lunel & Associés",
        siret="29730628400011",
        kind=Kind.FIRM,
        trade="Expertise comptable",
        legal_form="SELARL au capital de 20\u00a0000\u00a0€",
        place=Place("27 rue du Pont-aux-Grains", "72903", "Vaubrun-le-Château"),
        phone="02 61 91 56 30",
        email="accueil@cabinet-lunel.example",
        iban="FR7699871004200006883241525",
    ),
)

PEOPLE: Final[tuple[Person, ...]] = (
    # The operator's staff.
    Person(
        "claire", "Claire", "Marchandeau", "claire.marchandeau@clarivelle.example", "+33639980101"
    ),
    Person("nadia", "Nadia", "Belkacem", "nadia.belkacem@clarivelle.example", "+33639980102"),
    Person("thomas", "Thomas", "Le Goff", "thomas.legoff@clarivelle.example", "+33639980103"),
    Person(
        "helene", "Hélène", "Rakotomalala", "helene.rakotomalala@clarivelle.example", "+33639980104"
    ),
    # EARL des Tilleuls.
    Person("solange", "Solange", "Delaunay", "solange@earl-des-tilleuls.example", "+33639980211"),
    Person("mathieu", "Mathieu", "Delaunay", "mathieu@earl-des-tilleuls.example", "+33639980212"),
    Person("gerard", "Gérard", "Delaunay", "gerard.delaunay@boitealettres.example", "+33639980213"),
    # Maçonnerie Ferreira & Fils.
    Person("paulo", "Paulo", "Ferreira", "paulo@maconnerie-ferreira.example", "+33639980321"),
    Person(
        "marie-antoinette",
        "Marie-Antoinette",
        "de La Rochefontaine-Vieillecour",
        "marie-antoinette.de-la-rochefontaine-vieillecour@maconnerie-ferreira.example",
        "+33639980322",
    ),
    Person("aicha", "Aïcha", "Benhaddou", "aicha@maconnerie-ferreira.example", "+33639980323"),
    # Le Fournil de Jeanne.
    Person("jeanne", "Jeanne", "Kerouanton", "jeanne@fournil-de-jeanne.example", "+33639980431"),
    Person("youssef", "Youssef", "Amrani", "youssef@fournil-de-jeanne.example", "+33639980432"),
    # The haulier with the long name.
    Person(
        "didier", "Didier", "Vasseur", "didier.vasseur@granulats-brevigne.example", "+33639980541"
    ),
    Person(
        "melanie", "Mélanie", "Nguyen", "melanie.nguyen@granulats-brevigne.example", "+33639980542"
    ),
    Person(
        "kevin",
        "Kévin",
        "Okoumba",
        "kevin.okoumba@granulats-brevigne.example",
        None,
        activated=False,
    ),
    # Cabinet Lunel & Associés.
    Person("pascal", "Pascal", "Lunel", "pascal.lunel@cabinet-lunel.example", "+33639980651"),
    Person("emilie", "Émilie", "Tran", "emilie.tran@cabinet-lunel.example", "+33639980652"),
    # An office assistant shared by several companies: several spaces behind one login.
    Person("sophie", "Sophie", "Brunel-Castaing", "sophie@bureau-partage.example", "+33639980761"),
)

STAFF: Final[tuple[Staff, ...]] = (
    Staff("claire", Role.DIRECTOR, "Directrice", "Director"),
    Staff("nadia", Role.ACCOUNTANT, "Comptable", "Accountant"),
    Staff("thomas", Role.ACCOUNTANT, "Comptable", "Accountant"),
    Staff("helene", Role.ADVISER, "Conseillère de gestion", "Management adviser"),
)

ACCESSES: Final[tuple[Access, ...]] = (
    Access("solange", "tilleuls", Profile.PRINCIPAL),
    Access("mathieu", "tilleuls", Profile.DECISION_MAKER),
    Access("sophie", "tilleuls", Profile.COLLABORATOR),
    Access("gerard", "tilleuls", Profile.GUEST),
    Access("paulo", "ferreira", Profile.PRINCIPAL),
    Access("marie-antoinette", "ferreira", Profile.DECISION_MAKER),
    Access("aicha", "ferreira", Profile.COLLABORATOR),
    Access("sophie", "ferreira", Profile.GUEST),
    Access("jeanne", "fournil", Profile.PRINCIPAL),
    Access("youssef", "fournil", Profile.COLLABORATOR),
    Access("sophie", "fournil", Profile.COLLABORATOR),
    Access("mathieu", "fournil", Profile.GUEST),
    Access("didier", "granulats", Profile.PRINCIPAL),
    Access("melanie", "granulats", Profile.COLLABORATOR),
    Access("kevin", "granulats", Profile.COLLABORATOR, accepted=False),
    Access("pascal", "lunel", Profile.PRINCIPAL),
    Access("emilie", "lunel", Profile.COLLABORATOR),
)

ASSIGNMENTS: Final[tuple[Assignment, ...]] = (
    Assignment("nadia", "tilleuls", Desk.ACCOUNTANT),
    Assignment("nadia", "fournil", Desk.ACCOUNTANT),
    Assignment("nadia", "lunel", Desk.ACCOUNTANT),
    Assignment("thomas", "ferreira", Desk.ACCOUNTANT),
    Assignment("thomas", "granulats", Desk.ACCOUNTANT),
    Assignment("helene", "tilleuls", Desk.ADVISER),
    Assignment("helene", "ferreira", Desk.ADVISER),
    Assignment("helene", "fournil", Desk.ADVISER),
    Assignment("helene", "granulats", Desk.ADVISER),
    Assignment("helene", "lunel", Desk.ADVISER),
)

_ORGANISATIONS: Final = {each.key: each for each in ORGANISATIONS}
_PEOPLE: Final = {each.key: each for each in PEOPLE}


def organisation(key: str) -> Organisation:
    """The organisation of that key; KeyError when there is none."""
    return _ORGANISATIONS[key]


def person(key: str) -> Person:
    """The person of that key; KeyError when there is none."""
    return _PEOPLE[key]


def accountant_of(organisation_key: str) -> Person:
    """Who keeps the desk « Comptable » of an organisation."""
    return _keeper(organisation_key, Desk.ACCOUNTANT)


def adviser_of(organisation_key: str) -> Person:
    """Who keeps the desk « Conseil » of an organisation."""
    return _keeper(organisation_key, Desk.ADVISER)


def principal_of(organisation_key: str) -> Person:
    """The one principal of an organisation."""
    return next(
        person(each.person)
        for each in ACCESSES
        if each.organisation == organisation_key and each.profile is Profile.PRINCIPAL
    )


def _keeper(organisation_key: str, desk: Desk) -> Person:
    return next(
        person(each.person)
        for each in ASSIGNMENTS
        if each.organisation == organisation_key and each.desk is desk
    )
