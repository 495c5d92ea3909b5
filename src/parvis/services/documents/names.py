"""The name under which a file is shown and saved."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 200
LONGEST_EXTENSION = 10
NAMELESS = "document"
# Control signs, invisible ones (among them those that reverse the reading), halves of signs, private
# and unassigned ones, separators of lines and paragraphs.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """A name that is safe to show and to save, as close as possible to the one a person chose.

    The rule: the last component of a path only; no sign that one cannot see, such as NUL, line
    breaks and marks that reverse the reading; Unicode NFC; no space or dot at either end; at most
    200 characters, cut before the extension; « document » where nothing is left. A cleaned name
    stays as it is when cleaned again.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in UNSEEN)
    stem, dot, extension = unicodedata.normalize("NFC", seen).rstrip(" .").rpartition(".")
    if not dot or len(extension) > LONGEST_EXTENSION:
        stem, dot, extension = stem + dot + extension, "", ""
    stem = stem.strip(" .")[: LONGEST_NAME - len(dot + extension)].rstrip(" .")
    return (stem or NAMELESS) + dot + extension


def extension_of(name: str) -> str:
    """What follows the last dot, in lower case; empty without a dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""
