"""Scale: from values to positions between 0 and 1, with ticks on round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.pictures.source import drawn_margin, effective_value

_LIMITS = {
    IndicatorKind.SHARE: (0.0, 100.0),
    IndicatorKind.MARK: (1.0, 10.0),
    IndicatorKind.SCALE_SCORE: (0.0, 10.0),
    IndicatorKind.BALANCE: (-100.0, 100.0),
    IndicatorKind.INDEX: (-math.inf, math.inf),
}


@dataclass(frozen=True)
class Scale:
    """A linear scale; ``inset`` keeps marks clear of the edges."""

    low: float
    high: float
    ticks: tuple[float, ...]
    inset: float = 0.025

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return min(max(self.inset + share * (1 - 2 * self.inset), 0.0), 1.0)


def scale_for(indicator: Indicator, figures: Iterable[Figure | None], *, inset: float = 0.025) -> Scale:
    """From just below the lowest margin to just above the highest, on round numbers, within what is possible."""
    values = [
        value
        for figure in figures
        if figure is not None and figure.value is not None
        for value in (effective_value(figure), *(drawn_margin(indicator, figure) or ()))
    ]
    least, most = _LIMITS.get(indicator.kind, (0.0, math.inf))
    unit = 10.0**-indicator.decimals
    low, high = (min(values), max(values)) if values else (max(least, 0.0), max(least, 0.0) + 10 * unit)
    step = _step(max(high - low, 4 * unit), unit)
    start, end = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    if end - start < 2 * step:
        start, end = start - step, end + step
    start, end = max(start, least), min(end, most)
    count = round((end - start) / step)
    ticks = [round(start + step * number, 6) for number in range(count + 1) if start + step * number <= end + 1e-9]
    return Scale(start, max(end, start + step), tuple(ticks), inset)


def _step(span: float, unit: float) -> float:
    """A round distance that gives three to five ticks."""
    power = 10.0 ** math.floor(math.log10(span / 3))
    for factor in (1, 2, 2.5, 5, 10):
        step = factor * power
        if span / step <= 4.2 and (factor != 2.5 or step % unit < 1e-9):
            return max(step, unit)
    return max(10 * power, unit)
