"""Figures for a spreadsheet: the rows of the CSV as real numbers, what they mean beside them, always the same bytes."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures.days import written_day
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.papers.reprints import fingerprint, reprinting

pytestmark = pytest.mark.django_db
BOTH = ["/wijken/berkum/berkum", "/cijfers/te-hard-rijden/te-hard-rijden"]
NUMBERS = ("waarde", "ondergrens", "bovengrens", "n")


def read(path: str) -> bytes:
    return render_address(next(item for item in public_addresses() if item.path == path))


@pytest.mark.parametrize("path", BOTH)
def test_a_workbook_has_the_rows_of_the_csv_with_numbers_that_are_numbers(path: str) -> None:
    expected = list(csv.DictReader(io.StringIO(read(f"{path}.csv").decode())))
    headings, *rows = openpyxl.load_workbook(io.BytesIO(read(f"{path}.xlsx")))["Cijfers"].iter_rows()
    names = [cell.value for cell in headings]
    assert names == list(expected[0])
    assert len(rows) == len(expected) > 50
    shown = 0
    for row, known in zip(rows, expected, strict=True):
        for name, cell in zip(names, row, strict=True):
            if name in NUMBERS and known[name]:
                assert cell.data_type == "n" and cell.value == pytest.approx(float(known[name]))
                shown += 1
            else:
                assert (cell.value or "") == known[name]
    assert shown > 100


@pytest.mark.parametrize("path", BOTH)
def test_the_second_sheet_says_source_day_margin_what_is_left_out_and_every_column(path: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(read(f"{path}.xlsx")))
    told = [(what.value, words.value) for what, words in book["Toelichting"].iter_rows()]
    release = current_release()
    assert release is not None
    survey = release.facts_of("speeding")
    assert {("Bron", survey.source), ("Stand op", written_day(survey.date))} <= set(told)
    assert any(what == "Let op" and "gesimuleerd" in words for what, words in told)
    assert {"Marge", "Weggelaten cijfers"} <= {what for what, _ in told}
    columns = [cell.value for cell in next(book["Cijfers"].iter_rows())]
    assert [what for what, _ in told if what.startswith("Kolom ")] == [f"Kolom {name}" for name in columns]


def test_an_english_page_has_the_workbook_in_english_and_the_csv_in_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(municipality(), languages=("nl", "en"), words={"en": {"Te hard rijden": "Speeding"}})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    path = BOTH[0]
    page = BeautifulSoup(read(f"/en{path.rpartition('/')[0]}/"), "html.parser")
    assert page.select_one(f"a[href='/en{path}.xlsx'][download]")
    assert page.select_one(f"a[href='{path}.csv'][download][hreflang=nl]")
    dutch, english = (openpyxl.load_workbook(io.BytesIO(read(f"{root}{path}.xlsx"))) for root in ("", "/en"))
    assert (dutch.sheetnames, english.sheetnames) == (["Cijfers", "Toelichting"], ["Figures", "Notes"])
    assert english.properties.title == "All figures of Berkum (district)"
    headings, *rows = ([cell.value for cell in row] for row in english["Figures"].iter_rows())
    _, *known = ([cell.value for cell in row] for row in dutch["Cijfers"].iter_rows())
    assert headings == [
        "indicator", "title", "unit", "area code", "level", "area", "period", "group", "value", "lower limit",
        "upper limit", "n", "status", "reason", "limit", "source",
    ]  # fmt: skip
    told, before = (
        {name: {row[place] for row in found} for place, name in enumerate(headings)} for found in (rows, known)
    )
    assert told["level"] == {"district"} and told["status"] <= {"published", "indicative", "not shown"}
    assert "Speeding" in told["title"] and "everybody" in told["group"] and before["group"] >= {"iedereen"}
    assert [row[8:12] for row in rows] == [row[8:12] for row in known], "the same numbers"
    notes = {what.value: words.value for what, words in english["Notes"].iter_rows()}
    assert notes["Column status"] == "published, indicative or not shown" and "margin of 95" in notes["Margin"]
    assert "\ue000" not in "".join([*notes, *notes.values(), *(str(cell) for row in rows for cell in row)])


def test_the_same_figures_are_the_same_bytes_at_any_hour() -> None:
    first = read(f"{BOTH[0]}.xlsx")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        days = {one.facts.date for one in current_release().releases}
        assert max(days) in archive.read("docProps/core.xml").decode()
    assert read(f"{BOTH[0]}.xlsx") == first


def test_an_edition_takes_a_workbook_from_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{BOTH[0]}.xlsx"
    with reprinting(tmp_path, {}) as press:
        content = read(path)
    prints = {path: fingerprint(content)}
    (tmp_path / path.lstrip("/")).parent.mkdir(parents=True)
    (tmp_path / path.lstrip("/")).write_bytes(content)
    monkeypatch.setattr(
        "vergezicht.publication.open_data.workbooks.write_workbook", lambda *_, **__: pytest.fail("made again")
    )
    with reprinting(tmp_path, {"prints": press.prints(prints), "fingerprints": prints}):
        assert read(path) == content


@pytest.mark.parametrize("path", BOTH)
def test_it_stands_beside_the_csv_on_the_page_and_open_data_says_so(path: str) -> None:
    page = BeautifulSoup(read(f"{path.rpartition('/')[0]}/"), "html.parser")
    assert page.select_one(f"a[href='{path}.csv'][download]")
    assert page.select_one(f"a[href='{path}.xlsx'][download]").get_text() == "ook voor Excel en LibreOffice (XLSX)"
    assert "Excel" in BeautifulSoup(read("/open-data/"), "html.parser").select_one("#excel").parent.get_text()
