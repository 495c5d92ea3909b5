"""Long file names break where one would break them by hand, and stay text."""

from __future__ import annotations

from parvis.services.documents.templatetags.documents import breakable


def test_a_name_may_break_after_each_underscore() -> None:
    assert breakable("bon_de_livraison.pdf") == "bon_<wbr>de_<wbr>livraison.pdf"
    assert breakable("sans.pdf") == "sans.pdf"


def test_a_name_is_never_markup() -> None:
    assert breakable("<b>_&.pdf") == "&lt;b&gt;_<wbr>&amp;.pdf"
