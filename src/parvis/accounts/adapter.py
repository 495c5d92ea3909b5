"""What the account library must do our way."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from parvis.accounts import events
from parvis.accounts.models import Account, normal_identifier
from parvis.foundation.requests import afterwards
from parvis.journal.actions import Author, record


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No registration by the library, none of its notices, every sign-in in the journal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **options: Any) -> None:
        """The portal says what happened in its own words."""

    def post_login(self, request: HttpRequest, user: Account, **options: Any) -> Any:
        with transaction.atomic():
            record(
                events.SIGNED_IN,
                by=Author(user.pk, user.full_name),
                identifier=user.identifier,
            )
        return super().post_login(request, user, **options)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        identifier = normal_identifier(str(credentials.get("email", "")))[:254]

        def write() -> None:
            with transaction.atomic():
                record(events.SIGN_IN_FAILED, identifier=identifier)

        afterwards(request, write)
        super().authentication_failed(request, **credentials)
