"""The people of the demonstration as its sign-in page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.access.profiles import Profile
from parvis.demo import world


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
    titles = {member.person: member.title for member in world.STAFF}
    staff = [_entry(person, title, world.OPERATOR.name) for person, title in titles.items()]
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
