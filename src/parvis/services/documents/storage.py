"""Where the octets of files lie: on disk, under a random key, never under a name a person chose.

A key means a file only through the row that names it. Whoever needs a store of another kind
replaces this module: its functions are all that the service knows of disks.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from parvis.services.documents.refusals import DiskFull

PIECE = 128 * 1024
"""Octets handled at a time, whatever the size of the file: few enough that their memory is used
again for the next ones, where a megabyte at a time makes the process grow by thirty."""
STRETCH = 256 * 1024
KEY = re.compile(r"[0-9a-f]{32}")
NO_ROOM_LEFT = {errno.ENOSPC, errno.EDQUOT}


class Readable(Protocol):
    """What octets can be read from: fewer than asked for at the end only, or when it is cut."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Received:
    """What arrived: its octets counted, and their SHA-256 digest."""

    size: int
    digest: str


def new_key() -> str:
    """128 random bits; tells nothing of the file."""
    return secrets.token_hex(16)


def path_of(key: str) -> Path:
    """Where the content of this key lies, whether it exists or not.

    Raises ValueError for a text that is no key.
    """
    if not KEY.fullmatch(key):
        raise ValueError("This is no key of the storage.")
    return Path(settings.PARVIS_FILES) / key[:2] / key[2:4] / key


def beside(path: Path) -> list[Path]:
    """The pictures made of a file, which go with it."""
    return list(path.parent.glob(f"{path.name}.*"))


def delete(key: str) -> None:
    """Remove a file and the pictures made of it; nothing happens where there is none."""
    path = path_of(key)
    for each in [path, *beside(path)]:
        each.unlink(missing_ok=True)


@dataclass(frozen=True)
class Stored:
    """A file of the storage: the content of its key, or a picture made of it."""

    key: str
    path: Path
    changed_at: datetime

    @property
    def is_picture(self) -> bool:
        return self.path.name != self.key


def stored() -> Iterator[Stored]:
    """Every file there is."""
    for path in Path(settings.PARVIS_FILES).glob("??/??/*"):
        key = path.name.partition(".")[0]
        if KEY.fullmatch(key):
            with suppress(FileNotFoundError):
                changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield Stored(key, path, changed_at)


def free_disk_is_short(needed: int) -> bool:
    """Whether taking `needed` octets would leave less free disk than the operator keeps back."""
    files = Path(settings.PARVIS_FILES)
    make_folder(files)
    return shutil.disk_usage(files).free - needed < settings.PARVIS_FREE_DISK


def disk_full() -> DiskFull:
    return DiskFull(
        _(
            "Le portail n’a plus assez de place pour recevoir des fichiers. Le vôtre n’est pas en "
            "cause. Réessayez plus tard ou appelez l’assistance."
        )
    )


@contextmanager
def room() -> Iterator[None]:
    """Turns the fault of a disk without room into DiskFull."""
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_ROOM_LEFT:
            raise disk_full() from fault
        raise


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, on the disk for good, readable by the portal alone."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_new(path: Path) -> int:
    """A descriptor to write a file that may not exist yet; its name is on the disk for good."""
    make_folder(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        sync_folder(path.parent)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def writing(key: str, *, begun: bool) -> Iterator[int]:
    """A descriptor to write a file with, which may not exist before it is begun.

    Nobody else writes it meanwhile: raises BlockingIOError when somebody does. Raises
    FileNotFoundError for a file that was begun and is not there, and DiskFull.
    """
    path = path_of(key)
    with room():
        descriptor = os.open(path, os.O_RDWR) if begun else open_new(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield descriptor
        finally:
            os.close(descriptor)


def end_of(descriptor: int) -> int:
    return os.lseek(descriptor, 0, os.SEEK_END)


def cut_at(descriptor: int, offset: int) -> None:
    """Remove whatever lies beyond this offset.

    Raises FileNotFoundError where the octets before it are not there.
    """
    if end_of(descriptor) < offset:
        raise FileNotFoundError
    os.ftruncate(descriptor, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)


def stretch(key: str, start: int, end: int) -> Iterator[bytes]:
    """The octets of a file from start to end."""
    with path_of(key).open("rb", buffering=0) as file:
        file.seek(start)
        while start < end and (piece := file.read(min(STRETCH, end - start))):
            yield piece
            start += len(piece)


def write(descriptor: int, piece: bytes) -> None:
    """All of the piece, in as many steps as the system takes."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def receive(stream: Readable, key: str) -> Received:
    """Store a whole stream under a new key, safely on the disk before it returns.

    Whatever goes wrong, nothing is left behind. Raises DiskFull when there is no room.
    """
    path = path_of(key)
    digest, size = hashlib.sha256(), 0
    try:
        with room():
            descriptor = open_new(path)
            try:
                while piece := stream.read(PIECE):
                    write(descriptor, piece)
                    digest.update(piece)
                    size += len(piece)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Received(size, digest.hexdigest())


def digest_of(key: str) -> str:
    """The SHA-256 digest of a stored file."""
    with path_of(key).open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
