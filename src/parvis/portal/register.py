"""The register of services: all that the house needs to know of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import reverse
from django.utils.functional import Promise

from parvis.access.features import Feature, Level
from parvis.access.spaces import Space
from parvis.organisations.models import Kind

Text = str | Promise


@dataclass(frozen=True)
class MenuEntry:
    """A line of the menu of a space, shown to whoever holds the feature at the level.

    `group` is the heading it stands under; `route` a URL name that takes the space.
    """

    label: Text
    icon: str
    route: str
    kinds: frozenset[Kind]
    group: Text = ""
    feature: Feature | None = None
    level: Level = Level.READ

    def is_for(self, space: Space) -> bool:
        return space.kind in self.kinds and (
            self.feature is None or space.can(self.feature, self.level)
        )

    def address(self, space: Space) -> str:
        return reverse(self.route, args=[space.public_id])


@dataclass(frozen=True)
class ToDo:
    """Something that waits for the person: a sentence, a number, and where to go."""

    sentence: str
    address: str
    count: int = 0


@dataclass(frozen=True)
class News:
    """Something that happened lately and may interest the person."""

    sentence: str
    address: str
    at: datetime
    icon: str = "file-earmark-text"


@dataclass(frozen=True)
class HelpTopic:
    """A question people ask and its answer, in plain words; `about` is a URL name or empty."""

    question: Text
    answer: Text
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Service:
    """What `service.py` declares. `to_do` and `news` must cost a constant number of queries."""

    code: str
    name: Text
    icon: str
    menu: tuple[MenuEntry, ...] = ()
    tiles: tuple[MenuEntry, ...] = ()
    help: tuple[HelpTopic, ...] = ()
    urls: str = ""
    to_do: Callable[[Space], list[ToDo]] = field(default=lambda space: [], compare=False)
    news: Callable[[Space], list[News]] = field(default=lambda space: [], compare=False)


def services() -> list[Service]:
    """The services of this deployment, in the order of the settings."""
    return [
        import_module(f"{config.name}.service").SERVICE
        for config in apps.get_app_configs()
        if config.name.startswith("parvis.services.") and find_spec(f"{config.name}.service")
    ]
