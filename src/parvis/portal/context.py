"""What every page knows: the operator, the space one is in, its menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from parvis.access.features import USERS
from parvis.access.spaces import Space
from parvis.portal.account_menu import account_menu
from parvis.portal.help import topics
from parvis.portal.menus import menu_of


def portal(request: HttpRequest) -> dict[str, Any]:
    space: Space | None = getattr(request, "space", None)
    match = request.resolver_match
    route = match.view_name if match else ""
    return {
        "operator": settings.PARVIS_OPERATOR,
        "space": space,
        "menu": menu_of(space, request.path) if space else account_menu(route),
        "may_manage_users": space is not None and space.can(USERS),
        "help_topics": topics(route) if route else [],
        "workshop": settings.PARVIS_WORKSHOP,
        "demonstration": settings.PARVIS_DEMONSTRATION,
        "languages": settings.LANGUAGES,
    }
