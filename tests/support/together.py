"""Many callers at the same instant, each with its own connection to the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import close_old_connections, connection, connections


def together(callers: int, act: Callable[[int], object]) -> Counter[str]:
    """Call `act(number)` from `callers` threads at once; what came of it, counted.

    A call that returns counts under « done », one that raises under its exception's name.
    """
    barrier = Barrier(callers)

    def call(number: int) -> str:
        close_old_connections()
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            act(number)
        except Exception as fault:
            return type(fault).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(callers) as pool:
        return Counter(pool.map(call, range(callers)))
