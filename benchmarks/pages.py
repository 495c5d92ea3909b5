"""What a signed-in page costs beside an empty view, and that it costs the same among 10,000 rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from statistics import median

from benchmarks.browser import Browser
from benchmarks.names import ANSWERED, ASKED, EMPTY
from benchmarks.portal import Portal, portal
from benchmarks.report import Report
from tests.postgres import binaries, cluster

FEW, A_PAGE, MANY = 10, 100, 10_000
"""Queries are compared between few and many rows. Time is compared between a full page of a short
list and one of a long list, since rows that are shown cost what showing them costs."""
ROUNDS = 60
WARM_UP = 15
MOST_QUERIES = 12
MOST_TIMES_EMPTY = 5
MOST_GROWTH = 1.3

Database = Callable[[], AbstractContextManager[str]]


@dataclass
class Times:
    """Seconds of one page on the small and on the large portal, and of an empty view on the large
    one, asked in the same rounds."""

    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)

    @property
    def times_empty(self) -> float:
        return median(self.large) / median(self.empty)

    @property
    def growth(self) -> float:
        return median(self.large) / median(self.small)


def run(report: Report) -> None:
    engines: dict[str, Database] = {"sqlite": lambda: nullcontext("")}
    if binaries():
        engines["postgresql"] = cluster
    else:
        report.say("PostgreSQL left out: no server on this machine (apt install postgresql)")
    for engine, database in engines.items():
        _compare(report, engine, database)


def _compare(report: Report, engine: str, database: Database) -> None:
    with ExitStack() as stack:
        small = stack.enter_context(portal(FEW, stack.enter_context(database())))
        few = _queries(small)
        small.fill(A_PAGE)
        large = stack.enter_context(portal(MANY, stack.enter_context(database())))
        many = _queries(large)
        report.say(f"{engine}: {WARM_UP} rounds to warm up, then {ROUNDS} that count")
        times = _times(small, large)
    for page, measured in times.items():
        report.say(
            f"{engine}: {page} {median(measured.large) * 1000:.1f} ms beside an empty view of "
            f"{median(measured.empty) * 1000:.1f} ms"
        )
        name = f"{page}.{engine}"
        report.at_most(f"{name}.time", measured.times_empty, MOST_TIMES_EMPTY)
        report.at_most(f"{name}.time-growth", measured.growth, MOST_GROWTH)
        report.at_most(f"{name}.queries", many[page], MOST_QUERIES)
        report.at_most(f"{name}.queries-growth", many[page] - few[page], 0)


def _queries(running: Portal) -> dict[str, int]:
    """The queries of each page, asked a second time, as a person's later pages are."""
    counts = {}
    for name, page in running.pages.items():
        browser = running.browser(page.person)
        browser.ask(page.path)
        answer = browser.ask(page.path, headers={ASKED: "yes"})
        counts[name] = int(answer.headers[ANSWERED.lower()])
        browser.close()
    return counts


def empty_beside(path: str) -> str:
    """The empty view behind the same doors as this page: in its space, or outside of any."""
    space = re.match(r"/espaces/[^/]+/", path)
    return (space.group() if space else "/") + EMPTY


def _times(small: Portal, large: Portal) -> dict[str, Times]:
    times = {name: Times() for name in large.pages}
    browsers: dict[tuple[int, str], Browser] = {
        (running.port, page.person): running.browser(page.person)
        for running in (small, large)
        for page in running.pages.values()
    }
    for number in range(WARM_UP + ROUNDS):
        for name, measured in times.items():
            page, small_page = large.pages[name], small.pages[name]
            on_large = browsers[large.port, page.person]
            on_small = browsers[small.port, page.person]
            seconds = (
                on_large.ask(empty_beside(page.path)).seconds,
                on_large.ask(page.path).seconds,
                on_small.ask(small_page.path).seconds,
            )
            if number >= WARM_UP:
                measured.empty.append(seconds[0])
                measured.large.append(seconds[1])
                measured.small.append(seconds[2])
    for browser in browsers.values():
        browser.close()
    return times
