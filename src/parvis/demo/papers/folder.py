"""The papers of one organisation, as they were handed over."""

import datetime

from parvis.demo.world import Desk, accountant_of, adviser_of, organisation

from .paper import Direction, Paper, PaperKind
from .scanner import Scan
from .typesetter import Sheet


class Folder:
    """Collects papers; the keeper of a desk takes up its deposits and signs its publications."""

    def __init__(self, organisation_key: str) -> None:
        self.organisation = organisation(organisation_key)
        self.papers: list[Paper] = []

    def deposit(
        self,
        name: str,
        kind: PaperKind,
        date: datetime.date,
        author: str,
        sheet: Sheet,
        *,
        desk: Desk = Desk.ACCOUNTANT,
        taken_up_on: datetime.date | None = None,
        scan: Scan | None = None,
    ) -> None:
        """A paper that the client hands in; it waits unless `taken_up_on` is given."""
        self.papers.append(
            Paper(
                organisation=self.organisation.key,
                name=name,
                kind=kind,
                direction=Direction.DEPOSIT,
                desk=desk,
                date=date,
                author=author,
                sheet=sheet,
                taken_up_by=self._keeper(desk) if taken_up_on else None,
                taken_up_on=taken_up_on,
                scan=scan,
            )
        )

    def publish(
        self,
        name: str,
        kind: PaperKind,
        date: datetime.date,
        sheet: Sheet,
        *,
        desk: Desk = Desk.ACCOUNTANT,
    ) -> None:
        """A paper that the keeper of the desk makes available to the client."""
        self.papers.append(
            Paper(
                organisation=self.organisation.key,
                name=name,
                kind=kind,
                direction=Direction.PUBLICATION,
                desk=desk,
                date=date,
                author=self._keeper(desk),
                sheet=sheet,
            )
        )

    def _keeper(self, desk: Desk) -> str:
        find = accountant_of if desk is Desk.ACCOUNTANT else adviser_of
        return find(self.organisation.key).key
