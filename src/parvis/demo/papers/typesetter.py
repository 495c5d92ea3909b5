"""From a template and its data to PDF: always the same bytes for the same input."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import typst

from .typography import french

Data: TypeAlias = "str | int | bool | Sequence[Data] | Mapping[str, Data]"

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One thing to set: the name of a template, and what it is filled with."""

    template: str
    data: Mapping[str, Data]
    date: datetime.date

    def typeset(self) -> bytes:
        """The sheet as PDF. The date of the file is that of the sheet, not of the run."""
        moment = datetime.datetime.combine(self.date, datetime.time(8, 30), datetime.UTC)
        pdf = _compiler().compile(
            input=str(TEMPLATES / f"{self.template}.typ"),
            format="pdf",
            sys_inputs={"paper": json.dumps(_polished(self.data))},
            timestamp=moment,
        )
        if not isinstance(pdf, bytes):
            raise TypeError(f"The template {self.template} gave no single PDF.")
        return pdf


@cache
def _compiler() -> typst.Compiler:
    """One compiler for all sheets: fonts are loaded once.

    The machine's fonts are ignored, so that a paper looks the same everywhere.
    """
    return typst.Compiler(root=str(TEMPLATES), ignore_system_fonts=True)


def _polished(data: Data) -> Data:
    if isinstance(data, str):
        return french(data)
    if isinstance(data, Mapping):
        return {key: _polished(value) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [_polished(each) for each in data]
    return data
