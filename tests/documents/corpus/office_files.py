"""Office files, honest and not."""

from __future__ import annotations

import struct
import warnings
import zipfile
from io import BytesIO

from parvis.services.documents.confined import refusal
from tests.documents.corpus.samples import HTML, PROGRAM, Sample, archive, zeros

Members = dict[str, bytes | str]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_PARTS = {WORD: "word/document.xml", EXCEL: "xl/workbook.xml"}
TEXT = "application/vnd.oasis.opendocument.text"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000_000)
LAUGHS = (
    f"{XML}<!DOCTYPE root [<!ENTITY e0 'ha'>"
    + "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    + "]><root>&e9;</root>"
)


def types(part: str, content_type: str) -> str:
    return (
        f"{XML}<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='xml' ContentType='application/xml'/>"
        f"<Override PartName='/{part}' ContentType='{content_type}'/></Types>"
    )


def open_xml(kind: str = WORD, more: Members | None = None) -> bytes:
    """A file as Word and Excel write them; `more` adds or replaces members."""
    main = MAIN_PARTS[kind]
    members: Members = {
        "[Content_Types].xml": types(main, f"{kind}.main+xml"),
        main: f"{XML}<root><text>Bonjour</text></root>",
    }
    return archive(members | (more or {}))


def manifest(entries: str = "", beginning: str = XML) -> str:
    return f"{beginning}<m:manifest xmlns:m='urn:m'>{entries}</m:manifest>"


def open_document(kind: str = TEXT, more: Members | None = None) -> bytes:
    """A file as LibreOffice writes them."""
    members: Members = {
        "mimetype": kind,
        "META-INF/manifest.xml": manifest(),
        "content.xml": f"{XML}<content/>",
    }
    return archive(members | (more or {}))


def _rewritten(content: bytes, *, flag: int = 0, unpacked: int | None = None) -> bytes:
    """The last member's headers say that it is encrypted, or has another size, than it is."""
    changed = bytearray(content)
    local, central = content.rindex(b"PK\x03\x04"), content.rindex(b"PK\x01\x02")
    for at, flags, size in ((local, 6, 22), (central, 8, 24)):
        changed[at + flags] |= flag
        if unpacked is not None:
            changed[at + size : at + size + 4] = struct.pack("<I", unpacked)
    return bytes(changed)


def _bomb() -> bytes:
    """1,200 mebibytes of zeros as a picture of a letter."""
    content = open_xml(more={"word/media/a.bin": b"x"})
    packed = zeros(1200, raw=True)
    local, central = content.rindex(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    name = 30 + len("word/media/a.bin")
    header = bytearray(content[local : local + name])
    header[8:10] = struct.pack("<H", 8)
    sizes = struct.pack("<II", len(packed), 1200 * 1024 * 1024)
    header[18:26] = sizes
    directory = bytearray(content[central : content.rindex(b"PK\x05\x06")])
    last = directory.rindex(b"PK\x01\x02")
    directory[last + 10 : last + 12] = struct.pack("<H", 8)
    directory[last + 20 : last + 28] = sizes
    end = bytearray(content[content.rindex(b"PK\x05\x06") :])
    end[16:20] = struct.pack("<I", local + len(header) + len(packed))
    return content[:local] + bytes(header) + packed + bytes(directory) + bytes(end)


def _shared_octets() -> bytes:
    """Fifty members in the directory that are one and the same on the disk."""
    content = open_xml(more={"word/media/a0.bin": bytes(range(256)) * 100})
    start, end = content.index(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    directory = content[start:end]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"a0.bin", b"a%d.bin" % n) for n in range(1, 10)) * 1
    whole = directory + copies
    tail = bytearray(content[end:])
    tail[8:12] = struct.pack("<HH", 12, 12)
    tail[12:16] = struct.pack("<I", len(whole))
    return content[:start] + whole + bytes(tail)


def _twice() -> bytes:
    output = BytesIO(open_xml())
    with warnings.catch_warnings(), zipfile.ZipFile(output, "a") as made:
        warnings.simplefilter("ignore")
        made.writestr("word/document.xml", "<other/>")
    return output.getvalue()


OFFICE_FILES = [
    Sample("a letter", "a.docx", open_xml),
    Sample("a workbook", "a.xlsx", lambda: open_xml(EXCEL)),
    Sample("a letter", "a.odt", open_document),
    Sample("a workbook", "a.ods", lambda: open_document(SHEET)),
    Sample(
        "a manifest that names its grammar",
        "a.odt",
        lambda: open_document(
            more={
                "META-INF/manifest.xml": manifest(
                    beginning=f'{XML}<!DOCTYPE manifest SYSTEM "Manifest.dtd">'
                )
            }
        ),
    ),
    Sample("nothing", "a.docx", bytes, refusal.EMPTY),
    Sample("an archive of something else", "a.docx", lambda: archive({"a": b"b"}), refusal.LYING),
    Sample("an archive of something else", "a.odt", lambda: archive({"a": b"b"}), refusal.LYING),
    Sample("an empty archive", "a.docx", lambda: archive({}), refusal.LYING),
    Sample("a workbook", "a.docx", lambda: open_xml(EXCEL), refusal.LYING),
    Sample("a letter", "a.ods", open_document, refusal.LYING),
    Sample("a page of the web", "a.docx", lambda: HTML, refusal.LYING),
    Sample("a program that unpacks itself", "a.docx", lambda: PROGRAM + open_xml(), refusal.LYING),
    Sample("as Word wrote before 2007", "a.docx", lambda: OLDER, refusal.LYING),
    Sample(
        "a password",
        "a.xlsx",
        lambda: OLDER + "EncryptedPackage".encode("utf-16-le") + bytes(50),
        refusal.LOCKED,
    ),
    Sample(
        "a password of archives", "a.docx", lambda: _rewritten(open_xml(), flag=1), refusal.LOCKED
    ),
    Sample(
        "a password",
        "a.odt",
        lambda: open_document(
            more={
                "META-INF/manifest.xml": manifest("<m:file><m:encryption-data/></m:file>"),
                "content.xml": b"\x00\x01\x02",
            }
        ),
        refusal.LOCKED,
    ),
    Sample(
        "macros", "a.docx", lambda: open_xml(more={"word/vbaProject.bin": b"x"}), refusal.MACROS
    ),
    Sample(
        "macros under another name",
        "a.docx",
        lambda: open_xml(more={"word/VBAPROJECT2.BIN": b"x"}),
        refusal.MACROS,
    ),
    Sample(
        "a type with macros",
        "a.docx",
        lambda: open_xml(
            more={
                "[Content_Types].xml": types(
                    "word/document.xml",
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            }
        ),
        refusal.MACROS,
    ),
    Sample(
        "macros of an older kind",
        "a.xlsx",
        lambda: open_xml(EXCEL, {"xl/macrosheets/sheet1.xml": "<x/>"}),
        refusal.MACROS,
    ),
    Sample(
        "macros",
        "a.ods",
        lambda: open_document(SHEET, {"Basic/Standard/Module1.xml": "<x/>"}),
        refusal.MACROS,
    ),
    Sample(
        "a program inside",
        "a.docx",
        lambda: open_xml(more={"word/embeddings/jeu.exe": PROGRAM}),
        refusal.PROGRAM_INSIDE,
    ),
    Sample("a bomb of 1.2 giga-octets", "a.docx", _bomb, refusal.PACKED),
    Sample("members that share their octets", "a.docx", _shared_octets, refusal.PACKED),
    Sample("the same member twice", "a.docx", _twice, refusal.PACKED),
    Sample(
        "members by the thousand",
        "a.docx",
        lambda: open_xml(more={f"x/{n}": b"" for n in range(10_000)}),
        refusal.PACKED,
    ),
    Sample(
        "a member outside",
        "a.docx",
        lambda: open_xml(more={"../../etc/passwd": b"x"}),
        refusal.PACKED,
    ),
    Sample(
        "a member at the root of the disk",
        "a.docx",
        lambda: open_xml(more={"/etc/passwd": b"x"}),
        refusal.PACKED,
    ),
    Sample(
        "entities that multiply",
        "a.docx",
        lambda: open_xml(more={"word/document.xml": LAUGHS}),
        refusal.PACKED,
    ),
    Sample(
        "entities that multiply, among the types",
        "a.docx",
        lambda: open_xml(more={"[Content_Types].xml": LAUGHS}),
        refusal.PACKED,
    ),
    Sample(
        "an entity from elsewhere",
        "a.odt",
        lambda: open_document(
            more={
                "content.xml": f'{XML}<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;</c>'
            }
        ),
        refusal.PACKED,
    ),
    Sample(
        "not even XML",
        "a.docx",
        lambda: open_xml(more={"word/document.xml": "<root>"}),
        refusal.UNREADABLE,
    ),
    Sample("cut in the middle", "a.docx", lambda: open_xml()[:-40], refusal.UNREADABLE),
    Sample(
        "a part that says a smaller size",
        "a.docx",
        lambda: _rewritten(open_xml(), unpacked=3),
        refusal.UNREADABLE,
    ),
    Sample(
        "without its main part",
        "a.docx",
        lambda: archive({"[Content_Types].xml": types("word/document.xml", f"{WORD}.main+xml")}),
        refusal.LYING,
    ),
    Sample(
        "without its content",
        "a.odt",
        lambda: archive({"mimetype": TEXT, "META-INF/manifest.xml": manifest()}),
        refusal.LYING,
    ),
]
