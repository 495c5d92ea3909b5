"""The memory of the whole set-up at rest, once every part of it has been used."""

from __future__ import annotations

import sys
import time

import psutil

from benchmarks.portal import Portal, portal
from benchmarks.report import Report

GOAL_MEGABYTES = 300
PUBLIC_PAGES = ("/", "/connexion/", "/aide/", "/sante/")
REST_SECONDS = 3


def run(report: Report) -> None:
    with portal(100) as running:
        _use(running)
        report.say(f"each page once as a signed-in person, then {REST_SECONDS} s of rest")
        time.sleep(REST_SECONDS)
        total = 0
        for name, processes in running.processes().items():
            used = sum(own_memory(process) for process in processes)
            total += used
            report.say(f"{name}: {used / 1e6:.0f} MB in {len(processes)} process(es)")
        report.at_most("idle-MB", round(total / 1e6), GOAL_MEGABYTES)


def _use(running: Portal) -> None:
    for page in running.pages.values():
        browser = running.browser(page.person)
        browser.ask(page.path)
        browser.close()


def own_memory(process: psutil.Process) -> int:
    """Octets, what several processes share divided among them where the system tells."""
    memory = process.memory_full_info()
    return int(memory.pss if sys.platform == "linux" else memory.uss)
