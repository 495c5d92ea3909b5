from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parvis.portal.translation import SOURCE, catalogue_path, catalogues
from parvis.portal.translation.compilation import compile_translations
from parvis.portal.translation.extraction import messages_of_project


class Command(BaseCommand):
    help = "Brings the translation files up to date with the source, or checks that they are."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if anything is missing"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        messages = messages_of_project(SOURCE)
        faults = [*catalogues.typography_faults(messages)]
        for language in catalogues.PLURAL_RULES:
            if not check:
                catalogues.update(language, catalogue_path(language), messages)
            faults += catalogues.faults(language, catalogue_path(language), messages)
        if not check:
            compile_translations()
        if faults:
            raise CommandError(
                "\n".join([*faults, f"{len(faults)} texts to see to."]), returncode=1
            )
        self.stdout.write(f"{len(messages)} texts, all translated.")
