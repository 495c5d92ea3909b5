"""What people type about who may do what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.access.models import Covers
from parvis.access.profiles import EXPLANATIONS, GIVEN_BY_HAND, Profile
from parvis.foundation.identifiers import clean_siret
from parvis.organisations.models import Desk, Kind

INCOMPLETE_ADDRESS = _(
    "Cette adresse e-mail n’est pas complète. Écrivez-la par exemple nom@exemple.fr."
)


class PersonForm(forms.Form):
    """A person's names and address, asked in the same words everywhere."""

    first_name = forms.CharField(
        label=_("Prénom"), max_length=100, error_messages={"required": _("Indiquez le prénom.")}
    )
    last_name = forms.CharField(
        label=pgettext_lazy("person", "Nom"),
        max_length=100,
        error_messages={"required": pgettext_lazy("person", "Indiquez le nom.")},
    )
    identifier = forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        help_text=_("Une adresse personnelle\u00a0: elle servira d’identifiant."),
        error_messages={
            "required": _("Indiquez l’adresse e-mail."),
            "invalid": INCOMPLETE_ADDRESS,
        },
    )


class ProfileField(forms.ChoiceField):
    """The profiles that user management may give, each with what it allows."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Profil"),
            choices=[(profile.value, profile.label) for profile in GIVEN_BY_HAND],
            error_messages={
                "required": _("Choisissez un profil."),
                "invalid_choice": _(
                    "Ce profil ne peut pas être donné ici. Choisissez-en un autre."
                ),
            },
            **options,
        )
        self.explanations = {profile.value: EXPLANATIONS[profile] for profile in GIVEN_BY_HAND}

    def clean(self, value: Any) -> Profile:
        return Profile(super().clean(value))


class InvitationForm(PersonForm):
    profile = ProfileField()
    field_order = ["first_name", "last_name", "identifier", "profile"]


class StaffInvitationForm(InvitationForm):
    """In the back office, a person handles every client or the assigned ones only."""

    covers = forms.ChoiceField(
        label=_("Dossiers"),
        choices=Covers.choices,
        initial=Covers.CHOSEN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez les dossiers de cette personne.")},
    )


class ProfileForm(forms.Form):
    """`version` is the one its reader saw: two people who change the same person learn of it."""

    profile = ProfileField()
    version = forms.IntegerField(widget=forms.HiddenInput)


class StaffProfileForm(ProfileForm):
    covers = forms.ChoiceField(
        label=_("Dossiers"), choices=Covers.choices, widget=forms.RadioSelect
    )


class EndForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class SpaceForm(PersonForm):
    """The back office opens a space for an organisation and its principal."""

    kind = forms.ChoiceField(
        label=_("Type"),
        choices=[(Kind.CLIENT.value, Kind.CLIENT.label), (Kind.FIRM.value, Kind.FIRM.label)],
        initial=Kind.CLIENT,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Nom de l’entreprise"),
        max_length=200,
        error_messages={"required": _("Indiquez le nom de l’entreprise.")},
    )
    siret = forms.CharField(
        label=_("Numéro de SIRET"),
        max_length=40,
        help_text=_("14 chiffres, sur un avis de situation Insee."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Indiquez le numéro SIRET.")},
    )
    field_order = ["kind", "name", "siret", "first_name", "last_name", "identifier"]

    def clean_siret(self) -> str:
        return clean_siret(self.cleaned_data["siret"])


class AssignmentForm(forms.Form):
    """Who of the staff is this client's accountant or adviser."""

    access = forms.ChoiceField(
        label=_("Collaborateur"),
        error_messages={
            "required": _("Choisissez un collaborateur."),
            "invalid_choice": _("Cette personne ne travaille plus ici. Choisissez-en une autre."),
        },
    )
    desk = forms.ChoiceField(label=_("Rôle"), choices=Desk.choices)

    def __init__(self, *args: Any, staff: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["access"].choices = [("", _("Choisir…")), *staff]  # type: ignore[attr-defined]
