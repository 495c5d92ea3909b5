"""Office files: a ZIP archive with the right parts, that unpacks to a bounded size."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from parvis.services.documents.confined.programs import is_program
from parvis.services.documents.confined.refusal import (
    LOCKED,
    LYING,
    MACROS,
    PACKED,
    PROGRAM_INSIDE,
    UNREADABLE,
    Refused,
)

BEGINNING = b"PK\x03\x04"
OLDER_BEGINNING = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Word and Excel before 2007, and of newer files under a password."""
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
MOST_MEMBERS = 10_000
MOST_UNPACKED = 1_000_000_000
MOST_OF_A_PART = 100_000_000
"""Octets of one part that are read to check it."""
PIECE = 1024 * 1024

OPEN_XML = "application/vnd.openxmlformats-officedocument."
MACROS_OF_OPEN_XML = re.compile(r"(?i)(^|/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets/.+)$")
MACROS_OF_OPEN_DOCUMENT = re.compile(r"^(Basic|Scripts)/.")

codecs.lookup("cp437")  # of names in archives: its table is read while files can still be opened

Note = Callable[[str, dict[str, str]], None]
"""Takes the name and the attributes of each element of a part."""


def examine(file: BinaryIO, media_type: str) -> None:
    """Refused: another content than the type's, a password, macros, an embedded program, a bomb."""
    beginning = file.read(len(OLDER_BEGINNING))
    if beginning == OLDER_BEGINNING:
        raise Refused(LOCKED if _is_encrypted(file) else LYING)
    if not beginning.startswith(BEGINNING):
        raise Refused(LYING)
    try:
        archive = ZipFile(file)
    except BadZipFile:
        raise Refused(UNREADABLE) from None
    _check_members(archive.infolist(), file.seek(0, 2))
    if media_type.startswith(OPEN_XML):
        _examine_open_xml(archive, media_type)
    else:
        _examine_open_document(archive, media_type)


def _is_encrypted(file: BinaryIO) -> bool:
    kept = b""
    while piece := file.read(PIECE):
        if ENCRYPTED_PART in kept + piece:
            return True
        kept = piece[-len(ENCRYPTED_PART) :]
    return False


def _check_members(members: list[ZipInfo], size: int) -> None:
    names = {member.filename for member in members}
    if (
        len(members) > MOST_MEMBERS
        or len(names) < len(members)
        or sum(member.file_size for member in members) > MOST_UNPACKED
        # Members that share their octets: how the densest bombs are made.
        or sum(member.compress_size for member in members) > size
        or any(".." in name.split("/") or name.startswith("/") for name in names)
    ):
        raise Refused(PACKED)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(LOCKED)
    if any(MACROS_OF_OPEN_XML.search(name) for name in names):
        raise Refused(MACROS)
    if any(is_program(name) for name in names):
        raise Refused(PROGRAM_INSIDE)


def _examine_open_xml(archive: ZipFile, media_type: str) -> None:
    parts: list[tuple[str, str]] = []

    def note(_: str, attributes: dict[str, str]) -> None:
        parts.append((attributes.get("ContentType", ""), attributes.get("PartName", "")))

    _parse(archive, "[Content_Types].xml", note)
    if any("macroenabled" in content_type.lower() for content_type, _ in parts):
        raise Refused(MACROS)
    main = dict(parts).get(f"{media_type}.main+xml")
    if not main:
        raise Refused(LYING)
    _parse(archive, main.lstrip("/"))


def _examine_open_document(archive: ZipFile, media_type: str) -> None:
    if "mimetype" not in archive.namelist():
        raise Refused(LYING)
    with archive.open("mimetype") as part:
        if part.read(PIECE).strip() != media_type.encode():
            raise Refused(LYING)
    if any(MACROS_OF_OPEN_DOCUMENT.search(name) for name in archive.namelist()):
        raise Refused(MACROS)
    elements: set[str] = set()
    _parse(archive, "META-INF/manifest.xml", lambda name, _: elements.add(name))
    if any(name.endswith("encryption-data") for name in elements):
        raise Refused(LOCKED)
    _parse(archive, "content.xml")


def _parse(archive: ZipFile, name: str, note: Note | None = None) -> None:
    """Read a part as XML, its first 100 million octets at most.

    Raises Refused where the part is missing or declares entities, which serve in bombs only.
    """
    if name not in archive.namelist():
        raise Refused(LYING)
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    if note:
        parser.StartElementHandler = note
    unread = MOST_OF_A_PART
    with archive.open(name) as part:
        while unread and (piece := part.read(min(PIECE, unread))):
            parser.Parse(piece)
            unread -= len(piece)
    if unread:
        parser.Parse(b"", True)


def _refuse_entity(*_: object) -> None:
    raise Refused(PACKED)
