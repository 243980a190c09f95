"""The synthetic survey that others use as well: a release from its .sav files and from its .csv files."""

import re
from pathlib import Path

import pytest
from tests.golden.reference import needs_shared, shared, write_areas

from vergezicht.figures import FigureStatus, IndicatorKind, Reason, Reference, Release, Verdict, open_release
from vergezicht.figures.integrity import check_release
from vergezicht.survey.pipeline import build_release

pytestmark = needs_shared

AGREE = '["helemaal mee eens", "mee eens", "niet mee eens, niet mee oneens", "mee oneens", "helemaal mee oneens"]'
OFTEN = '["vaak", "soms", "(bijna) nooit"]'
LONELY = '["niet eenzaam", "matig eenzaam", "ernstig eenzaam", "zeer ernstig eenzaam"]'


def indicator(code: str, kind: IndicatorKind, measure: str, more: str = "") -> str:
    return f"""
[[indicator]]
code = "{code}"
title = "{code}"
question = "?"
kind = "{kind}"
direction = "geen"
theme = "t"
source = "s"
{more}
[indicator.measure]
{measure}
"""


INDICATORS = "".join(
    [
        indicator("lb01", IndicatorKind.MARK, 'variable = "lb01"'),
        indicator("lb12", IndicatorKind.SHARE, 'variable = "lb12"', f'answers = {OFTEN}\ncounted = ["vaak"]'),
        indicator(
            "vh09", IndicatorKind.SHARE, 'variable = "vh09"', f'answers = {AGREE}\ncounted = ["helemaal mee eens"]'
        ),
        indicator(
            "jo06",
            IndicatorKind.SHARE,
            'variable = "jo06"',
            'answers = ["zeer goed", "goed", "redelijk", "moeilijk", "zeer moeilijk"]\n'
            'counted = ["moeilijk", "zeer moeilijk"]\nsensitive = true',
        ),
        indicator(
            "kl05",
            IndicatorKind.SHARE,
            'variable = "kl05"\nfrom = "2024"',
            f'answers = {AGREE}\ncounted = ["helemaal mee eens", "mee eens"]',
        ),
        indicator(
            "kl03a",
            IndicatorKind.SHARE,
            'variable = "kl03a"',
            'answers = ["genoemd", "niet genoemd"]\ncounted = ["genoemd"]',
        ),
        indicator(
            "eenzaam",
            IndicatorKind.SHARE,
            'variable = "sc09"',
            f'answers = {LONELY}\ncounted = ["ernstig eenzaam", "zeer ernstig eenzaam"]\nsensitive = true',
        ),
        indicator(
            "cohesie",
            IndicatorKind.SCALE_SCORE,
            'variables = ["sc01", "sc02", "sc03", "sc04", "sc05"]\nreversed = ["sc01"]\nminimum_answered = 4\n'
            f"answers = {AGREE}",
        ),
    ]
)


def write_project(folder: Path, suffix: str, margins: str = "populatiemarges.csv") -> Path:
    survey = shared() / "survey"
    write_areas(folder)
    (folder / "indicators.toml").write_text(INDICATORS, "utf-8")
    (folder / "thresholds.toml").write_text("[privacy]\nn = 10\n", "utf-8")
    waves = "".join(
        f"""
[[wave]]
period = "{year}"
answers = "{survey}/respondenten_{year}.{suffix}"
codebook = "{survey}/codeboek_{year}.json"
margins = "{survey}/{margins}"
"""
        for year in ("2022", "2024")
    )
    path = folder / f"project_{suffix}.toml"
    path.write_text(
        f"""
areas = "areas.csv"
indicators = "indicators.toml"
thresholds = "thresholds.toml"
[release]
name = "proef"
title = "Proef"
publisher = "Proef"
source = "Proef"
licence = "CC0-1.0"
date = "2025-01-01"
simulated = true
[columns]
area = "buurt_code"
source = "werving"
[[weighting.margin]]
name = "leeftijdxgeslacht"
columns = ["leeftijd", "geslacht"]
[[weighting.margin]]
name = "herkomst"
[[weighting.margin]]
name = "eigendom"
{waves}""",
        "utf-8",
    )
    return path


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    folder = tmp_path_factory.mktemp("shared")
    return {
        suffix: open_release(build_release(write_project(folder, suffix), folder / suffix)) for suffix in ("sav", "csv")
    }


def test_spss_and_csv_give_the_same_bytes(releases: dict[str, Release]) -> None:
    for path in sorted(releases["sav"].folder.iterdir()):
        assert path.read_bytes() == (releases["csv"].folder / path.name).read_bytes(), path.name
    assert check_release(releases["sav"].folder) == []


def test_only_the_sample_counts(releases: dict[str, Release]) -> None:
    assert [wave.respondents for wave in releases["sav"].facts.waves] == [9241, 9314]


def test_reference_values_come_out_rounded(releases: dict[str, Release]) -> None:
    mark, cohesion = (releases["sav"].figure(code, "GM0193", "2022") for code in ("lb01", "cohesie"))
    assert mark is not None and (mark.value, mark.n) == (7.6, 9150)
    assert cohesion is not None and (cohesion.value, cohesion.n) == (6.3, 9120)


def test_the_traps_between_the_waves(releases: dict[str, Release]) -> None:
    release = releases["sav"]

    def city(code: str) -> Verdict | None:
        found = release.comparison(code, "GM0193", Reference.PREVIOUS_WAVE)
        return found and found.verdict

    # Codes reversed; missing code changed (and truly risen, from 11 to 15 %); reworded; new.
    assert city("lb12") == Verdict.PRACTICALLY_EQUAL
    assert city("jo06") == Verdict.CLEARLY_HIGHER
    assert city("vh09") == Verdict.NOT_COMPARABLE
    assert city("kl05") is None
    assert release.figures(indicator="kl05", period="2022") == ()


def test_a_reader_is_told_of_the_weighting_with_points_in_numbers_and_margins_in_words(
    releases: dict[str, Release],
) -> None:
    told = [line for line in releases["csv"].facts.method if "gewogen naar" in line]
    for wave, line in zip(releases["csv"].facts.waves, told, strict=True):
        assert wave.respondents is not None and wave.respondents > 1000
        count = f"{wave.respondents:,}".replace(",", ".")
        assert f"{count} deelnemers, gewogen naar buurt, leeftijd × geslacht, herkomst, eigendom;" in line
        assert not re.search(r"\d{4}", line.partition(": ")[2])


def test_small_buurten_are_hidden(releases: dict[str, Release]) -> None:
    release = releases["sav"]
    figures = {figure.area: figure for figure in release.figures(indicator="lb01", period="2024")}
    reasons = [figure.reason for figure in figures.values()]
    assert reasons.count(Reason.PRIVACY) == 2
    assert Reason.SECONDARY in reasons
    assert figures["GM0193"].status == FigureStatus.PUBLISHED
    for figure in release.figures(indicator="eenzaam"):
        assert not figure.is_shown or figure.area.startswith(("GM", "SD", "WK"))


def test_margins_rounded_to_fives_are_raked_with_a_warning(tmp_path: Path) -> None:
    lines: list[str] = []
    project = write_project(tmp_path, "csv", "populatiemarges_afgerond5.csv")
    release = open_release(build_release(project, tmp_path / "release", progress=lines.append))
    assert any("herkomst" in line and "afronding" in line for line in lines)
    assert any("herkomst" in note and "aangepast" in note for note in release.facts.notes)
    assert release.figure("lb01", "GM0193", "2024") is not None
