"""From addresses to streets: in which buurten a street lies, and where; every row that is wrong is named."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.areas import Geography, read_geography
from vergezicht.areas.streets import Door, StreetPart, Streets, read_streets, street_table
from vergezicht.problems import BadInput

ZWOLLE = Path(__file__).parents[2] / "municipalities/zwolle"
ADDRESSES = [
    Door("Lange Straat", "BU01931000", 202_700, 502_900, 5),
    Door("Lange Straat", "BU01931010", 203_000, 503_000, 1),
    Door("Lange Straat", "BU01931010", 203_100, 503_100, 3),
    Door("Aa-straat", "BU01931000", 202_700, 502_800),
]


@pytest.fixture(scope="module")
def geography() -> Geography:
    return read_geography(ZWOLLE / "areas.csv")


def table(folder: Path, text: str) -> Path:
    path = folder / "streets.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_street_has_a_part_in_each_buurt_the_largest_first(tmp_path: Path, geography: Geography) -> None:
    streets = read_streets(table(tmp_path, street_table(ADDRESSES)), geography)
    assert list(streets.parts) == ["Aa-straat", "Lange Straat"]
    large, small = streets.parts["Lange Straat"]
    assert (large.buurt, large.addresses, small.buurt, small.addresses) == ("BU01931010", 2, "BU01931000", 1)
    assert 6.08 < small.longitude < large.longitude < 6.11
    assert 52.50 < small.latitude < large.latitude < 52.53
    assert streets.within("BU01931000") == ("Aa-straat", "Lange Straat")
    assert streets.within("BU01931010") == ("Lange Straat",)
    assert streets.within("WK019310") == ()


@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from(("BU01931000", "BU01931010"))), min_size=1))
def test_the_table_knows_of_every_number_where_it_lies(doors: list[tuple[int, str]]) -> None:
    with TemporaryDirectory() as folder:
        text = street_table(Door("Laan", buurt, 202_700, 502_900, number) for number, buurt in doors)
        streets = read_streets(table(Path(folder), text), read_geography(ZWOLLE / "areas.csv"))
    known = {(number, part.buurt) for part in streets.parts["Laan"] for number, _ in doors if part.holds(number)}
    assert known == set(doors)


def test_a_run_of_numbers_is_of_one_side_and_ends_where_the_other_buurt_begins() -> None:
    doors = [(n, "A") for n in (1, 3, 7, 2)] + [(9, "B"), (11, "A"), (4, "B"), (6, "B"), (13, "A"), (13, "B")]
    rows = street_table(Door("Laan", buurt, 0, 0, number) for number, buurt in doors).splitlines()
    assert [row.rpartition(",")[2] for row in rows[1:]] == ["1-7 11-13 2", "9 13 4-6"]


@pytest.mark.parametrize("numbers", ["1-4", "5-1", "12a", "1 - 3", "-2", "999999"])
def test_numbers_that_are_none_are_named(tmp_path: Path, geography: Geography, numbers: str) -> None:
    text = f"straat,buurtcode,adressen,x,y,nummers\nA,BU01931000,1,202700,502900,{numbers}"
    with pytest.raises(BadInput, match="geen huisnummers"):
        read_streets(table(tmp_path, text), geography)


def test_every_wrong_row_is_named(tmp_path: Path, geography: Geography) -> None:
    rows = ["straat,buurtcode,adressen,x,y", ",BU01931000,1,202700,502900", "A,WK019310,1,202700,502900",
            "B,BU01931000,veel,202700,502900", "C,BU01931000,1,6.09,52.51", "D,BU01931000,1,x,1",
            "E,BU01931000,1,202700,502900", "E,BU01931000,2,202700,502900"]  # fmt: skip
    with pytest.raises(BadInput) as wrong:
        read_streets(table(tmp_path, "\n".join(rows)), geography)
    assert [(item.row, item.what) for item in wrong.value.problems] == [
        (2, "er staat geen straat"), (3, "geen buurt van deze gemeente"), (4, "geen aantal"),
        (5, "geen punt in Nederland"), (6, "geen punt in Nederland"), (8, "deze straat staat al bij deze buurt"),
    ]  # fmt: skip


def test_a_table_without_its_columns_is_refused(tmp_path: Path, geography: Geography) -> None:
    with pytest.raises(BadInput, match="kolom ontbreekt"):
        read_streets(table(tmp_path, "straat,buurtcode\nA,BU01931000\n"), geography)


def test_no_streets_is_a_table_too(tmp_path: Path, geography: Geography) -> None:
    assert read_streets(table(tmp_path, street_table([])), geography) == Streets({})
    assert StreetPart("BU01931000", 1, 6.1, 52.5).addresses == 1
