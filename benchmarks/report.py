"""What a benchmark says: what it did as it goes, and its BENCH lines at the end."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """The lines of one benchmark. Names in them begin with its subject."""

    subject: str
    lines: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        print(f"{self.subject}: {sentence}", flush=True)

    def at_most(self, name: str, measured: float, goal: float) -> None:
        self._line(name, measured, "<=", goal, met=measured <= goal)

    def at_least(self, name: str, measured: float, goal: float) -> None:
        self._line(name, measured, ">=", goal, met=measured >= goal)

    def _line(self, name: str, measured: float, sign: str, goal: float, *, met: bool) -> None:
        full_name = f"{self.subject}.{name}"
        number = str(measured) if isinstance(measured, int) else f"{measured:.2f}"
        self.lines.append(f"BENCH {full_name} {number} {sign} {goal:g}")
        if not met:
            self.missed.append(full_name)

    def close(self) -> list[str]:
        """Prints the BENCH lines and returns the names of the goals that were missed."""
        print("\n".join(self.lines), flush=True)
        return self.missed
