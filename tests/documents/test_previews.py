"""Pictures of pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from parvis.services.documents import confinement, previews, storage
from parvis.services.documents.previews import NoPreview, can_preview, page_picture
from tests.documents.corpus.pdf_files import pdf
from tests.documents.corpus.pictures import picture, tiff, turned
from tests.documents.corpus.samples import HTML

PDF = "application/pdf"


def stored(content: bytes) -> Path:
    key = storage.new_key()
    storage.receive(BytesIO(content), key)
    return storage.path_of(key)


def drawn(content: bytes, media_type: str, page: int = 1, width: int = 600) -> Image.Image:
    """The picture, which must be a JPEG of colours."""
    result = Image.open(BytesIO(page_picture(stored(content), media_type, page, width)))
    assert (result.format, result.mode) == ("JPEG", "RGB")
    return result


def letters(made: pikepdf.Pdf) -> None:
    """Text in a font that the file does not carry, black on the page."""
    made.pages[0].Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F=pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
            )
        )
    )
    made.pages[0].Contents = pikepdf.Stream(made, b"BT /F 90 Tf 40 400 Td (Bonjour) Tj ET")


def test_a_page_of_a_pdf() -> None:
    page = drawn(pdf(letters), PDF)
    assert page.size == (600, 850)
    shades = page.convert("L").histogram()
    assert sum(shades[:60]) > 1000, "letters"
    assert shades[255] > 100_000, "paper"


def test_a_filled_form_shows_its_values() -> None:
    def fill(made: pikepdf.Pdf) -> None:
        look = pikepdf.Stream(made, b"1 0 0 rg 0 0 200 200 re f")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 200, 200])
        field = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="amount",
                F=4,
                Rect=[100, 100, 500, 500],
                AP=pikepdf.Dictionary(N=look),
            )
        )
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        made.pages[0].Annots = pikepdf.Array([field])

    red, green, _blue = drawn(pdf(fill), PDF).getpixel((300, 550))  # type: ignore[misc]
    assert (red > 200, green < 60) == (True, True)


def test_a_very_long_page_is_made_narrower() -> None:
    def stretch(made: pikepdf.Pdf) -> None:
        made.pages[0].MediaBox = pikepdf.Array([0, 0, 100, 14_000])

    page = drawn(pdf(stretch), PDF)
    assert page.height == 4 * 600
    assert page.width < 20


@pytest.mark.parametrize(
    ("content", "media_type", "size"),
    [
        (picture("JPEG", size=(3000, 2000)), "image/jpeg", (600, 400)),
        (picture("JPEG", mode="CMYK"), "image/jpeg", (40, 30)),
        (turned(), "image/jpeg", (30, 40)),
        (picture("PNG", size=(900, 90)), "image/png", (600, 60)),
        (picture("PNG", mode="RGBA"), "image/png", (40, 30)),
        (picture("PNG", mode="P"), "image/png", (40, 30)),
        (picture("PNG", mode="I;16"), "image/png", (40, 30)),
        (picture("TIFF", mode="1", compression="group4"), "image/tiff", (40, 30)),
        (picture("PNG", size=(10, 9000)), "image/png", (3, 2400)),
    ],
)
def test_pictures_of_every_kind(content: bytes, media_type: str, size: tuple[int, int]) -> None:
    assert drawn(content, media_type).size == size


def test_what_is_see_through_lies_on_white_paper() -> None:
    output = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(output, "PNG")
    assert drawn(output.getvalue(), "image/png").getpixel((4, 4)) == (255, 255, 255)


def test_a_page_further_on() -> None:
    first, second = Image.new("L", (50, 50), 0), Image.new("L", (60, 60), 255)
    output = BytesIO()
    first.save(output, "TIFF", save_all=True, append_images=[second])
    assert drawn(output.getvalue(), "image/tiff", page=2).size == (60, 60)
    assert drawn(pdf(pages=3), PDF, page=3).width == 600


@pytest.mark.parametrize(
    ("content", "media_type", "page"),
    [
        (pdf(), PDF, 2),
        (pdf(), PDF, 0),
        (pdf(), PDF, -1),
        (HTML, PDF, 1),
        (picture("PNG"), "image/png", 2),
        (tiff(70_000, 70_000), "image/tiff", 1),
        (b"Bonjour", "text/plain", 1),
    ],
)
def test_what_cannot_be_drawn(content: bytes, media_type: str, page: int) -> None:
    path = stored(content)
    with pytest.raises(NoPreview):
        page_picture(path, media_type, page)
    assert storage.beside(path) == []


def test_a_file_that_is_gone() -> None:
    with pytest.raises(NoPreview):
        page_picture(storage.path_of(storage.new_key()), PDF, 1)


def test_which_types_have_previews() -> None:
    assert can_preview(PDF)
    assert can_preview("image/tiff")
    assert not can_preview("text/csv")


def test_a_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(pdf())
    drawn_first = page_picture(path, PDF, 1)

    def refuse(*_: object) -> bytes:
        raise confinement.NotReadable

    monkeypatch.setattr(previews, "confined", refuse)
    assert page_picture(path, PDF, 1) == drawn_first
    with pytest.raises(NoPreview):
        page_picture(path, PDF, 1, width=300)


def test_a_full_disk_costs_only_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(pdf())

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert page_picture(path, PDF, 1).startswith(b"\xff\xd8\xff")
    assert storage.beside(path) == []


def test_the_first_to_keep_a_picture_is_not_disturbed() -> None:
    """Kept pictures are replaced whole, so a reader never meets half of one."""
    path = stored(pdf())
    page_picture(path, PDF, 1)
    assert [kept.name for kept in storage.beside(path)] == [f"{path.name}.1-1200"]
