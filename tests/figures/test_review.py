"""Going through a release before it is adopted; and its tables as Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from vergezicht.cli import main
from vergezicht.figures import ReleaseContents, open_release, write_release
from vergezicht.figures.columnar import arrow_table
from vergezicht.figures.integrity import check_release
from vergezicht.figures.review import review, review_file, steps


def answering(*replies: str) -> Iterator[str]:
    yield from replies


def test_every_step_is_asked_and_kept_beside_the_release(
    contents: ReleaseContents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_release(tmp_path / "nieuw", contents)
    write_release(tmp_path / "oud", contents)
    replies = answering("j", "misschien", "j", "n, waarom is buurt 2 weg?", "J", "j")
    monkeypatch.setattr("builtins.input", lambda _: next(replies))
    arguments = ["release", "review", str(folder), "--against", str(tmp_path / "oud"), "--reviewer", "Onderzoeker"]
    assert main(arguments) == 1
    told = capsys.readouterr().out
    assert "controlegetal" in told and "4 van 5 akkoord" in told and "Antwoord met j of n" in told
    (kept,) = json.loads(review_file(folder).read_text("utf-8"))
    assert kept["agreed"] is False and kept["reviewer"] == "Onderzoeker" and len(kept["sha256"]) == 64
    assert kept["steps"][2] == {"step": "weggelaten", "agreed": False, "remark": "waarom is buurt 2 weg?"}
    assert check_release(folder) == []
    replies = answering(*"jjjj")
    assert main(["release", "review", str(folder), "--reviewer", "Onderzoeker"]) == 0
    assert [item["agreed"] for item in json.loads(review_file(folder).read_text("utf-8"))] == [False, True]


def test_a_touched_release_is_seen_in_the_first_step(contents: ReleaseContents, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "r", contents)
    (folder / "figures.csv").write_text("iets anders\n", "utf-8")
    first = next(steps(open_release(folder), None))
    assert any("gewijzigd" in line for line in first.lines)


def test_without_an_earlier_release_there_is_no_difference_to_explain(
    contents: ReleaseContents, tmp_path: Path
) -> None:
    release = open_release(write_release(tmp_path / "r", contents))
    replies = answering("j", "j", "j", "j")
    answers = review(release, None, reviewer="x", ask=lambda _: next(replies), say=lambda _: None)
    assert [answer.step for answer in answers] == ["heel", "methode", "weggelaten", "opvallend"]


def test_tables_as_parquet_say_what_the_csv_says(contents: ReleaseContents, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    folder = write_release(tmp_path / "r", contents)
    assert main(["release", "export", str(folder), "--out", str(tmp_path / "p")]) == 0
    table = pq.read_table(tmp_path / "p" / "figures.parquet")
    assert table.equals(arrow_table(open_release(folder), "figures"))
    rows = table.to_pylist()
    assert len(rows) == len(contents.figures)
    assert sum(row["waarde"] is None for row in rows) == 1
    assert {str(table.schema.field("waarde").type), str(table.schema.field("n").type)} == {"double", "int64"}
