"""A cell is a number in the notation of its table, a declared mark, or reported; it is never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.registers.cells import Content, parse_number, plain_text, read_cell, rounded
from vergezicht.registers.mapping import Absence, Format, Layout

DUTCH = Layout(Format.CSV, ";", "utf-8", ",", ".", "", None)
MISSING = {"": Absence.UNKNOWN, ".": Absence.UNKNOWN, "-": Absence.NOT_APPLICABLE, "x": Absence.CONFIDENTIAL}


def written(value: int, decimals: int, decimal: str, thousands: str) -> str:
    digits = f"{abs(value):0{decimals + 1}d}"
    whole, fraction = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    grouped = f"{int(whole):,}".replace(",", thousands) if thousands else whole
    return ("-" if value < 0 else "") + grouped + (decimal + fraction if decimals else "")


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 4),
    st.sampled_from([(",", "."), (",", ""), (".", ","), (".", ""), (",", " "), (".", "'")]),
)
def test_what_is_written_in_a_notation_is_read_in_it(value: int, decimals: int, notation: tuple[str, str]) -> None:
    text = written(value, decimals, *notation)
    assert parse_number(text, *notation) == pytest.approx(value / 10**decimals, rel=1e-15, abs=0)


@given(st.text(max_size=12), st.sampled_from([(",", "."), (".", ""), (",", " ")]))
def test_any_text_is_a_finite_number_or_none(text: str, notation: tuple[str, str]) -> None:
    value = parse_number(text, *notation)
    assert value is None or abs(value) < float("inf")


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "value"),
    [
        ("1.234", ",", "", None),  # a decimal point in a file with decimal commas
        ("1.234", ",", ".", 1234.0),
        ("12.34", ",", ".", None),
        ("1234.567", ",", ".", None),
        ("1,5", ".", "", None),
        ("1,5", ".", ",", None),
        ("23%", ",", "", 23.0),
        ("23 %", ",", "", 23.0),
        ("€ 1.200,50", ",", ".", 1200.5),
        ("−3,1", ",", "", -3.1),
        ("1\u00a0234", ",", " ", 1234.0),
        (",5", ",", "", 0.5),
        ("5,", ",", "", None),
        (",", ",", "", None),
        ("", ",", "", None),
        ("%", ",", "", None),
        ("-", ",", "", None),
        ("1e5", ".", "", None),
        ("nan", ".", "", None),
        ("inf", ".", "", None),
        ("١٢", ",", "", None),  # digits, but no cell of a Dutch register
        ("1_000", ",", "", None),
        ("12 13", ",", "", None),
    ],
)
def test_one_notation_at_a_time(text: str, decimal: str, thousands: str, value: float | None) -> None:
    assert parse_number(text, decimal, thousands) == value


@pytest.mark.parametrize(
    ("cell", "content"),
    [
        ("  12,5 ", Content(12.5)),
        (12.5, Content(12.5)),
        (" . ", Content(None, Absence.UNKNOWN)),
        ("", Content(None, Absence.UNKNOWN)),
        (None, Content(None, Absence.UNKNOWN)),
        ("-", Content(None, Absence.NOT_APPLICABLE)),
        ("-4", Content(-4.0)),
        ("12*", Content(12.0, None, ("*",))),
        ("12 (v)*", Content(12.0, None, ("*", "(v)"))),
        ("x*", Content(None, Absence.CONFIDENTIAL, ("*",))),
        ("*", None),
        ("?", None),
        ("geheim", None),
        (float("nan"), None),
    ],
)
def test_a_cell_says_a_number_or_why_there_is_none(cell: str | float | None, content: Content | None) -> None:
    assert read_cell(cell, DUTCH, MISSING, {"*": "voorlopig", "(v)": "gereviseerd"}) == content


def test_padding_and_whole_numbers_of_a_spreadsheet() -> None:
    assert [plain_text(cell) for cell in ("GM9999    ", 2020.0, 0.5, None)] == ["GM9999", "2020", "0.5", ""]


@given(st.integers(-(10**9), 10**9), st.integers(0, 5))
def test_halves_are_rounded_away_from_zero(tenths: int, decimals: int) -> None:
    value = tenths / 10 ** (decimals + 1)
    whole, rest = divmod(abs(tenths), 10)
    expected = (whole + (rest >= 5)) / 10**decimals
    assert rounded(value, decimals) == pytest.approx(expected if tenths >= 0 else -expected, abs=1e-12)
