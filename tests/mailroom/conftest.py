from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from parvis.mailroom.models import Message
from tests.support.smtp import MailServer


@pytest.fixture
def empty_outbox(db: None) -> None:
    """Nothing waits, the cast's own invitations included."""
    Message.objects.all().delete()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A real mail server; the portal is set to send through it."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    settings.EMAIL_TIMEOUT = 2
    server.start()
    yield server
    server.stop()
