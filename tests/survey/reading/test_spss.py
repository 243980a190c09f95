"""SPSS files as they come: labels, user-missing codes and ranges, other encodings, multiple response."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.golden.reference import needs_shared, shared
from tests.survey.test_shared_survey import write_project

from vergezicht.figures import Reference, Verdict, open_release
from vergezicht.problems import Problems
from vergezicht.survey.pipeline import build_release
from vergezicht.survey.reading.codebook import LABELLED, MARK, NUMBER, read_codebook
from vergezicht.survey.reading.responses import is_missing, read_responses

pytestmark = needs_shared


def spss(name: str) -> Path:
    return shared() / "data" / "surveys" / "spss" / name


def column(path: Path, area: str, name: str) -> np.ndarray:
    problems = Problems()
    blocks = list(read_responses(path, area, [name], problems))
    problems.raise_if_any()
    (block,) = blocks
    return np.where(is_missing(block.columns[name]), np.nan, block.columns[name])


def test_labels_and_missing_codes_come_from_the_file_itself() -> None:
    problems = Problems()
    questions = read_codebook(spss("simple_alltypes.sav"), problems)
    assert not len(problems)
    assert questions["x"].answers == {1: "red", 2: "green", 3: "blue"}
    assert set(questions["x"].missing) == {7, 8, 99}
    # A range of missing codes, and one that has a label but is no answer.
    assert {-999, -500, 0, 999} <= set(questions["z"].missing) and 1 not in questions["z"].missing
    assert questions["z"].kind == NUMBER and "str" not in questions


def test_a_missing_range_leaves_the_base() -> None:
    questions = read_codebook(spss("apistrat_gewogen.sav"), Problems())
    assert set(questions["target"].missing) == set(range(-9, 0))
    values = column(spss("apistrat_gewogen.sav"), "respnr", "target")
    valid = values[~np.isnan(values) & ~np.isin(values, list(questions["target"].missing))]
    assert len(valid) < len(values) and valid.min() >= 1


@pytest.mark.parametrize("name", ["sample.sav", "sample.zsav", "sample_missing.sav"])
def test_files_in_another_encoding(name: str) -> None:
    problems = Problems()
    questions = read_codebook(spss(name), problems)
    assert not len(problems)
    assert questions["mylabl"].answers == {1: "Male", 2: "Female"}
    assert column(spss(name), "mychar", "mylabl")[:2].tolist() == [1, 2]


def test_a_date_is_no_answer() -> None:
    problems = Problems()
    assert list(read_responses(spss("sample.sav"), "mychar", ["mydate"], problems)) == []
    assert "geen getal" in str(next(iter(problems)))


def test_what_kind_of_question_it_is() -> None:
    questions = read_codebook(shared() / "survey" / "respondenten_2022.sav", Problems())
    assert questions["lb01"].kind in {MARK, NUMBER}
    assert questions["lb12"].kind == LABELLED


def test_trends_from_the_spss_files_alone(tmp_path: Path) -> None:
    """Reversed codes, a renamed missing code, a reworded and a new question, without any codebook beside the files."""
    with_codebook = open_release(build_release(write_project(tmp_path, "sav"), tmp_path / "codeboek"))
    project = write_project(tmp_path, "sav")
    text = project.read_text("utf-8")
    for year in ("2022", "2024"):
        text = text.replace(f"codeboek_{year}.json", f"respondenten_{year}.sav")
    project.write_text(text, "utf-8")
    release = open_release(build_release(project, tmp_path / "alleen"))

    def city(code: str) -> Verdict | None:
        found = release.comparison(code, "GM0193", Reference.PREVIOUS_WAVE)
        return found and found.verdict

    assert city("lb12") == Verdict.PRACTICALLY_EQUAL
    assert city("jo06") == Verdict.CLEARLY_HIGHER
    assert city("vh09") == Verdict.NOT_COMPARABLE
    assert city("kl05") is None
    assert release.figures() == with_codebook.figures()


def test_a_mark_outside_the_scale_is_told(tmp_path: Path) -> None:
    project = write_project(tmp_path, "csv")
    text = project.read_text("utf-8")
    answers = tmp_path / "antwoorden.csv"
    lines = (shared() / "survey" / "respondenten_2024.csv").read_text("utf-8").splitlines()
    place = lines[0].split(",").index("lb01")
    cells = lines[7].split(",")
    cells[place] = "77"
    lines[7] = ",".join(cells)
    answers.write_text("\n".join(lines) + "\n", "utf-8")
    project.write_text(text.replace(f"{shared()}/survey/respondenten_2024.csv", str(answers)), "utf-8")
    with pytest.raises(Exception, match=r"rij 8\b"):
        build_release(project, tmp_path / "release")
