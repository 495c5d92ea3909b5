"""The menu of a space: the lines that this person may open, under their headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from parvis.access.spaces import Space
from parvis.portal.house import HOME, MENU_AFTER_SERVICES
from parvis.portal.register import MenuEntry, Text, services


@dataclass(frozen=True)
class MenuLine:
    label: Text
    icon: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class MenuGroup:
    heading: Text
    lines: list[MenuLine] = field(default_factory=list)


def menu_of(space: Space, current_path: str) -> list[MenuGroup]:
    """The groups of lines in order; the longest address that begins the path is the current one."""
    entries = [HOME]
    for service in services():
        entries += service.menu
    entries += MENU_AFTER_SERVICES
    shown = [(entry, entry.address(space)) for entry in entries if entry.is_for(space)]
    current = max(
        (address for _entry, address in shown if current_path.startswith(address)),
        key=len,
        default="",
    )
    groups: dict[str, MenuGroup] = {}
    for entry, address in shown:
        group = groups.setdefault(str(entry.group), MenuGroup(entry.group))
        group.lines.append(MenuLine(entry.label, entry.icon, address, address == current))
    return list(groups.values())


def tiles_of(space: Space) -> list[MenuEntry]:
    """The tiles of the home page that this person may open."""
    return [tile for service in services() for tile in service.tiles if tile.is_for(space)]
