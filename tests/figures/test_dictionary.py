"""Every column of the open data is described, and the descriptions fit the files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from vergezicht.figures import ReleaseContents, write_release
from vergezicht.figures.days import written_day
from vergezicht.figures.dictionary import COLUMNS, KEYS
from vergezicht.figures.export import csv_tables


def test_every_column_is_described_once_and_none_too_many(contents: ReleaseContents) -> None:
    used = {name for columns, _ in csv_tables(contents).values() for name in columns}
    assert used == set(COLUMNS)


def test_keys_tell_rows_apart_and_point_to_rows_that_exist(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", contents)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tables = {
        resource["name"]: list(csv.DictReader((folder / resource["path"]).open(encoding="utf-8", newline="")))
        for resource in package["resources"]
        if resource["format"] == "csv"
    }
    for resource in package["resources"]:
        if resource["format"] != "csv":
            continue
        schema, rows = resource["schema"], tables[resource["name"]]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys) and all(all(key) for key in keys)
        for field in schema["fields"]:
            cells = [row[field["name"]] for row in rows]
            assert all(cells) or not field.get("constraints", {}).get("required")
            if field["type"] in {"number", "integer"}:
                assert all(float(cell) is not None for cell in cells if cell)
        for key in schema["foreignKeys"]:
            target = {row[key["reference"]["fields"][0]] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"][0]] for row in rows} <= target


def test_csvw_describes_the_same_files(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", contents)
    described = json.loads((folder / "csvw.json").read_text("utf-8"))
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    for table in described["tables"]:
        with (folder / table["url"]).open(encoding="utf-8", newline="") as stream:
            heading = next(csv.reader(stream))
        assert [column["name"] for column in table["tableSchema"]["columns"]] == heading
        assert table["tableSchema"]["primaryKey"] == list(KEYS[table["url"].removesuffix(".csv")])


def test_every_file_is_described_and_the_release_says_how_to_cite_it(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", contents)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert all(resource["description"] for resource in package["resources"])
    facts = contents.facts
    told = (facts.publisher, facts.title, written_day(facts.date), facts.licence)
    assert all(part in package["description"] for part in told)
