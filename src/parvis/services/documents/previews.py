"""Pictures of pages, to look at a document without opening it."""

from __future__ import annotations

import secrets
from pathlib import Path

from parvis.services.documents.confinement import NotReadable, confined

PICTURE_TYPE = "image/jpeg"
PREVIEWED = {"application/pdf", "image/jpeg", "image/png", "image/tiff"}


class NoPreview(Exception):
    """No picture can be made: another type of file, no such page, or a page too heavy to draw."""


def can_preview(media_type: str) -> bool:
    return media_type in PREVIEWED


def page_picture(path: Path, media_type: str, page: int, width: int = 1200) -> bytes:
    """A page, the first being 1, as a JPEG at most `width` pixels wide.

    Drawn in a process with limits, then kept beside the file. Raises NoPreview.
    """
    if not can_preview(media_type) or page < 1:
        raise NoPreview
    kept = path.with_name(f"{path.name}.{page}-{width}")
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        pass
    try:
        picture = confined(path, ("picture", media_type), str(page), str(width))
    except NotReadable:
        raise NoPreview from None
    _keep(kept, picture)
    return picture


def _keep(place: Path, picture: bytes) -> None:
    """Whole or not at all. A disk without room costs drawing it again, nothing else."""
    draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    try:
        draft.touch(mode=0o600)
        draft.write_bytes(picture)
        draft.replace(place)
    except OSError:
        draft.unlink(missing_ok=True)
