"""Sizes and archives, in the small."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.utils.translation import override

from parvis.services.documents.archive import PIECE, folder_name, zipped
from parvis.services.documents.sizes import readable_size


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (812, "812 octets"),
        (1_000, "1\u00a0Ko"),
        (34_499, "34\u00a0Ko"),
        (999_499, "999\u00a0Ko"),
        (999_500, "1\u00a0Mo"),
        (1_240_000, "1,2\u00a0Mo"),
        (200_000_000, "200\u00a0Mo"),
        (999_950_000, "1\u00a0Go"),
        (2_500_000_000, "2,5\u00a0Go"),
    ],
)
def test_sizes_read_as_people_say_them(octets: int, words: str) -> None:
    with override("fr"):
        assert readable_size(octets) == words


def test_an_archive_is_sent_while_it_is_made(tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"x" * (3 * PIECE))

    pieces = zipped([("a.pdf", large), ("b.pdf", large)])

    # Nothing of the second file has been read when the first piece leaves.
    assert 0 < len(next(pieces)) < 2 * PIECE
    rest = list(pieces)
    assert max(len(piece) for piece in rest) < 2 * PIECE
    assert len(rest) >= 6


def test_names_in_an_archive_are_unique_whatever_the_case(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    names = ["a.pdf", "A.PDF", "a.pdf", "a (2).pdf", "without", "without"]

    octets = b"".join(zipped((name, file) for name in names))

    packed = zipfile.ZipFile(io.BytesIO(octets))
    assert packed.testzip() is None
    found = packed.namelist()
    assert found[0] == "a.pdf"
    assert len({name.casefold() for name in found}) == len(names)


def test_a_companys_name_is_a_safe_folder() -> None:
    assert folder_name("Dupont / Fils") == "Dupont - Fils"
    for hostile in ["..\\..", "../../etc", "/", ".."]:
        folder = folder_name(hostile)
        assert folder
        assert not folder.startswith(".")
        assert not set(folder) & set("/\\")
