"""A counted figure fits in the same release: its own unit and decimals, no margin, nobody who was asked."""

from __future__ import annotations

import csv
from pathlib import Path

from vergezicht.areas import read_municipality
from vergezicht.figures import (
    Direction,
    Figure,
    FigureStatus,
    Indicator,
    IndicatorKind,
    ReleaseContents,
    ReleaseFacts,
    Wave,
    open_release,
    write_release,
)
from vergezicht.figures.export import csv_text
from vergezicht.figures.integrity import check_release

WATERKANT = Path(__file__).parents[1] / "municipalities" / "waterkant"


def test_a_counted_figure_keeps_its_unit_its_source_and_no_margin(tmp_path: Path) -> None:
    place = read_municipality(WATERKANT)
    energy = Indicator(
        code="gas", slug="gas", title="Gas", label="gas", question="", kind=IndicatorKind.COUNT,
        direction=Direction.NONE, theme="klimaat", source="Bron", measured_in="miljoen m³", rounded_to=1,
        licence="CC-BY-4.0", source_date="2023-05-01", area_version=2022,
    )  # fmt: skip
    city = place.geography.gemeente.code
    contents = ReleaseContents(
        facts=ReleaseFacts(
            name="gas", title="Gas", publisher="", source="Bron", licence="CC-BY-4.0", date="2023-05-01",
            code_version="0", simulated=False, waves=(Wave("2022", None, None),), method=(),
        ),
        geography=place.geography, boundaries=place.boundaries, indicators=(energy,),
        figures=(Figure("gas", city, "2022", 1.4, None, None, None, FigureStatus.PUBLISHED),), comparisons=(),
    )  # fmt: skip
    release = open_release(write_release(tmp_path / "release", contents))
    assert check_release(release.folder) == []
    assert (release.indicator("gas").unit, release.indicator("gas").decimals) == ("miljoen m³", 1)
    assert release.facts.waves[0].respondents is None
    with (release.folder / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["licentie"], row["brondatum"], row["gebiedsindeling"]) == ("CC-BY-4.0", "2023-05-01", "2022")


def test_a_large_count_keeps_all_its_digits() -> None:
    text = csv_text(("waarde",), [(1234567.0,), (12345.67,), (131072.5,), (0.1 + 0.2,), (1000.1 + 0.2,)])
    assert text.split()[1:] == ["1234567", "12345.67", "131072.5", "0.3", "1000.3"]
