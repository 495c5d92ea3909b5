"""What every page knows: the operator, the space one is in, its menu."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from parvis.access.features import USERS
from parvis.access.spaces import Space
from parvis.accounts.certification import Standing, end_of_grace, standing_of
from parvis.accounts.models import Account
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
        "renewal_before": renewal_before(request, route),
    }


def renewal_before(request: HttpRequest, route: str) -> datetime | None:
    """E8: until when everything still opens to somebody whose address is to be proved again."""
    account = getattr(request, "user", None)  # absent where the request itself was refused
    if not isinstance(account, Account) or route == "accounts:renewal":
        return None
    if standing_of(account) is not Standing.DUE or account.current_email_expiry is None:
        return None
    return end_of_grace(account.current_email_expiry)
