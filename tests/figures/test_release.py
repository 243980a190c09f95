"""A release is written whole or not at all, is the same every time, and tells when somebody touched it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from vergezicht.areas import AreaLevel
from vergezicht.figures import (
    ReleaseContents,
    open_release,
    write_release,
)
from vergezicht.figures.export import csv_text
from vergezicht.figures.integrity import check_release
from vergezicht.problems import BadInput


def test_what_is_written_is_what_is_read(contents: ReleaseContents, tmp_path: Path) -> None:
    release = open_release(write_release(tmp_path / "release", contents))
    assert release.facts == contents.facts
    assert release.indicators == contents.indicators
    assert release.geography == contents.geography
    assert set(release.figures()) == set(contents.figures)
    assert release.comparisons() == contents.comparisons
    assert release.group_comparisons() == contents.group_comparisons
    assert release.answers("unsafe", release.geography.gemeente.code) == contents.answers
    assert release.boundaries.shapes == contents.boundaries.shapes


def test_a_release_of_before_groups_were_tested_stays_whole(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release", replace(contents, group_comparisons=()))
    assert not (folder / "group_comparisons.csv").exists()
    with sqlite3.connect(folder / "release.sqlite") as store:
        store.execute("DROP TABLE group_comparisons")
    assert open_release(folder).group_comparisons(indicator="unsafe") == ()
    assert [problem.what for problem in check_release(folder)] == [
        "het bestand is gewijzigd nadat de release is gemaakt",  # the store that we touched, and nothing else
    ]


def test_figures_are_selected_by_everything_that_is_asked(contents: ReleaseContents, tmp_path: Path) -> None:
    release = open_release(write_release(tmp_path / "release", contents))
    assert len(release.figures(level=AreaLevel.BUURT)) == 2
    assert release.figures(level=AreaLevel.WIJK) == ()
    assert release.figure("unsafe", "bestaat-niet") is None
    assert release.figures(indicator="bestaat-niet") == ()
    assert release.figure("unsafe", release.geography.gemeente.code) == contents.figures[1]


def test_the_same_contents_give_the_same_bytes(contents: ReleaseContents, tmp_path: Path) -> None:
    shuffled = ReleaseContents(**{**contents.__dict__, "figures": contents.figures[::-1]})
    one, other = write_release(tmp_path / "one", contents), write_release(tmp_path / "other", shuffled)
    for path in sorted(one.iterdir()):
        assert path.read_bytes() == (other / path.name).read_bytes(), path.name


def test_a_whole_release_has_no_problems(contents: ReleaseContents, tmp_path: Path) -> None:
    assert check_release(write_release(tmp_path / "release", contents)) == []


@pytest.mark.parametrize("name", ["figures.csv", "release.sqlite", "areas.geojson", "comparisons.csv"])
def test_a_touched_file_is_noticed(contents: ReleaseContents, tmp_path: Path, name: str) -> None:
    folder = write_release(tmp_path / "release", contents)
    content = bytearray((folder / name).read_bytes())
    content[-3] ^= 1
    (folder / name).write_bytes(content)
    assert any(name in str(problem.file) for problem in check_release(folder))


def test_a_changed_table_with_a_matching_checksum_is_noticed_too(contents: ReleaseContents, tmp_path: Path) -> None:
    from vergezicht.figures.export import sha256

    folder = write_release(tmp_path / "release", contents)
    table = folder / "figures.csv"
    table.write_text(table.read_text("utf-8").replace("16", "61"), "utf-8", newline="")
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if resource["path"] == table.name:
            resource["hash"] = f"sha256:{sha256(table)}"
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert any("release.sqlite" in problem.what for problem in check_release(folder))


def test_an_extra_or_missing_file_is_noticed(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release", contents)
    (folder / "antwoorden.sav").write_bytes(b"personal")
    (folder / "answers.csv").unlink()
    found = [str(problem) for problem in check_release(folder)]
    assert any("answers.csv" in text for text in found)


def test_every_file_is_described_with_its_checksum(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release", contents)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    assert described == {path.name for path in folder.iterdir()} - {"datapackage.json"}
    heading = (folder / "figures.csv").read_text("utf-8").splitlines()[0].split(",")
    figures = next(resource for resource in package["resources"] if resource["name"] == "figures")
    assert [field["name"] for field in figures["schema"]["fields"]] == heading


def test_an_existing_folder_is_not_overwritten_unasked(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release", contents)
    with pytest.raises(BadInput, match="bestaat al"):
        write_release(folder, contents)
    write_release(folder, contents, replace=True)
    assert check_release(folder) == []


def test_a_failure_half_way_leaves_nothing(
    contents: ReleaseContents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vergezicht.figures.export._datapackage", full)
    with pytest.raises(OSError, match="No space"):
        write_release(tmp_path / "release", contents)
    assert list(tmp_path.iterdir()) == []


def test_a_replacement_that_fails_keeps_the_old_release(
    contents: ReleaseContents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_release(tmp_path / "release", contents)
    monkeypatch.setattr("vergezicht.figures.export._datapackage", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_release(folder, contents, replace=True)
    assert check_release(folder) == []
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_a_folder_that_is_no_release_is_refused_with_all_that_lacks(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        open_release(tmp_path)
    assert len(caught.value.problems) == 8


def test_a_cell_is_never_a_formula_in_a_spreadsheet() -> None:
    text = csv_text(("naam",), [("=1+1",), ("+31",), ("@wijk",), ("Berkum",), (-1.5,)])
    assert text.splitlines()[1:] == ["'=1+1", "'+31", "'@wijk", "Berkum", "-1.5"]


def test_a_damaged_store_is_a_problem_not_a_crash(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "release", contents)
    (folder / "datapackage.json").write_text("{", "utf-8")
    assert check_release(folder)
    shutil.rmtree(folder)
    assert len(check_release(folder)) == 8
