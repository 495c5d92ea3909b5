"""`make run`: everything embedded, a demonstration inside, mail readable on a page."""

from __future__ import annotations

import secrets

from parvis.demo.world import OPERATOR as DEMONSTRATION
from parvis.settings import base, environment
from parvis.settings.base import *
from parvis.settings.demonstration import DEMONSTRATION_OPERATOR


def _own_secret() -> str:
    """A secret made once per folder of data, so that nobody shares a default one."""
    place = DATA / "secret"
    if not place.exists():
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(50))
    return place.read_text()


SECRET_KEY = SECRET_KEY or _own_secret()
DEBUG = environment.DEBUG.boolean()
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
PARVIS_WORKSHOP = True
PARVIS_DEMONSTRATION = True
PARVIS_DEMONSTRATION_PEOPLE = "parvis.demo.sign_in_sheet.people"
if not EMAIL_HOST:
    EMAIL_BACKEND = "parvis.mailroom.local_mailbox.LocalMailboxBackend"
if environment.SMS_BACKEND.text() == environment.SMS_BACKEND.default:
    PARVIS_SMS_BACKEND = "local"
PARVIS_FREE_DISK = 50_000_000
if base.PARVIS_OPERATOR["name"] == environment.OPERATOR_NAME.default:
    PARVIS_OPERATOR = DEMONSTRATION_OPERATOR
    DEFAULT_FROM_EMAIL = DEMONSTRATION.sender
