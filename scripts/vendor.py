"""The front-end files that the product ships: what `static/vendor/vendor.json` says, no more.

`python scripts/vendor.py --check` compares every file with its recorded checksum. Without
`--check` the files are taken anew from the packages and versions named there, through npm, and
the checksums are recorded; this is the only thing that ever needs Node.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "src/parvis/portal/static/vendor"
MANIFEST = VENDOR / "vendor.json"
# The maps are not shipped, and static storage refuses references to files that are not there.
SOURCE_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?:\s*\*/)?\s*$")
DRAWING = re.compile(r"<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>(.*)</svg>", re.DOTALL)


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def entries() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return read


def faults() -> Iterator[str]:
    known = {MANIFEST}
    for entry in entries():
        for name, facts in entry["files"].items():
            path = VENDOR / entry["folder"] / name
            known.add(path)
            if not path.exists():
                yield f"{path.relative_to(VENDOR)} is missing"
            elif checksum(path) != facts["sha256"]:
                yield f"{path.relative_to(VENDOR)} is not the file that vendor.json records"
    for path in VENDOR.rglob("*"):
        if path.is_file() and path not in known:
            yield f"{path.relative_to(VENDOR)} is not in vendor.json"


def refresh() -> None:
    read = entries()
    for entry in read:
        with tempfile.TemporaryDirectory() as folder:
            package = unpack(f"{entry['package']}@{entry['version']}", Path(folder))
            for name, facts in entry["files"].items():
                target = VENDOR / entry["folder"] / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if "icons" in facts:
                    target.write_text(sprite(package / facts["from"], facts["icons"]))
                else:
                    target.write_bytes(
                        SOURCE_MAP.sub(b"\n", (package / facts["from"]).read_bytes())
                    )
                facts["sha256"] = checksum(target)
        print(f"→ {entry['package']} {entry['version']}", flush=True)
    MANIFEST.write_text(json.dumps(read, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def unpack(package: str, folder: Path) -> Path:
    command = ["npm", "pack", "--silent", package]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as content:
        content.extractall(folder, filter="data")
    return folder / "package"


def sprite(drawings: Path, names: list[str]) -> str:
    """One file with a symbol for each icon, shown by `<use href="…/icons.svg#name">`."""
    symbols = []
    for name in sorted(names):
        found = DRAWING.search((drawings / f"{name}.svg").read_text(encoding="utf-8"))
        if found is None:
            sys.exit(f"The icon {name} is not drawn as expected.")
        body = " ".join(found[2].split())
        symbols.append(
            f'<symbol id="{name}" viewBox="{found[1]}" fill="currentColor">{body}</symbol>'
        )
    content = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{content}\n</svg>\n'


def main() -> None:
    if "--check" not in sys.argv[1:]:
        refresh()
    found = list(faults())
    if found:
        sys.exit("\n".join(found))
    print(f"{sum(len(entry['files']) for entry in entries())} front-end files are as recorded.")


if __name__ == "__main__":
    main()
