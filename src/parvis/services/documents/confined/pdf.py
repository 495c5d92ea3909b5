"""PDF files: that they open without a password, how many pages they have, and that they do nothing
by themselves."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Pdf, Stream

from parvis.services.documents.confined.limits import MOST_PAGES
from parvis.services.documents.confined.programs import LONGEST_BEGINNING, is_program
from parvis.services.documents.confined.refusal import (
    ACTS_BY_ITSELF,
    LOCKED,
    LYING,
    PROGRAM_INSIDE,
    TOO_MANY_PAGES,
    UNREADABLE,
    Refused,
)

HEADER = b"%PDF-"
DEEPEST = 50
"""How far actions that call actions, and values inside values, are followed."""

# To open an encrypted file, qpdf looks for the system's source of chance, once. Better now, while
# files can still be opened: writing one makes it look. An older kind, which takes no time.
with warnings.catch_warnings(action="ignore"):
    pikepdf.new().save(BytesIO(), encryption=pikepdf.Encryption(owner="", user="", R=5))


def examine(file: BinaryIO, media_type: str) -> int:
    """The number of pages.

    Refused: a header that is not at the first octet, a password, an action that launches a program,
    a script that runs when the document or a page opens, an embedded program. Scripts of form
    fields are taken, since the forms of the administration have them and they wait for a person to
    fill the field in.
    """
    if file.read(len(HEADER)) != HEADER:
        raise Refused(LYING)
    file.seek(0)
    try:
        with pikepdf.open(file, access_mode=pikepdf.AccessMode.stream) as pdf:
            return _examine(pdf)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None


def _examine(pdf: Pdf) -> int:
    pages = len(pdf.pages)
    if pages == 0:
        raise Refused(UNREADABLE)
    if pages > MOST_PAGES:
        raise Refused(TOO_MANY_PAGES)
    if _runs_a_script(pdf):
        raise Refused(ACTS_BY_ITSELF)
    for each in _dictionaries(pdf):
        if each.get(Name.S) == Name.Launch:
            raise Refused(ACTS_BY_ITSELF)
        if Name.EF in each and _embeds_a_program(each):
            raise Refused(PROGRAM_INSIDE)
    return pages


def _runs_a_script(pdf: Pdf) -> bool:
    """Whether a script runs when the document or one of its pages opens."""
    scripts = _dictionary(_dictionary(pdf.Root.get(Name.Names)).get(Name.JavaScript))
    if scripts and any(True for _ in NameTree(scripts)):
        return True
    starts = [pdf.Root.get(Name.OpenAction)]
    for each in (pdf.Root, *(page.obj for page in pdf.pages)):
        starts += [start for _, start in _dictionary(each.get(Name.AA)).items()]
    return any(
        action.get(Name.S) == Name.JavaScript for start in starts for action in _chain(start)
    )


def _chain(start: object, depth: int = 0) -> Iterator[Dictionary]:
    """An action and those that follow it."""
    if depth > DEEPEST:
        raise Refused(ACTS_BY_ITSELF)
    if isinstance(start, Array) and depth:
        for each in start:
            yield from _chain(each, depth + 1)
    elif isinstance(start, Dictionary):
        yield start
        yield from _chain(start.get(Name.Next), depth + 1)


def _dictionaries(pdf: Pdf) -> Iterator[Dictionary]:
    """Every dictionary of the file, those inside other values included."""
    for each in pdf.objects:
        yield from _inside(each)


def _inside(value: object, depth: int = 0) -> Iterator[Dictionary]:
    if depth > DEEPEST:
        raise Refused(UNREADABLE)
    if isinstance(value, Stream):
        value = value.stream_dict
    if isinstance(value, Dictionary):
        yield value
        inner = [each for _, each in value.items()]
    elif isinstance(value, Array):
        inner = list(value)
    else:
        return
    for each in inner:
        if not getattr(each, "is_indirect", False):
            yield from _inside(each, depth + 1)


def _embeds_a_program(description: Dictionary) -> bool:
    names = [str(description[key]) for key in (Name.UF, Name.F) if key in description]
    files = [file for _, file in _dictionary(description.EF).items() if isinstance(file, Stream)]
    return any(is_program(name) for name in names) or any(
        is_program("", _beginning(file)) for file in files
    )


def _beginning(file: Stream) -> bytes:
    raw = file.read_raw_bytes()
    if file.get(Name.Filter) in (Name.FlateDecode, Array([Name.FlateDecode])):
        return zlib.decompressobj().decompress(raw, LONGEST_BEGINNING)
    return raw[:LONGEST_BEGINNING]


def _dictionary(value: object) -> Dictionary:
    return value if isinstance(value, Dictionary) else Dictionary()
