from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from parvis.portal.translation.compilation import compile_translations


class Command(BaseCommand):
    help = "Compiles the translation files that changed since the last time."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        languages = ", ".join(compile_translations()) or "nothing had changed"
        self.stdout.write(f"Translations compiled: {languages}.")
