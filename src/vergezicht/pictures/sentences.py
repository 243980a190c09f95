"""Sentences about one figure or one difference: a word for uncertainty never stands without its range.

Wording follows the guide's table "words for uncertainty"; "gelijk gebleven" is only said when the whole
interval is so small that it does not matter (``Verdict.PRACTICALLY_EQUAL``).
"""

from __future__ import annotations

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.comparison import Comparison, Verdict
from vergezicht.figures.figure import Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.pictures.notation import (
    about_n,
    amount,
    between,
    capitalised,
    figure_text,
    frequency,
    margin_text,
    number,
    points,
)

MARGIN_EXPLANATION = (
    "We vroegen niet iedereen. Als we het onderzoek honderd keer deden, "
    "zou het echte cijfer ongeveer 95 keer binnen deze marge liggen."
)
PARTICIPATION_CAVEAT = (
    "Mensen die meedoen in de buurt vullen deze vragenlijst vaker in; het echte aandeel is waarschijnlijk lager."
)
NOT_COMPARABLE = "vraag gewijzigd: niet te vergelijken"
_REASONS = {
    Reason.PRIVACY: "om de privacy van bewoners te beschermen",
    Reason.TOO_FEW_ANSWERS: "omdat te weinig bewoners de vraag beantwoordden",
    Reason.TOO_IMPRECISE: "omdat het cijfer te onzeker is",
    Reason.LEVEL: "omdat deze vraag zich niet leent voor gebieden van deze grootte",
    Reason.SECONDARY: "omdat anders een cijfer van een ander gebied is af te leiden",
    Reason.NOT_ASKED: "omdat de vraag toen niet is gesteld",
    Reason.BOUNDARY: "omdat het gebied toen andere grenzen had",
    Reason.NOT_AVAILABLE: "omdat de bron er geen geeft",
}


def place(area: Area) -> str:
    """The area as it stands after "in" or "van": "Zwolle", "stadsdeel Noord", "de wijk Stadshagen", "Berkum"."""
    if area.level == AreaLevel.STADSDEEL:
        return area.name if area.name.lower().startswith("stadsdeel") else f"stadsdeel {area.name}"
    if area.level == AreaLevel.WIJK:
        return area.name if area.name.lower().startswith("wijk ") else f"de wijk {area.name}"
    return area.name


def reason_words(figure: Figure | None) -> str:
    """Why there is no figure, as a clause: "omdat te weinig bewoners de vraag beantwoordden"."""
    if figure is None or figure.reason is None:
        return "omdat het niet is gemeten"
    return _REASONS[figure.reason]


def indication_words(figure: Figure) -> str:
    """ "indicatie, gebaseerd op ongeveer 40 antwoorden" for an indicative figure, else nothing."""
    if figure.status != FigureStatus.INDICATIVE or figure.value is None:
        return ""
    return f"indicatie, gebaseerd op {about_n(figure.n) or 'weinig antwoorden'}"


def figure_sentence(
    indicator: Indicator, area: Area, figure: Figure | None, *, as_frequency: bool = False, margin: bool = True
) -> str:
    """One figure in one sentence, with its margin; or in one sentence why there is none."""
    if figure is None or figure.value is None:
        return f"Voor {place(area)} is er geen cijfer, {reason_words(figure)}."
    remarks = [margin_text(indicator, figure) if margin else "", indication_words(figure)]
    inside = "; ".join(filter(None, remarks))
    tail = f" ({inside})" if inside else ""
    shown = figure_text(indicator, figure)
    if indicator.kind == IndicatorKind.SHARE:
        count = f" ({frequency(figure.value)})" if as_frequency and not figure.censored else ""
        return capitalised(f"{shown} van de bewoners van {place(area)}{count} {indicator.label}{tail}.")
    verb = f"{capitalised(indicator.label)} is in {place(area)}"
    if indicator.kind == IndicatorKind.MARK:
        return f"{verb} een {shown}{tail}."
    if indicator.kind == IndicatorKind.SCALE_SCORE:
        return f"{verb} {shown} op een schaal van 0 tot 10{tail}."
    if indicator.kind == IndicatorKind.BALANCE:
        return f"{verb} {shown} {'procentpunt' if not figure.censored else 'procentpunten'}{tail}."
    return f"{verb} {shown}{tail}."


def change_words(indicator: Indicator, comparison: Comparison, before: Figure | None, after: Figure | None) -> str:
    """Change since the last wave: "gestegen: van 14% naar 18% (tussen 2 en 6 punten hoger)"."""
    verdict = comparison.verdict
    if verdict == Verdict.NOT_COMPARABLE:
        return NOT_COMPARABLE
    if verdict == Verdict.NOT_DEMONSTRABLE:
        return _not_demonstrable(indicator, comparison)
    step = _from_to(indicator, before, after)
    if verdict == Verdict.PRACTICALLY_EQUAL:
        return "vrijwel gelijk gebleven" + (f": {step}" if step else "")
    if verdict == Verdict.SMALL:
        return "een klein beetje veranderd" + (f": {step}" if step else "") + _range(indicator, comparison)
    word = "gestegen" if verdict.sign > 0 else "gedaald"
    word = f"duidelijk {word}" if verdict in {Verdict.CLEARLY_HIGHER, Verdict.CLEARLY_LOWER} else word
    return word + (f": {step}" if step else "") + _range(indicator, comparison)


def change_sentence(indicator: Indicator, comparison: Comparison, before: Figure | None, after: Figure | None) -> str:
    """The change since the wave before as a sentence."""
    words = change_words(indicator, comparison, before, after)
    since = comparison.reference_period
    if comparison.verdict == Verdict.NOT_COMPARABLE:
        return f"Vergeleken met {since}: {words}."
    if comparison.verdict == Verdict.NOT_DEMONSTRABLE:
        return f"Vergeleken met {since} is er {words}."
    return f"Sinds {since} is dat {words}."


def difference_words(indicator: Indicator, comparison: Comparison, city: Area, reference: Figure | None = None) -> str:
    """Difference with the municipality: "hoger dan in Zwolle (tussen 2 en 6 punten hoger)"."""
    verdict = comparison.verdict
    if verdict == Verdict.NOT_COMPARABLE:
        return f"niet te vergelijken met {city.name}"
    if verdict == Verdict.NOT_DEMONSTRABLE:
        return _not_demonstrable(indicator, comparison, f" met {city.name}")
    value = f": daar {figure_text(indicator, reference)}" if reference is not None and reference.is_shown else ""
    if verdict == Verdict.PRACTICALLY_EQUAL:
        return f"vrijwel gelijk aan {city.name}{value}"
    if verdict == Verdict.SMALL:
        return f"een klein verschil met {city.name}{value}{_range(indicator, comparison)}"
    return f"{verdict.value} dan in {city.name}{value}{_range(indicator, comparison)}"


def difference_sentence(
    indicator: Indicator, comparison: Comparison, city: Area, reference: Figure | None = None
) -> str:
    """The difference with the municipality as a sentence."""
    words = difference_words(indicator, comparison, city, reference)
    return f"Er is {words}." if comparison.verdict == Verdict.NOT_DEMONSTRABLE else f"Dat is {words}."


def target_words(
    indicator: Indicator, *, low: float, high: float, target: float, higher_is_better: bool, certain: bool = False
) -> str:
    """A target against the 90 % interval of the figure; ``certain`` when it is passed at one-sided 99 %."""
    reached, missed = (low >= target, high < target) if higher_is_better else (high <= target, low > target)
    if reached:
        return "vrijwel zeker gehaald" if certain else "doel gehaald"
    if missed:
        return "doel niet gehaald"
    span = between(number(low, indicator.decimals), amount(indicator, high))
    return f"nog niet te zeggen: {span}, doel {amount(indicator, target)}"


def _from_to(indicator: Indicator, before: Figure | None, after: Figure | None) -> str:
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    first, last = figure_text(indicator, before), figure_text(indicator, after)
    return f"van {first} naar {last}" if first != last else ""


def _range(indicator: Indicator, comparison: Comparison) -> str:
    """The interval of a demonstrable difference: " (tussen 2 en 6 punten hoger)"."""
    if comparison.low is None or comparison.high is None:
        return ""
    word = "hoger" if comparison.low + comparison.high > 0 else "lager"
    small, large = sorted((abs(comparison.low), abs(comparison.high)))
    return f" ({between(number(small, indicator.decimals), points(large, indicator.decimals))} {word})"


def _up_to(low: float, high: float, decimals: int) -> str:
    """A range that ends at zero: "gelijk of tot 0,5 punt hoger"."""
    word, size = ("hoger", high) if high > -low else ("lager", low)
    return f"gelijk of tot {points(size, decimals)} {word}" if points(size, decimals).strip("0, punte") else "gelijk"


def _not_demonstrable(indicator: Indicator, comparison: Comparison, with_whom: str = "") -> str:
    said = f"geen aantoonbaar verschil{with_whom}"
    if comparison.low is None or comparison.high is None:
        return said
    decimals = indicator.decimals
    low, high = comparison.low, comparison.high
    if low <= 0 <= high:
        if not number(low, decimals).strip("0,−") or not number(high, decimals).strip("0,−"):
            return f"{said} (kan {_up_to(low, high, decimals)} zijn)"
        return f"{said} (kan {points(low, decimals)} lager of {number(high, decimals)} hoger zijn)"
    # one difference alone would count, but among so many comparisons some differ by chance
    word = "hoger" if low > 0 else "lager"
    small, large = sorted((abs(low), abs(high)))
    return f"{said} (kan {number(small, decimals)} tot {points(large, decimals)} {word} zijn, maar ook toeval)"


def pair_sentence(indicator: Indicator, one: tuple[Area, Figure | None], other: tuple[Area, Figure | None]) -> str:
    """What the margins say of two figures of one indicator; "" when there is no margin, or nothing, to go by.

    Margins of 95 % that do not touch are a stricter test than a test of the difference, whether or not one area is
    part of the other, so only then one is called higher.
    """
    (first, a), (second, b) = one, other
    if a is None or b is None or None in {a.value, b.value, a.low, a.high, b.low, b.high} or a.censored or b.censored:
        return ""
    if any(min(a.period, b.period) < item.period <= max(a.period, b.period) for item in indicator.breaks):
        return "De vraag is gewijzigd: deze twee cijfers zijn niet te vergelijken."
    names = [f"{place(area)}{f' in {figure.period}' if a.period != b.period else ''}"
             for area, figure in ((first, a), (second, b))]  # fmt: skip
    if (a.low or 0) > (b.high or 0):
        return f"Het cijfer voor {names[0]} is hoger dan dat voor {names[1]}: de marges raken elkaar niet."
    if (b.low or 0) > (a.high or 0):
        return f"Het cijfer voor {names[0]} is lager dan dat voor {names[1]}: de marges raken elkaar niet."
    return "De marges overlappen elkaar: dit verschil kan toeval zijn."
