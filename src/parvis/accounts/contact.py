"""« Modifier contact »: names, telephones and language, as their owner changes them."""

from __future__ import annotations

from django.db import transaction

from parvis.accounts.mobile import forget_number
from parvis.accounts.models import Account


@transaction.atomic
def change_contact(
    account: Account,
    *,
    first_name: str,
    last_name: str,
    landline_phone: str,
    mobile_phone: str,
    language: str,
) -> None:
    """Keep what the owner typed. Another mobile number loses the certification of the one before."""
    before = Account.objects.select_for_update().get(pk=account.pk).mobile_phone
    Account.objects.filter(pk=account.pk).update(
        first_name=first_name,
        last_name=last_name,
        landline_phone=landline_phone,
        mobile_phone=mobile_phone,
        language=language,
    )
    account.mobile_phone = mobile_phone
    account.language = language
    if before != mobile_phone:
        forget_number(account, before)


def change_language(account: Account, language: str) -> None:
    Account.objects.filter(pk=account.pk).update(language=language)
