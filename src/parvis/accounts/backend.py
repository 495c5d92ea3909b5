"""Signing in by identifier and password, and loading the account of a session."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from parvis.accounts.models import Account, Certification, Channel, TermsVersion


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, with the current version of the terms and the day on which its
        address is to be proved again, in one query."""
        newest = TermsVersion.objects.order_by("-number").values("number")[:1]
        proof = Certification.objects.in_force().of(Channel.EMAIL, OuterRef("identifier"))
        account: Account | None = (
            Account.objects.active()
            .annotate(
                current_terms=Coalesce(Subquery(newest), 0),
                current_email_expiry=Subquery(
                    proof.filter(account=OuterRef("pk")).values("expires_at")[:1]
                ),
            )
            .filter(pk=user_id)
            .first()
        )
        return account

    def _check_password(self, user: Account | None, password: str) -> Account | None:
        """The library would tell a closed account with the right password apart from others."""
        found: Account | None = super()._check_password(user, password)
        self._stash_user(None)
        return found

    def user_can_authenticate(self, user: Account) -> bool:
        return user.is_active and user.activated_at is not None
