"""One small release, made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from vergezicht.areas import AreaLevel, read_municipality
from vergezicht.figures import (
    AnswerShare,
    Comparison,
    Figure,
    FigureStatus,
    GroupComparison,
    Indicator,
    Reason,
    Reference,
    ReleaseContents,
    ReleaseFacts,
    Verdict,
    Wave,
)
from vergezicht.figures.indicator import Direction, IndicatorKind

WATERKANT = Path(__file__).parents[1] / "municipalities" / "waterkant"


@pytest.fixture
def contents() -> ReleaseContents:
    place = read_municipality(WATERKANT)
    buurten = place.geography.at(AreaLevel.BUURT)
    share = Indicator(
        code="unsafe", slug="onveilig", title="Voelt zich onveilig", label="voelt zich onveilig", question="Voelt u …?",
        kind=IndicatorKind.SHARE, direction=Direction.LOWER, theme="veiligheid", source="test",
        answers=("vaak", "nooit"), counted=("vaak",),
    )  # fmt: skip
    city = place.geography.gemeente.code
    figures = (
        Figure("unsafe", buurten[1].code, "2020", None, None, None, None, FigureStatus.SUPPRESSED, Reason.PRIVACY),
        Figure("unsafe", city, "2020", 16.0, 15.0, 17.0, 1200, FigureStatus.PUBLISHED),
        Figure("unsafe", buurten[0].code, "2020", 5.0, None, 9.0, 60, FigureStatus.PUBLISHED, censored="<"),
    )
    return ReleaseContents(
        facts=ReleaseFacts(
            name="test-v1", title="Test", publisher="Waterkant", source="test", licence="CC0-1.0", date="2020-09-01",
            code_version="0", simulated=True, waves=(Wave("2020", 3000, 1200),), method=("Geteld.",),
        ),
        geography=place.geography,
        boundaries=place.boundaries,
        indicators=(share,),
        figures=figures,
        comparisons=(
            Comparison("unsafe", buurten[0].code, "2020", Reference.MUNICIPALITY, "2020", -11.0, -14.0, -8.0, 0.001,
                       0.003, Verdict.CLEARLY_LOWER),
        ),
        answers=tuple(
            AnswerShare("unsafe", city, "2020", position, answer, value)
            for position, answer, value in ((1, "vaak", 16.0), (2, "nooit", 84.0))
        ),
        group_comparisons=(
            GroupComparison("unsafe", city, "2020", "leeftijd: jong", 9.0, 4.0, 14.0, 0.001, 0.002, Verdict.HIGHER),
        ),
    )  # fmt: skip
