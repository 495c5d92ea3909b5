"""What the address says of a list: its filters, its order, the place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from parvis.organisations.models import Desk

LONGEST_FILTER = 200
# The words of addresses are French, like the screens.
DESKS = {"comptable": Desk.ACCOUNTANT, "conseil": Desk.ADVISER}
DESK_WORDS = {desk: word for word, desk in DESKS.items()}


@dataclass(frozen=True)
class Order:
    """One column to sort by; `fields` go up, the last one is unique."""

    word: str
    fields: tuple[str, ...]

    def directed(self, *, down: bool) -> tuple[str, ...]:
        return tuple(f"-{field}" for field in self.fields) if down else self.fields


BY_NAME = Order("nom", ("sort_name", "id"))
BY_DATE = Order("date", ("at", "id"))


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and where it leads."""

    label: str
    address: str
    is_current: bool


class Listing:
    """`default` is the order of an address that names none (« - » before the word: downwards)."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        filters: tuple[str, ...],
        default: str,
        orders: tuple[Order, ...] = (BY_NAME, BY_DATE),
    ) -> None:
        self.path = request.path
        self.orders = {order.word: order for order in orders}
        self.default = default
        asked = request.GET.get("tri", default)
        self.sort = asked if asked.lstrip("-") in self.orders else default
        self.place = request.GET.get("page", "")
        self.filters: Mapping[str, str] = {
            name: request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_FILTER]
            for name in filters
        }

    @property
    def order(self) -> tuple[str, ...]:
        return self.orders[self.sort.lstrip("-")].directed(down=self.sort.startswith("-"))

    @property
    def desk(self) -> Desk | None:
        return DESKS.get(self.filters.get("dossier", ""))

    @property
    def desk_choices(self) -> list[Choice]:
        return self.choices(
            "dossier",
            [("", _("Tous")), *((word, str(desk.label)) for word, desk in DESKS.items())],
        )

    def choices(self, name: str, values: list[tuple[str, str]]) -> list[Choice]:
        """Each value of a filter as a link; an unknown value in the address counts as the first."""
        now = self.filters[name]
        if now not in dict(values):
            now = values[0][0]
        return [
            Choice(label, self.address(**{name: value}), value == now) for value, label in values
        ]

    @property
    def is_filtered(self) -> bool:
        return any(self.filters.values())

    def address(self, **changes: str) -> str:
        """This list with other filters, order or place; another filter opens its first page."""
        parts = {**self.filters, "tri": "" if self.sort == self.default else self.sort, **changes}
        words = urlencode({name: value for name, value in parts.items() if value})
        return f"{self.path}?{words}" if words else self.path

    @property
    def query(self) -> str:
        """Filters and order, to come back to the same list."""
        return self.address().partition("?")[2]

    @property
    def unfiltered(self) -> str:
        return self.address(**dict.fromkeys(self.filters, ""))

    def neighbour(self, place: str) -> str:
        return self.address(page=place) if place else ""
