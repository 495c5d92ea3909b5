"""X3: the journal keeps one order, reads in words, and nothing in it changes unnoticed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils.translation import override

from parvis.accounts.events import SIGN_IN_FAILED, SIGNED_IN
from parvis.foundation.database import allow_changes, forbid_changes
from parvis.journal.actions import Author, BrokenLink, _digest, broken_links, record
from parvis.journal.events import EVENTS, Event
from parvis.journal.models import Chain, Entry
from tests.support.cast import Cast
from tests.support.together import together

OTHER = "organisation:0"


@pytest.fixture
def five(db: None) -> list[Entry]:
    """Five entries of a chain of their own."""
    return [
        record(SIGNED_IN, by=Author(number, "Ève"), chain="five", identifier=f"{number}@b.example")
        for number in range(1, 6)
    ]


@pytest.fixture
def tampering(db: None) -> Iterator[None]:
    """Somebody who holds the database itself."""
    allow_changes(connection, "journal_entry")
    yield
    forbid_changes(connection, "journal_entry")


def whole() -> bool:
    return not list(broken_links())


def test_facts_must_be_exactly_the_events(db: None) -> None:
    for facts in ({}, {"identifier": "a", "more": 1}, {"name": "a"}):
        with pytest.raises(ValueError, match=r"account\.signed_in takes the facts"):
            record(SIGNED_IN, **facts)
    assert not Chain.objects.filter(name="portal", length__gt=0, entries=None).exists()


def test_an_event_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Event("account.signed_in", "again")
    assert EVENTS["account.signed_in"] is SIGNED_IN


def test_an_entry_dies_with_the_change_it_tells_of(db: None) -> None:
    before = Entry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        record(SIGNED_IN, identifier="a@b.example")
        raise ZeroDivisionError
    assert Entry.objects.count() == before
    assert whole()


def test_the_whole_casts_journal_holds(cast: Cast) -> None:
    assert Entry.objects.count() > 50
    assert whole()


def test_each_entry_is_linked_to_the_one_before(five: list[Entry]) -> None:
    assert [entry.number for entry in five] == [1, 2, 3, 4, 5]
    assert [entry.previous_digest for entry in five[1:]] == [e.digest for e in five[:-1]]
    assert Chain.objects.get(name="five").digest == five[-1].digest
    assert whole()


@pytest.mark.parametrize(
    "hostile",
    ["a\0b", "\ud800", "𝔘\u202e", "%(identifier)s %s", "'\"<script>", "x" * 5000, "a\r\nb"],
    ids=["null", "half a pair", "right to left", "format", "markup", "long", "lines"],
)
def test_no_fact_that_anybody_types_is_a_fault(db: None, hostile: str) -> None:
    entry = record(SIGN_IN_FAILED, by=Author(1, hostile), chain="hostile", identifier=hostile)
    entry.refresh_from_db()
    assert whole()
    assert SIGN_IN_FAILED.read(entry.facts)


def test_the_database_refuses_to_alter_an_entry(five: list[Entry]) -> None:
    for alter in (
        lambda: Entry.objects.filter(pk=five[2].pk).update(account_name="Adam"),
        lambda: Entry.objects.filter(pk=five[2].pk).delete(),
        five[2].save,
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            alter()
    assert Entry.objects.get(pk=five[2].pk).account_name == "Ève"


FIELDS: dict[str, object] = {
    "event": "account.activated",
    "account_id": 99,
    "account_name": "Adam",
    "acting_for": "Cabinet",
    "right": "access:1",
    "subject": "abc",
    "facts": {"identifier": "other@b.example"},
    "digest": "f" * 64,
    "previous_digest": "e" * 64,
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "middle", "last"])
def test_every_edit_of_any_entry_is_detected(
    tampering: None, five: list[Entry], field: str, place: int
) -> None:
    Entry.objects.filter(pk=five[place].pk).update(**{field: FIELDS[field]})
    [link] = broken_links()
    assert (link.chain, link.number) == ("five", place + 1)


def test_an_edited_time_is_detected(tampering: None, five: list[Entry]) -> None:
    Entry.objects.filter(pk=five[1].pk).update(at=F("at") + timedelta(microseconds=1))
    assert list(broken_links()) == [BrokenLink("five", 2, "its content was changed")]


@pytest.mark.parametrize("place", range(5))
def test_every_deletion_is_detected(tampering: None, five: list[Entry], place: int) -> None:
    Entry.objects.filter(pk=five[place].pk).delete()
    reason = "an entry is missing" if place < 4 else "the last entries are missing"
    assert list(broken_links()) == [BrokenLink("five", place + 1, reason)]


def test_the_deletion_of_all_entries_is_detected(tampering: None, five: list[Entry]) -> None:
    Entry.objects.filter(chain__name="five").delete()
    assert list(broken_links()) == [BrokenLink("five", 1, "the last entries are missing")]


def test_a_deletion_that_closes_the_ranks_is_detected(tampering: None, five: list[Entry]) -> None:
    Entry.objects.filter(pk=five[2].pk).delete()
    for entry in five[3:]:
        Entry.objects.filter(pk=entry.pk).update(number=F("number") - 1)
    [link] = broken_links()
    assert (link.chain, link.number) == ("five", 3)


def test_two_entries_that_change_places_are_detected(tampering: None, five: list[Entry]) -> None:
    second, third = five[1], five[2]
    Entry.objects.filter(pk=second.pk).update(number=99)
    Entry.objects.filter(pk=third.pk).update(number=2)
    Entry.objects.filter(pk=second.pk).update(number=3)
    [link] = broken_links()
    assert (link.chain, link.number) == ("five", 2)


def test_an_inserted_entry_is_detected(tampering: None, five: list[Entry]) -> None:
    for entry in reversed(five[2:]):
        Entry.objects.filter(pk=entry.pk).update(number=F("number") + 1)
    forged = Entry.objects.get(pk=five[1].pk)
    forged.pk, forged.number, forged.previous_digest = None, 3, five[1].digest
    forged.digest = _digest(forged)
    forged.save(force_insert=True)
    assert list(broken_links()) == [
        BrokenLink("five", 4, "it does not follow the entry before it")
    ], "even one that is linked as it should be"


def test_an_entry_added_behind_the_last_is_detected(db: None, five: list[Entry]) -> None:
    """Adding is what the table allows; doing it around `record` still shows."""
    forged = Entry.objects.get(pk=five[4].pk)
    forged.pk, forged.number, forged.previous_digest = None, 6, five[4].digest
    forged.digest = "a" * 64
    forged.save(force_insert=True)
    assert not whole()


def test_two_chains_that_change_places_are_detected(tampering: None, five: list[Entry]) -> None:
    """What one company did cannot be shown as another's."""
    record(SIGNED_IN, chain=OTHER, identifier="a@b.example")
    Chain.objects.filter(name="five").update(name="kept")
    Chain.objects.filter(name=OTHER).update(name="five")
    Chain.objects.filter(name="kept").update(name=OTHER)
    assert {link.chain for link in broken_links()} == {"five", OTHER}


def test_a_broken_chain_names_its_first_broken_link_and_leaves_the_others(
    tampering: None, five: list[Entry]
) -> None:
    record(SIGNED_IN, chain=OTHER, identifier="a@b.example")
    Entry.objects.filter(pk__in=[five[1].pk, five[3].pk]).update(account_name="Adam")
    assert [(link.chain, link.number) for link in broken_links()] == [("five", 2)]


def test_the_command_says_that_the_journal_is_whole(cast: Cast) -> None:
    out = io.StringIO()
    call_command("verify_journal", stdout=out)
    assert out.getvalue() == f"The journal is whole: {Entry.objects.count()} entries.\n"


def test_the_command_fails_and_names_the_first_broken_link(
    tampering: None, five: list[Entry]
) -> None:
    Entry.objects.filter(pk=five[3].pk).update(account_name="Adam")
    err = io.StringIO()
    with pytest.raises(CommandError, match="was altered"):
        call_command("verify_journal", stderr=err)
    assert err.getvalue() == "five: entry 4: its content was changed\n"


def test_forty_writers_at_once_keep_one_order(committed_cast: Cast) -> None:
    def write(number: int) -> None:
        with transaction.atomic():
            record(SIGNED_IN, chain="rush", identifier=f"{number}@b.example")

    assert together(40, write) == {"done": 40}
    numbers = Entry.objects.filter(chain__name="rush").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 41))
    assert Chain.objects.get(name="rush").length == 40
    assert whole()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_event_reads_as_a_sentence(language: str) -> None:
    with override(language):
        for event in EVENTS.values():
            sentence = event.read({name: f"«{name}»" for name in event.facts})
            assert "%(" not in sentence, event.code
            assert sentence.rstrip().endswith((".", ")")), event.code
            for name in event.facts:
                assert f"«{name}»" in sentence, f"{event.code} does not tell {name}"


def test_a_fact_that_is_missing_reads_as_nothing() -> None:
    assert SIGNED_IN.read({}).strip()
