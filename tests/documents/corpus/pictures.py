"""Pictures, honest and not."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from parvis.services.documents.confined import refusal
from tests.documents.corpus.samples import GIF, HTML, PROGRAM, SVG, Sample, zeros

Size = tuple[int, int]
ORIENTATION = 0x0112


def picture(
    format_name: str, *, size: Size = (40, 30), mode: str = "RGB", pages: int = 1, **options: Any
) -> bytes:
    """A picture of noise, which packs badly, as a photograph does."""
    sheet = Image.effect_noise(size, 90).convert(mode)
    if pages > 1:
        options |= {"save_all": True, "append_images": [sheet] * (pages - 1)}
    output = BytesIO()
    sheet.save(output, format_name, **options)
    return output.getvalue()


def turned() -> bytes:
    """A photograph taken upright: 40 × 30 points to be shown as 30 × 40."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    return picture("JPEG", exif=exif)


def _large_scan() -> bytes:
    """A sheet in A0 at 300 dots an inch: as large as pictures may be."""
    output = BytesIO()
    Image.new("1", (9933, 14043), 1).save(output, "PNG")
    return output.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int, content: bytes) -> bytes:
    """A PNG file that announces this size, whatever its content holds."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", content) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _long_comment() -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", "x" * 70_000_000, zip=True)
    return picture("PNG", pnginfo=notes)


def _jpeg_that_announces(size: Size) -> bytes:
    """Only the size in its header is changed."""
    content = picture("JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", *reversed(size)) + content[at + 4 :]


def tiff(width: int, height: int, directories: int = 1, ring: bool = False) -> bytes:
    """A TIFF file of `directories` pages without content; in a ring, the last leads to the first."""
    size = 2 + 7 * 12 + 4
    pages = []
    for number in range(1, directories + 1):
        following = 8 + size * number
        if number == directories:
            following = 8 if ring else 0
        tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (279, 1)]
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        pages.append(struct.pack("<H", len(tags)) + entries + struct.pack("<I", following))
    return b"II*\x00" + struct.pack("<I", 8) + b"".join(pages)


PICTURES = [
    Sample("a photograph", "a.jpg", lambda: picture("JPEG"), pages=1),
    Sample("the longer extension", "a.jpeg", lambda: picture("JPEG"), pages=1),
    Sample("a photograph held upright", "a.jpg", turned, pages=1),
    Sample(
        "a second picture inside, as telephones make",
        "a.jpg",
        lambda: picture("MPO", pages=2),
        pages=1,
    ),
    Sample("in the colours of printers", "a.jpg", lambda: picture("JPEG", mode="CMYK"), pages=1),
    Sample("progressive", "a.jpg", lambda: picture("JPEG", progressive=True), pages=1),
    Sample("see-through", "a.png", lambda: picture("PNG", mode="RGBA"), pages=1),
    Sample("of one point", "a.png", lambda: picture("PNG", size=(1, 1)), pages=1),
    Sample("animated", "a.png", lambda: picture("PNG", pages=3), pages=1),
    Sample("a large scan", "a.png", _large_scan, pages=1),
    Sample("scans in one file", "a.tif", lambda: picture("TIFF", pages=3), pages=3),
    Sample(
        "a fax",
        "a.tiff",
        lambda: picture("TIFF", mode="1", compression="group4", pages=2),
        pages=2,
    ),
    Sample("TIFF for large files", "a.tif", lambda: picture("TIFF", big_tiff=True), pages=1),
    Sample("nothing", "a.png", bytes, refusal.EMPTY),
    Sample("a page of the web", "a.jpg", lambda: HTML, refusal.LYING),
    Sample("a drawing that can act", "a.png", lambda: SVG, refusal.LYING),
    Sample("a GIF", "a.jpg", lambda: GIF, refusal.LYING),
    Sample("a PNG", "a.jpg", lambda: picture("PNG"), refusal.LYING),
    Sample("a JPEG", "a.png", lambda: picture("JPEG"), refusal.LYING),
    Sample("a PDF", "a.png", lambda: b"%PDF-1.7\n" + bytes(90), refusal.LYING),
    Sample("a program", "a.tif", lambda: PROGRAM, refusal.LYING),
    Sample("something before the picture", "a.jpg", lambda: HTML + picture("JPEG"), refusal.LYING),
    Sample(
        "cut in the middle",
        "a.jpg",
        lambda: picture("JPEG", size=(400, 400))[:9000],
        refusal.UNREADABLE,
    ),
    Sample(
        "cut in the middle",
        "a.png",
        lambda: picture("PNG", size=(400, 400))[:9000],
        refusal.UNREADABLE,
    ),
    Sample(
        "cut in the middle",
        "a.tif",
        lambda: picture("TIFF", size=(400, 400), compression="tiff_lzw")[-9000:],
        refusal.LYING,
    ),
    Sample(
        "damaged",
        "a.png",
        lambda: picture("PNG").replace(b"IDAT\x78", b"IDAT\x00"),
        refusal.UNREADABLE,
    ),
    Sample(
        "400 megapixels in 50 kilo-octets",
        "a.png",
        lambda: png(20_000, 20_000, zeros(48)),
        refusal.TOO_MANY_PIXELS,
    ),
    Sample(
        "announces more than it holds", "a.png", lambda: png(900, 900, b"x"), refusal.UNREADABLE
    ),
    Sample(
        "4,290 megapixels announced",
        "a.jpg",
        lambda: _jpeg_that_announces((65_500, 65_500)),
        refusal.TOO_MANY_PIXELS,
    ),
    Sample(
        "4,900 megapixels announced", "a.tif", lambda: tiff(70_000, 70_000), refusal.TOO_MANY_PIXELS
    ),
    Sample("a page too many", "a.tif", lambda: tiff(1, 1, 2001), refusal.TOO_MANY_PAGES),
    Sample("pages in a ring", "a.tif", lambda: tiff(1, 1, 3, ring=True), pages=3),
    Sample("a comment of 70 million signs", "a.png", _long_comment, refusal.UNREADABLE),
]
