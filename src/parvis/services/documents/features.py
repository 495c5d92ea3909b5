"""The lines that documents add to the grid of rights."""

from django.utils.translation import gettext_lazy as _

from parvis.access.features import BACK_OFFICE, Feature

DOCUMENTS = Feature(
    code="documents",
    bit=4,
    label=_("Mes documents"),
    group=_("Mes documents"),
    explanation=_("Consulter et télécharger ce que le cabinet a mis à disposition."),
    daily=True,
)
DEPOSITS = Feature(
    code="deposits",
    bit=5,
    label=_("Transmettre mes fichiers"),
    group=_("Mes documents"),
    explanation=_(
        "Voir les fichiers remis, en transmettre et les supprimer avant leur prise en charge."
    ),
    daily=True,
)
ARRIVALS = Feature(
    code="arrivals",
    bit=6,
    label=_("Documents reçus"),
    group=_("Mes clients"),
    explanation=_(
        "Voir les documents qui arrivent, les prendre en charge et en mettre à disposition."
    ),
    kinds=BACK_OFFICE,
    daily=True,
)
