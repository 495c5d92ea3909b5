"""Pictures of pages, as one looks at them on a screen."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

import pypdfium2
from PIL import Image, ImageOps

from parvis.services.documents.confined.pictures import go_to, open_picture

TALLEST = 4
"""Times the width: a page taller than that is made narrower."""
QUALITY = 88


def page_picture(file: BinaryIO, media_type: str, page: int, width: int) -> bytes:
    """One page as a JPEG file of this width; raises whatever the parser raises."""
    if media_type == "application/pdf":
        picture = _from_pdf(file, page, width)
    else:
        picture = _from_picture(file, media_type, page, width)
    output = BytesIO()
    picture.save(output, "JPEG", quality=QUALITY, subsampling="4:4:4", optimize=True)
    return output.getvalue()


def _from_pdf(file: BinaryIO, page: int, width: int) -> Image.Image:
    document = pypdfium2.PdfDocument(file)
    document.init_forms()
    sheet = document[page - 1]
    scale = min(width / sheet.get_width(), TALLEST * width / sheet.get_height())
    picture: Image.Image = sheet.render(scale=scale).to_pil()
    return picture.convert("RGB")


def _from_picture(file: BinaryIO, media_type: str, page: int, width: int) -> Image.Image:
    picture = open_picture(file, media_type)
    go_to(picture, page)
    picture.draft("RGB", (width, width))  # a JPEG unpacks to about the size that is needed
    ImageOps.exif_transpose(picture, in_place=True)
    shown: Image.Image = picture
    if picture.mode in {"1", "P"}:  # shrinking would drop their lines instead of greying them
        shown = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    shown.thumbnail((width, TALLEST * width))
    if shown.has_transparency_data:
        paper = Image.new("RGBA", shown.size, "white")
        paper.alpha_composite(shown.convert("RGBA"))
        shown = paper
    return shown.convert("RGB")
