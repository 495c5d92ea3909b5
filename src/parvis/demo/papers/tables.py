"""Tables as the templates read them."""

from collections.abc import Sequence

from .typesetter import Data


def column(label: str, width: int | None = None, *, right: bool = False) -> dict[str, Data]:
    """`width` is a share of the free space; without it the column fits its content."""
    return {
        "label": label,
        "width": "auto" if width is None else width,
        "align": "right" if right else "left",
    }


def row(*cells: str, style: str = "line") -> dict[str, Data]:
    """`style` is line, head, subtotal or total."""
    return {"style": style, "cells": cells}


def table(
    columns: Sequence[dict[str, Data]], rows: Sequence[dict[str, Data]], *, size: int = 10
) -> dict[str, Data]:
    """`size` is that of the type, in points."""
    return {"columns": columns, "rows": rows, "size": size}
