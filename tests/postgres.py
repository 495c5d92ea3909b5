"""A PostgreSQL of one's own for a while: `python -m tests.postgres -- COMMAND…`.

The command finds the cluster in DATABASE_URL. The cluster listens on a socket in a temporary
folder only, keeps nothing, and is gone when the command ends. PostgreSQL refuses to run as root,
so root lends it to an unprivileged account.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

import psycopg

PLACES = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
)
# Sorts by code point, as SQLite does, and still knows upper from lower case beyond ASCII.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "50",
}
START_SECONDS = 30


class PostgresError(Exception):
    """The cluster could not be made or started; the text is PostgreSQL's own."""


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    found = [path for place in PLACES for path in Path("/").glob(f"{place}/initdb")]
    return max(found, key=_version).parent if found else None


def _version(path: Path) -> list[int]:
    return [int(digits) for digits in "".join(c if c.isdigit() else " " for c in str(path)).split()]


def _owner() -> pwd.struct_passwd | None:
    """Whom root lends the cluster to; nobody else needs to lend it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def cluster() -> Iterator[str]:
    """Starts a cluster and yields the address of an empty database that its user owns."""
    programs = binaries()
    if programs is None:
        raise PostgresError("No PostgreSQL server on this machine.")
    folder = Path(tempfile.mkdtemp(prefix="parvis-postgres-"))
    owner = _owner()
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    user, group = (owner.pw_uid, owner.pw_gid) if owner else (None, None)
    data, log = folder / "data", folder / "log"
    try:
        made = subprocess.run(
            [
                programs / "initdb",
                *("--auth=trust", "--username=postgres", "--no-sync", "--no-instructions"),
                *("--encoding=UTF8", f"--locale={LOCALE}", f"--pgdata={data}"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            user=user,
            group=group,
            extra_groups=[] if owner else None,
        )
        if made.returncode:
            raise PostgresError(made.stdout + made.stderr)
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=folder,
                user=user,
                group=group,
                extra_groups=[] if owner else None,
                # Ctrl-C is for the command first; the cluster outlives its last connection.
                process_group=0,
            )
        try:
            _make_database(folder, server, log)
            yield f"postgres://parvis@{quote(str(folder), safe='')}/parvis"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_database(folder: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(
                host=str(folder), user="postgres", dbname="postgres", autocommit=True
            ) as connection:
                # As in production: an owner of the database, not a superuser.
                connection.execute("CREATE ROLE parvis LOGIN CREATEDB")
                connection.execute("CREATE DATABASE parvis OWNER parvis")
                return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PostgresError(log.read_text(errors="replace")) from None
            time.sleep(0.05)


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        raise SystemExit("Use: python -m tests.postgres -- COMMAND…")
    signal.signal(signal.SIGTERM, _stop)
    with cluster() as address:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
