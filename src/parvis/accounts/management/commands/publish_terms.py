"""Publishes a new version of the terms of use; everyone is asked to accept it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from parvis.accounts.actions import publish_terms


class Command(BaseCommand):
    help = "Publishes a new version of the terms, from a French and an English text file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--french", type=Path, required=True)
        parser.add_argument("--english", type=Path, required=True)

    def handle(self, *args: Any, french: Path, english: Path, **options: Any) -> None:
        version = publish_terms(
            french.read_text(encoding="utf-8"), english.read_text(encoding="utf-8")
        )
        self.stdout.write(f"Version {version.number} of the terms is in force.")
