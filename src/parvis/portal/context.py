"""What every page knows: the operator, the space one is in, its menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from parvis.access.spaces import Space
from parvis.portal.menus import menu_of


def portal(request: HttpRequest) -> dict[str, Any]:
    space: Space | None = getattr(request, "space", None)
    return {
        "operator": settings.PARVIS_OPERATOR,
        "space": space,
        "menu": menu_of(space, request.path) if space else [],
        "workshop": settings.PARVIS_WORKSHOP,
        "demonstration": settings.PARVIS_DEMONSTRATION,
        "languages": settings.LANGUAGES,
    }
