"""How the confined program says that a file is not taken."""


class Refused(Exception):
    """`args[0]` is a code that `examination.py` has a sentence for."""


EMPTY = "empty"
LYING = "lying"
"""The content is not what the extension says."""
UNREADABLE = "unreadable"
LOCKED = "locked"
"""A password is needed to open it."""
TOO_MANY_PAGES = "too many pages"
TOO_MANY_PIXELS = "too many pixels"
PACKED = "packed"
"""A bomb: small as it stands, huge once unpacked; or built to confuse who unpacks it."""
MACROS = "macros"
ACTS_BY_ITSELF = "acts by itself"
PROGRAM_INSIDE = "program inside"
"""Carries a file that a computer would run."""
NOT_TEXT = "not text"
ACTIVE_TEXT = "active text"
"""A text that a browser would take for a page."""
