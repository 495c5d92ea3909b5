"""The people of the demonstration as its sign-in page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.access.profiles import Profile
from parvis.demo import world
from parvis.foundation.languages import in_each_language


@dataclass(frozen=True)
class Entry:
    """Somebody to try the portal as; `password` is empty for whoever has yet to activate."""

    name: str
    identifier: str
    password: str
    role: str
    place: str


def people() -> list[Entry]:
    """The staff first, then each company's people in the order of their rights."""
    staff = [
        _entry(
            member.person,
            in_each_language(member.title, member.title_english),
            world.OPERATOR.name,
        )
        for member in world.STAFF
    ]
    others = [
        _entry(
            access.person,
            str(Profile(access.profile.value).label),
            world.organisation(access.organisation).name,
        )
        for access in world.ACCESSES
    ]
    return staff + others


def _entry(key: str, role: str, place: str) -> Entry:
    person = world.person(key)
    return Entry(
        name=person.full_name,
        identifier=person.email,
        password=world.PASSWORD if person.activated else "",
        role=role,
        place=place,
    )
