"""Makes the virtual environment ready: `python scripts/set_up.py base` to run Parvis, `dev` to work on it.

Needs nothing but Python's own library. Installs only when the lock has changed since the last time.
"""

import hashlib
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
COVERED_BY = {"base": ("base", "dev"), "dev": ("dev",)}


def say(sentence: str) -> None:
    print(f"→ {sentence}", flush=True)


def run(*command: str | Path) -> None:
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if finished.returncode:
        sys.exit(f"This step failed: {' '.join(str(part) for part in command)}")


def stamp(kind: str) -> Path:
    return ENVIRONMENT / f".installed-{kind}"


def fingerprint(kind: str) -> str:
    lock = (ROOT / "requirements" / f"{kind}.txt").read_bytes()
    return hashlib.sha256(lock).hexdigest()


def is_installed(kind: str) -> bool:
    """A lock counts as installed when it, or a wider one, was installed as it stands now."""
    return PYTHON.exists() and any(
        stamp(wider).exists() and stamp(wider).read_text() == fingerprint(wider)
        for wider in COVERED_BY[kind]
    )


def make_environment(uv: str | None) -> None:
    # An environment whose Python was since removed can't be repaired: it is made anew.
    working = PYTHON.exists() and not subprocess.run([PYTHON, "-c", ""], check=False).returncode
    if working:
        return
    say(
        f"Making a virtual environment in {ENVIRONMENT.name} (Python {sysconfig.get_python_version()})"
    )
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if uv:
        run(uv, "venv", "--quiet", "--python", sys.executable, ENVIRONMENT)
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", ENVIRONMENT], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        sys.exit(
            "Python can't make virtual environments here. On Debian and Ubuntu, install the package "
            f"python3-venv; or install uv. Python said:\n{made.stdout}{made.stderr}"
        )


def install(kind: str) -> None:
    uv = shutil.which("uv")
    make_environment(uv)
    lock = ROOT / "requirements" / f"{kind}.txt"
    count = sum(
        " \\" in line and not line.startswith(" ") for line in lock.read_text().splitlines()
    )
    say(f"Installing {count} packages with {'uv' if uv else 'pip'}; the first time takes a minute")
    if uv:
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock)
    else:
        pip = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        run(*pip, "--no-deps", "--require-hashes", "-r", lock)
    stamp(kind).write_text(fingerprint(kind))


def main(kind: str) -> None:
    if not is_installed(kind):
        install(kind)
    run(PYTHON, "-m", "parvis.portal.translation.compilation")


if __name__ == "__main__":
    main(sys.argv[1])
