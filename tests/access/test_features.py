"""The grid of rights: bits that never move, and profiles that follow what is added."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from parvis.access.features import FEATURES, Feature, Level, features_of, mask_of
from parvis.access.models import Access, State
from parvis.access.profiles import EVERYTHING, Profile, Rights, preset
from parvis.access.refresh import after_migrate, refresh_presets
from parvis.organisations.models import Kind
from tests.support.cast import Cast

KEPT = Path(__file__).with_name("feature_bits.json")


def test_a_features_bit_never_moves_and_is_never_given_again() -> None:
    """Rows keep bits. A new feature gets its line in the file; a line never changes or goes."""
    kept: dict[str, int] = json.loads(KEPT.read_text())
    assert {code: feature.bit for code, feature in FEATURES.items()}.items() <= kept.items()
    assert len(set(kept.values())) == len(kept)


def test_no_two_features_share_a_code_or_a_bit() -> None:
    some = next(iter(FEATURES.values()))
    with pytest.raises(ValueError, match="declared twice"):
        Feature(some.code, 60, "", "", "")
    with pytest.raises(ValueError, match="is taken"):
        Feature("tests.other", some.bit, "", "", "")
    for bit in (-1, 63):
        with pytest.raises(ValueError, match="does not fit"):
            Feature("tests.other", bit, "", "", "")
    assert "tests.other" not in FEATURES


def test_levels_are_in_order() -> None:
    assert Level.NONE < Level.READ < Level.UPDATE


def test_whoever_may_update_may_read() -> None:
    with pytest.raises(ValueError, match="may read"):
        Rights(0b01, 0b10)


@pytest.mark.parametrize(
    ("held", "asked", "covered"),
    [
        (Rights(0b11, 0b11), Rights(0b01, 0b01), True),
        (Rights(0b11, 0b01), Rights(0b11, 0b11), False),
        (Rights(0b01, 0b01), Rights(0b11, 0b00), False),
        (Rights(0, 0), Rights(0, 0), True),
    ],
)
def test_a_right_covers_what_it_holds(held: Rights, asked: Rights, covered: bool) -> None:
    assert held.covers(asked) is covered


@pytest.fixture
def invoicing() -> Iterator[Feature]:
    """A daily feature of a service that comes later."""
    feature = Feature("tests.invoicing", 62, "E-Facture", "", "", daily=True)
    yield feature
    del FEATURES[feature.code]


def test_c17_profiles_keep_up_with_a_service_that_comes_later(
    cast: Cast, invoicing: Feature
) -> None:
    assert cast.space("sophie", "tilleuls").level(invoicing) is Level.NONE
    call_command("migrate", verbosity=0)
    assert cast.space("sophie", "tilleuls").level(invoicing) is Level.UPDATE
    assert cast.space("mathieu", "tilleuls").level(invoicing) is Level.UPDATE
    assert cast.space("gerard", "tilleuls").level(invoicing) is Level.READ
    assert refresh_presets("default") == 0, "twice changes nothing"


def test_chosen_rights_and_ended_accesses_stay_as_they_are(cast: Cast, invoicing: Feature) -> None:
    chosen, ended = cast.access("sophie", "tilleuls"), cast.access("youssef", "fournil")
    Access.objects.filter(pk=chosen.pk).update(profile=Profile.CUSTOM)
    Access.objects.filter(pk=ended.pk).update(state=State.ENDED, ended_at=ended.created_at)
    refresh_presets("default")
    for access in (chosen, ended):
        before = access.rights
        access.refresh_from_db()
        assert access.rights == before


def test_a_service_taken_out_takes_its_right_along(cast: Cast, invoicing: Feature) -> None:
    refresh_presets("default")
    granted = cast.access("sophie", "tilleuls").read_mask
    assert granted & invoicing.mask
    FEATURES.pop(invoicing.code)
    try:
        refresh_presets("default")
    finally:
        FEATURES[invoicing.code] = invoicing
    assert not cast.access("sophie", "tilleuls").read_mask & invoicing.mask


def test_a_database_without_the_table_is_no_fault(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_args: [])
    monkeypatch.setattr("parvis.access.refresh.refresh_presets", lambda _using: 1 / 0)
    after_migrate(using="default")


def test_presets_fit_the_column_of_the_database(cast: Cast) -> None:
    assert EVERYTHING == 2**63 - 1
    access = cast.access("solange", "tilleuls")
    assert (access.read_mask, access.update_mask) == (EVERYTHING, EVERYTHING)
    daily = mask_of(feature for feature in FEATURES.values() if feature.daily)
    assert preset(Profile.COLLABORATOR) == Rights(daily, daily)
    with pytest.raises(ValueError, match="no preset"):
        preset(Profile.CUSTOM)


def test_every_feature_exists_somewhere() -> None:
    shown = {feature.code for kind in Kind for feature in features_of(kind)}
    assert shown == set(FEATURES)
