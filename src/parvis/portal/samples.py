"""What the gallery shows in the components: forms and lists that belong to nobody."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.access.profiles import EXPLANATIONS, GIVEN_BY_HAND
from parvis.foundation.paging import TOTAL_CAP, Page
from parvis.organisations.models import Desk, Organisation

NAMES = (
    "EARL des Tilleuls",
    "Société coopérative de transport de granulats et de travaux en carrière des monts de "
    "Brévigne et du val d’Orbise",
)

DAY = date(2026, 3, 12)


class SampleForm(forms.Form):
    """One field of each shape."""

    name = forms.CharField(
        label=_("Nom de l’entreprise"), error_messages={"required": _("Indiquez le nom.")}
    )
    siret = forms.CharField(
        label=_("Numéro de SIRET"),
        help_text=_("14 chiffres, sur un avis de situation Insee."),
        error_messages={"required": _("Indiquez le numéro SIRET.")},
    )
    identifier = forms.EmailField(label=_("Adresse e-mail"), required=False)
    password = forms.CharField(
        label=_("Mot de passe"),
        widget=forms.PasswordInput,
        error_messages={"required": _("Choisissez un mot de passe.")},
    )
    desk = forms.ChoiceField(label=_("Dossier de destination"), choices=Desk.choices)
    profile = forms.ChoiceField(
        label=_("Profil"),
        choices=[(profile.value, profile.label) for profile in GIVEN_BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un profil.")},
    )
    file = forms.FileField(label=_("Fichier"), required=False)
    message = forms.CharField(label=_("Message"), widget=forms.Textarea, required=False)
    accepted = forms.BooleanField(
        label=_("J’ai lu et j’accepte les conditions générales d’utilisation"),
        error_messages={"required": _("Cochez cette case pour ouvrir votre espace.")},
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["profile"].explanations = {  # type: ignore[attr-defined]
            profile.value: EXPLANATIONS[profile] for profile in GIVEN_BY_HAND
        }


def refused_form() -> SampleForm:
    """The form as it comes back with everything wrong."""
    form = SampleForm({"siret": "1234", "identifier": "nom@exemple.fr"}, auto_id="id_refuse_%s")
    form.add_error("siret", _("Ce numéro SIRET a 4 chiffres\u00a0; il en faut 14."))
    return form


def middle_page() -> Page[Organisation]:
    """A page with neighbours on both sides, of a list too long to be counted."""
    return Page(rows=[], after="suite", before="avant", total=TOTAL_CAP, total_is_capped=True)
