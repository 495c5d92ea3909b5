"""Files for tests: small, real, and invented."""

from __future__ import annotations

import io
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


@cache
def pdf(pages: int = 1) -> bytes:
    """A real PDF file."""
    sheet = Image.new("L", (200, 280), 250)
    octets = io.BytesIO()
    sheet.save(octets, "PDF", save_all=True, append_images=[sheet] * (pages - 1))
    return octets.getvalue()


def upload(name: str = "Facture mars.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it; what the browser says of its type is worth nothing."""
    return SimpleUploadedFile(name, pdf() if content is None else content, "text/html")
