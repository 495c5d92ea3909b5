"""Documents of the cast."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from parvis.organisations.models import Desk, Organisation
from parvis.services.documents import actions, storage
from parvis.services.documents.intake import Content
from parvis.services.documents.models import Document
from tests.documents.papers import pdf
from tests.support.cast import OPERATOR, Cast

HandIn = Callable[..., list[Document]]


def stored(name: str, content: bytes | None = None) -> Content:
    """A file in the storage that belongs to nothing yet."""
    content = pdf() if content is None else content
    key = storage.new_key()
    path = storage.path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return Content(name, "application/pdf", 1, len(content), digest, key)


@pytest.fixture
def hand_in() -> HandIn:
    """Deposits files: `hand_in(cast, "sophie", "tilleuls", "a.pdf", "b.pdf", desk=…)`."""

    def act(
        cast: Cast, person: str, organisation: str, *names: str, desk: Desk = Desk.ACCOUNTANT
    ) -> list[Document]:
        made = actions.deposit(
            cast.space(person, organisation),
            desk=desk,
            files=[stored(name) for name in names or ("Facture.pdf",)],
            form_key=storage.new_key(),
        )
        return list(made.documents.order_by("pk"))

    return act


@pytest.fixture
def publish() -> HandIn:
    """Publishes files: `publish(cast, "nadia", "tilleuls", "Bilan.pdf")`."""

    def act(
        cast: Cast, person: str, organisation: str, *names: str, desk: Desk = Desk.ACCOUNTANT
    ) -> list[Document]:
        made = actions.publish(
            cast.space(person, OPERATOR),
            cast.organisation(organisation),
            desk=desk,
            files=[stored(name) for name in names or ("Bilan.pdf",)],
            form_key=storage.new_key(),
        )
        return list(made.documents.order_by("pk"))

    return act


def many(organisation: Organisation, like: Document, count: int, **change: Any) -> None:
    """`count` further documents like this one, without content."""
    facts = {
        "organisation": organisation,
        "deposit": like.deposit,
        "publication": like.publication,
        "desk": like.desk,
        "media_type": like.media_type,
        "size": like.size,
        "pages": 1,
        "digest": like.digest,
        "state": like.state,
        "author": like.author,
        "author_name": like.author_name,
        "at": timezone.now(),
        **change,
    }
    Document.objects.bulk_create(
        (
            Document(
                name=f"Pièce {number}.pdf",
                sort_name=f"PIECE {number}.PDF",
                storage_key=storage.new_key(),
                **facts,
            )
            for number in range(count)
        ),
        batch_size=1000,
    )
