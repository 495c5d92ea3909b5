"""What may be handed in, and the examination that each file passes before anyone gets it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from parvis.services.documents.confined import refusal
from parvis.services.documents.confined.limits import MOST_PAGES, MOST_PIXELS
from parvis.services.documents.confinement import NotReadable, confined, make_ready
from parvis.services.documents.names import extension_of
from parvis.services.documents.refusals import FileRefused, FileTooLarge

__all__ = ["Examined", "FileRefused", "check_announced", "examine", "expect"]

EXAMINE = "examine"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""The extensions that are taken, and what their content must be."""

ACCEPTED_FORMATS = _(
    "PDF, JPEG, PNG, TIFF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), CSV ou texte"
)
REFUSALS = {
    refusal.EMPTY: _(
        "Ce fichier est vide. Vérifiez-le sur votre appareil, puis choisissez-le de nouveau."
    ),
    refusal.LYING: _(
        "Le contenu de ce fichier n’est pas celui d’un fichier «\u00a0.%(extension)s\u00a0». Ouvrez-le, "
        "enregistrez-le au bon format ou en PDF, puis recommencez."
    ),
    refusal.UNREADABLE: _(
        "Ce fichier n’a pas pu être ouvert\u00a0: il est abîmé, incomplet ou trop complexe. "
        "Ouvrez-le sur votre appareil, enregistrez-le de nouveau, puis recommencez."
    ),
    refusal.LOCKED: _(
        "Ce fichier est protégé par un mot de passe\u00a0: son destinataire ne pourrait pas "
        "l’ouvrir. Enlevez le mot de passe, puis recommencez."
    ),
    refusal.TOO_MANY_PAGES: _(
        "Ce fichier a trop de pages\u00a0: la limite est de %(pages)s. Partagez-le en plusieurs "
        "fichiers, puis recommencez."
    ),
    refusal.TOO_MANY_PIXELS: _(
        "Cette image est trop grande\u00a0: la limite est de %(megapixels)s\u00a0millions de points. "
        "Réduisez-la ou numérisez à 300\u00a0points par pouce, puis recommencez."
    ),
    refusal.PACKED: _(
        "Ce fichier est fait d’une façon qui le rend dangereux à ouvrir. Ouvrez l’original, "
        "enregistrez-le en PDF, puis recommencez."
    ),
    refusal.MACROS: _(
        "Ce fichier contient des macros. Enregistrez-le sans macros ou en PDF, puis recommencez."
    ),
    refusal.ACTS_BY_ITSELF: _(
        "Ce PDF contient des commandes qui s’exécutent sans qu’on le demande. Ouvrez-le, "
        "imprimez-le en PDF, puis transmettez ce nouveau fichier."
    ),
    refusal.PROGRAM_INSIDE: _(
        "Un programme est joint à l’intérieur de ce fichier. Enlevez-le ou enregistrez le "
        "document en PDF, puis recommencez."
    ),
    refusal.NOT_TEXT: _(
        "Ce fichier ne contient pas un texte lisible. Ouvrez-le, enregistrez-le en PDF, puis "
        "recommencez."
    ),
    refusal.ACTIVE_TEXT: _(
        "Ce fichier contient une page Web et non un simple texte. Ouvrez-le, enregistrez-le en "
        "PDF, puis recommencez."
    ),
}


@dataclass(frozen=True)
class Examined:
    """What a file is; `pages` where it has pages."""

    media_type: str
    pages: int | None


def media_type_of(name: str) -> str:
    """What the content of a file of this name must be.

    Raises FileRefused for an extension that is not taken.
    """
    extension = extension_of(name)
    if extension in MEDIA_TYPES:
        return MEDIA_TYPES[extension]
    if not extension:
        raise FileRefused(
            _(
                "Le nom de ce fichier n’a pas d’extension, comme «\u00a0.pdf\u00a0». Enregistrez-le dans "
                "l’un de ces formats\u00a0: %(formats)s."
            ),
            formats=ACCEPTED_FORMATS,
        )
    raise FileRefused(
        _(
            "Les fichiers «\u00a0.%(extension)s\u00a0» ne sont pas acceptés. Enregistrez le vôtre dans "
            "l’un de ces formats\u00a0: %(formats)s."
        ),
        extension=extension,
        formats=ACCEPTED_FORMATS,
    )


def check_announced(name: str, size: int) -> None:
    """What can be said before a file arrives, from its clean name and its size in octets.

    Raises FileRefused, and FileTooLarge for a file above the operator's limit.
    """
    media_type_of(name)
    if size <= 0:
        raise _refusal(refusal.EMPTY, name)
    if size > settings.PARVIS_FILE_LIMIT:
        raise FileTooLarge(
            _(
                "Ce fichier fait %(size)s\u00a0Mo\u00a0; la limite est de %(limit)s\u00a0Mo. Réduisez-le, par "
                "exemple en numérisant à 300\u00a0points par pouce, ou partagez-le en plusieurs fichiers."
            ),
            size=_grouped(ceil(size / 1_000_000)),
            limit=_grouped(settings.PARVIS_FILE_LIMIT // 1_000_000),
        )


def expect(name: str) -> None:
    """An examination of such a file will come in a moment."""
    make_ready((EXAMINE, media_type_of(name)))


def examine(path: Path, name: str) -> Examined:
    """What this file really is, read by the parser of the type that its name announces, in a
    process with limits.

    Raises FileRefused: emptiness, another content than the extension says, a password, macros,
    scripts that run by themselves, programs inside, bombs, whatever crashes a parser or keeps it
    busy for too long.
    """
    media_type = media_type_of(name)
    try:
        answer = json.loads(confined(path, (EXAMINE, media_type)))
    except NotReadable:
        answer = {"refused": refusal.UNREADABLE}
    if "refused" in answer:
        raise _refusal(answer["refused"], name)
    return Examined(media_type, answer["pages"])


def _refusal(code: str, name: str) -> FileRefused:
    return FileRefused(
        REFUSALS[code],
        extension=extension_of(name),
        pages=_grouped(MOST_PAGES),
        megapixels=_grouped(MOST_PIXELS // 1_000_000),
    )


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
