"""Every combination of status, direction and size makes a sentence that says what is known and no more."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from tests.pictures.invented import BALANCE, MARK, UNSAFE

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.pictures.sentences import (
    change_sentence,
    difference_sentence,
    figure_sentence,
    reason_words,
    target_words,
)

AREAS = [
    Area("GM1", AreaLevel.GEMEENTE, "Zwolle", "zwolle"),
    Area("SD1", AreaLevel.STADSDEEL, "Noord", "noord", ("GM1",)),
    Area("WK1", AreaLevel.WIJK, "Wijk 10", "wijk-10", ("GM1",)),
    Area("BU1", AreaLevel.BUURT, "Bedrijventerrein 't Zand-Oost", "zand", ("WK1",)),
]
COHESION = replace(MARK, code="cohesion", kind=IndicatorKind.SCALE_SCORE, label="de score voor samenhang", breaks=())
INDICATORS = [UNSAFE, MARK, BALANCE, COHESION]
# (low, high) in units of the indicator: far below, just below, around, touching, just above and far above nought.
RANGES = [(-40, -20), (-3, -1), (-1, 0), (-4, 5), (-1, 1), (0, 0), (0, 3), (1, 1), (1, 4), (20, 45)]
VALUES = [0.0, 1.0, 4.0, 5.0, 50.0, 96.0, 99.0, 100.0]


def scaled(indicator: Indicator, value: float) -> float:
    """A value of the size that the kind of indicator has."""
    return value if indicator.decimals == 0 else round(value / 10, 1)


def well_formed(sentence: str) -> None:
    assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] == "-"
    assert sentence.endswith(".") and not sentence.endswith("..")
    assert not re.search(r"None|nan|  |\( |\(\)| ,|-0\b|--", sentence), sentence
    assert sentence.count("(") == sentence.count(")")
    # A number never comes with a decimal point.
    assert not re.search(r"\d\.\d(?!\d\d)", sentence), sentence


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: item.code)
def test_every_figure(indicator: Indicator) -> None:
    combinations = itertools.product(
        AREAS,
        VALUES,
        (FigureStatus.PUBLISHED, FigureStatus.INDICATIVE),
        ("", "<", ">"),
        (None, 0, 5, 40, 1200),
        (True, False),
    )
    for area, value, status, censored, n, with_margin in combinations:
        own = scaled(indicator, value)
        low, high = (None, None) if censored else (own - scaled(indicator, 3), own + scaled(indicator, 3))
        figure = Figure(indicator.code, area.code, "2024", own, low, high, n, status, censored=censored)
        for as_frequency in (False, True):
            sentence = figure_sentence(indicator, area, figure, as_frequency=as_frequency, margin=with_margin)
            well_formed(sentence)
            assert area.name in sentence
            assert ("indicatie" in sentence) == (status == FigureStatus.INDICATIVE)
            assert (" (tussen" in sentence) == (with_margin and not censored)
            if censored:
                assert "minder dan" in sentence.lower() or "meer dan" in sentence.lower()
                assert " op de " not in sentence.replace("op een schaal", "")


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: item.code)
@pytest.mark.parametrize("reason", [*Reason, None])
def test_every_reason_for_no_figure(indicator: Indicator, reason: Reason | None) -> None:
    for area, n in itertools.product(AREAS, (None, 20)):
        figure = Figure(indicator.code, area.code, "2024", None, None, None, n, FigureStatus.SUPPRESSED, reason)
        sentence = figure_sentence(indicator, area, figure)
        well_formed(sentence)
        assert "geen cijfer" in sentence and reason_words(figure) in sentence
        assert not re.search(r"\d", sentence.replace(area.name, "")), "a hidden figure leaves no number behind"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: item.code)
@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("reference", list(Reference))
def test_every_difference(indicator: Indicator, verdict: Verdict, reference: Reference) -> None:
    for bounds, value, shown in itertools.product([*RANGES, None], VALUES, (True, False)):
        low, high = (None, None) if bounds is None else (scaled(indicator, bounds[0]), scaled(indicator, bounds[1]))
        middle = None if low is None or high is None else (low + high) / 2
        sign = 0 if middle is None else (middle > 0) - (middle < 0)
        if verdict.sign and (verdict.sign != sign or low is None or high is None or low <= 0 <= high):
            continue  # such a verdict is never given: the interval leaves nought out, on the side of the verdict
        comparison = Comparison(
            indicator.code, "BU1", "2024", reference, "2022", middle, low, high, 0.01, 0.02, verdict
        )
        own = scaled(indicator, value)
        before, after = (
            Figure(indicator.code, "BU1", period, own, own, own, 100, FigureStatus.PUBLISHED) if shown else None
            for period in ("2022", "2024")
        )
        sentence = (
            change_sentence(indicator, comparison, before, after)
            if reference == Reference.PREVIOUS_WAVE
            else difference_sentence(indicator, comparison, AREAS[0], before)
        )
        well_formed(sentence)
        told = sentence.split(" (")[0]
        risen = bool(re.search(r"gestegen|hoger dan", told))
        fallen = bool(re.search(r"gedaald|lager dan", told))
        assert risen == (verdict.sign > 0) and fallen == (verdict.sign < 0), sentence
        if verdict.sign:
            assert "(" in sentence and "punt" in sentence, "a word for a difference never stands without its range"
        if verdict == Verdict.NOT_DEMONSTRABLE:
            assert "geen aantoonbaar verschil" in sentence and "gelijk gebleven" not in sentence
        if verdict == Verdict.NOT_COMPARABLE:
            assert "niet te vergelijken" in sentence and "%" not in sentence


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: item.code)
def test_every_target(indicator: Indicator) -> None:
    for low, width, target, higher, certain in itertools.product(
        VALUES, (0, 2, 30), VALUES, (True, False), (True, False)
    ):
        bottom, goal = scaled(indicator, low), scaled(indicator, target)
        top = bottom + scaled(indicator, width)
        words = target_words(indicator, low=bottom, high=top, target=goal, higher_is_better=higher, certain=certain)
        passed, failed = (bottom > goal, top < goal) if higher else (top < goal, bottom > goal)
        said_no = "niet gehaald" in words
        said_yes = "gehaald" in words and not said_no
        assert said_yes or not passed
        assert said_no or not failed
        assert not (said_yes and failed) and not (said_no and passed)
        assert words.strip() == words and not re.search(r"None|nan|-0\b", words)
