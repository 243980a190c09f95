"""Figures for part of the adults: right, safe, and never in the way of those of everyone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.golden.reference import needs_shared, zwolle
from tests.survey.protecting.test_attack import Attack, secrets_of
from tests.survey.reading.test_reading import edit
from tests.survey.test_shared_survey import write_project

from vergezicht.cli import main
from vergezicht.figures import FigureStatus, Reason, Release, open_release
from vergezicht.figures.integrity import check_release
from vergezicht.problems import BadInput
from vergezicht.survey import pipeline
from vergezicht.survey.pipeline import build_release

GROUP = """
[[group]]
name = "leeftijd"
level = "stadsdeel"
labels = { 1 = "18 tot 30", 2 = "30 tot 45", 3 = "45 tot 55", 4 = "55 tot 65", 5 = "65 tot 75", 6 = "75 en ouder" }

[[wave]]"""


def with_groups(project: Path, text: str = GROUP) -> Path:
    edit(project, "[[wave]]", text, 1)
    return project


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("groups")
    return open_release(build_release(with_groups(write_project(folder, "csv")), folder / "release"))


@needs_shared
def test_a_group_is_a_domain_of_the_same_design(release: Release, tmp_path: Path) -> None:
    """Value and n by hand, with the weights of everyone."""
    wave = zwolle("2022", tmp_path)
    weights, answer = wave.weights.final[wave.of_row], wave.answer("lb01")
    for code, label in ((1, "18 tot 30"), (6, "75 en ouder")):
        inside = (wave.columns["leeftijd"] == code) & ~np.isnan(answer)
        (figure,) = release.figures(indicator="lb01", area="GM0193", period="2022", group=f"leeftijd: {label}")
        assert figure.value == pytest.approx(round(float(np.average(answer[inside], weights=weights[inside])), 1))
        assert abs((figure.n or 0) - int(inside.sum())) <= 2.5


@needs_shared
def test_everyone_stays_what_it_was(release: Release, tmp_path: Path) -> None:
    plain = open_release(build_release(write_project(tmp_path, "csv"), tmp_path / "release"))
    assert release.figures() == plain.figures() and release.comparisons() == plain.comparisons()
    assert check_release(release.folder) == []
    groups = release.figures(group=None)
    assert {figure.group for figure in groups} > {"", "leeftijd: 18 tot 30"}
    levels = {release.geography[figure.area].level.value for figure in groups if figure.group}
    assert levels == {"gemeente", "stadsdeel"}
    assert release.figure("lb01", "GM0193", "2022") == plain.figure("lb01", "GM0193", "2022")


@needs_shared
def test_few_answers_in_a_group_are_hidden_with_company(tmp_path: Path) -> None:
    """A group of a handful in one area: it, and what would give it away, is not shown."""
    project = with_groups(write_project(tmp_path, "csv"))
    (tmp_path / "thresholds.toml").write_text("[privacy]\nn = 300\n[quality]\nn = 300\n", "utf-8")
    found = open_release(build_release(project, tmp_path / "release"))
    figures = [figure for figure in found.figures(indicator="lb01", period="2024", group=None) if figure.group]
    hidden = [figure for figure in figures if figure.status == FigureStatus.SUPPRESSED]
    reasons = {figure.reason for figure in hidden}
    assert Reason.PRIVACY in reasons
    for group in {figure.group for figure in hidden if figure.reason == Reason.PRIVACY}:
        alone = [figure for figure in figures if figure.group == group and not figure.is_shown]
        assert len(alone) >= 2 or not next(f for f in figures if f.group == group and f.area == "GM0193").is_shown


@needs_shared
def test_the_open_data_name_the_group(release: Release, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (release.folder / "figures.csv").read_text("utf-8").splitlines()
    assert any(",leeftijd: 75 en ouder," in line for line in lines) and any(",iedereen," in line for line in lines)
    folder = str(release.folder)
    assert main(["release", "show", folder, "--indicator", "lb01", "--group", "leeftijd: 75 en ouder"]) == 0
    assert "gepubliceerd" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GROUP.replace('name = "leeftijd"', 'name = "inkomen"'), "alleen groepen waarnaar wordt gewogen"),
        (GROUP.replace("{ 1 =", "{ jong ="), "een code is geen geheel getal"),
        (GROUP.replace('"stadsdeel"', '"straat"'), "onbekende waarde voor"),
    ],
)
def test_a_group_that_cannot_be_is_told(project: Path, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        build_release(with_groups(project, text), tmp_path / "release")


@needs_shared
def test_groups_do_not_help_an_attacker(tmp_path: Path) -> None:
    """Linear programming over the figures of everyone and of every group: a hidden buurt stays as open as it was."""
    project = with_groups(write_project(tmp_path, "csv"))
    survey = pipeline.read(project)
    weighed = pipeline.weigh_waves(survey)
    whole = {item.indicator: item for item in pipeline.estimate(survey, weighed)[1]}
    parts = pipeline.estimate_parts(survey, weighed)[1]
    release = open_release(build_release(project, tmp_path / "release"))
    areas = [area.code for area in survey.geography]
    labels = list(parts.results)
    tried = 0
    for code in ("lb12", "kl03a", "kl05"):
        result = whole[code]
        own = {label: next(item for item in parts.results[label] if item.indicator == code) for label in labels}
        base = np.concatenate([own[label].sums.base for label in labels])
        attack = Attack(base)
        for figure in release.figures(indicator=code, period="2024", group=None):
            if figure.value is None or figure.censored:
                continue
            inside = result.members[areas.index(figure.area)]
            chosen = [label for label in labels if figure.group in ("", f"leeftijd: {label}")]
            row = np.concatenate([inside * (label in chosen) for label in labels]).astype(float)
            attack.learn(100.0 * row / (row @ base), figure.value - 0.5, figure.value + 0.5)
        shown = np.isin(areas, [item.area for item in release.figures(indicator=code, period="2024") if item.is_shown])
        secrets = list(secrets_of(result, shown))
        goals = [np.tile(group, len(labels)) / weight for group, weight, _ in secrets]
        for (low, high), (_, _, share) in zip(attack.bounds(goals), secrets, strict=True):
            tried += 1
            assert low <= max(share - 0.1, 0) + 1e-6 and high >= min(share + 0.1, 1) - 1e-6
    assert tried >= 4
