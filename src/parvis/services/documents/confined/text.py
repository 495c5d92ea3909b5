"""Plain text: that it is text, in one of the writings in use, and that no browser would run it."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from parvis.services.documents.confined.refusal import ACTIVE_TEXT, LYING, NOT_TEXT, Refused

PIECE = 1024 * 1024
MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
WRITINGS = ("utf-8", "cp1252")
OTHER_FORMATS = (b"%PDF-", b"PK\x03\x04", b"GIF8", b"{\\rtf", b"MZ", b"#!")
CONTROLS = bytes(octet for octet in [*range(32), 127] if octet not in b"\t\n\r\f\x1a")
"""What stands in no text; 1a is how old programs end one."""
ACTIVE = re.compile(
    r"(?i)<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)\b"
)
WHERE_BROWSERS_LOOK = 4096

for _writing in (*MARKS.values(), *WRITINGS):
    codecs.lookup(_writing)  # read their tables while files can still be opened


def examine(file: BinaryIO, media_type: str) -> None:
    """Refused: another format, octets that are no text, a page of the web."""
    beginning = file.read(WHERE_BROWSERS_LOOK)
    if beginning.startswith(OTHER_FORMATS):
        raise Refused(LYING)
    mark = next((mark for mark in MARKS if beginning.startswith(mark)), b"")
    for writing in [MARKS[mark]] if mark else WRITINGS:
        file.seek(len(mark))
        try:
            return _read(file, writing)
        except UnicodeDecodeError:
            continue
    raise Refused(NOT_TEXT)


def _read(file: BinaryIO, writing: str) -> None:
    decoder, is_beginning = codecs.getincrementaldecoder(writing)(), True
    while True:
        piece = file.read(PIECE)
        text = decoder.decode(piece, final=not piece)
        octets = text.encode() if writing.startswith("utf-16") else piece
        if len(octets.translate(None, CONTROLS)) < len(octets):
            raise Refused(NOT_TEXT)
        if is_beginning and ACTIVE.search(text[:WHERE_BROWSERS_LOOK]):
            raise Refused(ACTIVE_TEXT)
        if not piece:
            return
        is_beginning = False
