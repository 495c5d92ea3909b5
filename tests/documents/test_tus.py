"""Resumable uploads over HTTP, as the protocol and an unkind network have it."""

from __future__ import annotations

import base64
import hashlib
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from parvis.access.actions import end_access
from parvis.services.documents import storage, tus
from parvis.services.documents.models import Upload
from parvis.services.documents.uploads import MOST_UPLOADS, start_upload
from tests.documents.corpus.pdf_files import pdf
from tests.documents.corpus.samples import HTML
from tests.support.cast import OPERATOR, Cast

FILE = pdf(pages=2)
SPEAKING = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"
Queries = Callable[[int], Any]


def metadata(**texts: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in texts.items()
    )


class Sender:
    """A person's browser that speaks tus to one address."""

    def __init__(self, client: Client, address: str, **about: str) -> None:
        self.client = client
        self.address = address
        self.about = about

    def begin(
        self,
        size: int = len(FILE),
        name: str = "Bilan.pdf",
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        return self.client.post(
            self.address,
            content_type="application/octet-stream",
            headers={
                **SPEAKING,
                "Upload-Length": str(size),
                "Upload-Metadata": metadata(filename=name, **self.about),
                **(headers or {}),
            },
        )

    def place(self, size: int = len(FILE), name: str = "Bilan.pdf") -> str:
        answer = self.begin(size, name)
        assert answer.status_code == 201, answer.content
        return str(answer["Location"])

    def ask(self, place: str) -> Any:
        return self.client.head(place, headers=SPEAKING)

    def send(
        self,
        place: str,
        piece: bytes,
        offset: int,
        headers: Mapping[str, str] | None = None,
        content_type: str = PIECE,
    ) -> Any:
        return self.client.patch(
            place,
            piece,
            content_type=content_type,
            headers={**SPEAKING, "Upload-Offset": str(offset), **(headers or {})},
        )

    def end(self, place: str) -> Any:
        return self.client.delete(place, headers=SPEAKING)


@pytest.fixture
def solange(cast: Cast) -> Sender:
    return Sender(cast.browser("solange"), cast.address("tilleuls", "documents/televersements/"))


@pytest.fixture
def nadia(cast: Cast) -> Sender:
    """The accountant, who sends for a client she handles."""
    return Sender(
        cast.browser("nadia"),
        cast.address(OPERATOR, "publications/televersements/"),
        organisation=cast.organisation("tilleuls").public_id,
    )


def send_raw(client: Client, place: str, body: object, length: int | str, offset: int = 0) -> Any:
    """A piece as a WSGI server hands it over. A lost connection is a body that ends before its
    announced length, without any fault."""
    environment: dict[str, Any] = {
        "CONTENT_TYPE": PIECE,
        "CONTENT_LENGTH": str(length),
        "wsgi.input": body,
    }
    return client.generic(
        "PATCH", place, headers={**SPEAKING, "Upload-Offset": str(offset)}, **environment
    )


# ── The usual course ────────────────────────────────────────────────────────────────────────────
def test_what_the_server_can_do(solange: Sender, settings: Any) -> None:
    answer = solange.client.options(solange.address)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,termination"
    assert answer["Tus-Max-Size"] == str(settings.PARVIS_FILE_LIMIT)


@pytest.mark.parametrize("sender", ["solange", "nadia"])
def test_a_file_goes_up_in_pieces(request: pytest.FixtureRequest, sender: str, cast: Cast) -> None:
    person: Sender = request.getfixturevalue(sender)
    place = person.place()
    assert place.startswith(person.address)
    for offset in range(0, len(FILE), 400):
        answer = person.send(place, FILE[offset : offset + 400], offset)
        assert answer.status_code == 204
        arrived = min(offset + 400, len(FILE))
        assert answer["Upload-Offset"] == str(arrived)
        state = person.ask(place)
        assert (state.status_code, state["Upload-Offset"]) == (200, str(arrived))
        assert state["Upload-Length"] == str(len(FILE))
        assert state["Cache-Control"] == "no-store"
        for each in (answer, state):
            assert each["Tus-Resumable"] == "1.0.0"
            assert each["Upload-Expires"].endswith("GMT")
    upload = Upload.objects.get()
    assert upload.digest == hashlib.sha256(FILE).hexdigest()
    assert upload.organisation == cast.organisation("tilleuls")
    assert upload.space_organisation == cast.organisation(
        OPERATOR if sender == "nadia" else "tilleuls"
    )


def test_a_piece_costs_few_queries(solange: Sender, django_assert_max_num_queries: Queries) -> None:
    place = solange.place()
    with django_assert_max_num_queries(6):
        solange.send(place, FILE[:100], 0)
    # Two or three of them make the database read-only.
    with django_assert_max_num_queries(7):
        solange.ask(place)


def test_an_upload_can_be_ended(
    solange: Sender, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    place = solange.place()
    solange.send(place, FILE[:100], 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert solange.end(place).status_code == 204
    assert list(storage.stored()) == []
    for answer in (solange.ask(place), solange.send(place, FILE[100:], 100), solange.end(place)):
        assert answer.status_code == 404


def test_a_cut_connection_keeps_every_octet(solange: Sender) -> None:
    place = solange.place()
    offset = 0
    for arrives in (b"", FILE[:1], FILE[1:600], b""):
        answer = send_raw(solange.client, place, BytesIO(arrives), len(FILE) - offset, offset)
        assert answer.status_code == 204
        offset += len(arrives)
        assert answer["Upload-Offset"] == solange.ask(place)["Upload-Offset"] == str(offset)
    assert solange.send(place, FILE[600:], 600).status_code == 204
    assert Upload.objects.get().digest == hashlib.sha256(FILE).hexdigest()


def test_memory_does_not_grow_with_the_piece(solange: Sender) -> None:
    """Far above what Django holds in memory by itself."""
    size = 60_000_000
    place = solange.place(size, "a.txt")

    class Endless:
        def read(self, count: int) -> bytes:
            return b"x" * count

        def readline(self, count: int) -> bytes:
            return b"x" * count

    tracemalloc.start()
    try:
        assert send_raw(solange.client, place, Endless(), size).status_code == 204
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000
    assert Upload.objects.get().offset == size


# ── Refusals ────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("size", "name", "status", "words"),
    [
        (0, "a.pdf", 422, "vide"),
        (10, "a.exe", 422, "ne sont pas acceptés"),
        (10, "", 422, "extension"),
        (10**11, "a.pdf", 413, "la limite est de"),
    ],
)
def test_what_is_refused_from_the_start(
    solange: Sender, size: int, name: str, status: int, words: str
) -> None:
    answer = solange.begin(size, name)
    assert answer.status_code == status
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert words in answer.content.decode()


def test_a_file_that_lies(solange: Sender) -> None:
    place = solange.place(len(HTML))
    answer = solange.send(place, HTML, 0)
    assert answer.status_code == 422
    assert "n’est pas celui d’un fichier" in answer.content.decode()
    assert solange.ask(place).status_code == 404


def test_too_many_uploads(solange: Sender, cast: Cast) -> None:
    space = cast.space("solange", "tilleuls")
    for _ in range(MOST_UPLOADS):
        start_upload(space, space.organisation_id, "a.pdf", 10)
    assert solange.begin().status_code == 429


def test_a_disk_that_is_short(solange: Sender, settings: Any) -> None:
    place = solange.place()
    settings.PARVIS_FREE_DISK = 10**18
    for answer in (solange.begin(), solange.send(place, FILE, 0)):
        assert answer.status_code == 507
        assert "plus assez de place" in answer.content.decode()
    settings.PARVIS_FREE_DISK = 0
    assert solange.send(place, FILE, 0).status_code == 204


@pytest.mark.parametrize("offset", [0, 99, 101])
def test_a_piece_in_the_wrong_place(solange: Sender, offset: int) -> None:
    place = solange.place()
    solange.send(place, FILE[:100], 0)
    assert solange.send(place, FILE[100:200], offset).status_code == 409
    assert solange.ask(place)["Upload-Offset"] == "100"


def test_a_second_writer_is_told_to_wait(solange: Sender) -> None:
    place = solange.place()
    with storage.writing(Upload.objects.get().storage_key, begun=False):
        assert solange.send(place, FILE, 0).status_code == 423
    assert solange.send(place, FILE, 0).status_code == 204


def test_more_octets_than_announced(solange: Sender) -> None:
    place = solange.place(100)
    assert solange.send(place, FILE[:101], 0).status_code == 422
    assert solange.ask(place)["Upload-Offset"] == "0"


def test_a_refused_piece_is_heard_to_its_end(solange: Sender) -> None:
    """Else the browser still sends when it is answered, and never reads why."""
    place = solange.place()
    body = BytesIO(bytes(3 * storage.PIECE))
    answer = send_raw(solange.client, place, body, 3 * storage.PIECE, offset=7)
    assert answer.status_code == 409
    assert body.read() == b""


def test_but_not_without_end(solange: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tus, "MOST_DRAINED", 2 * storage.PIECE)
    body = BytesIO(bytes(5 * storage.PIECE))
    send_raw(solange.client, solange.place(), body, 5 * storage.PIECE, offset=7)
    assert body.tell() == 2 * storage.PIECE


# ── The protocol ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("version", ["", "0.2.2"])
def test_another_version_of_the_protocol(solange: Sender, version: str) -> None:
    place = solange.place()
    for answer in (
        solange.begin(headers={"Tus-Resumable": version}),
        solange.send(place, FILE, 0, {"Tus-Resumable": version}),
        solange.client.head(place, headers={"Tus-Resumable": version}),
    ):
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")
    assert Upload.objects.get().offset == 0


@pytest.mark.parametrize("size", ["", "-1", "1e3", "٣", "1" * 30, " "])
def test_a_length_that_is_no_number(solange: Sender, size: str) -> None:
    assert solange.begin(headers={"Upload-Length": size}).status_code == 400


@pytest.mark.parametrize("offset", ["", "-1", "x"])
def test_an_offset_that_is_no_number(solange: Sender, offset: str) -> None:
    place = solange.place()
    assert solange.send(place, FILE, 0, {"Upload-Offset": offset}).status_code == 400


@pytest.mark.parametrize("written", ["filename ???", "filename /w==", "filename é"])
def test_metadata_that_cannot_be_read(solange: Sender, written: str) -> None:
    assert solange.begin(headers={"Upload-Metadata": written}).status_code == 400


def test_metadata_without_values_is_no_fault(solange: Sender) -> None:
    written = "is_confidential, " + metadata(filename="Été.pdf") + ","
    assert solange.begin(headers={"Upload-Metadata": written}).status_code == 201
    assert Upload.objects.get().name == "Été.pdf"


def test_a_piece_of_another_type(solange: Sender) -> None:
    place = solange.place()
    for content_type in ("application/octet-stream", "multipart/form-data; boundary=x", ""):
        answer = solange.send(place, FILE, 0, content_type=content_type)
        assert answer.status_code == 415
    assert solange.ask(place)["Upload-Offset"] == "0"


def test_a_piece_of_unknown_length(solange: Sender) -> None:
    answer = send_raw(solange.client, solange.place(), BytesIO(FILE), "")
    assert answer.status_code == 411


def test_other_methods(solange: Sender) -> None:
    place = solange.place()
    for method in ("GET", "PUT", "DELETE"):
        answer = solange.client.generic(method, solange.address, headers=SPEAKING)
        assert (answer.status_code, answer["Allow"]) == (405, "OPTIONS, POST")
    for method in ("GET", "PUT", "POST"):
        answer = solange.client.generic(method, place, headers=SPEAKING)
        assert (answer.status_code, answer["Allow"]) == (405, "OPTIONS, HEAD, PATCH, DELETE")


def test_the_time_that_is_left_is_said(solange: Sender, settings: Any) -> None:
    place = solange.place()
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=1))
    before = solange.ask(place)["Upload-Expires"]
    after = solange.send(place, FILE[:9], 0)["Upload-Expires"]
    assert before != after


# ── Whose it is ─────────────────────────────────────────────────────────────────────────────────
def test_another_persons_upload_does_not_exist(cast: Cast, solange: Sender) -> None:
    place = solange.place()
    unknown = solange.address + "x" * 16 + "/"
    mathieu = Sender(cast.browser("mathieu"), solange.address)
    for each in (place, unknown):
        for answer in (mathieu.ask(each), mathieu.send(each, FILE, 0), mathieu.end(each)):
            assert answer.status_code == 404
    assert solange.ask(place)["Upload-Offset"] == "0"


def test_ones_own_upload_from_another_space(cast: Cast, solange: Sender) -> None:
    sophie = Sender(cast.browser("sophie"), solange.address)
    place = sophie.place()
    public_id = place.rstrip("/").rpartition("/")[2]
    elsewhere = cast.address("fournil", f"documents/televersements/{public_id}/")
    assert sophie.send(elsewhere, FILE, 0).status_code == 404
    assert sophie.ask(place).status_code == 200


def test_a_strangers_space(cast: Cast, solange: Sender) -> None:
    paulo = Sender(cast.browser("paulo"), solange.address)
    assert paulo.begin().status_code == 404
    assert Sender(Client(), solange.address).begin().status_code in {302, 401, 403}


def test_a_guest_may_not_send(cast: Cast, solange: Sender) -> None:
    assert Sender(cast.browser("gerard"), solange.address).begin().status_code == 403


def test_the_office_sends_for_the_clients_it_handles(cast: Cast, nadia: Sender) -> None:
    assert nadia.begin().status_code == 201
    foreign = Sender(
        nadia.client, nadia.address, organisation=cast.organisation("granulats").public_id
    )
    unknown = Sender(nadia.client, nadia.address, organisation="x" * 16)
    nobody = Sender(nadia.client, nadia.address)
    for sender in (foreign, unknown, nobody):
        assert sender.begin().status_code == 404
    assert Upload.objects.count() == 1


def test_each_desk_has_its_own_address(cast: Cast, solange: Sender, nadia: Sender) -> None:
    client_at_the_office = Sender(
        solange.client, cast.address("tilleuls", "publications/televersements/")
    )
    office_as_a_client = Sender(nadia.client, cast.address(OPERATOR, "documents/televersements/"))
    assert client_at_the_office.begin().status_code == 404
    assert office_as_a_client.begin().status_code == 404


def test_a_right_withdrawn_ends_the_upload(cast: Cast, solange: Sender) -> None:
    sophie = Sender(cast.browser("sophie"), solange.address)
    place = sophie.place()
    assert sophie.send(place, FILE[:100], 0).status_code == 204
    access = cast.access("sophie", "tilleuls")
    end_access(cast.space("solange", "tilleuls"), access, seen_version=access.version)
    assert sophie.send(place, FILE[100:200], 100).status_code == 404
    assert Upload.objects.get().offset == 100


def test_every_write_needs_the_token_of_the_page(cast: Cast, solange: Sender) -> None:
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(cast.account("solange"))
    sender = Sender(forger, solange.address)
    place = solange.place()
    assert sender.begin().status_code == 403
    assert sender.send(place, FILE, 0).status_code == 403
    assert sender.end(place).status_code == 403
    assert Upload.objects.get().offset == 0

    token = "t" * 32
    forger.cookies["csrftoken"] = token
    own = {"X-CSRFToken": token}
    assert sender.begin(headers=own).status_code == 201
    assert sender.send(place, FILE, 0, own).status_code == 204
