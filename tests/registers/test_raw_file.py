"""A file is what it says or it is refused; no bytes make reading crash, and what was written is what is read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vergezicht.problems import Problems
from vergezicht.registers.mapping import Format, Layout
from vergezicht.registers.raw_file import csv_rows, json_rows, read_rows

CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=10)
GRIDS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
)


def layout(form: Format = Format.CSV, encoding: str = "utf-8", delimiter: str = "") -> Layout:
    return Layout(form, delimiter, encoding, ",", "", "", None)


@given(GRIDS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_csv_is_read_as_it_was_written(grid: list[list[str]], delimiter: str, end: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(grid)
    problems = Problems()
    rows = csv_rows(buffer.getvalue(), "t.csv", delimiter, problems)
    assert not list(problems)
    assert [list(row.cells) for row in rows] == grid


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), form=st.sampled_from(Format))
def test_no_bytes_make_it_crash(tmp_path: Path, content: bytes, form: Format) -> None:
    path = tmp_path / "iets"
    path.write_bytes(content)
    problems = Problems(path)
    rows = read_rows(path, layout(form), problems)
    assert rows or len(problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from([b"PK\x03\x04", b"{", b'{"value": [', b"[1,", b"\xef\xbb\xbf", b'"a']), rest=st.binary())
def test_nor_bytes_that_begin_well(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "iets"
    path.write_bytes(start + rest)
    for form in Format:
        problems = Problems(path)
        assert read_rows(path, layout(form), problems) or len(problems)


def test_row_numbers_are_those_of_the_line_on_which_a_row_starts() -> None:
    rows = csv_rows('a,b\n"twee\nregels",1\n\nlaatste,2\n', "t.csv", ",", Problems())
    assert [(row.number, row.is_empty) for row in rows] == [(1, False), (2, False), (4, True), (5, False)]


def test_an_open_quote_is_reported_with_its_row() -> None:
    problems = Problems()
    assert csv_rows('a,b\n1,2\n"open,3\n4,5\n', "t.csv", ",", problems) == ()
    assert next(iter(problems)).row == 3


@pytest.mark.parametrize(
    ("content", "form", "what"),
    [
        (b"<html><body>404</body></html>", Format.CSV, "webpagina"),
        (b'{"value": []}', Format.CSV, "JSON"),
        (b"PK\x03\x04rest", Format.CSV, "Excel"),
        (b"a;b\n1;2\n", Format.XLSX, "tekstbestand"),
        (b"\xd0\xcf\x11\xe0", Format.XLSX, ".xls"),
        (b"a;b\n1;2\n", Format.JSON, "tekstbestand"),
        (b"", Format.CSV, "leeg"),
        (b"naam\ncaf\xe9\n", Format.CSV, "utf-8"),
        (b"a\x00b", Format.CSV, "nultekens"),
        (b'{"value": [{"a": 1}', Format.JSON, "geldige JSON"),
        (b'{"value": [{"a": NaN}]}', Format.JSON, "NaN"),
        (b'{"value": [1, 2]}', Format.JSON, "lijst van rijen"),
        (b"{}", Format.JSON, "lijst van rijen"),
    ],
)
def test_a_file_that_is_not_what_it_says(tmp_path: Path, content: bytes, form: Format, what: str) -> None:
    path = tmp_path / "tabel"
    path.write_bytes(content)
    problems = Problems(path)
    assert read_rows(path, layout(form), problems) == ()
    assert what in str(next(iter(problems)))


def test_encodings_and_marks_at_the_start(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "windows-1252", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_text("café;één\n1;2\n", encoding)
        problems = Problems(path)
        rows = read_rows(path, layout(encoding=encoding.removesuffix("-sig")), problems)
        assert not list(problems) and rows[0].cells == ("café", "één")


def test_odata_a_bare_list_and_geojson_are_all_rows() -> None:
    for document in (
        {"value": [{"a": "x", "b": 1.0}, {"a": "y", "c": None}]},
        [{"a": "x", "b": 1.0}, {"a": "y", "c": None}],
        {
            "type": "FeatureCollection",
            "features": [{"properties": {"a": "x", "b": 1.0}}, {"properties": {"a": "y", "c": None}}],
        },
    ):
        rows = json_rows(json.loads(json.dumps(document)), "t.json", Problems())
        assert [row.cells for row in rows] == [("a", "b", "c"), ("x", 1.0, None), ("y", None, None)]
        assert [row.number for row in rows] == [0, 1, 2]
