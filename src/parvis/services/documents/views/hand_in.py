"""What « Transférer des documents » and « Mettre à disposition » have in common: a form with files
that come with it, or that the browser has transferred before."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from parvis.access.spaces import Space
from parvis.services.documents.actions import NothingHandedIn, UploadSpent
from parvis.services.documents.examination import ACCEPTED_FORMATS, MEDIA_TYPES
from parvis.services.documents.forms import HandInForm
from parvis.services.documents.intake import MOST_FILES, Content, FilesRefused, taken_in
from parvis.services.documents.models import Upload
from parvis.services.documents.refusals import UploadIncomplete

Made = TypeVar("Made")


def new_form_key() -> str:
    return secrets.token_hex(16)


def hand_in(form: HandInForm, act: Callable[[Sequence[Content]], Made]) -> Made | None:
    """Do the act with the files of a valid form; nothing, with errors in the form, if they are not
    taken."""
    try:
        with taken_in(form.cleaned_data["documents"]) as contents:
            return act(contents)
    except FilesRefused as fault:
        form.refuse(fault)
    except NothingHandedIn:
        form.add_error("documents", _("Choisissez au moins un fichier à transférer."))
    except UploadIncomplete as fault:
        form.add_error("documents", str(fault))
    except UploadSpent:
        form.add_error(
            "documents",
            _("Un fichier que vous aviez transféré n’est plus là. Choisissez-le de nouveau."),
        )
    return None


def form_context(space: Space, form: HandInForm) -> dict[str, Any]:
    """What the page of such a form needs, the uploads that wait with it among them."""
    uploads = form["uploads"].value() or []
    return {
        "form": form,
        "uploads": Upload.objects.filter(
            public_id__in=uploads,
            account=space.account,
            space_organisation_id=space.organisation_id,
        )
        .exclude(digest="")
        .order_by("pk"),
        "accepted": ACCEPTED_FORMATS,
        "extensions": " ".join(MEDIA_TYPES),
        "file_limit": settings.PARVIS_FILE_LIMIT,
        "most_files": MOST_FILES,
    }
