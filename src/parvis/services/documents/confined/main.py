"""The confined program, with the file on its standard input.

`examine MEDIA_TYPE` answers a JSON object with either `pages` or `refused`, a code;
`picture MEDIA_TYPE PAGE WIDTH` answers a JPEG file. Any other end than exit code 0 is a file that
could not be read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from parvis.services.documents.confined.limits import confine
from parvis.services.documents.confined.refusal import EMPTY, Refused

READERS = {
    "application/pdf": "pdf",
    "image/": "pictures",
    "application/vnd.": "office",
    "text/": "text",
}


# Each act imports what it needs and nothing else, so that it starts at once; then it confines itself.


def examine(file: BinaryIO, media_type: str) -> bytes:
    name = next(name for beginning, name in READERS.items() if media_type.startswith(beginning))
    reader = import_module(f"parvis.services.documents.confined.{name}")
    confine()
    try:
        if os.fstat(file.fileno()).st_size == 0:
            raise Refused(EMPTY)
        return json.dumps({"pages": reader.examine(file, media_type)}).encode()
    except Refused as refusal:
        return json.dumps({"refused": refusal.args[0]}).encode()


def picture(file: BinaryIO, media_type: str, page: str, width: str) -> bytes:
    previews = import_module("parvis.services.documents.confined.previews")
    confine()
    answer: bytes = previews.page_picture(file, media_type, int(page), int(width))
    return answer


ACTS: dict[str, Callable[..., bytes]] = {"examine": examine, "picture": picture}


def main() -> None:
    act, *arguments = sys.argv[1:]
    answer = ACTS[act](sys.stdin.buffer, *arguments)
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()
    # Without the tidying of the parsers, which costs time and is where they crash.
    os._exit(0)
