"""Whatever accent an operator chooses, everything stays legible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.foundation.colours import (
    DARK,
    DEFAULT_ACCENT,
    LIGHT,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    Ground,
    contrast,
    palette,
    parsed,
    theme,
    written,
)

TOKENS = Path("src/parvis/portal/static/portal/tokens.css")
HOSTILE = ["#ffff00", "#ffffff", "#000000", "#808080", "#39ff14", "#ff00ff", "#faf8f4", "#11151d"]


def assert_legible(accent: str, page: Ground) -> None:
    colours = palette(accent, page)
    tint = parsed(colours.tint)
    for fill in (colours.accent, colours.hover):
        assert contrast(parsed(colours.on_accent), parsed(fill)) >= TEXT_CONTRAST
    for ground in (*page.grounds, tint):
        for text in (parsed(colours.strong), page.ink, page.ink_soft):
            assert contrast(text, ground) >= TEXT_CONTRAST
    for ground in page.grounds:
        assert contrast(parsed(colours.edge), ground) >= SHAPE_CONTRAST


@pytest.mark.parametrize("page", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("accent", HOSTILE)
def test_hostile_accents_stay_legible(accent: str, page: Ground) -> None:
    assert_legible(accent, page)


@given(st.integers(0, 0xFFFFFF))
def test_every_accent_stays_legible(number: int) -> None:
    assert_legible(f"#{number:06x}", LIGHT)
    assert_legible(f"#{number:06x}", DARK)


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    # The classic pair: the palest grey that passes on white, and the next one that fails.
    assert contrast(parsed("#767676"), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
    assert contrast(parsed("#777777"), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("accent", ["", "red", "#12", "#1234567", "#12345g", "url(x)", "#fff;}"])
def test_what_is_no_colour_gives_the_default(accent: str) -> None:
    assert written(parsed(accent)) == DEFAULT_ACCENT


def test_short_and_upper_case_accents_are_understood() -> None:
    assert parsed(" #Fa0 ") == (255, 170, 0)


def test_a_good_accent_is_kept_as_it_is() -> None:
    colours = palette("#0b6e5f", LIGHT)
    assert {colours.accent, colours.edge, colours.strong} == {"#0b6e5f"}


def _tokens(page: Ground) -> dict[str, str]:
    light, _media, dark = TOKENS.read_text().partition("@media (prefers-color-scheme: dark)")
    declared = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return declared | (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if page.is_dark else {}
    )


@pytest.mark.parametrize("page", [LIGHT, DARK], ids=["light", "dark"])
def test_the_tokens_hold_the_same_grounds_and_stay_legible(page: Ground) -> None:
    tokens = {name: parsed(value) for name, value in _tokens(page).items()}
    assert tuple(tokens[name] for name in ("ground", "surface", "sunken")) == page.grounds
    assert (tokens["ink"], tokens["ink-soft"]) == (page.ink, page.ink_soft)
    for ground in ("ground", "surface"):
        assert contrast(tokens["line-control"], tokens[ground]) >= SHAPE_CONTRAST
    for kind in ("good", "warn", "bad"):
        for ground in (f"{kind}-tint", "surface", "ground"):
            assert contrast(tokens[kind], tokens[ground]) >= TEXT_CONTRAST, (kind, ground)
        assert contrast(tokens["ink"], tokens[f"{kind}-tint"]) >= TEXT_CONTRAST
    assert contrast(tokens["on-bad"], tokens["bad"]) >= TEXT_CONTRAST


def test_the_stylesheet_holds_nothing_but_colours() -> None:
    sheet = theme("#fff;}</style><script>")
    assert re.fullmatch(
        r":root\{(--[a-z-]+:#[0-9a-f]{6};)+\}\n"
        r"@media \(prefers-color-scheme:dark\)\{:root\{(--[a-z-]+:#[0-9a-f]{6};)+\}\}\n",
        sheet,
    )
