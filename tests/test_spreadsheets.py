"""Workbooks that we write: what may stand in a cell, how numbers look, and that a reader gets back what was written."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.problems import Problems
from vergezicht.registers.workbook import workbook_rows
from vergezicht.spreadsheets import Sheet, Shown, as_written, harmless, write_workbook

CONTROL = "".join(chr(number) for number in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
RUNS = ("=", "+", "-", "@", "\t", "\r")


def opened(sheet: Sheet) -> Any:
    raw = write_workbook([sheet], title="Proef", day=date(2020, 1, 1))
    return openpyxl.load_workbook(io.BytesIO(raw))[sheet.name]


def test_a_text_that_a_spreadsheet_would_run_is_only_a_text_and_a_number_shows_its_decimals() -> None:
    page = opened(Sheet("Cijfers", ("a", "b", "c"), [("=1+1", Shown(7.0, 1), None), ("x" * 40, 3, "")], (12, 12, 12)))
    assert page["A2"].value == "'=1+1" and page["A2"].data_type == "s"
    assert (page["B2"].value, page["B2"].number_format, page["C2"].value) == (7, "0.0", None)
    assert page["A3"].alignment.wrap_text and page.freeze_panes == "A2" and page.auto_filter.ref == "A1:C3"


@given(st.text(max_size=30))
def test_a_text_comes_back_from_a_cell_as_it_was_and_never_runs(text: str) -> None:
    kept = "".join(sign for sign in text if sign not in CONTROL)
    assert as_written(harmless(text)) == as_written(kept)
    assert not harmless(text).startswith(RUNS)


@given(st.lists(st.text(min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1, max_size=4))
def test_what_is_read_again_is_what_was_written(texts: list[str]) -> None:
    raw = write_workbook(
        [Sheet("Blad", ("a",), [(text,) for text in texts], (9,))], title="Proef", day=date(2020, 1, 1)
    )
    _, *rows = workbook_rows(raw, "proef.xlsx", "", Problems())
    assert [row.cells[0] or "" for row in rows] == [harmless(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["5\N{NO-BREAK SPACE}%", "10\N{THIN SPACE}000", "zelf\N{SOFT HYPHEN}redzaam", "é\u0301"]
)
def test_a_space_that_does_not_break_is_no_sign_to_leave_out(text: str) -> None:
    assert harmless(text) == text
