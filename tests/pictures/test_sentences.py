"""Words for uncertainty: every row of the table that the method prescribes."""

from __future__ import annotations

import pytest
from tests.pictures.invented import BALANCE, MARK, UNSAFE

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import Figure, FigureStatus, Reason
from vergezicht.languages import speaking
from vergezicht.pictures.sentences import (
    MARGIN_EXPLANATION,
    PARTICIPATION_CAVEAT,
    change_sentence,
    change_words,
    difference_sentence,
    difference_words,
    figure_sentence,
    target_words,
)
from vergezicht.pictures.source import Row
from vergezicht.pictures.summaries import differing, missing, spread

CITY = Area("GM1", AreaLevel.GEMEENTE, "Zwolle", "zwolle")
BERKUM = Area("B1", AreaLevel.BUURT, "Berkum", "berkum")
WIPSTRIK = Area("B2", AreaLevel.BUURT, "Wipstrik", "wipstrik")
GEREN = Area("B3", AreaLevel.BUURT, "Geren", "geren")


def shown(value: float, low: float = 0, high: float = 0, n: int = 500, area: str = "B1", **more: object) -> Figure:
    fields = {"status": FigureStatus.PUBLISHED, **more}
    return Figure(UNSAFE.code, area, "2024", value, low, high, n, **fields)  # type: ignore[arg-type]


def compared(verdict: Verdict, low: float | None, high: float | None, area: str = "B1") -> Comparison:
    middle = None if low is None or high is None else (low + high) / 2
    return Comparison(UNSAFE.code, area, "2024", Reference.PREVIOUS_WAVE, "2022", middle, low, high, 0.1, 0.1, verdict)


@pytest.mark.parametrize(
    ("verdict", "low", "high", "words"),
    [
        (Verdict.HIGHER, 2, 6, "gestegen: van 14% naar 18% (tussen 2 en 6 punten hoger)"),
        (Verdict.CLEARLY_HIGHER, 2, 6, "duidelijk gestegen: van 14% naar 18% (tussen 2 en 6 punten hoger)"),
        (Verdict.LOWER, -6, -2, "gedaald: van 14% naar 18% (tussen 2 en 6 punten lager)"),
        (Verdict.CLEARLY_LOWER, -6, -2, "duidelijk gedaald: van 14% naar 18% (tussen 2 en 6 punten lager)"),
        (Verdict.NOT_DEMONSTRABLE, -3, 4, "geen aantoonbaar verschil (kan tot 3 punten lager of tot 4 hoger zijn)"),
        (Verdict.NOT_DEMONSTRABLE, -1, 4, "geen aantoonbaar verschil (kan tot 1 punt lager of tot 4 hoger zijn)"),
        (Verdict.NOT_DEMONSTRABLE, 0, 4, "geen aantoonbaar verschil (kan gelijk of tot 4 punten hoger zijn)"),
        (
            Verdict.NOT_DEMONSTRABLE,
            1,
            5,
            "geen aantoonbaar verschil (lijkt 1 tot 5 punten hoger, "
            "maar bij zoveel vergelijkingen kan dat toeval zijn)",
        ),
        (
            Verdict.NOT_DEMONSTRABLE,
            0.2,
            5,
            "geen aantoonbaar verschil (lijkt tot 5 punten hoger, maar bij zoveel vergelijkingen kan dat toeval zijn)",
        ),
        (Verdict.NOT_DEMONSTRABLE, None, None, "geen aantoonbaar verschil"),
        (Verdict.PRACTICALLY_EQUAL, -1, 1, "vrijwel gelijk gebleven: van 14% naar 18%"),
        (Verdict.NOT_COMPARABLE, None, None, "vraag gewijzigd: niet te vergelijken"),
    ],
)
def test_change(verdict: Verdict, low: float | None, high: float | None, words: str) -> None:
    comparison = compared(verdict, low, high)
    assert change_words(UNSAFE, comparison, shown(14), shown(18)) == words
    sentence = change_sentence(UNSAFE, comparison, shown(14), shown(18))
    assert words in sentence
    assert "2022" in sentence
    assert ("gelijk gebleven" in sentence) == (verdict == Verdict.PRACTICALLY_EQUAL)


def test_difference_with_the_rest_of_the_municipality() -> None:
    higher = compared(Verdict.HIGHER, 2, 6)
    assert difference_words(UNSAFE, higher, CITY) == "hoger dan in de rest van Zwolle (tussen 2 en 6 punten hoger)"
    assert difference_sentence(UNSAFE, higher, CITY, shown(18)) == (
        "Dat is hoger dan in de rest van Zwolle: daar 14% (tussen 2 en 6 punten hoger)."
    )
    nothing = compared(Verdict.NOT_DEMONSTRABLE, -3, 4)
    assert difference_sentence(UNSAFE, nothing, CITY) == (
        "Er is geen aantoonbaar verschil met de rest van Zwolle (kan tot 3 punten lager of tot 4 hoger zijn)."
    )
    equal = compared(Verdict.PRACTICALLY_EQUAL, -1, 1)
    assert difference_sentence(UNSAFE, equal, CITY, shown(14)) == (
        "Dat is vrijwel gelijk aan de rest van Zwolle: daar 14%."
    )
    assert (
        difference_words(UNSAFE, compared(Verdict.NOT_COMPARABLE, None, None), CITY) == "niet te vergelijken met Zwolle"
    )
    assert difference_words(MARK, compared(Verdict.LOWER, -0.6, -0.2), CITY).endswith("(tussen 0,2 en 0,6 punt lager)")


def test_a_demonstrable_difference_is_never_said_to_be_perhaps_nothing() -> None:
    assert difference_words(MARK, compared(Verdict.LOWER, -0.2, -0.04), CITY).endswith(
        "(tussen iets meer dan 0 en 0,2 punt lager)"
    )
    assert difference_words(MARK, compared(Verdict.HIGHER, 0.01, 0.04), CITY).endswith("(minder dan 0,1 punt hoger)")
    higher = compared(Verdict.HIGHER, 0.3, 3)
    assert difference_words(UNSAFE, higher, CITY).endswith("(tussen iets meer dan 0 en 3 punten hoger)")
    with speaking("en"):
        assert difference_words(UNSAFE, higher, CITY).endswith("(between just over 0 and 3 points higher)")


def test_targets() -> None:
    def say(low: float, high: float, *, better: bool = True, certain: bool = False) -> str:
        return target_words(UNSAFE, low=low, high=high, target=65, higher_is_better=better, certain=certain)

    assert say(66, 70) == "doel gehaald"
    assert say(60, 64) == "doel niet gehaald"
    assert say(61, 69) == "nog niet te zeggen: tussen 61 en 69%, doel 65%"
    assert say(70, 80, certain=True) == "vrijwel zeker gehaald"
    assert say(66, 70, better=False) == "doel niet gehaald"
    assert say(60, 64, better=False) == "doel gehaald"


def test_figures_of_every_kind() -> None:
    assert figure_sentence(UNSAFE, BERKUM, shown(38, 36, 40)) == (
        "38% van de bewoners van Berkum voelt zich weleens onveilig (tussen 36% en 40%)."
    )
    assert figure_sentence(UNSAFE, BERKUM, shown(38, 36, 40), as_frequency=True) == (
        "38% van de bewoners van Berkum (bijna 4 op de 10) voelt zich weleens onveilig (tussen 36% en 40%)."
    )
    assert figure_sentence(UNSAFE, BERKUM, shown(45, 43, 47), as_frequency=True) == (
        "45% van de bewoners van Berkum voelt zich weleens onveilig (tussen 43% en 47%)."
    )
    assert figure_sentence(UNSAFE, BERKUM, shown(5, 0, 5, censored="<"), margin=False) == (
        "Minder dan 5% van de bewoners van Berkum voelt zich weleens onveilig."
    )
    assert figure_sentence(MARK, CITY, shown(7.6, 7.5, 7.7)) == (
        "Het rapportcijfer voor prettig wonen is in Zwolle een 7,6 (tussen 7,5 en 7,7)."
    )
    assert figure_sentence(BALANCE, CITY, shown(2, -1, 5)) == (
        "Het verschil tussen vooruit en achteruit is in Zwolle +2 procentpunt (tussen −1 en +5)."
    )


def test_an_indication_tells_on_how_many_answers() -> None:
    figure = shown(38, 26, 50, n=40, status=FigureStatus.INDICATIVE)
    assert "indicatie, gebaseerd op ongeveer 40 antwoorden" in figure_sentence(UNSAFE, BERKUM, figure)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_hidden_figure_gives_its_reason(reason: Reason) -> None:
    figure = Figure(UNSAFE.code, "B1", "2024", None, None, None, None, FigureStatus.SUPPRESSED, reason)
    sentence = figure_sentence(UNSAFE, BERKUM, figure)
    assert sentence.startswith("Voor Berkum is er geen cijfer, om")


def test_fixed_texts() -> None:
    assert "ongeveer 95 keer" in MARGIN_EXPLANATION
    assert "waarschijnlijk lager" in PARTICIPATION_CAVEAT


def row(area: Area, value: float | None, verdict: Verdict = Verdict.NOT_DEMONSTRABLE) -> Row:
    if value is None:
        return Row(area, None, None)
    return Row(area, shown(value, area=area.code), compared(verdict, -1, 1, area.code))


def test_spread_names_ties_together() -> None:
    rows = [row(BERKUM, 10), row(WIPSTRIK, 10), row(GEREN, 20)]
    assert spread(UNSAFE, AreaLevel.BUURT, rows) == (
        "Per buurt loopt het gemeten cijfer uiteen van 10% in Berkum en Wipstrik tot 20% in Geren."
    )


def test_counts_read_well_in_singular_and_plural() -> None:
    one = [row(BERKUM, 10, Verdict.LOWER), row(WIPSTRIK, 15), row(GEREN, 20)]
    assert differing(AreaLevel.BUURT, one, CITY) == (
        "In Berkum is het aantoonbaar lager dan in Zwolle. "
        "Van de andere twee buurten is niet aan te tonen dat ze van Zwolle verschillen."
    )
    two = [row(BERKUM, 10, Verdict.LOWER), row(WIPSTRIK, 15, Verdict.HIGHER), row(GEREN, 20)]
    assert differing(AreaLevel.STADSDEEL, two, CITY) == (
        "In Wipstrik is het aantoonbaar hoger dan in Zwolle, in Berkum aantoonbaar lager. "
        "Van het andere stadsdeel is niet aan te tonen dat het van Zwolle verschilt."
    )
    none = [row(BERKUM, 10), row(WIPSTRIK, 15)]
    assert differing(AreaLevel.BUURT, none, CITY) == "Geen enkele buurt verschilt aantoonbaar van Zwolle."
    few = Row(GEREN, shown(5, area=GEREN.code, censored="<"), None)
    assert differing(AreaLevel.BUURT, [*none, few], CITY) == (
        "Geen enkele buurt verschilt aantoonbaar van Zwolle. "
        "Van Geren geven we alleen een grens: dan vergelijken we niet."
    )
    assert "Van twee buurten geven we alleen een grens" in differing(AreaLevel.BUURT, [*one, few, few], CITY)
    assert missing(AreaLevel.BUURT, [*none, row(GEREN, None)], CITY) == (
        "Voor Geren is er geen cijfer, omdat het niet is gemeten."
    )
