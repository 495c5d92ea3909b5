"""The account of a session, loaded by constant SQL, is what the models say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.accounts.backend import AccountBackend
from parvis.accounts.models import Account, Certification, Channel, TermsAcceptance, TermsVersion
from tests.support.cast import Cast

IN_A_YEAR = timezone.now() + timedelta(days=365, microseconds=3)


@pytest.fixture
def account(cast: Cast) -> Account:
    found = cast.account("solange")
    Certification.objects.filter(account=found).delete()
    return found


def loaded(account: Account) -> Account:
    found = AccountBackend().get_user(account.pk)
    assert found is not None
    return found


def certify(account: Account, **facts: object) -> None:
    Certification.objects.create(
        **{
            "account": account,
            "channel": Channel.EMAIL,
            "value": account.identifier,
            "expires_at": IN_A_YEAR,
            **facts,
        }
    )


def test_every_field_is_there(account: Account) -> None:
    plain, found = Account.objects.get(pk=account.pk), loaded(account)
    assert found.get_deferred_fields() == set()
    for field in Account._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(plain, field.attname)


def test_the_newest_terms(account: Account) -> None:
    TermsVersion.objects.create(number=90, text_fr="a", text_en="a")
    TermsVersion.objects.create(number=89, text_fr="a", text_en="a")
    assert loaded(account).current_terms == 90


def test_before_any_terms_are_published(account: Account) -> None:
    TermsAcceptance.objects.all().delete()
    TermsVersion.objects.all().delete()
    assert loaded(account).current_terms == 0


def test_when_the_address_is_to_be_proved_again(account: Account) -> None:
    assert loaded(account).current_email_expiry is None
    certify(account)
    assert loaded(account).current_email_expiry == IN_A_YEAR


@pytest.mark.parametrize(
    "facts",
    [
        {"ended_at": timezone.now()},
        {"value": "an@other.example"},
        {"channel": Channel.MOBILE, "expires_at": None},
        {"expires_at": None},
    ],
)
def test_what_proves_nothing_or_for_good(account: Account, facts: dict[str, object]) -> None:
    certify(account, **facts)
    assert loaded(account).current_email_expiry is None


def test_another_persons_proof(account: Account, cast: Cast) -> None:
    other = cast.account("paulo")
    Certification.objects.filter(account=other).delete()
    certify(other, value=account.identifier)
    assert loaded(account).current_email_expiry is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"activated_at": None}])
def test_a_closed_or_unopened_account_has_no_session(
    account: Account, change: dict[str, object]
) -> None:
    Account.objects.filter(pk=account.pk).update(**change)
    assert AccountBackend().get_user(account.pk) is None
    assert AccountBackend().get_user(-1) is None
