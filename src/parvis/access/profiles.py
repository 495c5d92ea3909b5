"""Profiles: presets over the grid, so that the right rights come by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.access.features import FEATURES, Text, mask_of


class Profile(models.TextChoices):
    PRINCIPAL = "principal", _("Décideur principal")
    DECISION_MAKER = "decision_maker", _("Autre décideur")
    COLLABORATOR = "collaborator", _("Collaborateur")
    GUEST = "guest", _("Invité")
    DEPUTY = "deputy", _("Responsable adjoint")
    CUSTOM = "custom", _("Droits choisis")


EXPLANATIONS: dict[Profile, Text] = {
    Profile.PRINCIPAL: _("Représentant légal, seul garant des données de l’entreprise."),
    Profile.DECISION_MAKER: _(
        "Associé ou conjoint\u00a0: tous les droits, sauf la place du décideur principal."
    ),
    Profile.COLLABORATOR: _("Équipe\u00a0: les outils du quotidien, comme la remise de documents."),
    Profile.GUEST: _("Lecture seule, partout."),
}

# What user management may give. The principal's place moves by handover or by the operator only.
GIVEN_BY_HAND = (Profile.DECISION_MAKER, Profile.COLLABORATOR, Profile.GUEST)


@dataclass(frozen=True)
class Rights:
    """A read mask and an update mask; who may update may read."""

    read: int
    update: int

    def __post_init__(self) -> None:
        if self.update & ~self.read:
            raise ValueError("Whoever may update may read.")

    def __and__(self, other: Rights) -> Rights:
        return Rights(self.read & other.read, self.update & other.update)

    def covers(self, other: Rights) -> bool:
        """Whether everything in `other` is held here too."""
        return not (other.read & ~self.read or other.update & ~self.update)


NO_RIGHTS = Rights(0, 0)


# Every bit of a mask, those of services to come included: who holds everything today will hold
# what is added tomorrow. A space shows only the bits of its own kind.
EVERYTHING = (1 << 63) - 1


def preset(profile: str) -> Rights:
    """The rights that a profile gives.

    Raises ValueError for the profile « custom », whose rights are chosen one by one.
    """
    match Profile(profile):
        case Profile.PRINCIPAL | Profile.DECISION_MAKER | Profile.DEPUTY:
            return Rights(EVERYTHING, EVERYTHING)
        case Profile.COLLABORATOR:
            daily = mask_of(feature for feature in FEATURES.values() if feature.daily)
            return Rights(daily, daily)
        case Profile.GUEST:
            return Rights(EVERYTHING, 0)
    raise ValueError("Chosen rights have no preset.")
