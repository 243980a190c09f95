"""Classes of a choropleth: at most five, with round breaks, and the ramp that they are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Direction, Indicator, IndicatorKind
from vergezicht.languages import say
from vergezicht.pictures.notation import amount, number
from vergezicht.pictures.source import effective_value

MOST = 5
# which steps of the five-step ramp are used for so many classes
_STEPS = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


class Tone(StrEnum):
    """The ramp by direction: darker is always more; a context figure gets the neutral ramp. Values are CSS classes."""

    ASSET = "vz-asset"
    BURDEN = "vz-burden"
    PLAIN = "vz-plain"


def tone_of(indicator: Indicator) -> Tone:
    """More of something good, more of something bad, or just more."""
    return {Direction.HIGHER: Tone.ASSET, Direction.LOWER: Tone.BURDEN, Direction.NONE: Tone.PLAIN}[indicator.direction]


@dataclass(frozen=True)
class Classes:
    """Breaks between classes; a value equal to a break belongs to the class above it."""

    indicator: Indicator
    breaks: tuple[float, ...]
    low: float | None
    high: float | None

    def __len__(self) -> int:
        return 0 if self.low is None else len(self.breaks) + 1

    def position(self, figure: Figure | None) -> int | None:
        """1 for the lowest class; None when there is nothing to show."""
        if figure is None or figure.value is None:
            return None
        value = effective_value(figure)
        return 1 + sum(value >= threshold for threshold in self.breaks)

    def step(self, position: int) -> int:
        """The step (1-5) of the ramp for a class."""
        return _STEPS[max(1, len(self))][position - 1]

    def label(self, position: int) -> str:
        """ "minder dan 30%", "30–39%", "60% of meer"."""
        if not self.breaks:
            values = sorted({self.low or 0.0, self.high or 0.0})
            return "–".join(amount(self.indicator, value) for value in values)
        if position == 1:
            return say("minder dan {amount}", amount=amount(self.indicator, self.breaks[0]))
        if position == len(self) and self.breaks[-1] == self.high:
            return amount(self.indicator, self.breaks[-1])
        if position == len(self):
            return say("{amount} of meer", amount=amount(self.indicator, self.breaks[-1]))
        unit = 10.0**-self.indicator.decimals
        low, high = self.breaks[position - 2], self.breaks[position - 1] - unit
        if high - low < unit / 2:
            return amount(self.indicator, low)
        if low < 0 or self.indicator.kind == IndicatorKind.BALANCE:
            return say("{low} tot en met {high}", low=amount(self.indicator, low), high=amount(self.indicator, high))
        return f"{number(low, self.indicator.decimals)}–{amount(self.indicator, high)}"


def make_classes(indicator: Indicator, figures: Sequence[Figure]) -> Classes:
    """Quantile breaks, rounded to a step that reads easily; the same set always gives the same classes."""
    values = sorted(figure.value for figure in figures if figure.value is not None)
    if not values:
        return Classes(indicator, (), None, None)
    low, high = values[0], values[-1]
    wanted = min(MOST, len(set(values)), max(1, (len(values) + 1) // 2))
    found: tuple[float, ...] = ()
    for step in _round_steps((high - low) / MOST, indicator.decimals):
        breaks = _quantiles(values, wanted, step, indicator.decimals)
        if len(breaks) > len(found):
            found = breaks
    return Classes(indicator, found, low, high)


def _quantiles(values: Sequence[float], wanted: int, step: float, decimals: int) -> tuple[float, ...]:
    """Breaks near the quantiles, on multiples of ``step``, with values on both sides of each."""
    breaks = set()
    for part in range(1, wanted):
        at = values[min(len(values) - 1, part * len(values) // wanted)]
        rounded = round(round(at / step) * step, decimals)
        if values[0] < rounded <= values[-1]:
            breaks.add(rounded)
    return tuple(sorted(breaks))


def _round_steps(width: float, decimals: int) -> list[float]:
    """1, 2, 5, 10, ... (in the last decimal shown), from the widest that is useful to the finest."""
    unit = 10.0**-decimals
    factors = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
    return [factor * unit for factor in reversed(factors) if factor == 1 or factor * unit <= width]
