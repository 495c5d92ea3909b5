"""Uploads under two writers, and under a server that is killed."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections.abc import Callable
from io import BytesIO
from threading import Event, Thread

import pytest
from django.db import connections
from django.http import Http404

from parvis.access.spaces import Space
from parvis.services.documents import storage
from parvis.services.documents.models import Upload, UploadQuerySet
from parvis.services.documents.refusals import OffsetConflict, UploadBusy, UploadsExhausted
from parvis.services.documents.uploads import (
    MOST_UPLOADS,
    append,
    discard,
    start_upload,
    upload_of,
)
from tests.support.cast import Cast
from tests.support.together import together

FILE = random.Random(2).randbytes(600_000).hex().encode()
DIGEST = hashlib.sha256(FILE).hexdigest()
ROUNDS = 12
BUSY = {UploadBusy.__name__, OffsetConflict.__name__}


@pytest.fixture
def space(committed_cast: Cast) -> Space:
    return committed_cast.space("solange", "tilleuls")


def begin(space: Space, size: int = len(FILE)) -> Upload:
    return start_upload(space, space.organisation_id, "a.txt", size)


class Slow:
    """Octets that arrive little by little."""

    def __init__(self, content: bytes, pause: float = 0.0005) -> None:
        self.stream = BytesIO(content)
        self.pause = pause

    def read(self, size: int, /) -> bytes:
        time.sleep(self.pause)
        return self.stream.read(min(size, 40_000))


def test_of_many_writers_of_the_same_piece_one_succeeds(space: Space) -> None:
    upload = begin(space)

    def write(number: int) -> None:
        mine = upload_of(space, upload.public_id)
        append(mine, Slow(bytes([65 + number]) * 400_000, pause=0.01), 0, 400_000)

    outcome = together(8, write)
    assert outcome.pop("done") == 1
    assert set(outcome) <= BUSY
    assert Upload.objects.get().offset == 400_000
    octets = storage.path_of(upload.storage_key).read_bytes()
    assert octets == octets[:1] * 400_000, "of one writer only"


def test_the_same_where_files_cannot_be_locked(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on two machines with a disk in common: the database decides."""
    monkeypatch.setattr(storage.fcntl, "flock", lambda *_: None)  # type: ignore[attr-defined]
    upload = begin(space)

    def write(number: int) -> None:
        append(upload_of(space, upload.public_id), Slow(FILE[:400_000], 0.01), 0, 400_000)

    outcome = together(8, write)
    assert outcome.pop("done") == 1
    assert set(outcome) <= {*BUSY, Http404.__name__}
    assert Upload.objects.get().offset == 400_000


def test_many_who_begin_at_once_stay_below_the_limit(space: Space) -> None:
    for _ in range(MOST_UPLOADS - 3):
        begin(space)
    outcome = together(12, lambda _: begin(space))
    assert outcome == {"done": 3, UploadsExhausted.__name__: 9}
    assert Upload.objects.count() == MOST_UPLOADS


def test_an_upload_can_be_ended_while_it_is_written(space: Space) -> None:
    upload = begin(space)
    begun, ended = Event(), Event()

    class Waiting(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            begun.set()
            assert ended.wait(20)
            return super().read(size)

    faults: list[type[BaseException]] = []

    def write() -> None:
        try:
            append(upload_of(space, upload.public_id), Waiting(FILE), 0, len(FILE))
        except Http404 as fault:
            faults.append(type(fault))
        finally:
            connections.close_all()

    writer = Thread(target=write)
    writer.start()
    assert begun.wait(20)
    discard(upload)
    ended.set()
    writer.join(30)
    assert faults == [Http404]
    assert not Upload.objects.exists()
    assert list(storage.stored()) == []


def write_until_killed(space: Space, public_id: str, steps: int) -> None:
    """In a process of its own: takes what is missing, piece by piece, as requests would bring it.
    The process is killed before its so-many-th reading, writing, syncing or acknowledging."""
    left = steps

    def may_be_killed(act: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*arguments, **options)

        return step

    for name in ("write", "fsync"):
        setattr(os, name, may_be_killed(getattr(os, name)))
    UploadQuerySet.update = may_be_killed(UploadQuerySet.update)  # type: ignore[assignment]
    upload = upload_of(space, public_id)
    while not upload.digest:
        piece = FILE[upload.offset : upload.offset + 300_000]
        append(upload, Slow(piece, pause=0), upload.offset, len(piece))


def killed_after(steps: int, space: Space, public_id: str) -> bool:
    """Whether the writer was killed before it came to the end."""
    # Connections are not shared between processes.
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            write_until_killed(space, public_id, steps)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_server_killed_again_and_again_loses_nothing(space: Space) -> None:
    chance, kills = random.Random(7), 0
    for _ in range(ROUNDS):
        upload = begin(space)
        while not upload.digest:
            acknowledged = upload.offset
            kills += killed_after(chance.randrange(50), space, upload.public_id)
            upload = upload_of(space, upload.public_id)
            assert upload.offset >= acknowledged, "what was acknowledged stays"
            # Now and then somebody gets through.
            if upload.offset == acknowledged and not upload.digest:
                piece = FILE[acknowledged : acknowledged + 100_000]
                append(upload, BytesIO(piece), acknowledged, len(piece))
        assert upload.digest == DIGEST
        assert storage.path_of(upload.storage_key).read_bytes() == FILE
        discard(upload)
    assert kills >= 2 * ROUNDS
    assert list(storage.stored()) == []
