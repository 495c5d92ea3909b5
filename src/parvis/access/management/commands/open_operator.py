"""Opens the back office: the first space of a new portal."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import override

from parvis.access.actions import open_operator
from parvis.foundation.identifiers import clean_siret
from parvis.organisations.models import Kind, Organisation


class Command(BaseCommand):
    help = "Opens the operator's own space and mails its principal an activation link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("name", "siret", "email", "first-name", "last-name"):
            parser.add_argument(f"--{name}", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.filter(kind=Kind.OPERATOR).exists():
            raise CommandError("The operator's space is open already.")
        with override("en"):
            try:
                siret = clean_siret(options["siret"])
                validate_email(options["email"])
            except ValidationError as fault:
                raise CommandError(" ".join(fault.messages)) from None
        open_operator(
            name=options["name"],
            siret=siret,
            identifier=options["email"],
            first_name=options["first_name"],
            last_name=options["last_name"],
        )
        self.stdout.write(
            f"The space of {options['name']} is open. "
            f"The activation link leaves for {options['email']} when the worker runs."
        )
