"""Numbers as people read them, in Dutch: 7,6; 38%; "tussen 36% en 40%"; "ongeveer 140 antwoorden"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.languages import noted, say, spoken

MINUS = "\N{MINUS SIGN}"
# As people count: halves, thirds and quarters, tenths, one of so many, and all but one of so many.
_FRACTIONS = (
    (1, 2), (2, 3), (3, 4), *((tenth, 10) for tenth in range(1, 10)),
    *((1, whole) for whole in (*range(3, 10), 12, 15, 20, 25, 30, 40, 50, 100)),
    *((whole - 1, whole) for whole in (*range(5, 10), 20, 50, 100)),
)  # fmt: skip
_CLOSE = 1.5  # points that "about" may be off
_WORDS = (
    noted("nul"), noted("één"), noted("twee"), noted("drie"), noted("vier"), noted("vijf"), noted("zes"),
    noted("zeven"), noted("acht"), noted("negen"), noted("tien"), noted("elf"), noted("twaalf"),
)  # fmt: skip


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """12345.6 -> "12.346"; 7.6 with one decimal -> "7,6"; minus as a real minus sign, never "-0"."""
    text = spoken().number(abs(value), decimals)
    is_zero = not any(digit in "123456789" for digit in text)
    if value < 0 and not is_zero:
        return MINUS + text
    return f"+{text}" if signed and not is_zero else text


def amount(indicator: Indicator, value: float) -> str:
    """A value in the notation of its indicator: "38%", "7,6", "+2", "0,4 km"."""
    return bare_amount(indicator, value) + _unit(indicator)


def bare_amount(indicator: Indicator, value: float) -> str:
    """The same without its unit, where room is scarce."""
    return number(value, indicator.decimals, signed=indicator.kind == IndicatorKind.BALANCE)


def tick_text(indicator: Indicator, value: float) -> str:
    """A value along an axis: with a sign as short as "%", without a unit in words."""
    return bare_amount(indicator, value) if unit_in_words(indicator) else amount(indicator, value)


def unit_in_words(indicator: Indicator) -> str:
    """A unit that is too long to stand in large letters or along an axis: "personen"; "" for "%" or none."""
    unit = _unit(indicator)
    return unit.strip() if len(unit) > 3 else ""


def _unit(indicator: Indicator) -> str:
    if indicator.kind == IndicatorKind.SHARE:
        return "%"
    counted = indicator.kind in {IndicatorKind.COUNT, IndicatorKind.INDEX}
    return f" {indicator.unit}" if counted and indicator.unit not in {"", "aantal", "index"} else ""


def figure_text(indicator: Indicator, figure: Figure | None) -> str:
    """The figure as it stands in a table; "minder dan 5%" when only a bound is told, "geen cijfer" when hidden."""
    if figure is None or figure.value is None:
        return say("geen cijfer")
    told = amount(indicator, figure.value)
    if figure.censored == "<":
        return say("minder dan {amount}", amount=told)
    return say("meer dan {amount}", amount=told) if figure.censored == ">" else told


def short_figure(indicator: Indicator, figure: Figure | None) -> str:
    """The figure where room is scarce: "38%", "<5%", "–"."""
    if figure is None or figure.value is None:
        return "–"
    return figure.censored + amount(indicator, figure.value)


def tile_text(indicator: Indicator, figure: Figure | None) -> str:
    """The figure inside a tile of a map: "38", "7,6", "<5"; nothing when hidden."""
    return "" if figure is None or figure.value is None else figure.censored + bare_amount(indicator, figure.value)


def margin_text(indicator: Indicator, figure: Figure | None) -> str:
    """The 95 % margin in words: "tussen 36% en 40%"; empty when there is none.

    Its ends are rounded as the figure is; when that makes them the same: "minder dan 1 punt erboven of eronder".
    """
    if figure is None or figure.value is None or figure.low is None or figure.high is None:
        return ""
    low, high = amount(indicator, figure.low), amount(indicator, figure.high)
    if low == high:
        step = points(10**-indicator.decimals, indicator.decimals)
        return say("minder dan {step} erboven of eronder", step=step)
    return between(low, high)


def between(low: str, high: str) -> str:
    return say("tussen {low} en {high}", low=low, high=high)


def points(value: float, decimals: int) -> str:
    """The size of a difference: "4 punten", "1 punt", "0,3 punt"."""
    size = number(abs(value), decimals)
    return say("{size} punt", size=size) if decimals or size == "1" else say("{size} punten", size=size)


def difference_amount(indicator: Indicator, value: float) -> str:
    """A difference with its sign: "−2 punten", "0,3 punt"; of a count in its own unit."""
    if indicator.kind == IndicatorKind.COUNT:
        return amount(indicator, value)
    sign = MINUS if number(value, indicator.decimals).startswith(MINUS) else ""
    return f"{sign}{points(value, indicator.decimals)}"


def about_n(n: int | None) -> str:
    """Number of answers, already rounded: "ongeveer 140 antwoorden"."""
    return "" if n is None else say("ongeveer {n} antwoorden", n=number(n))


def frequency(percentage: float) -> str:
    """A share as people count: 40 -> "ongeveer 4 op de 10", 37 -> "bijna 4 op de 10", 42 -> "ruim 4 op de 10".

    The nearest plain fraction. "About" is at most a point and a half off, and of a small share, or of a small rest, no
    more than a sixth of it; up to twice as far it is told on which side the share lies; "" when no fraction is so near.
    """
    if percentage <= 0:
        return say("bijna niemand")
    if percentage >= 100:
        return say("bijna iedereen")
    part, whole = min(_FRACTIONS, key=lambda pair: (abs(100 * pair[0] / pair[1] - percentage), pair[1]))
    more = percentage - 100 * part / whole
    close = min(_CLOSE, min(percentage, 100 - percentage) / 6)
    if abs(more) > 2 * close:
        return ""
    is_half = (part, whole) == (1, 2)
    if abs(more) <= close:
        words = noted("ongeveer de helft") if is_half else noted("ongeveer {part} op de {whole}")
    elif more > 0:
        words = noted("ruim de helft") if is_half else noted("ruim {part} op de {whole}")
    else:
        words = noted("bijna de helft") if is_half else noted("bijna {part} op de {whole}")
    return say(words, part=part, whole=whole)


def enumerate_names(names: Sequence[str], most: int = 3) -> str:
    """ "Berkum", "Berkum en Wipstrik", "Berkum, Geren en 4 andere"."""
    if len(names) > most:
        shown = list(names[: most - 1])
        return say("{names} en {count} andere", names=", ".join(shown), count=len(names) - len(shown))
    if len(names) < 2:
        return "".join(names)
    return say("{names} en {last}", names=", ".join(names[:-1]), last=names[-1])


def ordinal(position: int) -> str:
    """1 -> "1e". One form for all, as in "de 1e meting"."""
    return f"{position}e"


def count_word(count: int) -> str:
    """Small counts in words, as Dutch prose has them: 3 -> "drie", 14 -> "14"."""
    return say(_WORDS[count]) if 0 <= count < len(_WORDS) else number(count)


def sentences_joined(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
