"""Sentences about one figure or one difference: a word for uncertainty never stands without its range.

Wording follows the guide's table "words for uncertainty"; "gelijk gebleven" is only said when the whole
interval is so small that it does not matter (``Verdict.PRACTICALLY_EQUAL``).
"""

from __future__ import annotations

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.comparison import Comparison, GroupComparison, Verdict
from vergezicht.figures.figure import Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.languages import noted, say
from vergezicht.languages.marks import capitalised
from vergezicht.pictures.notation import (
    about_n,
    amount,
    between,
    figure_text,
    frequency,
    margin_text,
    number,
    points,
)

MARGIN_EXPLANATION = noted(
    "We vroegen niet iedereen. Als we het onderzoek honderd keer deden, "
    "zou het echte cijfer ongeveer 95 keer binnen deze marge liggen."
)
PARTICIPATION_CAVEAT = noted(
    "Mensen die meedoen in de buurt vullen deze vragenlijst vaker in; het echte aandeel is waarschijnlijk lager."
)
NOT_COMPARABLE = noted("vraag gewijzigd: niet te vergelijken")
_REASONS = {
    Reason.PRIVACY: noted("om de privacy van bewoners te beschermen"),
    Reason.TOO_FEW_ANSWERS: noted("omdat te weinig bewoners de vraag beantwoordden"),
    Reason.TOO_IMPRECISE: noted("omdat het cijfer te onzeker is"),
    Reason.LEVEL: noted("omdat deze vraag zich niet leent voor gebieden van deze grootte"),
    Reason.SECONDARY: noted("omdat anders een cijfer van een ander gebied is af te leiden"),
    Reason.NOT_ASKED: noted("omdat de vraag toen niet is gesteld"),
    Reason.BOUNDARY: noted("omdat het gebied toen andere grenzen had"),
    Reason.NOT_AVAILABLE: noted("omdat de bron er geen geeft"),
}


def place(area: Area) -> str:
    """The area as it stands after "in" or "van": "Zwolle", "stadsdeel Noord", "de wijk Stadshagen", "Berkum"."""
    name = area.name
    if area.level == AreaLevel.STADSDEEL:
        return name if name.lower().startswith("stadsdeel") else say("stadsdeel {name}", name=name)
    if area.level == AreaLevel.WIJK:
        return name if name.lower().startswith("wijk ") else say("de wijk {name}", name=name)
    return name


def reason_words(figure: Figure | None) -> str:
    """Why there is no figure, as a clause: "omdat te weinig bewoners de vraag beantwoordden"."""
    if figure is None or figure.reason is None:
        return say("omdat het niet is gemeten")
    return say(_REASONS[figure.reason])


def indication_words(figure: Figure) -> str:
    """ "indicatie, gebaseerd op ongeveer 40 antwoorden" for an indicative figure, else nothing."""
    if figure.status != FigureStatus.INDICATIVE or figure.value is None:
        return ""
    return say("indicatie, gebaseerd op {answers}", answers=about_n(figure.n) or say("weinig antwoorden"))


def figure_sentence(
    indicator: Indicator, area: Area, figure: Figure | None, *, as_frequency: bool = False, margin: bool = True
) -> str:
    """One figure in one sentence, with its margin; or in one sentence why there is none."""
    if figure is None or figure.value is None:
        return say("Voor {place} is er geen cijfer, {reason}.", place=place(area), reason=reason_words(figure))
    remarks = [margin_text(indicator, figure) if margin else "", indication_words(figure)]
    inside = "; ".join(filter(None, remarks))
    tail = f" ({inside})" if inside else ""
    parts = {"figure": figure_text(indicator, figure), "place": place(area), "remarks": tail, "what": indicator.label}
    if indicator.kind == IndicatorKind.SHARE:
        if as_frequency and not figure.censored and (often := frequency(figure.value)):
            said = say("{figure} van de bewoners van {place} ({often}) {what}{remarks}.", often=often, **parts)
        else:
            said = say("{figure} van de bewoners van {place} {what}{remarks}.", **parts)
        return capitalised(said)
    parts["what"] = capitalised(indicator.label)
    if indicator.kind == IndicatorKind.MARK:
        return say("{what} is in {place} een {figure}{remarks}.", **parts)
    if indicator.kind == IndicatorKind.SCALE_SCORE:
        return say("{what} is in {place} {figure} op een schaal van 0 tot 10{remarks}.", **parts)
    if indicator.kind == IndicatorKind.BALANCE and not figure.censored:
        return say("{what} is in {place} {figure} procentpunt{remarks}.", **parts)
    if indicator.kind == IndicatorKind.BALANCE:
        return say("{what} is in {place} {figure} procentpunten{remarks}.", **parts)
    return say("{what} is in {place} {figure}{remarks}.", **parts)


def change_words(indicator: Indicator, comparison: Comparison, before: Figure | None, after: Figure | None) -> str:
    """Change since the last wave: "gestegen: van 14% naar 18% (tussen 2 en 6 punten hoger)"."""
    verdict = comparison.verdict
    if verdict == Verdict.NOT_COMPARABLE:
        return say(NOT_COMPARABLE)
    if verdict == Verdict.NOT_DEMONSTRABLE:
        return _doubtful(indicator, comparison, say("geen aantoonbaar verschil"))
    step = _from_to(indicator, before, after)
    told = f": {step}" if step else ""
    if verdict == Verdict.PRACTICALLY_EQUAL:
        return say("vrijwel gelijk gebleven") + told
    word = {
        Verdict.SMALL: noted("een klein beetje veranderd"),
        Verdict.CLEARLY_HIGHER: noted("duidelijk gestegen"),
        Verdict.HIGHER: noted("gestegen"),
        Verdict.LOWER: noted("gedaald"),
        Verdict.CLEARLY_LOWER: noted("duidelijk gedaald"),
    }[verdict]
    return say(word) + told + range_words(indicator, comparison)


def change_sentence(indicator: Indicator, comparison: Comparison, before: Figure | None, after: Figure | None) -> str:
    """The change since the wave before as a sentence."""
    parts = {"since": comparison.reference_period, "change": change_words(indicator, comparison, before, after)}
    if comparison.verdict == Verdict.NOT_COMPARABLE:
        return say("Vergeleken met {since}: {change}.", **parts)
    if comparison.verdict == Verdict.NOT_DEMONSTRABLE:
        return say("Vergeleken met {since} is er {change}.", **parts)
    return say("Sinds {since} is dat {change}.", **parts)


def difference_words(indicator: Indicator, comparison: Comparison, city: Area, figure: Figure | None = None) -> str:
    """Difference with the rest of the municipality, of which the area is no part: "hoger dan in de rest van Zwolle
    (tussen 2 en 6 punten hoger)"; with the ``figure`` of the area also what the rest comes to.
    """
    verdict = comparison.verdict
    if verdict == Verdict.NOT_COMPARABLE:
        return say("niet te vergelijken met {city}", city=city.name)
    if verdict == Verdict.NOT_DEMONSTRABLE:
        said = say("geen aantoonbaar verschil met de rest van {city}", city=city.name)
        return _doubtful(indicator, comparison, said)
    value = ""
    if figure is not None and figure.value is not None and comparison.difference is not None:
        value = say(": daar {figure}", figure=amount(indicator, figure.value - comparison.difference))
    if verdict == Verdict.PRACTICALLY_EQUAL:
        return say("vrijwel gelijk aan de rest van {city}{value}", city=city.name, value=value)
    word = {
        Verdict.SMALL: noted("een klein verschil met de rest van {city}{value}{range}"),
        Verdict.CLEARLY_HIGHER: noted("duidelijk hoger dan in de rest van {city}{value}{range}"),
        Verdict.HIGHER: noted("hoger dan in de rest van {city}{value}{range}"),
        Verdict.LOWER: noted("lager dan in de rest van {city}{value}{range}"),
        Verdict.CLEARLY_LOWER: noted("duidelijk lager dan in de rest van {city}{value}{range}"),
    }[verdict]
    return say(word, city=city.name, value=value, range=range_words(indicator, comparison))


def difference_sentence(indicator: Indicator, comparison: Comparison, city: Area, figure: Figure | None = None) -> str:
    """The difference with the rest of the municipality as a sentence."""
    words = difference_words(indicator, comparison, city, figure)
    if comparison.verdict == Verdict.NOT_DEMONSTRABLE:
        return say("Er is {difference}.", difference=words)
    return say("Dat is {difference}.", difference=words)


def target_words(
    indicator: Indicator, *, low: float, high: float, target: float, higher_is_better: bool, certain: bool = False
) -> str:
    """A target against the 90 % interval of the figure; ``certain`` when it is passed at one-sided 99 %."""
    reached, missed = (low >= target, high < target) if higher_is_better else (high <= target, low > target)
    if reached:
        return say("vrijwel zeker gehaald") if certain else say("doel gehaald")
    if missed:
        return say("doel niet gehaald")
    span = between(number(low, indicator.decimals), amount(indicator, high))
    return say("nog niet te zeggen: {span}, doel {target}", span=span, target=amount(indicator, target))


def _from_to(indicator: Indicator, before: Figure | None, after: Figure | None) -> str:
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    first, last = figure_text(indicator, before), figure_text(indicator, after)
    return say("van {first} naar {last}", first=first, last=last) if first != last else ""


def range_words(indicator: Indicator, comparison: Comparison | GroupComparison) -> str:
    """The interval of a demonstrable difference: " (tussen 2 en 6 punten hoger)"; one size when its ends read alike.

    "Hoogstens" would leave room for no difference at all, and "een beetje" is no word beside "duidelijk": an end that
    rounds to nothing is "iets meer dan 0".
    """
    if comparison.low is None or comparison.high is None:
        return ""
    small, large = sorted((abs(comparison.low), abs(comparison.high)))
    decimals = indicator.decimals
    parts = {"small": number(small, decimals), "large": points(large, decimals)}
    is_higher = comparison.low + comparison.high > 0
    if not _shows(large, decimals):  # demonstrable, so not nothing
        step = points(10**-decimals, decimals)
        least = noted(" (minder dan {size} hoger)") if is_higher else noted(" (minder dan {size} lager)")
        return say(least, size=step)
    if not _shows(small, decimals):
        size = parts["large"]
        if is_higher:
            return say(" (tussen iets meer dan 0 en {size} hoger)", size=size)
        return say(" (tussen iets meer dan 0 en {size} lager)", size=size)
    if parts["small"] == number(large, decimals):
        about = say(" (ongeveer {size} hoger)", size=parts["large"])
        return about if is_higher else say(" (ongeveer {size} lager)", size=parts["large"])
    if is_higher:
        return say(" (tussen {small} en {large} hoger)", **parts)
    return say(" (tussen {small} en {large} lager)", **parts)


def _up_to(low: float, high: float, decimals: int) -> str:
    """A range that ends at zero: "gelijk of tot 0,5 punt hoger"."""
    size = high if high > -low else low
    if not _shows(size, decimals):
        return say("gelijk")
    if size == high:
        return say("gelijk of tot {size} hoger", size=points(size, decimals))
    return say("gelijk of tot {size} lager", size=points(size, decimals))


def _shows(size: float, decimals: int) -> bool:
    """Whether anything of it is left once it is rounded."""
    return any(digit in "123456789" for digit in number(size, decimals))


def _doubtful(indicator: Indicator, comparison: Comparison, said: str) -> str:
    """No demonstrable difference, with how large it may be."""
    if comparison.low is None or comparison.high is None:
        return said
    decimals = indicator.decimals
    low, high = comparison.low, comparison.high
    if low <= 0 <= high:
        if not _shows(low, decimals) or not _shows(high, decimals):
            return say("{said} (kan {range} zijn)", said=said, range=_up_to(low, high, decimals))
        parts = {"low": points(low, decimals), "high": number(high, decimals)}
        return say("{said} (kan tot {low} lager of tot {high} hoger zijn)", said=said, **parts)
    # one difference alone would count, but among so many comparisons some differ by chance
    small, large = sorted((abs(low), abs(high)))
    size = points(large, decimals)
    if _shows(small, decimals):
        size = say("{small} tot {large}", small=number(small, decimals), large=size)
    else:
        size = say("tot {large}", large=size)
    if low > 0:
        return say(
            "{said} (lijkt {size} hoger, maar bij zoveel vergelijkingen kan dat toeval zijn)", said=said, size=size
        )
    return say("{said} (lijkt {size} lager, maar bij zoveel vergelijkingen kan dat toeval zijn)", said=said, size=size)


def pair_sentence(indicator: Indicator, one: tuple[Area, Figure | None], other: tuple[Area, Figure | None]) -> str:
    """What the margins say of two figures of one indicator; "" when there is no margin, or nothing, to go by.

    Margins of 95 % that do not touch are a stricter test than a test of the difference, whether or not one area is
    part of the other, so only then one is called higher.
    """
    (first, a), (second, b) = one, other
    if a is None or b is None or None in {a.value, b.value, a.low, a.high, b.low, b.high} or a.censored or b.censored:
        return ""
    if any(min(a.period, b.period) < item.period <= max(a.period, b.period) for item in indicator.breaks):
        return say("De vraag is gewijzigd: deze twee cijfers zijn niet te vergelijken.")
    names = [place(area) if a.period == b.period else say("{place} in {period}", place=place(area), period=item.period)
             for area, item in ((first, a), (second, b))]  # fmt: skip
    parts = {"one": names[0], "other": names[1]}
    if (a.low or 0) > (b.high or 0):
        return say("Het cijfer voor {one} is hoger dan dat voor {other}: de marges raken elkaar niet.", **parts)
    if (b.low or 0) > (a.high or 0):
        return say("Het cijfer voor {one} is lager dan dat voor {other}: de marges raken elkaar niet.", **parts)
    return say("De marges overlappen elkaar: dit verschil kan toeval zijn.")
