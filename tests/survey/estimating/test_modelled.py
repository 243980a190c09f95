"""Model estimates in a release: labelled, from published figures only, nearer to the truth where answers are few."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from tests.golden.reference import needs_shared, shared
from tests.survey.reading.test_reading import edit
from tests.survey.test_shared_survey import write_project

from vergezicht.areas import AreaLevel
from vergezicht.figures import FigureStatus, Release, open_release
from vergezicht.figures.integrity import check_release
from vergezicht.problems import BadInput
from vergezicht.survey.estimating.modelled import model_figures, read_predictors
from vergezicht.survey.pipeline import build_release
from vergezicht.survey.project import ModelPlan

pytestmark = needs_shared

MODEL = """
[model]
indicators = ["lb01", "lb12"]
level = "buurt"
predictors = "kenmerken.csv"

[[wave]]"""


def project_with_model(folder: Path, text: str = MODEL) -> Path:
    project = write_project(folder, "csv")
    edit(project, "[[wave]]", text, 1)
    with (shared() / "survey/gebieden.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    districts = sorted({row["stadsdeel_code"] for row in rows})[1:]
    lines = ["gebiedscode," + ",".join(districts)]
    lines += [
        ",".join([row["buurt_code"], *(str(int(row["stadsdeel_code"] == code)) for code in districts)]) for row in rows
    ]
    (folder / "kenmerken.csv").write_text("\n".join(lines), "utf-8")
    return project


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("model")
    return open_release(build_release(project_with_model(folder), folder / "release"))


def test_nobody_can_take_it_for_a_measured_figure(release: Release) -> None:
    model = release.indicator("lb12_model")
    assert "modelschatting" in model.title
    assert "modelschatting" in model.label
    assert "modelschatting" in model.source
    assert model.explanation.startswith("Een modelschatting")
    assert model.slug == "lb12-modelschatting"
    assert release.comparisons(indicator="lb12_model") == ()
    assert any("lb12 (modelschatting), 2024: model over" in line for line in release.facts.method)
    assert check_release(release.folder) == []
    figures = release.figures(indicator="lb12_model")
    assert {release.geography[figure.area].level.value for figure in figures} == {"gemeente", "buurt"}
    assert all(figure.status == FigureStatus.PUBLISHED for figure in figures)


def test_no_area_gets_one_whose_measured_figure_is_hidden(release: Release) -> None:
    for code in ("lb01", "lb12"):
        for period in release.periods:
            shown = {
                f.area for f in release.figures(indicator=code, period=period, level=AreaLevel.BUURT) if f.is_shown
            }
            modelled = {f.area for f in release.figures(indicator=f"{code}_model", period=period)}
            assert modelled - {"GM0193"} <= shown
            assert len(modelled) > 50


def test_it_is_a_function_of_what_is_published(release: Release, tmp_path: Path) -> None:
    """Without the hidden figures it says the same: nothing about them can come out."""
    plan = ModelPlan(("lb12",), AreaLevel.BUURT, tmp_path / "kenmerken.csv")
    project_with_model(tmp_path)
    predictors = read_predictors(plan.predictors, release.geography, plan.level)
    measured = [f for f in release.figures() if f.indicator == "lb12"]
    hidden = [f for f in measured if not f.is_shown]
    assert hidden
    other = [f for f in measured if f.is_shown]
    indicators = (release.indicator("lb12"),)
    first = model_figures(indicators, measured, release.geography, plan, predictors)
    assert first == model_figures(indicators, other, release.geography, plan, predictors)
    again = {(f.area, f.period): f for f in first.figures}
    assert all(again[f.area, f.period] == f for f in release.figures(indicator="lb12_model"))


def test_small_areas_come_nearer_to_the_truth(release: Release) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = parquet.read_table(shared() / "survey/waarheid.parquet").to_pylist()
    truth = {
        (row["gebiedscode"], str(row["golf"])): row["waarde"]
        for row in rows
        if row["vraag"] == "lb01" and row["maat"] == "gemiddelde" and row["niveau"] == "buurt"
    }
    direct, model, inside = [], [], []
    for figure in release.figures(indicator="lb01_model", level=AreaLevel.BUURT):
        measured = release.figure("lb01", figure.area, figure.period)
        if measured is None or measured.value is None or (measured.n or 0) >= 100:
            continue
        true = truth[figure.area, figure.period]
        direct.append(measured.value - true)
        model.append((figure.value or 0.0) - true)
        inside.append((figure.low or 0.0) <= true <= (figure.high or 0.0))
    assert len(direct) > 30
    rmse = [float(np.sqrt(np.mean(np.square(errors)))) for errors in (direct, model)]
    assert rmse[1] < 0.9 * rmse[0], rmse
    assert np.mean(inside) > 0.85


def test_what_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    project = project_with_model(tmp_path, MODEL.replace('"lb12"', '"lb12", "niets"'))
    path = tmp_path / "kenmerken.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1], "BU00000000,1,0,0,0", lines[2].replace("0", "veel", 1)]), "utf-8")
    with pytest.raises(BadInput) as wrong:
        build_release(project, tmp_path / "release")
    told = " ".join(str(problem) for problem in wrong.value.problems)
    assert "twee keer" in told and "geen buurt van deze gemeente" in told
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(BadInput, match="niets: deze indicator is er niet"):
        build_release(project, tmp_path / "release")
    assert not (tmp_path / "release").exists()
