"""Proves that no entry of the journal was removed, changed or moved."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parvis.journal.actions import broken_links
from parvis.journal.models import Entry


class Command(BaseCommand):
    help = "Verifies every chain of the journal and names the first broken link of each."

    def handle(self, *args: Any, **options: Any) -> None:
        links = list(broken_links())
        for link in links:
            self.stderr.write(f"{link.chain}: entry {link.number}: {link.reason}")
        if links:
            raise CommandError("The journal was altered.")
        self.stdout.write(f"The journal is whole: {Entry.objects.count()} entries.")
