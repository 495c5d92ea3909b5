"""C8: exactly one principal, whoever asks and however many ask at once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from parvis.access.actions import (
    NotGivenByHand,
    NumberTaken,
    change_profile,
    end_access,
    invite,
    open_space,
)
from parvis.access.models import Access, State
from parvis.access.profiles import Profile, preset
from parvis.organisations.models import Kind, Organisation
from tests.support.cast import OPERATOR, Cast
from tests.support.together import together

SIRET = "29700000200016"


def _principals(organisation: Organisation) -> int:
    return (
        Access.objects.current()
        .filter(organisation=organisation, profile=Profile.PRINCIPAL)
        .count()
    )


def test_c8_user_management_never_gives_the_principals_place(cast: Cast) -> None:
    space = cast.space("solange", "tilleuls")
    with pytest.raises(NotGivenByHand):
        invite(
            space,
            identifier="someone@example.org",
            first_name="Some",
            last_name="One",
            profile=Profile.PRINCIPAL,
        )
    access = cast.access("mathieu", "tilleuls")
    with pytest.raises(NotGivenByHand):
        change_profile(space, access, profile=Profile.PRINCIPAL, seen_version=access.version)


def test_c8_the_principal_is_neither_changed_nor_removed(cast: Cast) -> None:
    maker = cast.space("mathieu", "tilleuls")
    principal = cast.access("solange", "tilleuls")
    with pytest.raises(NotGivenByHand):
        change_profile(maker, principal, profile=Profile.GUEST, seen_version=principal.version)
    with pytest.raises(NotGivenByHand):
        end_access(maker, principal, seen_version=principal.version)
    with pytest.raises(NotGivenByHand):
        end_access(cast.space("solange", "tilleuls"), principal, seen_version=principal.version)


def test_c8_the_database_refuses_a_second_principal(cast: Cast) -> None:
    rights = preset(Profile.PRINCIPAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Access.objects.create(
            organisation=cast.organisation("tilleuls"),
            account=cast.account("paulo"),
            profile=Profile.PRINCIPAL,
            read_mask=rights.read,
            update_mask=rights.update,
            state=State.LIVE,
            accepted_at=timezone.now(),
        )


def test_c8_forty_requests_at_once_open_one_space_with_one_principal(
    committed_cast: Cast,
) -> None:
    office = committed_cast.space("claire", OPERATOR)

    def ask(number: int) -> None:
        open_space(
            office,
            kind=Kind.CLIENT,
            name="Ferme du Matin",
            siret=SIRET,
            identifier=f"principal-{number}@example.org",
            first_name="Anne",
            last_name="Aubry",
        )

    outcome = together(40, ask)
    assert outcome == {"done": 1, NumberTaken.__name__: 39}
    assert _principals(Organisation.objects.get(siret=SIRET)) == 1


def test_c8_forty_writers_at_once_never_make_two_principals(committed_cast: Cast) -> None:
    """Even writers that go around the actions."""
    organisation = committed_cast.organisation("tilleuls")
    accounts = [committed_cast.account(key) for key in ("paulo", "aicha", "jeanne", "didier")]
    rights = preset(Profile.PRINCIPAL)
    committed_cast.access("solange", "tilleuls")
    Access.objects.filter(organisation=organisation, profile=Profile.PRINCIPAL).update(
        state=State.ENDED, ended_at=timezone.now()
    )

    def crown(number: int) -> None:
        Access.objects.create(
            organisation=organisation,
            account=accounts[number % len(accounts)],
            profile=Profile.PRINCIPAL,
            read_mask=rights.read,
            update_mask=rights.update,
            state=State.LIVE,
            accepted_at=timezone.now(),
        )

    assert together(40, crown) == {"done": 1, "IntegrityError": 39}
    assert _principals(organisation) == 1
