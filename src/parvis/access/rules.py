"""The rule of a view inside a space."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parvis.access.features import Feature, Level
from parvis.access.spaces import Space
from parvis.accounts.requests import AccountRequest
from parvis.foundation.rules import Audience, Rule, View, with_rule


@dataclass(frozen=True)
class SpaceRule(Rule):
    """A live way into the organisation that the address names (`space`), and this feature at this
    level; without a feature, being in the space is enough."""

    feature: Feature | None = None
    level: Level = Level.READ


class SpaceRequest(AccountRequest):
    """A request inside a space: the guard has entered it."""

    space: Space


def in_space(feature: Feature | None = None, level: Level = Level.READ) -> Callable[[View], View]:
    """Only somebody with this right in the space that the address names may call the view."""
    return with_rule(SpaceRule(Audience.IN_SPACE, feature, level))
