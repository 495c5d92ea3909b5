"""The one question behind every page: what may this person do in that organisation, today?

Constant SQL, because it is asked on each request; written so that a missing upper row denies. A
person comes in by an access of his own, or for his firm: then his rights are what the mandate and
his access in the firm have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from parvis.access.profiles import Rights

_ROW = """
    o.id, o.public_id, o.kind, o.name, o.siret, o.vat_number, a.id, a.profile, a.covers,
    a.last_used_on
"""
_LIVE_ACCESS = "a.state = 'live' AND a.valid_from <= %s AND a.valid_until >= %s"

_ENTER = f"""
SELECT {_ROW}, a.read_mask, a.update_mask, a.college_mask, NULL, NULL, NULL
  FROM organisations_organisation o
  JOIN access_access a ON a.organisation_id = o.id
 WHERE o.public_id = %s AND o.closed_at IS NULL AND a.account_id = %s AND {_LIVE_ACCESS}
UNION ALL
SELECT {_ROW}, a.read_mask & m.read_mask, a.update_mask & m.update_mask,
       a.college_mask & m.college_mask, m.id, f.id, f.name
  FROM organisations_organisation o
  JOIN access_mandate m ON m.organisation_id = o.id
   AND m.state = 'live' AND m.valid_from <= %s AND m.valid_until >= %s
  JOIN organisations_organisation f ON f.id = m.firm_id AND f.closed_at IS NULL
  JOIN access_access a ON a.organisation_id = m.firm_id
 WHERE o.public_id = %s AND o.closed_at IS NULL AND a.account_id = %s
   AND a.covers = 'all' AND {_LIVE_ACCESS}
"""  # nosec B608


@dataclass(frozen=True)
class Link:
    """One way into an organisation: a person's own access, or his firm's mandate with it."""

    organisation_id: int
    organisation_public_id: str
    kind: str
    organisation_name: str
    siret: str | None
    vat_number: str | None
    access_id: int
    profile: str
    covers: str
    last_used_on: date | None
    rights: Rights
    college_mask: int
    mandate_id: int | None
    firm_id: int | None
    firm_name: str | None


def ways_in(account_id: int, organisation_public_id: str, day: date) -> list[Link]:
    """Every live way of this account into this organisation; none: the door does not exist."""
    direct: list[str | int | date] = [organisation_public_id, account_id, day, day]
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [*direct, day, day, *direct])
        rows = cursor.fetchall()
    return [_link(row) for row in rows]


def _link(row: tuple[Any, ...]) -> Link:
    values: Any = (*row[:10], Rights(row[10], row[11]), *row[12:])
    return Link(*values)
