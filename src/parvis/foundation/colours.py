"""One accent of the operator's choice, and every colour derived from it so that all stays legible.

Contrast is WCAG 2.2's: a ratio of relative luminances, 4.5 for text (1.4.3), 3 for what must be
seen beside it (1.4.11). https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0
DEFAULT_ACCENT = "#1f5f8b"
STEPS = 50

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Ground:
    """What the page is painted on, in light or in dark; the same values as in `tokens.css`."""

    ground: Colour
    surface: Colour
    sunken: Colour
    ink: Colour
    ink_soft: Colour
    is_dark: bool

    @property
    def grounds(self) -> tuple[Colour, ...]:
        return (self.ground, self.surface, self.sunken)


LIGHT = Ground(
    ground=(250, 248, 244),
    surface=WHITE,
    sunken=(243, 239, 232),
    ink=(27, 39, 64),
    ink_soft=(81, 93, 117),
    is_dark=False,
)
DARK = Ground(
    ground=(17, 21, 29),
    surface=(25, 31, 42),
    sunken=(13, 17, 24),
    ink=(233, 231, 226),
    ink_soft=(170, 178, 192),
    is_dark=True,
)


@dataclass(frozen=True)
class Palette:
    """Colours of one ground, as #rrggbb.

    `accent` fills (buttons), `on_accent` is text on it, `hover` the fill under the pointer, `edge`
    the line around the fill, `strong` is accent as text, link and focus ring, `tint` a pale fill
    behind any text, `line` a thin line in the accent's hue.
    """

    accent: str
    on_accent: str
    hover: str
    edge: str
    strong: str
    tint: str
    line: str


def parsed(accent: str) -> Colour:
    """#rgb or #rrggbb as numbers; anything else gives the default accent."""
    written = accent.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", written):
        written = "#" + "".join(sign * 2 for sign in written[1:])
    if not re.fullmatch(r"#[0-9a-f]{6}", written):
        written = DEFAULT_ACCENT
    red, green, blue = (int(written[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Colour) -> float:
    """WCAG's relative luminance, from 0 for black to 1 for white."""

    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = colour
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in this one."""
    red, green, blue = (
        round(mine + (its - mine) * share) for mine, its in zip(colour, other, strict=True)
    )
    return red, green, blue


def legible(colour: Colour, towards: Colour, grounds: tuple[Colour, ...], least: float) -> Colour:
    """The colour, moved towards another only as far as it takes to stand out from every ground."""
    for step in range(STEPS + 1):
        moved = mixed(colour, towards, step / STEPS)
        if all(contrast(moved, ground) >= least for ground in grounds):
            return moved
    return towards


def text_on(fill: Colour) -> Colour:
    """White where it is legible, else ink, else black: one of white and black always is."""
    return next(
        (text for text in (WHITE, LIGHT.ink) if contrast(text, fill) >= TEXT_CONTRAST), BLACK
    )


@cache
def palette(accent: str, page: Ground) -> Palette:
    """Every colour that the accent gives on this ground."""
    fill = parsed(accent)
    extreme = WHITE if page.is_dark else BLACK
    tint = legible(
        mixed(page.surface, fill, 0.18 if page.is_dark else 0.09),
        page.surface,
        (page.ink_soft,),
        TEXT_CONTRAST,
    )
    text = text_on(fill)
    # Away from the text, so that the contrast on the fill only grows.
    hover = mixed(fill, BLACK if text == WHITE else WHITE, 0.16)
    return Palette(
        accent=written(fill),
        on_accent=written(text),
        hover=written(hover),
        edge=written(legible(fill, extreme, page.grounds, SHAPE_CONTRAST)),
        strong=written(legible(fill, extreme, (*page.grounds, tint), TEXT_CONTRAST)),
        tint=written(tint),
        line=written(mixed(page.surface, fill, 0.4)),
    )


def theme(accent: str) -> str:
    """The operator's stylesheet: custom properties only, for light and for dark."""

    def properties(page: Ground) -> str:
        colours = palette(accent, page)
        return "".join(
            f"--{name}:{value};"
            for name, value in (
                ("accent", colours.accent),
                ("on-accent", colours.on_accent),
                ("accent-hover", colours.hover),
                ("accent-edge", colours.edge),
                ("accent-strong", colours.strong),
                ("accent-tint", colours.tint),
                ("accent-line", colours.line),
            )
        )

    return (
        f":root{{{properties(LIGHT)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{properties(DARK)}}}}}\n"
    )
