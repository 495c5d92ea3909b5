"""`make lock`: requirements/*.txt from requirements/*.in, with hashes and without any address."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)
ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links| @ ")


def main() -> None:
    uv = shutil.which("uv")
    if uv is None:
        print("→ Installing uv, which writes the lock", flush=True)
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
        uv = str(Path(sys.executable).parent / "uv")
    for kind in ("base", "dev"):
        lock = REQUIREMENTS / f"{kind}.txt"
        command = [uv, "pip", "compile", *OPTIONS, f"{kind}.in", "-o", lock.name, *sys.argv[1:]]
        subprocess.run(command, cwd=REQUIREMENTS, check=True, stdout=subprocess.DEVNULL)
        if ADDRESS.search(lock.read_text()):
            sys.exit(f"{lock.name} holds an address; a lock must not name where packages came from")
        print(f"→ {lock.name} locked")


if __name__ == "__main__":
    main()
