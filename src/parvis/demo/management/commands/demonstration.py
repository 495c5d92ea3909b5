"""Builds the demonstration in an empty database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parvis.accounts.models import Account
from parvis.demo.library import load_papers
from parvis.demo.people import load_people


class Command(BaseCommand):
    help = "Brings the people, companies and papers of the demonstration into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if Account.objects.exists():
            raise CommandError("The demonstration needs an empty database.")
        self.stdout.write("People and companies…")
        load_people()
        self.stdout.write("Papers…")
        count = load_papers()
        self.stdout.write(f"The demonstration is ready: {count} documents.")
