"""Signing in by identifier and password, and loading the account of a session."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils.timezone import is_naive

from parvis.accounts.models import Account

# Constant, because it is asked on each request: composing it from models took over a millisecond,
# more than ten times what asking takes.
_OF_A_SESSION = """
SELECT a.*,
       COALESCE((SELECT MAX(t.number) FROM accounts_termsversion t), 0) AS current_terms,
       (SELECT c.expires_at FROM accounts_certification c
         WHERE c.account_id = a.id AND c.channel = 'email' AND c.value = a.identifier
           AND c.ended_at IS NULL) AS current_email_expiry
  FROM accounts_account a
 WHERE a.id = %s AND a.is_active AND a.activated_at IS NOT NULL
"""


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, with the current version of the terms and the day on which its
        address is to be proved again, in one query."""
        account: Account | None = next(iter(Account.objects.raw(_OF_A_SESSION, [user_id])), None)
        if account and (expiry := account.current_email_expiry) and is_naive(expiry):
            account.current_email_expiry = expiry.replace(tzinfo=UTC)  # as SQLite keeps moments
        return account

    def _check_password(self, user: Account | None, password: str) -> Account | None:
        """The library would tell a closed account with the right password apart from others."""
        found: Account | None = super()._check_password(user, password)
        self._stash_user(None)
        return found

    def user_can_authenticate(self, user: Account) -> bool:
        return user.is_active and user.activated_at is not None
