"""The second process of the portal: carries the mail and does the chores."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from parvis.mailroom.chores import CHORES
from parvis.mailroom.outbox import deliver_due, deliver_texts_due

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Carries mails and texts out of the outbox and does the portal's chores, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two rounds")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        due = dict.fromkeys(CHORES, 0.0)
        while not stop.is_set():
            self.round(due)
            if once:
                return
            stop.wait(pause)

    def deliver(self, noun: str, batch: Callable[[], int]) -> int:
        try:
            return batch()
        except Exception:
            log.exception("worker.%s", noun)
            return 0

    def round(self, due: dict[str, float]) -> None:
        """One round. A fault, such as a database away, is noted and the next round tries again."""
        close_old_connections()
        # A batch of each in turn: somebody waits for a code while a thousand mails leave.
        while sum([self.deliver("text", deliver_texts_due), self.deliver("mail", deliver_due)]):
            pass
        for code, chore in CHORES.items():
            if monotonic() < due[code]:
                continue
            due[code] = monotonic() + chore.every.total_seconds()
            try:
                chore.act()
            except Exception:
                log.exception("worker.chore %s", code)
