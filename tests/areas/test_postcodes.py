"""From the file of CBS to the buurt of a postcode; every row that is wrong is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from vergezicht.areas import Geography, read_geography
from vergezicht.areas.postcodes import count_addresses, normal, postcode_table, read_postcodes
from vergezicht.cli import main
from vergezicht.problems import BadInput

ZWOLLE = Path(__file__).parents[2] / "municipalities/zwolle"


@pytest.fixture(scope="module")
def geography() -> Geography:
    return read_geography(ZWOLLE / "areas.csv")


def cbs_file(folder: Path, *rows: str) -> Path:
    path = folder / "pc6hnr20200801_gwb.csv"
    path.write_text("\n".join(["PC6;Huisnummer;Buurt2020;Wijk2020;Gemeente2020", *rows]) + "\n", "utf-8")
    return path


GOOD = (
    "1011AB;1;3630000;363000;363",  # another municipality
    "8011 ab;1;1931000;19310;193",
    "8011AB;3;1931000;19310;193",
    "8011AB;5;1931010;19310;193",
    "8011AC;1;1931020;19310;193",
)


def test_a_postcode_may_lie_in_two_buurten(tmp_path: Path, geography: Geography) -> None:
    counted = count_addresses(cbs_file(tmp_path, *GOOD), geography)
    assert counted == {("8011AB", "BU01931000"): 2, ("8011AB", "BU01931010"): 1, ("8011AC", "BU01931020"): 1}
    table = tmp_path / "postcodes.csv"
    table.write_text(postcode_table(counted), "utf-8")
    postcodes = read_postcodes(table, geography)
    assert postcodes.find("8011 ab") == ("BU01931000", "BU01931010")
    assert postcodes.find("8011AC") == ("BU01931020",)
    assert postcodes.find("8011") == ("BU01931000", "BU01931010", "BU01931020")
    assert postcodes.find("9999ZZ") == postcodes.find("geen") == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [("8011ab", "8011AB"), (" 8011  AB ", "8011AB"), ("8011", "8011"), ("0811AB", None), ("8011A", None), ("", None)],
)
def test_a_postcode_is_read_as_people_write_it(text: str, written: str | None) -> None:
    assert normal(text) == written


def test_every_wrong_row_is_named(tmp_path: Path, geography: Geography) -> None:
    path = cbs_file(tmp_path, *GOOD, "80A1AB;1;1931000;19310;193", "8011AB;7;1939999;19310;193", "8011AB;9")
    with pytest.raises(BadInput) as wrong:
        count_addresses(path, geography)
    told = [(problem.what, problem.row) for problem in wrong.value.problems]
    assert told == [("geen postcode", 7), ("deze buurt staat niet in areas.csv", 8), ("verkeerd aantal cellen", 9)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe\x00", "niet te lezen"),
        (b"postcode;buurt\n1;2\n", "kolom ontbreekt"),
        (b"PC6;Huisnummer;Buurt2020;Wijk2020;Gemeente2020\n1011AB;1;3630000;363000;363\n", "geen enkele rij"),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, geography: Geography, content: bytes, told: str) -> None:
    path = tmp_path / "bestand.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=told):
        count_addresses(path, geography)


def test_the_command_writes_the_table_of_the_municipality(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "zwolle"
    folder.mkdir()
    shutil.copy(ZWOLLE / "areas.csv", folder)
    assert main(["areas", "postcodes", str(cbs_file(tmp_path, *GOOD)), "--municipality", str(folder)]) == 0
    assert "2 postcodes, 4 adressen" in capsys.readouterr().out
    assert (folder / "postcodes.csv").read_text("utf-8").startswith("postcode,buurtcode,adressen\n8011AB,BU01931000,2")


def test_a_table_with_mistakes_is_refused_whole(tmp_path: Path, geography: Geography) -> None:
    path = tmp_path / "postcodes.csv"
    path.write_text("postcode,buurtcode,adressen\n8011,BU01931000,1\n8011AB,SD1,x\n", "utf-8")
    with pytest.raises(BadInput) as wrong:
        read_postcodes(path, geography)
    assert len(list(wrong.value.problems)) == 3
