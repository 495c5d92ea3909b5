"""SHA-256 digests of uploads under way, taken behind the writing rather than at the end.

They live in this process. Where none is found, because the process is new or another one took a
part, the file is read once, whole.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parvis.services.documents import storage

if TYPE_CHECKING:
    from hashlib import _Hash

MOST_FOLLOWED = 200


@dataclass
class _Followed:
    """The digest of a file up to `end`, once `reading` is done."""

    digest: _Hash = field(default_factory=hashlib.sha256)
    end: int = 0
    reading: Future[None] | None = None
    spoilt: bool = False


# One thread for all: what is read for an upload is read in order.
_reader = ThreadPoolExecutor(1, "digests")
_followed: dict[str, _Followed] = {}


def follow(key: str, start: int, end: int) -> None:
    """These octets are in the storage and stay as they are: add them to the digest, while others
    arrive."""
    known = _followed.pop(key, None) if start else _Followed()
    if known is None or known.end != start:
        return
    known.end = end
    known.reading = _reader.submit(_add, known, key, start, end)
    _followed[key] = known
    while len(_followed) > MOST_FOLLOWED:
        _followed.pop(next(iter(_followed)), None)


def digest_of(key: str, size: int) -> str:
    """The digest of a whole file of this size."""
    known = _followed.pop(key, None)
    if known and known.reading:
        wait([known.reading])
        if known.end == size and not known.spoilt:
            return known.digest.hexdigest()
    return storage.digest_of(key)


def _forget() -> None:
    """After a fork: the thread has stayed behind, in the middle of a digest perhaps."""
    global _reader  # noqa: PLW0603
    _reader = ThreadPoolExecutor(1, "digests")
    _followed.clear()


os.register_at_fork(after_in_child=_forget)


def _add(known: _Followed, key: str, start: int, end: int) -> None:
    try:
        for piece in storage.stretch(key, start, end):
            known.digest.update(piece)
            start += len(piece)
    finally:
        known.spoilt = known.spoilt or start < end
