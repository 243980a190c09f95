"""Rounding: a word where rounded figures seem to contradict what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vergezicht.areas import Area
from vergezicht.figures.figure import AnswerShare, Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.languages import say
from vergezicht.pictures.notation import number, short_figure
from vergezicht.pictures.source import Row

_MOST_PER_ANSWER = 0.5  # what rounding to a whole percentage adds or takes away at most


def alike_but_judged_otherwise(
    indicator: Indicator, rows: Iterable[Row], city: Area, whole: Figure | None
) -> tuple[str, ...]:
    """A sentence on the first two areas that read alike while only one demonstrably differs from the municipality."""
    seen: dict[str, Row] = {}
    for row in (Row(city, whole, None), *rows):
        if row.value is None or row.area.code in {item.area.code for item in seen.values()}:
            continue
        told = short_figure(indicator, row.figure)
        other = seen.setdefault(told, row)
        if other.sign != row.sign:
            return (
                say(
                    "{one} en {other} hebben allebei {figure}, maar niet hetzelfde oordeel: de cijfers zijn afgerond "
                    "en de marges verschillen.",
                    one=row.area.name, other=other.area.name, figure=told,
                ),
            )  # fmt: skip
    return ()


def sums_to_another_number(bars: Iterable[Sequence[AnswerShare]]) -> tuple[str, ...]:
    """A sentence when the answers as they are told do not add up to 100, by rounding and by nothing else."""
    told = [
        total
        for shares in bars
        if shares
        and abs((total := sum(float(f"{share.value:.0f}") for share in shares)) - 100)
        <= _MOST_PER_ANSWER * len(shares) + 1e-9
    ]
    low, high = min(told, default=100), max(told, default=100)
    if low == high == 100:
        return ()
    here = number(low) if low == high else say("{low} tot {high}", low=number(low), high=number(high))
    return (
        say(
            "De percentages zijn afgerond. Daardoor zijn ze samen soms iets meer of minder dan 100, hier {sum}.",
            sum=here,
        ),
    )
