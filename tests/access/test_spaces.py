"""Who may enter which space, and with what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.access.features import FEATURES, USERS, Level
from parvis.access.models import Access, Mandate, State, today
from parvis.access.profiles import preset
from parvis.access.spaces import RightMissing, Space, enter
from parvis.organisations.models import Kind
from tests.support.cast import Cast


def test_a_stranger_finds_no_door(cast: Cast) -> None:
    assert enter(cast.account("paulo"), cast.organisation("tilleuls").public_id) is None
    assert enter(cast.account("paulo"), "unknown") is None


def test_c10_profiles_give_the_right_rights(cast: Cast) -> None:
    principal = cast.space("solange", "tilleuls")
    maker = cast.space("mathieu", "tilleuls")
    collaborator = cast.space("sophie", "tilleuls")
    guest = cast.space("gerard", "tilleuls")
    served = [feature for feature in FEATURES.values() if Kind.CLIENT in feature.kinds]
    for feature in served:
        assert principal.level(feature) is Level.UPDATE
        assert maker.level(feature) is Level.UPDATE
        assert guest.level(feature) is Level.READ
        assert collaborator.level(feature) is (Level.UPDATE if feature.daily else Level.NONE)
    with pytest.raises(RightMissing):
        guest.require(USERS, Level.UPDATE)


def test_a_feature_of_the_back_office_never_exists_elsewhere(cast: Cast) -> None:
    principal = cast.space("solange", "tilleuls")
    for feature in FEATURES.values():
        if Kind.CLIENT not in feature.kinds:
            assert principal.level(feature) is Level.NONE


def test_a_space_cannot_be_made_by_hand(cast: Cast) -> None:
    space = cast.space("solange", "tilleuls")
    with pytest.raises(TypeError):
        Space(space.account, space.link, space.rights, object())


def test_a_firm_acts_within_its_mandate_and_its_persons_access(cast: Cast) -> None:
    rights = preset("guest")
    mandate = Mandate.objects.create(
        organisation=cast.organisation("tilleuls"),
        firm=cast.organisation("lunel"),
        given_by=cast.account("solange"),
        read_mask=rights.read,
        update_mask=rights.update,
        state=State.LIVE,
        accepted_at=cast.account("solange").created_at,
    )
    space = cast.space("pascal", "tilleuls")
    assert space.acting_for == "Cabinet Lunel & Associés"
    assert space.level(USERS) is Level.READ, "the mandate only reads"
    assert not space.is_principal
    assert cast.space("emilie", "tilleuls").level(USERS) is Level.NONE, "her own access has none"

    Mandate.objects.filter(pk=mandate.pk).update(state=State.ENDED, ended_at=mandate.created_at)
    assert enter(cast.account("pascal"), space.public_id) is None


def test_rights_begin_and_end_with_their_days(cast: Cast) -> None:
    access = cast.access("gerard", "tilleuls")
    public_id = cast.organisation("tilleuls").public_id
    rows = Access.objects.filter(pk=access.pk)
    for first, last, opens in [(0, 0, True), (-2, -1, False), (1, 2, False), (-5, 5, True)]:
        rows.update(
            valid_from=today() + timedelta(days=first), valid_until=today() + timedelta(days=last)
        )
        assert (enter(cast.account("gerard"), public_id) is not None) is opens


def test_the_day_of_a_visit_is_kept_once_a_day(cast: Cast) -> None:
    browser, address = cast.browser("gerard"), cast.address("tilleuls")
    assert cast.access("gerard", "tilleuls").last_used_on is None
    browser.get(address)
    assert cast.access("gerard", "tilleuls").last_used_on == today()
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
        browser.post(address)
    assert not [query for query in queries if "UPDATE" in query["sql"]]
    assert cast.access("sophie", "tilleuls").last_used_on is None
