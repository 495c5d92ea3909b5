"""What accesses tell of a person: the names of the companies, which make poor passwords."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.access.models import Access
from parvis.accounts.models import Account
from parvis.accounts.password_rules import OWN_WORDS


def names_of_organisations(account: Account) -> Iterable[str]:
    return (
        Access.objects.current()
        .filter(account_id=account.pk)
        .order_by("pk")
        .values_list("organisation__name", flat=True)
    )


OWN_WORDS.append(names_of_organisations)
