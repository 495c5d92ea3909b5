"""Several documents as one zip file, sent while it is being made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from parvis.services.documents.names import clean_name

PIECE = 256 * 1024
MOST_DOCUMENTS = 1000
"""Documents in one archive."""


class _Outlet(io.RawIOBase):
    """Takes what the zip writer gives and hands it on; nothing is kept."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        octets = bytes(piece)  # type: ignore[call-overload]
        self.waiting += octets
        return len(octets)

    def drained(self) -> bytes:
        octets = bytes(self.waiting)
        self.waiting.clear()
        return octets


def zipped(files: Iterable[tuple[str, Path]]) -> Iterator[bytes]:
    """The archive of these files, each under its own name, piece by piece.

    Stored without compression: PDF files and pictures are compressed already. The memory it takes
    does not depend on the sizes.
    """
    outlet = _Outlet()
    taken: set[str] = set()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, path in files:
            entry = zipfile.ZipInfo(_unique(name, taken))
            entry.external_attr = 0o600 << 16
            with path.open("rb") as file, archive.open(entry, "w", force_zip64=True) as inside:
                while piece := file.read(PIECE):
                    inside.write(piece)
                    yield outlet.drained()
    yield outlet.drained()


def folder_name(name: str) -> str:
    """A name of a company that is safe as a folder of an archive."""
    return clean_name(name.replace("/", "-").replace("\\", "-"))


def _unique(name: str, taken: set[str]) -> str:
    """The name, or « name (2).pdf » where an earlier file bears it, whatever the case."""
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    number, candidate = 1, name
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{extension}"
    taken.add(candidate.casefold())
    return candidate
