"""Pictures: their real format, and a size that is known before they are unpacked."""

from __future__ import annotations

from importlib import import_module
from typing import BinaryIO

from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from parvis.services.documents.confined.limits import MOST_PAGES, MOST_PIXELS
from parvis.services.documents.confined.refusal import (
    LYING,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    Refused,
)

FORMATS = {
    "image/jpeg": [JpegImagePlugin.JpegImageFile.format],
    "image/png": [PngImagePlugin.PngImageFile.format],
    "image/tiff": [TiffImagePlugin.TiffImageFile.format],
}

# What Pillow would import only when it needs it.
Image.preinit()
import_module("PIL.MpoImagePlugin")  # a JPEG with a second picture inside, as telephones make
# Checked by hand below: Pillow itself only warns.
Image.MAX_IMAGE_PIXELS = None


def open_picture(file: BinaryIO, media_type: str) -> ImageFile:
    """The picture, not unpacked yet.

    Raises Refused where it has another format or more pixels than can be unpacked.
    """
    try:
        picture = Image.open(file, formats=FORMATS[media_type])
    except UnidentifiedImageError:
        raise Refused(LYING) from None
    _check_size(picture)
    return picture


def go_to(picture: ImageFile, page: int) -> None:
    """Turn to this page, the first being 1."""
    picture.seek(page - 1)
    _check_size(picture)


def examine(file: BinaryIO, media_type: str) -> int:
    """The number of pages; the first one is unpacked to see that it is whole."""
    picture = open_picture(file, media_type)
    # A JPEG can be checked to its end at an eighth of its size, in a fraction of the memory.
    picture.draft(picture.mode, (max(picture.width // 8, 1), max(picture.height // 8, 1)))
    picture.load()
    if media_type != "image/tiff":
        return 1
    pages = getattr(picture, "n_frames", 1)
    if pages > MOST_PAGES:
        raise Refused(TOO_MANY_PAGES)
    for page in range(2, pages + 1):
        go_to(picture, page)
    return pages


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(TOO_MANY_PIXELS)
