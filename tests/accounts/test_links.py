"""C1: a link works once, expires, gives way to a newer one, and is nowhere to be read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from parvis.accounts.actions import (
    activate,
    ask_for_reset,
    find_activation,
    find_reset,
    new_activation_link,
    reset_password,
    revoke_activation,
    sweep_links,
)
from parvis.accounts.links import LinkNoLongerWorks, find_link, make_link, use_link
from parvis.accounts.models import Account, Purpose, SecretLink
from parvis.mailroom.models import Message
from tests.support.cast import Cast
from tests.support.together import together

DAY = timedelta(days=1)


@pytest.fixture
def kevin(cast: Cast) -> Account:
    return cast.account("kevin")


def open_with(secret: str, account: Account) -> bool:
    try:
        return find_link(secret, Purpose.ACTIVATION).account == account
    except LinkNoLongerWorks:
        return False


def test_c1_a_link_works_once(kevin: Account) -> None:
    secret = new_activation_link(kevin)
    assert find_activation(secret) == kevin
    activate(secret, password="Vingt-3 pommes Ouf", mobile_phone="+33639980542", language="en")
    kevin.refresh_from_db()
    assert kevin.activated_at is not None
    assert kevin.check_password("Vingt-3 pommes Ouf")
    assert (kevin.mobile_phone, kevin.language) == ("+33639980542", "en")
    with pytest.raises(LinkNoLongerWorks):
        activate(secret, password="Autre-3 pommes Ouf", mobile_phone="", language="fr")
    kevin.refresh_from_db()
    assert kevin.check_password("Vingt-3 pommes Ouf")


def test_c1_a_new_link_revokes_the_old_one(kevin: Account) -> None:
    first, second = new_activation_link(kevin), new_activation_link(kevin)
    assert not open_with(first, kevin)
    assert open_with(second, kevin)
    assert SecretLink.objects.filter(account=kevin, used_at=None, revoked_at=None).count() == 1


def test_c1_a_link_expires_to_the_second(kevin: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        secret = make_link(kevin, Purpose.ACTIVATION, DAY)
        clock.shift(DAY - timedelta(seconds=1))
        assert open_with(secret, kevin)
        clock.shift(timedelta(seconds=1))
        assert not open_with(secret, kevin)
        with pytest.raises(LinkNoLongerWorks):
            use_link(secret, Purpose.ACTIVATION)
        clock.shift(-DAY)
        assert open_with(secret, kevin), "nothing was spent"


@pytest.mark.parametrize("secret", ["", "x", "é", "\0", "x" * 10_000, "../..", "' OR 1=1"])
def test_an_unknown_link_is_told_like_a_used_one(db: None, secret: str) -> None:
    with pytest.raises(LinkNoLongerWorks):
        find_activation(secret)
    with pytest.raises(LinkNoLongerWorks):
        reset_password(secret, password="x")


def test_a_link_serves_its_purpose_only(kevin: Account, cast: Cast) -> None:
    activation = new_activation_link(kevin)
    with pytest.raises(LinkNoLongerWorks):
        find_reset(activation)
    reset = make_link(cast.account("solange"), Purpose.RESET, DAY)
    with pytest.raises(LinkNoLongerWorks):
        activate(reset, password="x", mobile_phone="", language="fr")


def test_a_link_ends_with_its_invitation_and_with_its_account(kevin: Account) -> None:
    secret = new_activation_link(kevin)
    revoke_activation(kevin)
    assert not open_with(secret, kevin)
    secret = new_activation_link(kevin)
    Account.objects.filter(pk=kevin.pk).update(is_active=False)
    assert not open_with(secret, kevin)


def test_no_secret_is_kept_in_clear(kevin: Account) -> None:
    secret = new_activation_link(kevin)
    assert len(secret) >= 43, "256 random bits"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_secretlink")
        assert secret not in str(cursor.fetchall())


def test_secrets_do_not_repeat(kevin: Account) -> None:
    assert len({new_activation_link(kevin) for _ in range(30)}) == 30


def test_the_database_refuses_a_second_open_link(kevin: Account) -> None:
    new_activation_link(kevin)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecretLink.objects.create(
            account=kevin,
            purpose=Purpose.ACTIVATION,
            digest="other",
            expires_at=timezone.now() + DAY,
        )


def test_forty_uses_at_once_activate_once(committed_cast: Cast) -> None:
    kevin = committed_cast.account("kevin")
    secret = new_activation_link(kevin)

    def use(number: int) -> None:
        activate(secret, password=f"Vingt-{number} pommes Ouf", mobile_phone="", language="fr")

    assert together(40, use) == Counter({"done": 1, "LinkNoLongerWorks": 39})
    assert SecretLink.objects.filter(account=kevin, used_at__isnull=False).count() == 1


def test_forty_uses_at_once_reset_once(committed_cast: Cast) -> None:
    secret = make_link(committed_cast.account("solange"), Purpose.RESET, DAY)

    def use(number: int) -> None:
        reset_password(secret, password=f"Vingt-{number} pommes Ouf")

    assert together(40, use) == Counter({"done": 1, "LinkNoLongerWorks": 39})
    assert Message.objects.filter(kind="accounts.password_changed").count() == 1


def test_forty_requests_at_once_leave_one_open_link(committed_cast: Cast) -> None:
    account = committed_cast.account("solange")
    assert together(40, lambda _number: ask_for_reset(account)) == Counter({"done": 40})
    still_open = SecretLink.objects.filter(account=account, used_at=None, revoked_at=None)
    assert still_open.count() == 1


def test_old_links_are_forgotten_and_others_kept(kevin: Account) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        SecretLink.objects.all().delete()
        make_link(kevin, Purpose.ACTIVATION, DAY)
        clock.shift(31 * DAY)
        assert sweep_links() == 0
        clock.shift(timedelta(seconds=1))
        make_link(kevin, Purpose.ACTIVATION, DAY)
        assert sweep_links() == 1
    assert SecretLink.objects.count() == 1
