"""What a sample is, and tools to make samples with."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

MEBI = 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """A file, what it stands for, and what the examination must say of it: the number of pages, or
    the code of the refusal."""

    about: str
    name: str
    make: Callable[[], bytes]
    refused: str = ""
    pages: int | None = None


def zeros(mebis: int, *, raw: bool = False) -> bytes:
    """That many mebibytes of zeros, deflated, made without ever unpacking them all."""
    piece = bytes(MEBI)
    engine = zlib.compressobj(9, wbits=-15)
    engine.compress(piece)
    engine.flush(zlib.Z_FULL_FLUSH)
    block = engine.compress(piece) + engine.flush(zlib.Z_FULL_FLUSH)
    stream = block * mebis + b"\x03\x00"
    if raw:
        return stream
    check = 1
    for _ in range(mebis):
        check = zlib.adler32(piece, check)
    return b"\x78\xda" + stream + struct.pack(">I", check)


def archive(members: dict[str, bytes | str]) -> bytes:
    """A ZIP archive."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return output.getvalue()


HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
GIF = b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"
PROGRAM = b"MZ" + bytes(500)
