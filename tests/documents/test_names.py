"""Names of files, as people and attackers write them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.services.documents.names import LONGEST_NAME, clean_name, extension_of


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Facture mars.pdf", "Facture mars.pdf"),
        ("Relevé d’été (n° 3) – 50 %.xlsx", "Relevé d’été (n° 3) – 50 %.xlsx"),
        ("请款单.pdf", "请款单.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\jeanne\\bilan.pdf", "bilan.pdf"),
        ("/tmp/", "document"),
        ("bilan\x00.exe.pdf", "bilan.exe.pdf"),
        ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
        ("a\r\nb\tc.pdf", "abc.pdf"),
        ("factu\u202efdp.exe", "factufdp.exe"),
        ("\u2066a\u2069\u200b\ufeffb.pdf", "ab.pdf"),
        ("a\u2028b\u2029.pdf", "ab.pdf"),
        ("a\ud800.pdf", "a.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        (".htaccess", "document.htaccess"),
        ("...pdf", "document.pdf"),
        (".pdf", "document.pdf"),
        ("bilan.pdf...", "bilan.pdf"),
        ("bilan.pdf ", "bilan.pdf"),
        (" bilan .pdf", "bilan.pdf"),
        ("", "document"),
        (". . .", "document"),
        ("\u202e\u200f", "document"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("é" * 300, "é" * 200),
        ("a." + "b" * 300, "a." + "b" * 198),
    ],
)
def test_what_is_kept_of_a_name(written: str, kept: str) -> None:
    assert clean_name(written) == kept


@given(st.text(max_size=400) | st.text("./\\ \x00\u202eéa", max_size=400))
def test_every_name_comes_out_clean(written: str) -> None:
    name = clean_name(written)
    assert 0 < len(name) <= LONGEST_NAME
    assert not set(name) & set("/\\\r\n\0")
    assert all(unicodedata.category(sign)[0] != "C" for sign in name)
    assert name == name.strip(" .") == unicodedata.normalize("NFC", name)
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "extension"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), ("a.", "")]
)
def test_the_extension_of_a_name(name: str, extension: str) -> None:
    assert extension_of(name) == extension
