"""Pages of a list by key: the thousandth opens as fast as the first, and totals are capped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

TOTAL_CAP = 1000
PAGE = 25
"""Rows that a page shows: more cost time that nobody spends looking at them."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`after` and `before` are what to put in the address for the neighbouring pages, or empty.

    `total` counts up to TOTAL_CAP; `total_is_capped` says that there are more.
    """

    rows: list[Row]
    after: str
    before: str
    total: int
    total_is_capped: bool

    @property
    def is_whole(self) -> bool:
        return not self.after and not self.before


def page_of(
    rows: QuerySet[Row], order: tuple[str, ...], place: str = "", size: int = PAGE
) -> Page[Row]:
    """One page of `rows` in this order (field names, « - » for descending, none of them null, the
    last one unique).

    `place` is the `after` or `before` of a neighbouring page. Anything else opens the first page,
    and so does a place beyond which every row is gone by now.
    """
    backwards, key = _read(place, order)
    here = rows if key is None else rows.filter(_beyond(order, key, backwards))
    directed = tuple(_reversed(field) for field in order) if backwards else order
    found = list(here.order_by(*directed)[: size + 1])
    if key is not None and not found:
        return page_of(rows, order, "", size)
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and (more if backwards else key is not None)
    total = rows.order_by()[: TOTAL_CAP + 1].count()
    return Page(
        rows=found,
        after=_write("a", found[-1], order) if has_next else "",
        before=_write("b", found[0], order) if has_previous else "",
        total=min(total, TOTAL_CAP),
        total_is_capped=total > TOTAL_CAP,
    )


def _reversed(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(order: tuple[str, ...], key: list[Any], backwards: bool) -> Q:
    """Rows that come after (before) the key, field by field."""
    condition = Q()
    equal: dict[str, Any] = {}
    for field, value in zip(order, key, strict=True):
        descending = field.startswith("-") != backwards
        name = field.lstrip("-")
        condition |= Q(**equal, **{f"{name}__{'lt' if descending else 'gt'}": value})
        equal[name] = value
    first = order[0].lstrip("-")
    descending = order[0].startswith("-") != backwards
    # Says again what the alternatives imply, in a form that an index can be entered with.
    return Q(**{f"{first}__{'lte' if descending else 'gte'}": key[0]}) & condition


def _signer(order: tuple[str, ...]) -> Signer:
    """A place is signed for its order: a key that somebody made up never meets the database."""
    return Signer(salt="page:" + ",".join(order))


def _write(direction: str, row: Model, order: tuple[str, ...]) -> str:
    values = []
    for field in order:
        value: Any = row
        for part in field.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value if isinstance(value, int) else _text(value))
    return _signer(order).sign_object([direction, *values])


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _read(place: str, order: tuple[str, ...]) -> tuple[bool, list[Any] | None]:
    try:
        direction, *key = _signer(order).unsign_object(place)
    except (BadSignature, ValueError):
        return False, None
    return direction == "b", key
