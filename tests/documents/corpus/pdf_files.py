"""PDF files, honest and not."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from parvis.services.documents.confined import refusal
from tests.documents.corpus.samples import GIF, HTML, PROGRAM, Sample, archive, zeros

Change = Callable[[Pdf], object]


def pdf(change: Change = lambda _: None, pages: int = 1, **options: Any) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    change(made)
    output = BytesIO()
    made.save(output, **options)
    return output.getvalue()


def script(text: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=text)


def _set(**entries: object) -> Change:
    """Entries of the catalogue; a function among them gets the document."""

    def change(made: Pdf) -> None:
        for key, value in entries.items():
            made.Root[f"/{key}"] = value(made) if callable(value) else value

    return change


def _on_page(**entries: object) -> Change:
    def change(made: Pdf) -> None:
        for key, value in entries.items():
            made.pages[0].obj[f"/{key}"] = value(made) if callable(value) else value

    return change


def _attached(name: str, content: bytes) -> Change:
    def change(made: Pdf) -> None:
        made.attachments[name] = pikepdf.AttachedFileSpec(
            made,
            content,
            filename=name,
            description="",
            mime_type="",
            creation_date="",
            mod_date="",
        )

    return change


def _form_with_a_script(made: Pdf) -> None:
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="total",
            Rect=[10, 10, 100, 30],
            AA=Dictionary(C=script("AFSimple_Calculate('SUM', ['a', 'b'])")),
        )
    )
    made.Root.AcroForm = Dictionary(Fields=Array([field]))
    made.pages[0].Annots = Array([field])


def _ring(made: Pdf) -> Dictionary:
    action = made.make_indirect(Dictionary(S=Name.GoTo))
    action.Next = action
    return action


def _pages_in_a_ring() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def _nested() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/X " + b"[" * 200_000 + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def _object_stream_bomb() -> bytes:
    body = zeros(1500)
    head = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    packed = (
        b"5 0 obj<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>stream\n" % len(body)
        + body
        + b"\nendstream endobj\n"
    )
    rows = [
        (0, 0, 65535),
        (1, 9, 0),
        (2, 5, 0),  # the tree of pages lies in the stream of objects
        (0, 0, 0),
        (0, 0, 0),
        (1, len(head), 0),
        (1, len(head) + len(packed), 0),
    ]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    cross = (
        b"6 0 obj<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
        + table
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % (len(head) + len(packed))
    )
    return head + packed + cross


def _link(action: Dictionary) -> Change:
    return _on_page(
        Annots=lambda made: Array(
            [made.make_indirect(Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action))]
        )
    )


def _attached_to_a_page(made: Pdf) -> Array:
    content = Stream(made, b"@echo off")
    description = Dictionary(Type=Name.Filespec, F="lisez-moi.bat", EF=Dictionary(F=content))
    return Array([Dictionary(Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=description)])


def _jpeg() -> bytes:
    output = BytesIO()
    Image.new("L", (9, 9)).save(output, "JPEG")
    return output.getvalue()


PACKED_OBJECTS = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
LAUNCH = Dictionary(S=Name.Launch, F="calc.exe")
SCRIPT_TREE = Dictionary(JavaScript=Dictionary(Names=Array(["start", script()])))

PDF_FILES = [
    Sample("a page", "a.pdf", pdf, pages=1),
    Sample("an extension in capitals", "A.PDF", pdf, pages=1),
    Sample("as many pages as allowed", "a.pdf", lambda: pdf(pages=2000), pages=2000),
    Sample("objects in streams", "a.pdf", lambda: pdf(pages=3, **PACKED_OBJECTS), pages=3),
    Sample(
        "restricted, but opens without a password",
        "a.pdf",
        lambda: pdf(encryption=pikepdf.Encryption(owner="secret", user="")),
        pages=1,
    ),
    Sample("a form that adds up", "a.pdf", lambda: pdf(_form_with_a_script), pages=1),
    Sample(
        "an invoice as XML inside",
        "a.pdf",
        lambda: pdf(_attached("factur-x.xml", b"<xml/>")),
        pages=1,
    ),
    Sample(
        "opens at a page", "a.pdf", lambda: pdf(_set(OpenAction=Dictionary(S=Name.GoTo))), pages=1
    ),
    Sample(
        "an empty list of scripts",
        "a.pdf",
        lambda: pdf(_set(Names=Dictionary(JavaScript=Dictionary(Names=Array([]))))),
        pages=1,
    ),
    Sample(
        "a damaged index", "a.pdf", lambda: pdf().replace(b"startxref\n", b"startxref\n9"), pages=1
    ),
    Sample("nothing", "a.pdf", bytes, refusal.EMPTY),
    Sample("a page of the web", "a.pdf", lambda: HTML, refusal.LYING),
    Sample("a page of the web before a PDF", "a.pdf", lambda: HTML + pdf(), refusal.LYING),
    Sample("a GIF before a PDF", "a.pdf", lambda: GIF + pdf(), refusal.LYING),
    Sample("a program", "a.pdf", lambda: PROGRAM, refusal.LYING),
    Sample("a JPEG", "a.pdf", _jpeg, refusal.LYING),
    Sample("an archive", "a.pdf", lambda: archive({"a": b"b"}), refusal.LYING),
    Sample("the header alone", "a.pdf", lambda: b"%PDF-1.7\n", refusal.UNREADABLE),
    Sample(
        "a header before a page of the web",
        "a.pdf",
        lambda: b"%PDF-1.7\n" + HTML,
        refusal.UNREADABLE,
    ),
    Sample("no page", "a.pdf", lambda: pdf(pages=0), refusal.UNREADABLE),
    Sample("pages in a ring", "a.pdf", _pages_in_a_ring, refusal.UNREADABLE),
    Sample("arrays in arrays", "a.pdf", _nested, refusal.UNREADABLE),
    Sample("a bomb of objects", "a.pdf", _object_stream_bomb, refusal.UNREADABLE),
    Sample("a page too many", "a.pdf", lambda: pdf(pages=2001), refusal.TOO_MANY_PAGES),
    Sample(
        "a password",
        "a.pdf",
        lambda: pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        refusal.LOCKED,
    ),
    Sample(
        "a password of an older kind",
        "a.pdf",
        lambda: pdf(
            encryption=pikepdf.Encryption(owner="a", user="b", R=3, aes=False, metadata=False)
        ),
        refusal.LOCKED,
    ),
    Sample(
        "a script on opening",
        "a.pdf",
        lambda: pdf(_set(OpenAction=script())),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "a script on opening, in a stream of objects",
        "a.pdf",
        lambda: pdf(_set(OpenAction=lambda made: made.make_indirect(script())), **PACKED_OBJECTS),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "a script on opening, its name disguised",
        "a.pdf",
        lambda: pdf(_set(OpenAction=script())).replace(b"/JavaScript", b"/J#61vaScript"),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "a script after a harmless action",
        "a.pdf",
        lambda: pdf(_set(OpenAction=Dictionary(S=Name.GoTo, Next=Array([script()])))),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "actions in a ring", "a.pdf", lambda: pdf(_set(OpenAction=_ring)), refusal.ACTS_BY_ITSELF
    ),
    Sample(
        "scripts of the document",
        "a.pdf",
        lambda: pdf(_set(Names=SCRIPT_TREE)),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "a script when the document closes",
        "a.pdf",
        lambda: pdf(_set(AA=Dictionary(WC=script()))),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "a script when a page opens",
        "a.pdf",
        lambda: pdf(_on_page(AA=Dictionary(O=script()))),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "a link that starts a program", "a.pdf", lambda: pdf(_link(LAUNCH)), refusal.ACTS_BY_ITSELF
    ),
    Sample(
        "a program started on opening",
        "a.pdf",
        lambda: pdf(_set(OpenAction=LAUNCH)),
        refusal.ACTS_BY_ITSELF,
    ),
    Sample(
        "a program inside", "a.pdf", lambda: pdf(_attached("jeu.exe", b"x")), refusal.PROGRAM_INSIDE
    ),
    Sample(
        "a program inside, under another name",
        "a.pdf",
        lambda: pdf(_attached("note.txt", PROGRAM)),
        refusal.PROGRAM_INSIDE,
    ),
    Sample(
        "a program pinned to a page",
        "a.pdf",
        lambda: pdf(_on_page(Annots=_attached_to_a_page)),
        refusal.PROGRAM_INSIDE,
    ),
]
