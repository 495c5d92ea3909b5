"""What a paper becomes after a desk scanner: pixels, a little askew, a little grey."""

import io
import random
import time
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops

POINTS_PER_INCH = 72
WHITE = 255
PAPER = 247
GRAIN = 14


@dataclass(frozen=True, slots=True)
class Scan:
    """How the paper went through the scanner: dots per inch, and degrees off the straight."""

    dpi: int
    tilt: float


def scan(pdf: bytes, settings: Scan) -> bytes:
    """A PDF of the same pages as grey pictures, without any text in it.

    The grain comes from a seeded generator and the dates from the epoch: same input, same bytes.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [
            _scanned(
                page.render(scale=settings.dpi / POINTS_PER_INCH, grayscale=True).to_pil(),
                settings.tilt,
                seed=index,
            )
            for index, page in enumerate(document)
        ]
    finally:
        document.close()
    target = io.BytesIO()
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=settings.dpi,
        quality=62,
        creationDate=time.gmtime(0),
        modDate=time.gmtime(0),
    )
    return target.getvalue()


def _scanned(page: Image.Image, tilt: float, seed: int) -> Image.Image:
    turned = page.convert("L").rotate(tilt, Image.Resampling.BILINEAR, fillcolor=WHITE)
    grey = turned.point([value * PAPER // WHITE for value in range(WHITE + 1)])
    return ImageChops.subtract(grey, _grain(grey.size, seed))


def _grain(size: tuple[int, int], seed: int) -> Image.Image:
    """Fine random darkening, drawn on a quarter of the page and tiled: noise that compresses."""
    width, height = (side // 2 + 1 for side in size)
    source = random.Random(seed)
    grain = Image.frombytes("L", (width, height), source.randbytes(width * height))
    thin = grain.point([value * GRAIN // WHITE for value in range(WHITE + 1)])
    return thin.resize((width * 2, height * 2), Image.Resampling.BILINEAR).crop((0, 0, *size))
