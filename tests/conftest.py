"""Fixtures that every room shares."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from parvis.accounts.models import Account
from parvis.demo.people import load_people
from parvis.foundation.database import allow_changes, forbid_changes
from tests.support.cast import Cast

APPEND_ONLY = "journal_entry"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The cast lives in the database from the start; a test that empties it brings it back."""
    with django_db_blocker.unblock():
        load_people()


@pytest.fixture(scope="session", autouse=True)
def journal_can_be_emptied_between_tests() -> Iterator[None]:
    """A test that commits is followed by a flush, which the journal refuses outside of tests."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: TransactionTestCase) -> None:
        allow_changes(connection, APPEND_ONLY)
        try:
            flush(self)
        finally:
            forbid_changes(connection, APPEND_ONLY)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]


@pytest.fixture
def cast(db: None) -> Cast:
    """People and companies of the demonstration."""
    if not Account.objects.exists():
        load_people()
    return Cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The same where what a test writes is really committed, for tests with several connections."""
    if not Account.objects.exists():
        load_people()
    return Cast()


@pytest.fixture(autouse=True)
def empty_files(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Each test has a storage of its own."""
    settings.PARVIS_FILES = tmp_path / "files"
    yield
    shutil.rmtree(tmp_path / "files", ignore_errors=True)
