"""`make test` says in one line what it left out, and CI doesn't let it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import test as make_test
from tests import chromium, postgres


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the runs that would have taken place; all of them pass."""
    titles: list[str] = []

    def run(title: str, *command: str, **environment: str) -> bool:
        titles.append(title)
        return True

    monkeypatch.setattr(make_test, "run", run)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PARVIS_TESTS_COMPLETE", raising=False)
    monkeypatch.setattr(postgres, "binaries", lambda: Path("/bin"))
    monkeypatch.setattr(chromium, "executable", lambda: Path("/bin/chromium"))
    return titles


def test_everything_runs_where_everything_is(runs: list[str]) -> None:
    assert make_test.main() == 0
    assert runs == ["on SQLite", "on PostgreSQL", "in a browser"]


def test_a_given_postgresql_is_used(runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/parvis")
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    assert make_test.main() == 0
    assert runs == ["on SQLite", "on the PostgreSQL of DATABASE_URL", "in a browser"]


@pytest.mark.parametrize(("complete", "code"), [("", 0), ("1", 1)])
def test_what_is_left_out_takes_one_line_each(
    runs: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    complete: str,
    code: int,
) -> None:
    monkeypatch.setenv("PARVIS_TESTS_COMPLETE", complete)
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    monkeypatch.setattr(chromium, "executable", lambda: None)
    assert make_test.main() == code
    assert runs == ["on SQLite"]
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Left out: the second run on PostgreSQL. Install")
    assert second.startswith("Left out: the tests in a browser. Install")


def test_a_run_that_fails_fails_all(runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_test, "run", lambda title, *command, **e: "SQLite" not in title)
    assert make_test.main() == 1
