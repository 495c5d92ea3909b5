"""The register of features: what a right can be about, and at which level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.organisations.models import Kind

Text = str | Promise


class Level(IntEnum):
    """NONE < READ < UPDATE: « aucun droit », « consultation », « mise à jour »."""

    NONE = 0
    READ = 1
    UPDATE = 2


LEVEL_WORDS: dict[Level, Text] = {
    Level.NONE: _("Aucun droit"),
    Level.READ: _("Consultation"),
    Level.UPDATE: _("Mise à jour"),
}

SERVED = frozenset({Kind.CLIENT, Kind.FIRM})
BACK_OFFICE = frozenset({Kind.OPERATOR})


@dataclass(frozen=True)
class Feature:
    """One line of the grid of rights.

    `bit` is its place in the masks that rows keep: part of the declaration, never reused (a test
    holds them against `tests/access/feature_bits.json`). `daily` features are what a collaborator
    updates; `kinds` are the organisations in whose space it exists.
    """

    code: str
    bit: int
    label: Text
    group: Text
    explanation: Text
    kinds: frozenset[Kind] = SERVED
    daily: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.bit <= 62:
            raise ValueError(f"The bit of {self.code} does not fit a mask of 63.")
        if self.code in FEATURES:
            raise ValueError(f"The feature {self.code} is declared twice.")
        if any(other.bit == self.bit for other in FEATURES.values()):
            raise ValueError(f"The bit {self.bit} of {self.code} is taken.")
        FEATURES[self.code] = self

    @property
    def mask(self) -> int:
        return 1 << self.bit


FEATURES: dict[str, Feature] = {}


def features_of(kind: str) -> list[Feature]:
    """The features that exist in the space of such an organisation, in order of declaration."""
    return [feature for feature in FEATURES.values() if kind in feature.kinds]


def mask_of(features: Iterable[Feature]) -> int:
    """One integer with the bit of each feature set."""
    mask = 0
    for feature in features:
        mask |= feature.mask
    return mask


USERS = Feature(
    code="users",
    bit=0,
    label=_("Gestion des utilisateurs"),
    group=_("Mon compte"),
    explanation=_("Voir, inviter, modifier et retirer les personnes qui ont accès à l’espace."),
    kinds=SERVED | BACK_OFFICE,
)
JOURNAL = Feature(
    code="journal",
    bit=1,
    label=_("Journal d’activité"),
    group=_("Mon compte"),
    explanation=_("Voir qui a fait quoi dans l’espace, pour qui et à quel titre."),
    kinds=SERVED | BACK_OFFICE,
)
DETAILS = Feature(
    code="details",
    bit=2,
    label=_("Informations de l’entreprise"),
    group=_("Mon compte"),
    explanation=_("Voir les informations de l’entreprise et ses interlocuteurs."),
    daily=True,
)
CLIENTS = Feature(
    code="clients",
    bit=3,
    label=_("Clients et affectations"),
    group=_("Mes clients"),
    explanation=_("Ouvrir des espaces et dire qui est le comptable ou le conseiller de qui."),
    kinds=BACK_OFFICE,
)
