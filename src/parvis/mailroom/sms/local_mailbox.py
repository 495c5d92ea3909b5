"""The telephones of `make run`: keeps texts in the database, where a page shows them."""

from __future__ import annotations

from parvis.mailroom.models import LocalText
from parvis.mailroom.sms.texts import OutgoingText


class LocalMailboxBackend:
    def send(self, text: OutgoingText) -> None:
        LocalText.objects.create(recipient=text.to, sender=text.sender, text=text.text)
