"""A file of 100 MB through the portal beside the same pieces copied, hashed and synced locally."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import pikepdf
import psutil

from benchmarks.browser import Browser
from benchmarks.portal import Portal, portal
from benchmarks.report import Report

SIZE = 100_000_000
PIECE = 5_000_000
SMALL = 200_000
ROUNDS = 9
LEAST_SHARE = 0.60
MOST_GROWTH_MEGABYTES = 20
PERSON = "solange"
# The form's secret: the cookie and the header must say the same, whoever chose it.
CSRF = "benchmarks0benchmarks0benchmarks"


def run(report: Report) -> None:
    with portal(10) as running:
        source = running.folder / "source.pdf"
        small = running.folder / "small.pdf"
        source.write_bytes(pdf_of(SIZE))
        small.write_bytes(pdf_of(SMALL))
        _warm_up(running, small)
        server = running.processes()["server"]
        local, uploaded, growth = _compare(running, server, source)
        report.say(
            f"{SIZE / 1e6:.0f} MB in {SIZE // PIECE} pieces, {ROUNDS} interleaved rounds: "
            f"{median(uploaded):.2f} s through the portal, {median(local):.2f} s copied locally"
        )
        report.say(f"the server grew by {', '.join(f'{each:.1f}' for each in growth)} MB")
        with watched(server) as watch:
            seconds = _timed(lambda: _send_form(running, source))
        report.say(f"the same by the plain form: {seconds:.2f} s, {watch.growth_megabytes:.1f} MB")
    report.at_least("speed", median(local) / median(uploaded), LEAST_SHARE)
    report.at_most("memory-growth-MB", max(growth), MOST_GROWTH_MEGABYTES)


def pdf_of(size: int) -> bytes:
    """A PDF file of about so many octets, one picture of noise on one page."""

    def made(noise: int) -> bytes:
        pdf = pikepdf.new()
        page = pdf.add_blank_page()
        picture = pikepdf.Stream(pdf, secrets.token_bytes(noise))
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Noise=picture))
        written = io.BytesIO()
        pdf.save(written, compress_streams=False)
        return written.getvalue()

    return made(size - len(made(0)) - 100).ljust(size)


def _warm_up(running: Portal, small: Path) -> None:
    """Let every thread of the server open its connection to the database and do its part."""
    with ThreadPoolExecutor(8) as people:
        for _done in people.map(lambda _number: _upload(running, small), range(24)):
            pass
    _send_form(running, small)


def _compare(
    running: Portal, server: list[psutil.Process], source: Path
) -> tuple[list[float], list[float], list[float]]:
    """Seconds of each copy and of each upload, and by how much each upload made the server grow."""
    local, uploaded, growth = [], [], []
    for _round in range(ROUNDS):
        local.append(_timed(lambda: _copy(source, running.folder / "copy")))
        with watched(server) as watch:
            uploaded.append(_timed(lambda: _upload(running, source)))
        growth.append(watch.growth_megabytes)
    return local, uploaded, growth


def _timed(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _copy(source: Path, target: Path) -> None:
    digest = hashlib.sha256()
    with source.open("rb", buffering=0) as read, target.open("wb", buffering=0) as written:
        while piece := read.read(PIECE):
            digest.update(piece)
            written.write(piece)
            os.fsync(written.fileno())


def _upload(running: Portal, source: Path) -> None:
    """Over the tus protocol, in pieces; checked to be complete, then discarded."""
    browser = running.browser(PERSON)
    size = source.stat().st_size
    tus = {**_secret(running, browser), "Tus-Resumable": "1.0.0"}
    created = browser.ask(
        running.addresses["uploads"],
        method="POST",
        headers={
            **tus,
            "Upload-Length": str(size),
            "Upload-Metadata": "filename " + base64.b64encode(source.name.encode()).decode(),
        },
        expected=(201,),
    )
    place = urlsplit(created.headers["location"]).path
    for offset, piece in _pieces(source):
        browser.ask(
            place,
            method="PATCH",
            headers={
                **tus,
                "Upload-Offset": str(offset),
                "Content-Type": "application/offset+octet-stream",
            },
            body=piece,
            expected=(204,),
        )
    browser.ask(place, method="DELETE", headers=tus, expected=(204,))
    browser.close()


def _pieces(source: Path) -> Iterator[tuple[int, bytes]]:
    offset = 0
    with source.open("rb", buffering=0) as read:
        while piece := read.read(PIECE):
            yield offset, piece
            offset += len(piece)


def _send_form(running: Portal, source: Path) -> None:
    """The form of deposits as a browser without JavaScript sends it."""
    browser = running.browser(PERSON)
    boundary = secrets.token_hex(16)
    fields = {"desk": "accountant", "form_key": secrets.token_hex(16)}
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="documents"; '
        f'filename="{source.name}"\r\nContent-Type: application/pdf\r\n\r\n'
    )
    body = "".join(parts).encode() + source.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    browser.ask(
        running.addresses["transfer"],
        method="POST",
        headers={
            **_secret(running, browser),
            "Content-Type": f"multipart/form-data; boundary={boundary}",
        },
        body=body,
        expected=(302,),
    )
    browser.close()


def _secret(running: Portal, browser: Browser) -> dict[str, str]:
    """What proves that a change was asked for on the portal's own pages."""
    browser.cookies[running.csrf_cookie] = CSRF
    return {"X-CSRFToken": CSRF}


@dataclass
class Watch:
    """The memory of processes while something happens, in octets."""

    before: int
    highest: int

    @property
    def growth_megabytes(self) -> float:
        return (self.highest - self.before) / 1e6


@contextmanager
def watched(processes: list[psutil.Process]) -> Iterator[Watch]:
    """Looks at their resident memory fifty times a second until the block ends."""

    def resident() -> int:
        return sum(process.memory_info().rss for process in processes)

    before = resident()
    watch = Watch(before, before)
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.02):
            watch.highest = max(watch.highest, resident())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        done.set()
        thread.join()
        watch.highest = max(watch.highest, resident())
