"""The rule of each view. A view without one is refused by the guard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any, TypeVar, cast

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Audience(Enum):
    PUBLIC = "public"
    """Anyone, signed in or not."""
    SIGNED_IN = "signed in"
    """A person who is signed in, accepted the terms and has a certified address."""
    BEFORE_TERMS = "signed in, before the terms"
    """What one may do before that: read the terms, renew the certification, leave."""
    IN_SPACE = "in a space"
    """A person with a live way into the organisation that the address names."""


@dataclass(frozen=True)
class Rule:
    """Who may call a view. The room of accesses adds what is needed inside a space."""

    audience: Audience


def with_rule(rule: Rule) -> Callable[[View], View]:
    """A decorator that declares this rule."""

    def declare(view: View) -> View:
        @wraps(view)
        def ruled(*args: Any, **options: Any) -> HttpResponseBase:
            return view(*args, **options)

        ruled.rule = rule  # type: ignore[attr-defined]
        return cast("View", ruled)

    return declare


def public(view: View) -> View:
    """Anyone may call this view."""
    return with_rule(Rule(Audience.PUBLIC))(view)


def signed_in(view: View) -> View:
    """Only somebody signed in, who accepted the terms, may call this view."""
    return with_rule(Rule(Audience.SIGNED_IN))(view)


def before_terms(view: View) -> View:
    """Only somebody signed in may call this view, even before accepting the terms."""
    return with_rule(Rule(Audience.BEFORE_TERMS))(view)


form_methods = require_http_methods(["GET", "HEAD", "POST"])
"""For a page with a form: read, or posted. HEAD is how mail programs try a link."""


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule that a view declares, if any."""
    return getattr(view, "rule", None)
