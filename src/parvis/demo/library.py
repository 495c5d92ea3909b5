"""Puts the papers of the demonstration where their people would have put them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from parvis.accounts.models import Account
from parvis.demo.papers import Direction, Paper, papers
from parvis.demo.people import DESKS, account_of, organisation_of
from parvis.foundation.identifiers import new_public_id
from parvis.services.documents import storage
from parvis.services.documents.examination import examine
from parvis.services.documents.models import Deposit, Document, State


def load_papers(tell: Callable[[str], None] = lambda line: None) -> int:
    """Render and store every paper as a deposit or a publication of its day; how many."""
    count = 0
    for together in _handed_over_together(papers()):
        with transaction.atomic():
            _hand_over(together)
        count += len(together)
        tell(f"{count} documents")
    return count


def _handed_over_together(every: list[Paper]) -> Iterator[list[Paper]]:
    def occasion(paper: Paper) -> tuple[date, str, str, str, str]:
        return (
            paper.date,
            paper.organisation,
            paper.author,
            paper.desk.value,
            paper.direction.value,
        )

    for _key, group in groupby(sorted(every, key=occasion), key=occasion):
        yield list(group)


def _moment(day: date, minutes: int = 0) -> datetime:
    """A working hour of that day, never in the future."""
    at = timezone.make_aware(datetime.combine(day, time(9, 12))) + timedelta(minutes=minutes)
    return min(at, timezone.now() - timedelta(minutes=1))


def _hand_over(together: list[Paper]) -> None:
    first = together[0]
    author = account_of(first.author)
    at = _moment(first.date, len(first.name) * 7)
    deposit = None
    if first.direction is Direction.DEPOSIT:
        deposit = Deposit.objects.create(
            organisation=organisation_of(first.organisation),
            desk=DESKS[first.desk],
            author=author,
            author_name=author.full_name,
            at=at,
            form_key=new_public_id(),
        )
    for paper in together:
        _store(paper, author, at, deposit)


def _store(paper: Paper, author: Account, at: datetime, deposit: Deposit | None) -> None:
    key = storage.new_key()
    received = storage.receive(BytesIO(paper.render()), key)
    examined = examine(storage.path_of(key), paper.name)
    keeper = account_of(paper.taken_up_by) if paper.taken_up_by else None
    state = State.PUBLISHED if deposit is None else State.TAKEN_UP if keeper else State.WAITING
    Document.objects.create(
        organisation=organisation_of(paper.organisation),
        deposit=deposit,
        desk=DESKS[paper.desk],
        name=paper.name,
        media_type=examined.media_type,
        size=received.size,
        pages=examined.pages,
        digest=received.digest,
        storage_key=key,
        state=state,
        author=author,
        author_name=author.full_name,
        at=at,
        taken_up_at=_moment(paper.taken_up_on or paper.date, 95) if keeper else None,
        taken_up_by=keeper,
        taken_up_by_name=keeper.full_name if keeper else "",
    )
