"""Buurten that were renamed, merged or split since an older wave: the series runs on, or visibly stops."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.survey.reading.test_reading import edit

from vergezicht.figures import Reason, Reference, Release, open_release
from vergezicht.problems import BadInput
from vergezicht.survey.pipeline import build_release


def rename(folder: Path, old: str, new: str) -> None:
    """Let a buurt of now have another code in the first wave: its answers, and its adults in margins of its own."""
    answers = folder / "simulated" / "answers_2021.csv"
    edit(answers, new, old)
    own = folder / "margins_2021.csv"
    if not own.is_file():
        own.write_text((folder / "margins.csv").read_text("utf-8"), "utf-8")
        edit(
            folder / "project.toml", 'margins = "margins.csv"', 'margins = "margins_2021.csv"\nlineage = "lijn.csv"', 1
        )
    edit(own, new, old)


def lineage(folder: Path, *pairs: tuple[str, str]) -> None:
    (folder / "lijn.csv").write_text("oud,nieuw\n" + "".join(f"{old},{new}\n" for old, new in pairs), "utf-8")


def built(project: Path, out: Path) -> Release:
    return open_release(build_release(project, out))


def test_a_renamed_buurt_keeps_its_series(project: Path, tmp_path: Path) -> None:
    before = built(project, tmp_path / "before")
    rename(project.parent, "BU99990299", "BU99990202")
    lineage(project.parent, ("BU99990299", "BU99990202"))
    after = built(project, tmp_path / "after")
    assert after.figures() == before.figures()
    assert after.comparisons() == before.comparisons()


def test_merged_buurten_count_as_the_new_one(project: Path, tmp_path: Path) -> None:
    """Two buurten of then, one of now: half of the answers come in under each code."""
    before = built(project, tmp_path / "before")
    folder = project.parent
    rename(folder, "BU99990299", "BU99990202")
    margins, answers = folder / "margins_2021.csv", folder / "simulated" / "answers_2021.csv"
    line = next(line for line in margins.read_text("utf-8").splitlines() if "BU99990299" in line)
    people = int(line.rsplit(",", 1)[1])
    parts = [line.replace("BU99990299", code).rsplit(",", 1)[0] for code in ("BU99990299", "BU99990298")]
    edit(margins, line, f"{parts[0]},{people - 40}\n{parts[1]},40")
    edit(answers, "BU99990299", "BU99990298", 12)
    lineage(folder, ("BU99990299", "BU99990202"), ("BU99990298", "BU99990202"))
    after = built(project, tmp_path / "after")
    assert after.figures() == before.figures()


def test_a_split_buurt_has_no_figure_then_and_the_city_does(project: Path, tmp_path: Path) -> None:
    """What was one buurt is two now: the two have no series, whatever holds both has."""
    before = built(project, tmp_path / "before")
    rename(project.parent, "BU99990299", "BU99990201")
    rename(project.parent, "BU99990299", "BU99990202")
    own = project.parent / "margins_2021.csv"
    lines = own.read_text("utf-8").splitlines()
    double = [line for line in lines if "BU99990299" in line and ",totaal," in line]
    people = sum(int(line.rsplit(",", 1)[1]) for line in double)
    rest = [line for line in lines if "BU99990299" not in line]
    own.write_text("\n".join([*rest, f"buurt,BU99990299,totaal,totaal,{people}"]) + "\n", "utf-8")
    lineage(project.parent, ("BU99990299", "BU99990201"), ("BU99990299", "BU99990202"))
    after = built(project, tmp_path / "after")
    code = before.indicators[0].code
    for area in ("BU99990201", "BU99990202"):
        then = after.figure(code, area, "2021")
        assert then is not None and then.reason == Reason.BOUNDARY
        assert after.comparison(code, area, Reference.PREVIOUS_WAVE, "2023") is None
        assert after.figure(code, area, "2023") == before.figure(code, area, "2023")
    city = after.geography.gemeente.code
    now = after.figure(code, city, "2021")
    assert now is not None and now.is_shown
    assert after.comparison(code, city, Reference.PREVIOUS_WAVE, "2023") is not None


def test_a_code_that_does_not_exist_is_told(project: Path, tmp_path: Path) -> None:
    rename(project.parent, "BU99990299", "BU99990202")
    lineage(project.parent, ("BU99990299", "BU00000000"))
    with pytest.raises(BadInput) as caught:
        build_release(project, tmp_path / "release")
    assert "onbekende buurtcode" in str(caught.value) and "lijn.csv" in str(caught.value)
