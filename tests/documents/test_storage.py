"""Files on the disk: whole or not at all, under keys that tell nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.services.documents import storage
from parvis.services.documents.refusals import DiskFull

CONTENT = os.urandom(2 * storage.PIECE + 17)


class Breaking:
    """A stream that yields a piece, then fails."""

    def __init__(self, fault: BaseException) -> None:
        self.pieces = [b"first piece"]
        self.fault = fault

    def read(self, size: int, /) -> bytes:
        if self.pieces:
            return self.pieces.pop()
        raise self.fault


def files() -> list[Path]:
    return [file.path for file in storage.stored()]


@pytest.mark.parametrize("stream", [BytesIO(CONTENT), SimpleUploadedFile("a.pdf", CONTENT)])
def test_what_is_received_is_what_is_stored(stream: storage.Readable) -> None:
    key = storage.new_key()
    received = storage.receive(stream, key)
    assert received == storage.Received(len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    path = storage.path_of(key)
    assert path.read_bytes() == CONTENT
    assert storage.digest_of(key) == received.digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_is_on_the_disk_before_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    fsync = os.fsync

    def noting(descriptor: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    storage.receive(BytesIO(CONTENT), storage.new_key())
    assert synced.count(False) == 1, "the content"
    assert synced.count(True) >= 3, "its name, and the folders made for it"


@pytest.mark.parametrize("fault", [RuntimeError(), KeyboardInterrupt(), OSError(errno.EIO, "")])
def test_whatever_fails_leaves_nothing_behind(fault: BaseException) -> None:
    with pytest.raises(type(fault)):
        storage.receive(Breaking(fault), storage.new_key())
    assert files() == []


@pytest.mark.parametrize("number", sorted(storage.NO_ROOM_LEFT))
def test_a_full_disk_is_said_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(descriptor: int, piece: bytes) -> int:
        raise OSError(number, "")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(DiskFull, match="plus assez de place"):
        storage.receive(BytesIO(CONTENT), storage.new_key())
    monkeypatch.undo()
    assert files() == []
    storage.receive(BytesIO(CONTENT), storage.new_key())


def test_a_disk_that_takes_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, piece: write(descriptor, piece[:300_001]))
    key = storage.new_key()
    storage.receive(BytesIO(CONTENT), key)
    assert storage.path_of(key).read_bytes() == CONTENT


def test_deleting_takes_the_pictures_along_and_can_be_repeated() -> None:
    key, other = storage.new_key(), storage.new_key()
    for each in (key, other):
        storage.receive(BytesIO(CONTENT), each)
    picture = storage.path_of(key).with_name(f"{key}.1-1200")
    picture.write_bytes(b"picture")
    assert {file.is_picture for file in storage.stored() if file.key == key} == {True, False}
    storage.delete(key)
    storage.delete(key)
    assert files() == [storage.path_of(other)]


@pytest.mark.parametrize("text", ["", "../../../etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "\n"])
def test_what_is_no_key_leads_nowhere(text: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        storage.path_of(text)


class Usage(NamedTuple):
    free: int


def test_some_disk_is_kept_back(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PARVIS_FREE_DISK = 1000
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free=5000))
    assert not storage.free_disk_is_short(4000)
    assert storage.free_disk_is_short(4001)
