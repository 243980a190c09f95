"""From the project of an invented municipality to a release."""

import shutil
from pathlib import Path

import pytest
from tests.survey.reading.test_reading import answers, edit, survey

from vergezicht.areas import AreaLevel
from vergezicht.figures import FigureStatus, Reason, Reference, Release, Verdict, open_release
from vergezicht.figures.integrity import check_release
from vergezicht.problems import BadInput
from vergezicht.survey.pipeline import build_release, read


@pytest.fixture(scope="module")
def built(waterkant_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("built") / "release"
    return open_release(build_release(waterkant_template / "survey" / "project.toml", out))


def test_the_release_is_whole(built: Release) -> None:
    assert check_release(built.folder) == []
    assert built.periods == ("2021", "2023")
    assert built.facts.simulated
    assert [wave.respondents for wave in built.facts.waves] == [620, 650]
    assert any("40 antwoorden van panel en eigen aanmelding" in line for line in built.facts.method)
    assert any("Vrijwel gelijk: de hele marge van het verschil ligt binnen 2 procentpunt" in line
               for line in built.facts.method)  # fmt: skip


def test_every_area_has_a_figure_in_every_wave(built: Release) -> None:
    for indicator in built.indicators:
        for period in built.periods:
            assert len(built.figures(indicator=indicator.code, period=period)) == len(built.geography)


def test_city_values_are_those_of_the_facts(built: Release) -> None:
    values = {
        (code, period): figure.value
        for code in ("woonplezier", "stilte", "vooruitgang", "saamhorigheid")
        for period in built.periods
        if (figure := built.figure(code, "GM9999", period)) is not None
    }
    assert values == {
        ("woonplezier", "2021"): 7.2,
        ("woonplezier", "2023"): 7.4,
        ("stilte", "2021"): 20,
        ("stilte", "2023"): 18,
        ("vooruitgang", "2021"): 2,
        ("vooruitgang", "2023"): 5,
        ("saamhorigheid", "2021"): 6.3,
        ("saamhorigheid", "2023"): 6.4,
    }


def test_a_true_change_is_found_and_a_question_with_other_codes_is_matched(built: Release) -> None:
    change = built.comparison("woonplezier", "BU99990101", Reference.PREVIOUS_WAVE)
    assert change is not None and change.verdict == Verdict.CLEARLY_HIGHER
    # The codes of this question were reversed between the waves; the city value hardly moved.
    noise = built.comparison("stilte", "GM9999", Reference.PREVIOUS_WAVE)
    assert noise is not None and noise.difference == pytest.approx(-2)


def test_the_tiny_buurt_is_hidden_and_not_alone(built: Release) -> None:
    for period in built.periods:
        figures = {figure.area: figure for figure in built.figures(indicator="woonplezier", period=period)}
        assert figures["BU99990103"].reason == Reason.PRIVACY
        assert figures["BU99990103"].n is None
        assert figures["BU99990102"].reason == Reason.SECONDARY
        assert figures["BU99990102"].n is None
        assert figures["WK999901"].status == FigureStatus.PUBLISHED


def test_what_is_hidden_has_no_comparison_and_no_answers(built: Release) -> None:
    hidden = {(figure.indicator, figure.area, figure.period) for figure in built.figures() if not figure.is_shown}
    assert hidden
    compared = {(item.indicator, item.area, item.period) for item in built.comparisons()}
    assert not hidden & compared
    for indicator, area, period in hidden:
        assert built.answers(indicator, area, period) == ()


def test_answers_beside_a_share(built: Release) -> None:
    shares = built.answers("stilte", "GM9999")
    assert [share.answer for share in shares] == ["vaak", "soms", "nooit"]
    assert sum(share.value for share in shares) == pytest.approx(100, abs=2)


def test_the_gemeente_is_not_compared_with_itself(built: Release) -> None:
    assert built.comparison("stilte", "GM9999", Reference.MUNICIPALITY) is None
    assert built.comparison("stilte", "WK999901", Reference.MUNICIPALITY) is not None


def test_levels_that_a_municipality_lacks_are_not_missed(built: Release) -> None:
    assert AreaLevel.STADSDEEL not in built.geography.levels


def test_the_same_input_gives_the_same_bytes(project: Path, tmp_path: Path) -> None:
    first, second = (build_release(project, tmp_path / name) for name in ("een", "twee"))
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_the_order_of_the_respondents_does_not_matter(project: Path, tmp_path: Path) -> None:
    first = build_release(project, tmp_path / "een")
    path = answers(survey(project))
    heading, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([heading, *reversed(rows)]) + "\n", "utf-8")
    second = build_release(project, tmp_path / "twee")
    for name in ("figures.csv", "comparisons.csv", "answers.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_panel_and_open_answers_do_not_change_a_figure(project: Path, tmp_path: Path) -> None:
    first = build_release(project, tmp_path / "een")
    path = answers(survey(project))
    heading, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([heading, *(row for row in rows if row.split(",")[1] == "1")]) + "\n", "utf-8")
    second = build_release(project, tmp_path / "twee")
    assert (first / "figures.csv").read_bytes() == (second / "figures.csv").read_bytes()


def test_a_reworded_question_gets_no_arrow(project: Path, tmp_path: Path) -> None:
    edit(survey(project) / "codebook_2023.json", "Hoe vaak hebt u last van lawaai?", "Hoe vaak hebt u last van herrie?")
    release = open_release(build_release(project, tmp_path / "release"))
    changes = release.comparisons(indicator="stilte", reference=Reference.PREVIOUS_WAVE)
    assert {change.verdict for change in changes} == {Verdict.NOT_COMPARABLE}
    assert {change.difference for change in changes} == {None}


def test_a_question_that_came_later_has_no_earlier_figure(project: Path, tmp_path: Path) -> None:
    edit(survey(project).parent / "indicators.toml", 'variable = "v3"', 'variable = "v3"\nfrom = "2023"')
    release = open_release(build_release(project, tmp_path / "release"))
    assert {figure.period for figure in release.figures(indicator="vooruitgang")} == {"2023"}
    assert release.comparisons(indicator="vooruitgang", reference=Reference.PREVIOUS_WAVE) == ()


def test_an_existing_release_is_not_overwritten_unasked(project: Path, tmp_path: Path) -> None:
    out = build_release(project, tmp_path / "release")
    with pytest.raises(BadInput):
        build_release(project, out)
    build_release(project, out, replace=True)


def test_progress_is_told(project: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    build_release(project, tmp_path / "release", progress=lines.append)
    assert any("2021" in line and "lezen" in line for line in lines)
    assert any("wegen" in line for line in lines)


def test_a_project_may_lie_anywhere(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    shutil.copytree(survey(project).parent, elsewhere)
    assert len(read(elsewhere / "survey" / "project.toml").waves) == 2


def test_a_reader_is_told_of_a_margin_in_words(built: Release, project: Path, tmp_path: Path) -> None:
    line = next(line for line in built.facts.method if line.startswith("2021:") and "gewogen" in line)
    assert line.startswith("2021: 620 deelnemers, gewogen naar buurt, leeftijd × geslacht, eigendom; gewichten ")
    edit(survey(project) / "project.toml", 'name = "leeftijdxgeslacht"',
         'name = "leeftijdxgeslacht"\nlabel = "leeftijd en geslacht"')  # fmt: skip
    labelled = open_release(build_release(project, tmp_path / "labelled"))
    assert any("naar buurt, leeftijd en geslacht, eigendom;" in line for line in labelled.facts.method)
