"""The confined program: `main.py ACT MEDIA_TYPE`, and on the standard input one order, the path of
a file and details, separated by zeros.

`examine` answers a JSON object with either `pages` or `refused`, a code; `picture`, with the details
page and width, answers a JPEG file. Any other end than exit code 0 is a file that could not be read.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from parvis.services.documents.confined.limits import PATIENCE_SECONDS, confine
from parvis.services.documents.confined.refusal import EMPTY, Refused

READERS = {
    "application/pdf": "pdf",
    "image/": "pictures",
    "application/vnd.": "office",
    "text/": "text",
}


def reader_of(act: str, media_type: str) -> Any:
    """The module for this work, and nothing that it does not need, so that it is ready at once."""
    name = next(name for beginning, name in READERS.items() if media_type.startswith(beginning))
    return import_module(
        f"parvis.services.documents.confined.{'previews' if act == 'picture' else name}"
    )


def examine(reader: Any, file: BinaryIO, media_type: str) -> bytes:
    try:
        if os.fstat(file.fileno()).st_size == 0:
            raise Refused(EMPTY)
        return json.dumps({"pages": reader.examine(file, media_type)}).encode()
    except Refused as refusal:
        return json.dumps({"refused": refusal.args[0]}).encode()


def main() -> None:
    act, media_type = sys.argv[1:]
    reader = reader_of(act, media_type)
    signal.alarm(PATIENCE_SECONDS)  # whose default is the end of the process
    path, *details = sys.stdin.buffer.read().split(b"\0")
    signal.alarm(0)
    if not path:
        return  # whoever would have ordered is gone
    with Path(os.fsdecode(path)).open("rb") as file:
        confine()
        if act == "picture":
            answer = reader.page_picture(file, media_type, *map(int, details))
        else:
            answer = examine(reader, file, media_type)
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()
    # Without the tidying of the parsers, which costs time and is where they crash.
    os._exit(0)
