"""Profiles follow the grid: what a profile gives today, every access with that profile holds.

A service that comes later adds features, and a row keeps its rights as masks. So each `migrate`,
which every change of the installed services ends with, brings the rows of every profile but
« custom » up to its preset.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import Q

from parvis.access.models import Access
from parvis.access.profiles import Profile, preset


def refresh_presets(using: str) -> int:
    """Give every current access what its profile gives today; how many rows changed."""
    changed = 0
    for profile in Profile:
        if profile is Profile.CUSTOM:
            continue
        rights = preset(profile)
        same = Q(read_mask=rights.read, update_mask=rights.update)
        changed += (
            Access.objects.using(using)
            .current()
            .filter(~same, profile=profile)
            .update(read_mask=rights.read, update_mask=rights.update)
        )
    return changed


def after_migrate(*, using: str, **_signal: Any) -> None:
    """Also runs where the table is not there: before its migration, or after it was undone."""
    table = Access._meta.db_table  # noqa: SLF001 - Django documents it
    if table in connections[using].introspection.table_names():
        refresh_presets(using)
