"""« Gérer mon compte utilisateur »: everything about one's login, in one menu."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.portal.menus import MenuGroup, MenuLine
from parvis.portal.register import Text


@dataclass(frozen=True)
class AccountPage:
    """One page about one's own login. `further` are the routes of its inner pages."""

    label: Text
    icon: str
    route: str
    further: tuple[str, ...] = ()


ACCOUNT_PAGES = (
    AccountPage(_("Mes informations"), "person", "accounts:details", ("accounts:mobile",)),
    AccountPage(
        _("Identifiant"), "envelope", "accounts:identifier", ("accounts:change_identifier",)
    ),
    AccountPage(_("Mot de passe"), "key", "accounts:password"),
    AccountPage(_("Mes données"), "archive", "accounts:own_data", ("accounts:close",)),
)


def account_menu(route: str) -> list[MenuGroup]:
    """The menu of one's own login where the page of this URL name belongs to it, else nothing."""
    if not any(route == page.route or route in page.further for page in ACCOUNT_PAGES):
        return []
    lines = [
        MenuLine(
            page.label,
            page.icon,
            reverse(page.route),
            is_current=route == page.route or route in page.further,
        )
        for page in ACCOUNT_PAGES
    ]
    return [MenuGroup(_("Mon compte utilisateur"), lines)]
