"""Writes docs/settings.md from the one list of environment variables; `--check` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "settings.md"
sys.path.insert(0, str(ROOT / "src"))

from parvis.settings.environment import Variable, all_variables  # noqa: E402

HEAD = """# Settings

Every environment variable that Parvis reads. Made by `make settings` from
`src/parvis/settings/environment.py`: change that, not this page.

A variable that is empty or absent has its default. Words for yes and no are yes, no, true, false,
on, off, 1, 0, oui, non. `make run` needs none of them. Production
(`DJANGO_SETTINGS_MODULE=parvis.settings.production`) refuses to start on an unsafe one and says what
to set; how to run it is told in [deployment.md](deployment.md).

| variable | default | what it is for |
|---|---|---|
"""


def line(variable: Variable) -> str:
    default = f"`{variable.default}`" if variable.default else "none"
    purpose = variable.purpose.replace("|", "\\|")
    if variable.least:
        purpose += f" {variable.least} or more."
    return f"| `{variable.name}` | {default} | {purpose} |\n"


def page() -> str:
    return HEAD + "".join(line(variable) for variable in all_variables())


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page():
            return 0
        print("docs/settings.md is out of date: run make settings.")
        return 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
