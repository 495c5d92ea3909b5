"""Pages of a list by key: the thousandth opens as fast as the first, and totals are capped."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

TOTAL_CAP = 1000


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
    rows: QuerySet[Row], order: tuple[str, ...], place: str = "", size: int = 50
) -> Page[Row]:
    """One page of `rows` in this order (field names, « - » for descending, the last one unique).

    `place` is the `after` or `before` of a neighbouring page; anything else opens the first page.
    """
    backwards, key = _read(place, len(order))
    total = rows.order_by()[: TOTAL_CAP + 1].count()
    here = rows
    if key is not None:
        try:
            here = rows.filter(_beyond(order, key, backwards))
        except (ValidationError, ValueError, TypeError, FieldDoesNotExist):
            backwards, key = False, None
    directed = tuple(_reversed(field) for field in order) if backwards else order
    found = list(here.order_by(*directed)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more if not backwards else True)
    has_previous = bool(found) and (more if backwards else key is not None)
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


def _write(direction: str, row: Model, order: tuple[str, ...]) -> str:
    values = []
    for field in order:
        value: Any = row
        for part in field.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if isinstance(value, datetime) else value)
    packed = json.dumps([direction, *values], separators=(",", ":"), default=str).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read(place: str, length: int) -> tuple[bool, list[Any] | None]:
    if not place or len(place) > 2000:
        return False, None
    try:
        read = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
    except ValueError:
        return False, None
    plain = isinstance(read, list) and all(isinstance(part, str | int) for part in read)
    if not plain or len(read) != length + 1 or read[0] not in ("a", "b"):
        return False, None
    key = [part.replace("\0", "") if isinstance(part, str) else part for part in read[1:]]
    return read[0] == "b", key
