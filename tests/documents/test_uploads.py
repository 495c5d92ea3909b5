"""Uploads: begun, continued, completed, discarded, swept away."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from parvis.access.spaces import RightMissing, Space
from parvis.mailroom.chores import CHORES
from parvis.services.documents import digests, storage, uploads
from parvis.services.documents.models import Document, State, Upload
from parvis.services.documents.refusals import (
    DiskFull,
    FileRefused,
    FileTooLarge,
    OffsetConflict,
    UploadBusy,
    UploadIncomplete,
    UploadsExhausted,
)
from parvis.services.documents.uploads import (
    MOST_UPLOADS,
    append,
    complete_upload_of,
    discard,
    start_upload,
    superfluous,
    sweep_uploads,
    upload_of,
)
from tests.documents.conftest import HandIn
from tests.documents.corpus.pdf_files import pdf
from tests.documents.corpus.samples import HTML
from tests.support.cast import OPERATOR, Cast

FILE = pdf(pages=3)
Committed = Callable[..., Any]


@pytest.fixture
def space(cast: Cast) -> Space:
    return cast.space("solange", "tilleuls")


def begin(space: Space, content: bytes = FILE, name: str = "Bilan.pdf") -> Upload:
    return start_upload(space, space.organisation_id, name, len(content))


def send(upload: Upload, piece: bytes, length: int | None = None) -> Upload:
    """The next piece, of which less may arrive than announced."""
    return append(upload, BytesIO(piece), upload.offset, len(piece) if length is None else length)


def stored_files() -> set[Path]:
    return {file.path for file in storage.stored()}


def age(path: Path, **time_ago: float) -> None:
    then = time.time() - timedelta(**time_ago).total_seconds()
    os.utime(path, (then, then))


class Cut:
    """A connection that is lost after a while: the next read fails."""

    def __init__(self, arrives: bytes) -> None:
        self.stream = BytesIO(arrives)

    def read(self, size: int, /) -> bytes:
        piece = self.stream.read(size)
        if not piece:
            raise ConnectionResetError
        return piece


# ── The usual course ────────────────────────────────────────────────────────────────────────────
def test_a_file_in_three_pieces(space: Space) -> None:
    upload = begin(space)
    for start, end in ((0, 100), (100, 101), (101, len(FILE))):
        assert (upload.offset, upload.digest) == (start, "")
        with pytest.raises(UploadIncomplete, match=r"Bilan\.pdf"):
            complete_upload_of(space, upload.public_id)
        send(upload, FILE[start:end])
    found = complete_upload_of(space, upload.public_id)
    assert found.offset == found.size == len(FILE)
    assert found.digest == hashlib.sha256(FILE).hexdigest()
    assert (found.media_type, found.pages) == ("application/pdf", 3)
    assert storage.path_of(found.storage_key).read_bytes() == FILE


def test_what_one_knows_of_an_upload_is_what_is_written(space: Space) -> None:
    upload = begin(space)
    for piece in (FILE[:50], FILE[50:]):
        send(upload, piece)
        written = Upload.objects.values().get(pk=upload.pk)
        assert {name: getattr(upload, name) for name in written} == written


def test_names_are_cleaned(space: Space) -> None:
    assert begin(space, name="../\u202ea\x00.pdf").name == "a.pdf"


@pytest.mark.parametrize("stream", [BytesIO, Cut])
def test_a_cut_connection_keeps_what_arrived(
    space: Space, stream: Callable[[bytes], storage.Readable]
) -> None:
    upload = begin(space)
    append(upload, stream(FILE[:77]), 0, len(FILE))
    assert upload_of(space, upload.public_id).offset == 77
    append(upload, stream(b""), 77, len(FILE) - 77)
    assert upload_of(space, upload.public_id).offset == 77
    send(upload, FILE[77:])
    assert complete_upload_of(space, upload.public_id).digest == hashlib.sha256(FILE).hexdigest()


def test_what_was_written_but_not_acknowledged_is_written_again(space: Space) -> None:
    """As after a crash: octets on the disk beyond the offset."""
    upload = begin(space)
    send(upload, FILE[:10])
    with storage.path_of(upload.storage_key).open("ab") as file:
        file.write(b"x" * 5000)
    send(upload, FILE[10:])
    path = storage.path_of(upload.storage_key)
    assert upload.digest == storage.digest_of(upload.storage_key)
    assert path.read_bytes() == FILE


def test_octets_are_on_the_disk_before_they_are_acknowledged(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(space)
    known = []
    fsync = os.fsync

    def noting(descriptor: int) -> None:
        known.append((os.fstat(descriptor).st_size, Upload.objects.get(pk=upload.pk).offset))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    send(upload, FILE[:500])
    assert known[-1] == (500, 0)
    assert upload.offset == 500


# ── Digests ─────────────────────────────────────────────────────────────────────────────────────
def test_a_digest_taken_on_the_way_spares_reading_the_file_again(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(storage, "digest_of")
    upload = begin(space)
    for start in range(0, len(FILE), 300):
        send(upload, FILE[start : start + 300])
    assert upload.digest == hashlib.sha256(FILE).hexdigest()
    assert upload.storage_key not in digests._followed


@pytest.mark.parametrize("lost", ["forgotten", "another process took a part", "not readable"])
def test_without_it_the_digest_is_the_same(
    space: Space, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    upload = begin(space)
    send(upload, FILE[:100])
    known = dict(digests._followed)
    if lost == "not readable":

        def fail(*_: object) -> Iterator[bytes]:
            raise OSError

        with monkeypatch.context() as broken:
            broken.setattr(storage, "stretch", fail)
            send(upload, FILE[100:200])
            wait_for_digest(upload)
    else:
        digests._followed.clear()
        send(upload, FILE[100:200])
        if lost == "another process took a part":
            digests._followed.update(known)
    send(upload, FILE[200:])
    assert upload.digest == hashlib.sha256(FILE).hexdigest()


def wait_for_digest(upload: Upload) -> None:
    reading = digests._followed[upload.storage_key].reading
    assert reading is not None
    assert isinstance(reading.exception(timeout=20), OSError)


def test_few_digests_are_remembered(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MOST_FOLLOWED", 2)
    uploads_begun = [send(begin(space), FILE[:9]) for _ in range(4)]
    assert list(digests._followed) == [upload.storage_key for upload in uploads_begun[2:]]
    for upload in uploads_begun:
        send(upload, FILE[9:])
        assert upload.digest == hashlib.sha256(FILE).hexdigest()


# ── Refusals ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "size", "refusal"),
    [
        ("a.pdf", 0, FileRefused),
        ("a.exe", 10, FileRefused),
        ("a", 10, FileRefused),
        ("a.pdf", 10**12, FileTooLarge),
    ],
)
def test_what_is_refused_before_it_is_sent(
    space: Space, name: str, size: int, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal):
        start_upload(space, space.organisation_id, name, size)
    assert not Upload.objects.exists()


def test_a_file_that_lies_is_refused_and_leaves_nothing(
    space: Space, django_capture_on_commit_callbacks: Committed
) -> None:
    upload = begin(space, HTML)
    send(upload, HTML[:10])
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(FileRefused, match="n’est pas celui d’un fichier"),
    ):
        send(upload, HTML[10:])
    assert not Upload.objects.exists()
    assert stored_files() == set()


@pytest.mark.parametrize("offset", [0, 9, 11, 10**15])
def test_a_piece_in_the_wrong_place(space: Space, offset: int) -> None:
    upload = begin(space)
    send(upload, FILE[:10])
    with pytest.raises(OffsetConflict):
        append(upload, BytesIO(b"x"), offset, 1)
    assert storage.path_of(upload.storage_key).read_bytes() == FILE[:10]


def test_a_stale_view_of_the_offset_overwrites_nothing(space: Space) -> None:
    upload = begin(space)
    stale = Upload.objects.get(pk=upload.pk)
    send(upload, FILE[:10])
    with pytest.raises(OffsetConflict):
        send(stale, b"x" * 10)
    assert storage.path_of(upload.storage_key).read_bytes() == FILE[:10]


def test_more_octets_than_announced(space: Space) -> None:
    upload = begin(space)
    send(upload, FILE[:10])
    with pytest.raises(FileRefused, match="a changé pendant son transfert"):
        send(upload, FILE[10:] + b"x")
    assert Upload.objects.get(pk=upload.pk).offset == 10


def test_nothing_is_added_to_a_complete_upload(space: Space) -> None:
    upload = begin(space)
    send(upload, FILE)
    with pytest.raises(FileRefused):
        send(upload, b"x")
    send(upload, b"")
    assert storage.path_of(upload.storage_key).read_bytes() == FILE


def test_a_disk_that_gets_short(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(space)
    send(upload, FILE[:10])
    with monkeypatch.context() as full:
        full.setattr(storage, "free_disk_is_short", lambda needed: True)
        with pytest.raises(DiskFull):
            begin(space)
        with pytest.raises(DiskFull):
            send(upload, FILE[10:])
    send(upload, FILE[10:])
    assert complete_upload_of(space, upload.public_id) == upload


def test_a_disk_that_fills_up_while_writing(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(space)
    send(upload, FILE[:10])
    with monkeypatch.context() as full:

        def refuse(descriptor: int) -> None:
            raise OSError(28, "")

        full.setattr(os, "fsync", refuse)
        with pytest.raises(DiskFull):
            send(upload, FILE[10:])
    assert Upload.objects.get(pk=upload.pk).offset == 10
    send(upload, FILE[10:])
    assert upload.digest == hashlib.sha256(FILE).hexdigest()


def test_fifty_uploads_and_no_more(space: Space, cast: Cast) -> None:
    for _ in range(MOST_UPLOADS):
        begin(space)
    with pytest.raises(UploadsExhausted, match="50"):
        begin(space)
    begin(cast.space("mathieu", "tilleuls"))
    discard(Upload.objects.filter(account=space.account)[0])
    begin(space)


def test_a_guest_announces_nothing(cast: Cast) -> None:
    with pytest.raises(RightMissing):
        begin(cast.space("gerard", "tilleuls"))


# ── Whose it is ─────────────────────────────────────────────────────────────────────────────────
def test_an_upload_is_found_by_its_sender_in_its_space_only(cast: Cast, space: Space) -> None:
    upload = begin(space)
    assert upload_of(space, upload.public_id) == upload
    for other in (
        cast.space("mathieu", "tilleuls"),
        cast.space("paulo", "ferreira"),
        cast.space("nadia", OPERATOR),
    ):
        for act in (upload_of, complete_upload_of):
            with pytest.raises(Http404):
                act(other, upload.public_id)
    with pytest.raises(Http404):
        upload_of(space, "unknown")


def test_a_person_of_two_spaces_finds_an_upload_in_one(cast: Cast) -> None:
    there, elsewhere = cast.space("sophie", "tilleuls"), cast.space("sophie", "fournil")
    upload = begin(there)
    with pytest.raises(Http404):
        upload_of(elsewhere, upload.public_id)


# ── The end ─────────────────────────────────────────────────────────────────────────────────────
def test_discarding_waits_for_the_commit(
    space: Space, django_capture_on_commit_callbacks: Committed
) -> None:
    upload = begin(space)
    send(upload, FILE[:10])
    path = storage.path_of(upload.storage_key)
    with django_capture_on_commit_callbacks() as callbacks:
        with transaction.atomic():
            discard(upload)
            transaction.set_rollback(True)
        assert path.exists()
        assert upload_of(space, upload.public_id) == upload
        discard(upload)
        assert path.exists()
    for callback in callbacks:
        callback()
    assert not path.exists()
    with pytest.raises(Http404):
        send(upload, FILE[10:])


def test_discarding_leaves_a_document_alone(
    space: Space, django_capture_on_commit_callbacks: Committed
) -> None:
    """The upload became a document between reading its row and removing it."""
    upload = begin(space)
    send(upload, FILE)
    Upload.objects.filter(pk=upload.pk).delete()
    with django_capture_on_commit_callbacks(execute=True):
        discard(upload)
    assert storage.path_of(upload.storage_key).exists()


def test_writing_to_what_was_discarded_meanwhile(space: Space) -> None:
    upload = begin(space)

    class Discarding(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            Upload.objects.filter(pk=upload.pk).delete()
            return super().read(size)

    with pytest.raises(Http404):
        append(upload, Discarding(FILE[:10]), 0, 10)


@pytest.mark.parametrize("lost", ["all", "the end"])
def test_octets_that_are_lost_end_the_upload(space: Space, lost: str) -> None:
    upload = begin(space)
    send(upload, FILE[:10])
    path = storage.path_of(upload.storage_key)
    if lost == "all":
        path.unlink()
    else:
        path.write_bytes(FILE[:9])
    with pytest.raises(Http404):
        send(upload, FILE[10:])
    assert not Upload.objects.exists()


@contextmanager
def another_writer(upload: Upload) -> Iterator[None]:
    with storage.writing(upload.storage_key, begun=False):
        yield


def test_one_writer_at_a_time(space: Space) -> None:
    upload = begin(space)
    with another_writer(upload), pytest.raises(UploadBusy):
        send(upload, FILE)
    send(upload, FILE)


# ── The sweep ───────────────────────────────────────────────────────────────────────────────────
def test_uploads_left_for_days_are_swept_away(
    space: Space, settings: Any, django_capture_on_commit_callbacks: Committed
) -> None:
    old, recent = begin(space), begin(space)
    for upload in (old, recent):
        send(upload, FILE[:10])
    limit = timezone.now() - timedelta(days=settings.PARVIS_UPLOAD_DAYS)
    Upload.objects.filter(pk=old.pk).update(touched_at=limit)
    Upload.objects.filter(pk=recent.pk).update(touched_at=limit + timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        CHORES["documents.uploads"].act()
    assert list(Upload.objects.all()) == [recent]
    assert stored_files() == {storage.path_of(recent.storage_key)}


def test_strays_are_swept_and_what_a_row_names_stays(
    cast: Cast, space: Space, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, deleted = hand_in(cast, "solange", "tilleuls", "a.pdf", "b.pdf")
    Document.objects.filter(pk=deleted.pk).update(state=State.DELETED, deleted_at=timezone.now())
    upload = begin(space)
    send(upload, FILE[:10])
    named = {storage.path_of(key) for key in (kept.storage_key, upload.storage_key)}
    keys = [storage.new_key() for _ in range(3)]
    for key in keys:
        storage.receive(BytesIO(FILE), key)
    fresh = storage.path_of(keys[0])
    picture = storage.path_of(kept.storage_key).with_name(f"{kept.storage_key}.1-1200")
    old_picture = picture.with_name(f"{kept.storage_key}.2-1200")
    stray_picture = storage.path_of(keys[1]).with_name(f"{keys[1]}.1-1200")
    for path in (picture, old_picture, stray_picture):
        path.write_bytes(b"picture")
    for path in stored_files() - {fresh}:
        age(path, days=1, minutes=1)
    age(old_picture, days=8)
    strange = Path(storage.path_of(keys[0])).with_name("not ours")
    strange.write_bytes(b"x")
    age(strange, days=9)

    doomed = {
        *(storage.path_of(key) for key in keys[1:]),
        storage.path_of(deleted.storage_key),
        old_picture,
        stray_picture,
    }
    # In batches smaller than the number of files.
    monkeypatch.setattr(uploads, "BATCH", 2)
    before = stored_files()
    assert {file.path for file in superfluous()} == doomed
    assert stored_files() == before, "saying so removes nothing"
    sweep_uploads()
    assert stored_files() == {*named, fresh, picture}
    assert strange.exists()
