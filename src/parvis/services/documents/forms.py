"""What people give with a deposit or a publication."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.organisations.models import Desk
from parvis.services.documents.contacts import Contacts
from parvis.services.documents.examination import ACCEPTED_FORMATS, MEDIA_TYPES
from parvis.services.documents.intake import MOST_FILES, FilesRefused
from parvis.services.documents.sizes import readable_size

KEY = re.compile(r"[0-9a-f]{32}")


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, UploadedFile[Any]], name: str
    ) -> list[UploadedFile[Any]]:
        return [file for file in files.getlist(name) if file]


class FilesField(forms.Field):
    """Files that may also have come before, as uploads: the form sees to it that there are some."""

    widget = FilesInput

    def clean(self, value: list[UploadedFile[Any]]) -> list[UploadedFile[Any]]:
        return value


class UploadsInput(forms.MultipleHiddenInput):
    """Identifiers of uploads that the browser has transferred."""


class UploadsField(forms.Field):
    widget = UploadsInput

    def clean(self, value: list[str] | None) -> list[str]:
        return list(dict.fromkeys(value or []))


class HandInForm(forms.Form):
    """Files and the desk they are for. They come with the form itself, or as uploads that the
    browser has transferred before."""

    desk = forms.ChoiceField(
        label=gettext_lazy("Dossier de destination"),
        choices=Desk.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez le dossier de destination."),
            "invalid_choice": gettext_lazy(
                "Choisissez «\u00a0Comptable\u00a0» ou «\u00a0Conseil\u00a0»."
            ),
        },
    )
    documents = FilesField(
        label=gettext_lazy("Fichiers"),
        widget=FilesInput(attrs={"accept": ",".join(f".{extension}" for extension in MEDIA_TYPES)}),
    )
    uploads = UploadsField(required=False)
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["documents"].help_text = _(
            "%(formats)s. %(limit)s au plus par fichier, %(most)s fichiers à la fois."
        ) % {
            "formats": ACCEPTED_FORMATS,
            "limit": readable_size(settings.PARVIS_FILE_LIMIT),
            "most": MOST_FILES,
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not KEY.fullmatch(given.get("form_key") or ""):
            self.add_error(
                None, _("Ce formulaire n’est plus complet. Rechargez la page, puis recommencez.")
            )
        count = len(given.get("documents") or []) + len(given.get("uploads") or [])
        if not count:
            self.add_error("documents", _("Choisissez au moins un fichier à transférer."))
        elif count > MOST_FILES:
            self.add_error(
                "documents",
                _(
                    "Vous avez choisi %(count)s fichiers\u00a0; un transfert en prend %(most)s au plus. "
                    "Faites-en plusieurs."
                )
                % {"count": count, "most": MOST_FILES},
            )
        return given

    def refuse(self, fault: FilesRefused) -> None:
        """Say beside the files which ones are not taken, and why."""
        for name, refusal in fault.refusals:
            self.add_error(
                "documents",
                _("« %(name)s » : %(sentence)s") % {"name": name, "sentence": str(refusal)},
            )
        self.add_error(
            "documents",
            _(
                "Aucun fichier n’a été enregistré. Choisissez-les de nouveau, sans ceux qui sont refusés."
            ),
        )

    @property
    def desk_chosen(self) -> Desk:
        return Desk(self.cleaned_data["desk"])


class DepositForm(HandInForm):
    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("Alerter vos contacts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Une personne que vous avez cochée n’est plus parmi vos contacts. Vérifiez la liste."
            )
        },
    )
    field_order = ["desk", "documents", "contacts"]

    def __init__(self, *args: Any, contacts: Contacts, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contacts"].choices = [  # type: ignore[attr-defined]
            (contact.key, contact.name) for contact in contacts.offered
        ]
        self.fields["contacts"].explanations = {  # type: ignore[attr-defined]
            contact.key: contact.note for contact in contacts.offered
        }
        self.fields["desk"].explanations = {  # type: ignore[attr-defined]
            desk.value: _("E-mail envoyé d’office\u00a0: %(names)s")
            % {"names": ", ".join(contact.name for contact in people)}
            for desk, people in contacts.keepers.items()
        }


class PublicationForm(HandInForm):
    """Given to a client."""
