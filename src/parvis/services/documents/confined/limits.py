"""The limits of what is taken, and those that the confined program lays on itself."""

from __future__ import annotations

import os
import resource
import sys

MOST_PAGES = 2_000
MOST_PIXELS = 150_000_000
"""A sheet in A0 at 300 dots an inch has 139 million."""

PATIENCE_SECONDS = 60
"""How long a program that is ready waits for its order."""
MEMORY = 1024**3
CPU_SECONDS = 15
NOBODY = 65534


def confine() -> None:
    """From here on: bounded memory and time, no core, and no new file, socket or process.

    A limit of zero descriptors leaves those already open as they are. Whatever will be imported has
    to be imported before.
    """
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    if sys.platform == "darwin":
        del limits[resource.RLIMIT_AS]  # it can't be lowered there
    for what, most in limits.items():
        _, hardest = resource.getrlimit(what)
        bound = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(what, (bound, bound))
    if os.geteuid() == 0:  # whom limits do not hold
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
