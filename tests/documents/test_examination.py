"""Each file of the corpus is taken or refused, and for the right reason."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from parvis.services.documents import confinement
from parvis.services.documents.confined import refusal
from parvis.services.documents.examination import (
    MEDIA_TYPES,
    REFUSALS,
    Examined,
    check_announced,
    examine,
    media_type_of,
)
from parvis.services.documents.names import extension_of
from parvis.services.documents.refusals import FileRefused, FileTooLarge
from tests.documents.corpus import SAMPLES, Sample
from tests.documents.corpus.pdf_files import pdf

Outcomes = dict[Sample, Future[Examined]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """The whole corpus, examined two files at a time, as the portal does."""
    folder = tmp_path_factory.mktemp("corpus")

    def judge(number: int, sample: Sample) -> Examined:
        path = folder / str(number)
        path.write_bytes(sample.make())
        return examine(path, sample.name)

    with ThreadPoolExecutor(confinement.AT_ONCE) as pool:
        return {sample: pool.submit(judge, number, sample) for number, sample in enumerate(SAMPLES)}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.name}: {sample.about}")
def test_the_corpus(outcomes: Outcomes, sample: Sample) -> None:
    if sample.refused:
        with pytest.raises(FileRefused) as refused:
            outcomes[sample].result()
        assert refused.value.args[0] is REFUSALS[sample.refused]
    else:
        media_type = MEDIA_TYPES[extension_of(sample.name)]
        assert outcomes[sample].result() == Examined(media_type, sample.pages)


def test_the_corpus_is_large_and_meets_every_refusal() -> None:
    assert {sample.refused for sample in SAMPLES if sample.refused} == set(REFUSALS)
    assert len(SAMPLES) >= 130


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def make(content: bytes) -> Path:
        path = tmp_path / "content"
        path.write_bytes(content)
        return path

    return make


def test_a_parser_that_takes_too_long_is_stopped(
    file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "WALL_SECONDS", 0.001)
    with pytest.raises(FileRefused) as refused:
        examine(file(pdf()), "a.pdf")
    assert refused.value.args[0] is REFUSALS[refusal.UNREADABLE]


def test_a_parser_that_crashes_is_a_refusal(
    file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confinement, "PROGRAM", "import os; os.abort()")
    with pytest.raises(FileRefused) as refused:
        examine(file(pdf()), "a.pdf")
    assert refused.value.args[0] is REFUSALS[refusal.UNREADABLE]


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.js", "a.doc", "a.docm", "a.zip", "a.pdf.lnk", "a", "a."]
)
def test_other_extensions_are_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        media_type_of(name)
    sentence = refused.value.sentence
    assert "Word (.docx)" in sentence
    assert extension_of(name) in sentence


def test_what_is_announced_is_judged_at_once(settings: Any) -> None:
    settings.PARVIS_FILE_LIMIT = 2_000_000_000
    check_announced("a.pdf", 2_000_000_000)
    with pytest.raises(FileTooLarge) as too_large:
        check_announced("a.pdf", 2_000_000_001)
    # An octet above the limit is not said to be the limit itself.
    assert "fait 2\u202f001\u00a0Mo" in too_large.value.sentence
    assert "la limite est de 2\u202f000\u00a0Mo" in too_large.value.sentence
    for size in (0, -1):
        with pytest.raises(FileRefused, match="vide"):
            check_announced("a.pdf", size)


def test_every_sentence_is_whole_and_says_what_to_do() -> None:
    for code in REFUSALS:
        facts = {"extension": "pdf", "pages": "2", "megapixels": "1"}
        sentence = FileRefused(REFUSALS[code], **facts).sentence
        assert "%" not in sentence
        assert sentence.count(". ") + sentence.count("\u00a0: ") >= 1
        assert sentence.endswith(".")


def test_a_refusal_speaks_the_language_of_its_reader() -> None:
    refused = FileRefused(REFUSALS[refusal.EMPTY])
    with translation.override("fr"):
        french = str(refused)
    assert french.startswith("Ce fichier est vide.")
