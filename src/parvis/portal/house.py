"""What the house itself puts into menus, beside the services."""

from django.utils.translation import gettext_lazy as _

from parvis.access.features import BACK_OFFICE, CLIENTS, JOURNAL, SERVED, USERS
from parvis.portal.register import MenuEntry

EVERYWHERE = SERVED | BACK_OFFICE

HOME = MenuEntry(_("Accueil"), "house", "portal:home", EVERYWHERE)

MENU_AFTER_SERVICES = (
    MenuEntry(_("Clients"), "building", "access:clients", BACK_OFFICE, _("Mes clients"), CLIENTS),
    MenuEntry(
        _("Gestion des utilisateurs"),
        "people",
        "access:users",
        EVERYWHERE,
        _("Mon compte"),
        USERS,
    ),
    MenuEntry(
        _("Journal d’activité"),
        "journal-text",
        "access:journal",
        EVERYWHERE,
        _("Mon compte"),
        JOURNAL,
    ),
)
