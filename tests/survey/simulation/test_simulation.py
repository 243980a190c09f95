"""The invented city: the same every time, and equal to what is published."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.survey.reading.test_reading import edit

from vergezicht.areas import AreaLevel
from vergezicht.figures import IndicatorKind, Reason, Reference, Release, open_release
from vergezicht.problems import BadInput, Problems
from vergezicht.survey.pipeline import build_release
from vergezicht.survey.simulation.facts import read_simulation
from vergezicht.survey.simulation.simulate import simulate
from vergezicht.survey.weighting.lineage import Lineage, membership

ZWOLLE = Path(__file__).parents[3] / "municipalities" / "zwolle"


@pytest.fixture(scope="module")
def zwolle(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("simulated") / "zwolle"
    shutil.copytree(ZWOLLE, folder, ignore=shutil.ignore_patterns("simulated", "example"))
    simulate(folder)
    return open_release(build_release(folder / "survey" / "project.toml", folder / "release"))


def test_the_city_values_are_the_published_ones(zwolle: Release) -> None:
    facts = read_simulation(ZWOLLE / "survey" / "simulation.toml", zwolle.geography, Problems())
    for code, item in facts.indicators.items():
        for period, target in item.targets.items():
            figure = zwolle.figure(code, zwolle.geography.gemeente.code, period)
            assert figure is not None and figure.value is not None
            allowed = 0 if zwolle.indicator(code).kind == IndicatorKind.MARK else 1
            assert abs(figure.value - target) <= allowed, (code, period)


def test_the_published_marks(zwolle: Release) -> None:
    city = zwolle.geography.gemeente.code
    for code, expected in (("liveability_mark", [7.5, 7.6, 7.6]), ("safety_mark", [7.3, 7.5, 7.4])):
        found = [zwolle.figure(code, city, period) for period in ("2016", "2018", "2020")]
        assert [figure and figure.value for figure in found] == expected


def test_buurten_differ_as_reported(zwolle: Release) -> None:
    value = {
        zwolle.geography[figure.area].name: figure.value
        for figure in zwolle.figures(indicator="liveability_mark", period="2018", level=AreaLevel.BUURT)
    }
    for low in ("Kamperpoort", "Holtenbroek I", "Holtenbroek IV", "Indischebuurt"):
        assert value[low] is not None and value[low] < 7.6, low
    for high in ("Veerallee", "Spoolde", "Oud-Schelle", "Schelle-Zuid en Oldeneel"):
        assert value[high] is not None and value[high] > 7.6, high


def test_some_buurten_demonstrably_change_and_most_do_not(zwolle: Release) -> None:
    changes = zwolle.comparisons(period="2020", reference=Reference.PREVIOUS_WAVE, level=AreaLevel.BUURT)
    arrows = [change for change in changes if change.verdict.sign]
    assert 5 <= len(arrows) <= 0.05 * len(changes)
    found = {(change.indicator, zwolle.geography[change.area].name) for change in arrows}
    assert ("safety_mark", "Kamperpoort") in found


def test_no_figure_hidden_for_privacy_follows_from_the_others(zwolle: Release) -> None:
    margins = (ZWOLLE / "survey" / "margins.csv").read_text("utf-8").splitlines()
    strata = [line.split(",")[1] for line in margins if line.startswith("buurt,")]
    members = membership(zwolle.geography, strata, Lineage()).members
    for indicator in zwolle.indicators:
        for period in zwolle.periods:
            figures = zwolle.figures(indicator=indicator.code, period=period)
            if not figures:
                continue
            by_area = {figure.area: figure for figure in figures}
            ordered = [by_area[area.code] for area in zwolle.geography]
            shown = np.array([figure.is_shown for figure in ordered])
            secret = np.array([figure.reason == Reason.PRIVACY for figure in ordered])
            rows = members[shown].astype(float)
            rank = np.linalg.matrix_rank(rows)
            for row in members[secret & members.any(axis=1)]:
                assert np.linalg.matrix_rank(np.vstack([rows, row])) > rank, "a hidden area follows from the shown ones"


def test_loneliness_is_not_told_per_buurt(zwolle: Release) -> None:
    assert not any(figure.is_shown for figure in zwolle.figures(indicator="lonely", level=AreaLevel.BUURT))


def test_the_same_facts_give_the_same_bytes(waterkant_template: Path, tmp_path: Path) -> None:
    for path in simulate(waterkant_template, tmp_path / "again"):
        assert path.read_bytes() == (waterkant_template / "survey" / "simulated" / path.name).read_bytes()


def test_a_missing_target_is_told_and_nothing_is_written(waterkant: Path, tmp_path: Path) -> None:
    edit(waterkant / "survey" / "simulation.toml", "2021 = 7.2, ", "")
    with pytest.raises(BadInput, match="noemt geen waarde van woonplezier in 2021"):
        simulate(waterkant, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_area_is_told(waterkant: Path) -> None:
    edit(waterkant / "survey" / "simulation.toml", 'areas = ["BU99990101"]', 'areas = ["BU00000000"]')
    with pytest.raises(BadInput, match="onbekende gebiedscode in een effect"):
        simulate(waterkant)
