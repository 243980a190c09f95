"""Workbooks: exports that lie about their size, percentages, and files made to harm."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from vergezicht.problems import Problems
from vergezicht.registers import workbook
from vergezicht.registers.workbook import workbook_rows


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def changed(raw: bytes, name: str, content: bytes | None, **options: int) -> bytes:
    """The same zip with one part replaced, added or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if content is not None:
            new.writestr(name, content, **options)
    return buffer.getvalue()


SIMPLE = book(("Blad", [["gebied", "aantal"], ["Noord", 12], ["Zuid", 1.5]]))


def test_cells_become_text_or_numbers() -> None:
    raw = book(("Blad", [["a", 1, 2.5, True, date(2024, 1, 2), None, "23%"]]))
    assert workbook_rows(raw, "t.xlsx", "", Problems())[0].cells == (
        "a", 1.0, 2.5, "WAAR", "2024-01-02T00:00:00", None, "23%",
    )  # fmt: skip


def test_a_cell_shown_as_a_percentage_counts_in_percent() -> None:
    made = openpyxl.Workbook()
    made.active.append([0.07, 0.285, 1])
    for cell, form in zip(made.active[1], ("0%", "0.0%", "0"), strict=True):
        cell.number_format = form
    buffer = io.BytesIO()
    made.save(buffer)
    assert workbook_rows(buffer.getvalue(), "t.xlsx", "", Problems())[0].cells == (7.0, 28.5, 1.0)


def test_a_sheet_that_says_it_is_one_cell_is_read_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(SIMPLE)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    small = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', sheet)
    assert small != sheet
    rows = workbook_rows(changed(SIMPLE, "xl/worksheets/sheet1.xml", small), "t.xlsx", "", Problems())
    assert [row.cells for row in rows] == [("gebied", "aantal"), ("Noord", 12.0), ("Zuid", 1.5)]


def test_a_sheet_is_chosen_by_name() -> None:
    raw = book(("Leesmij", [["hallo"]]), ("Cijfers", [["gebied"]]))
    assert workbook_rows(raw, "t.xlsx", "Cijfers", Problems())[0].cells == ("gebied",)
    problems = Problems()
    assert workbook_rows(raw, "t.xlsx", "Cijfer", problems) == ()
    assert next(iter(problems)).expected == "Leesmij, Cijfers"


def test_a_zip_bomb_is_not_unpacked() -> None:
    problems = Problems()
    bomb = changed(SIMPLE, "xl/media/groot.bin", b"\x00" * 30_000_000)
    assert len(bomb) < 100_000
    assert workbook_rows(bomb, "t.xlsx", "", problems) == ()
    assert "zipbom" in str(next(iter(problems)))


def test_a_workbook_with_very_many_parts_or_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_PARTS", 3)
    problems = Problems()
    assert workbook_rows(SIMPLE, "t.xlsx", "", problems) == () and len(problems) == 1
    monkeypatch.undo()
    monkeypatch.setattr(workbook, "MOST_CELLS", 4)
    problems = Problems()
    assert workbook_rows(SIMPLE, "t.xlsx", "", problems) == ()
    assert "te veel cellen" in str(next(iter(problems)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_declares_entities_is_refused(encoding: str) -> None:
    laughs = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE l [<!ENTITY a "ha">]><sst>&a;</sst>'
    problems = Problems()
    raw = changed(SIMPLE, "xl/sharedStrings.xml", laughs.encode(encoding))
    assert workbook_rows(raw, "t.xlsx", "", problems) == ()
    assert "entiteiten" in str(next(iter(problems)))


@pytest.mark.parametrize(
    "raw",
    [
        SIMPLE[: len(SIMPLE) // 2],
        b"PK\x03\x04",
        changed(SIMPLE, "[Content_Types].xml", None),
        changed(SIMPLE, "xl/workbook.xml", b"<workbook"),
        changed(SIMPLE, "xl/workbook.xml", None),
        changed(SIMPLE, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c t='s'><v>9999</v>"),
    ],
)
def test_a_damaged_workbook_is_a_problem_not_a_crash(raw: bytes, tmp_path: Path) -> None:
    problems = Problems("t.xlsx")
    assert workbook_rows(raw, "t.xlsx", "", problems) == ()
    assert len(problems) == 1
