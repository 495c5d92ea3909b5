"""Every paper is a real PDF that opens, belongs to somebody, and adds up."""

import datetime
import re
import time
from decimal import Decimal

import pypdfium2
import pytest

from parvis.demo import world
from parvis.demo.papers import Direction, Paper, PaperKind, Scan, papers, scan
from parvis.demo.papers.figures import FIGURES, corporate_tax
from parvis.demo.papers.trade import INTERMEDIATE, REDUCED, STANDARD, Bill, line
from parvis.demo.papers.typesetter import Sheet
from parvis.demo.papers.typography import euros, french, long_date, number, percent, rate

PAPERS = papers()
PRICED = {PaperKind.SUPPLIER_INVOICE, PaperKind.SALES_INVOICE, PaperKind.QUOTE}
FORTY_PAPERS_SECONDS = 5


def _named(paper: Paper) -> str:
    return f"{paper.organisation}/{paper.name}"


def _of(*kinds: PaperKind) -> list[Paper]:
    return [each for each in PAPERS if each.kind in kinds]


def _pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            re.sub(r"\s+", " ", page.get_textpage().get_text_range().replace("\u00a0", " "))
            for page in document
        ]
    finally:
        document.close()


def _text(paper: Paper) -> str:
    """What the paper says before a scanner turned it into pictures."""
    return " ".join(_pages(paper.sheet.typeset()))


def _amount(text: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", text).replace("−", "-").replace(",", "."))


def _amounts(pattern: str, text: str) -> list[Decimal]:
    found = re.search(pattern, text)
    assert found, f"{pattern} not in {text}"
    return [_amount(each) for each in found.groups()]


def test_there_are_papers_of_every_kind_and_state() -> None:
    deposits = [each for each in PAPERS if each.direction is Direction.DEPOSIT]

    assert len(PAPERS) >= 40
    assert {each.kind for each in PAPERS} == set(PaperKind)
    assert {each.organisation for each in PAPERS} == {each.key for each in world.ORGANISATIONS}
    assert {each.desk for each in deposits} == set(world.Desk)
    assert 5 <= sum(each.is_waiting for each in deposits) < len(deposits) / 2


def test_names_are_plain_and_unique_in_an_organisation() -> None:
    names = [(each.organisation, each.name) for each in PAPERS]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_-]+\.pdf", name) for _, name in names)


def test_some_papers_were_handed_over_together() -> None:
    waiting = [each for each in PAPERS if each.is_waiting]
    hand_ins = {(each.organisation, each.author, each.desk, each.date) for each in waiting}

    assert len(hand_ins) < len(waiting)


@pytest.mark.parametrize("paper", PAPERS, ids=_named)
def test_whoever_hands_it_over_may(paper: Paper) -> None:
    if paper.direction is Direction.PUBLICATION:
        assert (paper.author, paper.organisation, paper.desk) in {
            (each.person, each.organisation, each.desk) for each in world.ASSIGNMENTS
        }
        assert paper.taken_up_by is None
        assert not paper.is_waiting
    else:
        assert (paper.author, paper.organisation) in {
            (each.person, each.organisation)
            for each in world.ACCESSES
            if each.accepted and each.profile is not world.Profile.GUEST
        }


@pytest.mark.parametrize("paper", PAPERS, ids=_named)
def test_dates_follow_each_other(paper: Paper) -> None:
    assert datetime.date(2026, 1, 1) <= paper.sheet.date <= paper.date
    assert paper.date <= datetime.date(2026, 11, 20)
    assert (paper.taken_up_by is None) == (paper.taken_up_on is None)
    if paper.taken_up_on:
        assert paper.date <= paper.taken_up_on


@pytest.mark.parametrize("paper", PAPERS, ids=_named)
def test_it_names_the_organisation_and_says_on_each_page_that_it_is_fictitious(
    paper: Paper,
) -> None:
    pages = _pages(paper.sheet.typeset())

    assert world.organisation(paper.organisation).name in " ".join(pages)
    assert all("Document fictif — démonstration" in page for page in pages)


def test_all_open_and_render_in_time() -> None:
    begin = time.process_time()
    files = {_named(each): each.render() for each in PAPERS}
    spent = time.process_time() - begin

    counts = {name: len(_pages(file)) for name, file in files.items()}
    assert counts.pop("tilleuls/comptes_annuels_2025.pdf") >= 8
    assert {count for name, count in counts.items() if "bilan" in name} == {2}
    assert {count for name, count in counts.items() if "bilan" not in name} == {1}
    assert len(set(files.values())) == len(PAPERS)
    assert spent < FORTY_PAPERS_SECONDS


@pytest.mark.parametrize(
    "paper",
    [_of(PaperKind.ANNUAL_ACCOUNTS)[0], next(each for each in PAPERS if each.scan)],
    ids=_named,
)
def test_the_same_paper_gives_the_same_bytes(paper: Paper) -> None:
    again = next(each for each in papers() if _named(each) == _named(paper))

    assert paper.render() == again.render()


@pytest.mark.parametrize("paper", [each for each in PAPERS if each.scan], ids=_named)
def test_a_scanned_paper_is_a_grey_picture_of_the_right_fineness(paper: Paper) -> None:
    document = pypdfium2.PdfDocument(paper.render())
    page = document[0]
    (picture,) = page.get_objects()
    width, height = picture.get_px_size()
    bitmap = picture.get_bitmap()

    assert paper.scan
    assert page.get_textpage().count_chars() == 0
    assert abs(width / page.get_width() * 72 - paper.scan.dpi) < 1
    assert abs(height / page.get_height() * 72 - paper.scan.dpi) < 1
    assert bitmap.n_channels == 1
    document.close()


def test_a_scan_keeps_every_page() -> None:
    booklet = _of(PaperKind.ANNUAL_ACCOUNTS)[0].render()

    assert len(_pages(scan(booklet, Scan(dpi=36, tilt=0.5)))) == len(_pages(booklet))


@pytest.mark.parametrize("paper", _of(*PRICED), ids=_named)
def test_invoices_and_quotes_add_up(paper: Paper) -> None:
    text = _text(paper)
    amount = r"([\d ]+,\d\d) €"
    net, vat, gross = _amounts(
        rf"Total HT {amount} Total TVA {amount} (?:Net à payer|Total TTC) {amount}", text
    )
    detail = re.search(r"Taux Base HT TVA (.*?) Total HT", text)
    assert detail
    rates = re.findall(
        r"(20|10|5,5) % ((?:\d{1,3} )*\d{1,3},\d\d) ((?:\d{1,3} )*\d{1,3},\d\d)", detail[1]
    )

    assert net + vat == gross
    assert sum(_amount(base) for _, base, _ in rates) == net
    assert sum(_amount(tax) for _, _, tax in rates) == vat
    for value, base, tax in rates:
        exact = _amount(base) * _amount(value) / 100
        assert abs(exact - _amount(tax)) <= Decimal("0.005")


@pytest.mark.parametrize("paper", _of(PaperKind.BANK_STATEMENT), ids=_named)
def test_bank_statements_add_up(paper: Paper) -> None:
    text = _text(paper)
    opening = _amounts(r"Ancien solde ([\d ]+,\d\d)", text)[0]
    number_ = r"((?:\d{1,3} )*\d{1,3},\d\d)"
    debits, credits_ = _amounts(rf"Total des mouvements {number_} {number_}", text)
    closing = _amounts(r"Nouveau solde ([\d ]+,\d\d) Vérifiez", text)[0]
    overdrawn_first = paper.organisation == "granulats"

    assert (-opening if overdrawn_first else opening) + credits_ - debits == closing


@pytest.mark.parametrize("paper", _of(PaperKind.PAYROLL_SUMMARY), ids=_named)
def test_pay_adds_up(paper: Paper) -> None:
    number_ = r"((?:\d{1,3} )*\d{1,3},\d\d)"
    rows = re.findall(r" ".join([number_] * 6), _text(paper))
    *people, total = [[_amount(each) for each in row] for row in rows]

    assert len(people) >= 4
    assert [sum(column) for column in zip(*people, strict=True)] == total
    for gross, contributions, tax, paid, employer, cost in (*people, total):
        assert gross - contributions - tax == paid
        assert gross + employer == cost


@pytest.mark.parametrize("paper", _of(PaperKind.VAT_RECEIPT), ids=_named)
def test_vat_returns_add_up(paper: Paper) -> None:
    document = pypdfium2.PdfDocument(paper.sheet.typeset())
    text = document[0].get_textpage().get_text_range()
    document.close()
    whole = r"([\d\u00a0]+)"
    taxes = re.findall(rf"(?:20|10|5,5)\u00a0% {whole} {whole}", text)
    totals = [_amount(each) for each in re.findall(rf"Total {whole}", text)]
    outcome = re.search(rf"(TVA nette due|Crédit de TVA à reporter) {whole}", text)

    assert taxes
    assert outcome
    assert totals[0] == sum(_amount(tax) for _, tax in taxes)
    due = totals[0] - totals[1]
    assert _amount(outcome[2]) == abs(due)
    assert (outcome[1] == "TVA nette due") == (due >= 0)


def test_papers_agree_with_each_other() -> None:
    """Wages, VAT and a paid invoice leave and reach the bank as the other papers say."""
    texts = {_named(each): _text(each) for each in PAPERS}
    for key in ("ferreira", "fournil", "granulats"):
        summary = texts[f"{key}/recapitulatif_paie_2026-10.pdf"]
        wages = re.search(r"Salaires à virer ([\d ]+,\d\d) €", summary)
        assert wages
        assert f"virements {wages[1]} " in texts[f"{key}/releve_bancaire_2026-10.pdf"]
    for key in ("ferreira", "granulats"):
        due = re.search(r"TVA nette due ([\d ]*\d)", texts[f"{key}/accuse_tva_2026-09.pdf"])
        assert due
        assert f"TVA, télépaiement {due[1]},00 " in texts[f"{key}/releve_bancaire_2026-10.pdf"]
    assert "Net à payer 27 003,42 €" in texts["tilleuls/facture_vente_ble_2026-08.pdf"]
    assert "de Vaubrun 27 003,42 " in texts["tilleuls/releve_bancaire_2026-09.pdf"]


@pytest.mark.parametrize("key", FIGURES)
def test_accounts_balance_and_stay_believable(key: str) -> None:
    figures = FIGURES[key]

    assert figures.assets.current == figures.liabilities.current
    assert figures.assets.previous == figures.liabilities.previous
    assert figures.cash.current > 0
    assert figures.cash.previous > 0
    assert figures.result.current > 0
    kept = figures.reserves.current - figures.reserves.previous
    assert 0 <= kept <= figures.result.previous
    assert all(each.net >= 0 for each in figures.fixed)


@pytest.mark.parametrize("paper", _of(PaperKind.BALANCE_SHEET), ids=_named)
def test_both_sides_of_a_balance_sheet_are_printed_equal(paper: Paper) -> None:
    whole = r"(\d{1,3}(?: \d{3})+)"
    text = _text(paper)
    _, _, *assets = _amounts(rf"Total de l’actif {whole} {whole} {whole} {whole}", text)
    liabilities = _amounts(rf"Total du passif {whole} {whole}", text)

    assert assets == liabilities


def test_vat_is_rounded_once_per_rate() -> None:
    bill = Bill(
        (
            line("a", "3", "", "0.33", REDUCED),
            line("b", "3", "", "0.33", REDUCED),
            line("c", "1", "", "100.00", STANDARD),
            line("d", "1", "", "10.05", INTERMEDIATE),
        )
    )

    assert bill.net == Decimal("112.03")
    assert bill.vat == Decimal("20.00") + Decimal("1.01") + Decimal("0.11")
    assert bill.gross == bill.net + bill.vat


@pytest.mark.parametrize(
    ("profit", "tax"), [(-500, 0), (0, 0), (42_500, 6_375), (50_000, 8_250), (38_020, 5_703)]
)
def test_corporate_tax_has_two_steps(profit: int, tax: int) -> None:
    assert corporate_tax(Decimal(profit)) == tax


def test_words_and_numbers_are_french() -> None:
    assert french("« Oui » : 12 %, 8 h 30 ; n° 4") == (
        "«\u00a0Oui\u00a0»\u00a0: 12\u00a0%, 8\u00a0h 30\u00a0; n°\u00a04"
    )
    assert euros(Decimal("-1234.5")) == "−1\u00a0234,50\u00a0€"
    assert number(1_250_000) == "1\u00a0250\u00a0000"
    assert rate(REDUCED) == "5,5\u00a0%"
    assert rate(STANDARD) == "20\u00a0%"
    assert percent(Decimal(1), Decimal(3)) == "33,3\u00a0%"
    assert long_date(datetime.date(2026, 3, 1)) == "1er mars 2026"
    assert long_date(datetime.date(2026, 8, 12)) == "12 août 2026"


def test_data_that_looks_like_markup_stays_text() -> None:
    model = _of(PaperKind.LETTER)[0].sheet
    hostile = "#panic() *gras* $x$ @ref <marque> \\ 50 %"
    sheet = Sheet(model.template, {**model.data, "subject": hostile}, model.date)

    assert "#panic() *gras* $x$ @ref <marque> \\ 50 %" in " ".join(_pages(sheet.typeset()))
