"""Every address of the portal, as its resolver knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from parvis.foundation.rules import Rule, rule_of


@dataclass(frozen=True)
class Address:
    """A route, the view behind it, the rule it declares and the parameters it takes."""

    name: str
    view: Callable[..., Any]
    rule: Rule | None
    parameters: tuple[str, ...]

    def at(self, **values: object) -> str:
        return reverse(self.name, kwargs=values)


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, namespace: str, above: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        parameters = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else str(pattern.pattern)
            yield Address(name, pattern.callback, rule_of(pattern.callback), parameters)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, parameters)
