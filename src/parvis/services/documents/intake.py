"""Files that come with a form: stored and examined before the act that keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from parvis.services.documents import storage
from parvis.services.documents.examination import check_announced, examine
from parvis.services.documents.models import Upload
from parvis.services.documents.names import clean_name
from parvis.services.documents.refusals import FileRefused
from parvis.services.documents.uploads import MOST_UPLOADS

MOST_FILES = MOST_UPLOADS
"""Files in one deposit or publication: as many as may wait to become part of one."""


@dataclass(frozen=True)
class Content:
    """A file that lies in the storage, examined, and belongs to nothing yet."""

    name: str
    media_type: str
    pages: int | None
    size: int
    digest: str
    storage_key: str


class FilesRefused(Exception):
    """Some files are not taken; `refusals` are their names, each with its sentence."""

    def __init__(self, refusals: Sequence[tuple[str, FileRefused]]) -> None:
        super().__init__(refusals)
        self.refusals = refusals


def content_of(upload: Upload) -> Content:
    return Content(
        upload.name,
        upload.media_type,
        upload.pages,
        upload.size,
        upload.digest,
        upload.storage_key,
    )


@contextmanager
def taken_in(files: Sequence[UploadedFile[Any]]) -> Iterator[list[Content]]:
    """Store and examine these files; whatever fails, inside or in the block, removes them again.

    Raises FilesRefused, which names each refused file, without keeping the others.
    """
    contents: list[Content] = []
    refusals: list[tuple[str, FileRefused]] = []
    try:
        for file in files:
            name = clean_name(file.name or "")
            try:
                contents.append(_take(file, name))
            except FileRefused as refusal:
                refusals.append((name, refusal))
        if refusals:
            raise FilesRefused(refusals)
        yield contents
    except BaseException:
        for content in contents:
            storage.delete(content.storage_key)
        raise


def _take(file: UploadedFile[Any], name: str) -> Content:
    size = file.size or 0
    check_announced(name, size)
    if storage.free_disk_is_short(size):
        raise storage.disk_full()
    key = storage.new_key()
    received = storage.receive(file, key)
    try:
        examined = examine(storage.path_of(key), name)
    except BaseException:
        storage.delete(key)
        raise
    return Content(name, examined.media_type, examined.pages, received.size, received.digest, key)
