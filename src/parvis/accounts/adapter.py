"""What the account library must do our way."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from parvis.accounts import events
from parvis.accounts.backend import AccountBackend
from parvis.accounts.certification import Standing, standing_of
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
        response = super().post_login(request, user, **options)
        return self.by_way_of_renewal(user, response)

    def by_way_of_renewal(self, user: Account, response: Any) -> Any:
        """E8: who has an address to prove again passes by that page on the way in."""
        account = AccountBackend().get_user(user.pk)
        if account is None or standing_of(account) is Standing.CERTIFIED:
            return response
        following = urlencode({"next": response.headers.get("Location", "")})
        return redirect(f"{reverse('accounts:renewal')}?{following}")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        identifier = normal_identifier(str(credentials.get("email", "")))[:254]

        def write() -> None:
            with transaction.atomic():
                record(events.SIGN_IN_FAILED, identifier=identifier)

        afterwards(request, write)
        super().authentication_failed(request, **credentials)
