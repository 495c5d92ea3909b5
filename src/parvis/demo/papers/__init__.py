"""Some forty real PDF files for the demonstration, made when asked for.

The papers of closed years aside, they run from January to November 2026. Amounts add up; every
page says in its foot that it is fictitious.
"""

from .catalogue import ferreira, fournil, granulats, lunel, tilleuls
from .paper import Direction, Paper, PaperKind
from .scanner import Scan, scan

__all__ = ["Direction", "Paper", "PaperKind", "Scan", "papers", "scan"]


def papers() -> list[Paper]:
    """All papers, oldest first. Nothing is rendered yet: see `Paper.render`."""
    everything = [
        *tilleuls.papers(),
        *ferreira.papers(),
        *fournil.papers(),
        *granulats.papers(),
        *lunel.papers(),
    ]
    return sorted(everything, key=lambda paper: (paper.date, paper.organisation, paper.name))
