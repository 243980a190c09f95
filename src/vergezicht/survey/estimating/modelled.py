"""Model estimates in a release, as indicators of their own that say so in title, label and source.

The model of Fay & Herriot (analysis.small_areas) over the figures that are published anyway: value and margin as they
stand in the release. What is hidden does not enter, so nothing about it can come out; and no area gets a model estimate
for which the measured figure is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vergezicht.areas import AreaLevel, Geography
from vergezicht.facts import read_csv
from vergezicht.figures import Figure, FigureStatus, Indicator, IndicatorKind
from vergezicht.problems import BadInput, Problems
from vergezicht.survey.analysis.distributions import critical_value
from vergezicht.survey.analysis.small_areas import MODEL_LABEL, ModelEstimate, estimate_small_areas
from vergezicht.survey.arrays import FloatArray
from vergezicht.survey.project import ModelPlan

_EXPLANATION = (
    "Een modelschatting, geen gemeten cijfer: een gebied met weinig antwoorden leent van gebieden die erop lijken "
    "(Fay en Herriot, 1979). Niet bedoeld voor een ranglijst of een verloop. Voor de hele gemeente staat hier het "
    "gemeten cijfer."
)


@dataclass(frozen=True)
class Modelled:
    """The added indicators and figures, and a line per model for the method page."""

    indicators: tuple[Indicator, ...]
    figures: tuple[Figure, ...]
    lines: tuple[str, ...]


def read_predictors(path: Path, geography: Geography, level: AreaLevel) -> dict[str, tuple[float, ...]]:
    """Area code to its predictors: every column beside ``gebiedscode``. Raises ``BadInput`` with every problem."""
    problems = Problems(path)
    found: dict[str, tuple[float, ...]] = {}
    for row in read_csv(path, ("gebiedscode",), problems):
        number, code = int(row[""]), row["gebiedscode"]
        area = geography.get(code)
        if area is None or area.level != level:
            problems.add(f"geen {level.value} van deze gemeente", row=number, column="gebiedscode", got=code)
        elif code in found:
            problems.add("gebied staat er twee keer in", row=number, column="gebiedscode", got=code)
        values = []
        for name, text in row.items():
            if name in {"gebiedscode", ""}:
                continue
            try:
                values.append(float(text))
            except ValueError:
                problems.add("geen getal", row=number, column=name, expected="een getal met een punt", got=text)
        found[code] = tuple(values)
    problems.raise_if_any()
    return found


def model_figures(
    indicators: Sequence[Indicator],
    figures: Sequence[Figure],
    geography: Geography,
    plan: ModelPlan,
    predictors: Mapping[str, Sequence[float]],
) -> Modelled:
    """A model per indicator and period, from published ``figures`` only.

    Raises ``BadInput`` when an indicator does not exist or is not shown on this level, or a model cannot be fitted.
    """
    by_code = {indicator.code: indicator for indicator in indicators}
    problems = Problems(plan.predictors)
    added: list[Indicator] = []
    estimates: list[Figure] = []
    lines: list[str] = []
    for code in plan.indicators:
        indicator = by_code.get(code)
        if indicator is None or indicator.lowest_level.fineness < plan.level.fineness:
            problems.add(f"{code}: deze indicator is er niet, of wordt niet per {plan.level.value} getoond")
            continue
        labelled = _labelled(indicator, plan.level)
        added.append(labelled)
        own = [figure for figure in figures if figure.indicator == code and not figure.group]
        for period in sorted({figure.period for figure in own}):
            of_period = [figure for figure in own if figure.period == period]
            used = [
                figure for figure in of_period
                if figure.is_shown and not figure.censored and figure.low is not None
                and figure.area in predictors and geography[figure.area].level == plan.level
            ]  # fmt: skip
            try:
                fitted = _fit(labelled, used, predictors)
            except BadInput as error:
                problems.extend(error.problems)
                continue
            estimates += _figures(labelled, used, fitted)
            estimates += [
                replace(figure, indicator=labelled.code)
                for figure in of_period
                if geography[figure.area].level == AreaLevel.GEMEENTE
            ]
            own_share = f"{100 * float(np.median(fitted.own_share)):.0f}%"
            lines.append(
                f"{labelled.title}, {period}: model over {len(used)} gebieden ({fitted.fitting.value}); "
                f"de eigen antwoorden wegen in het middelste gebied {own_share} mee."
            )
    problems.raise_if_any()
    return Modelled(tuple(added), tuple(estimates), tuple(lines))


def _labelled(indicator: Indicator, level: AreaLevel) -> Indicator:
    """The same quantity, that nobody can take for a measured one."""
    return replace(
        indicator,
        code=f"{indicator.code}_model",
        slug=f"{indicator.slug}-{MODEL_LABEL}",
        title=f"{indicator.title} ({MODEL_LABEL})",
        label=f"{indicator.label}, volgens een {MODEL_LABEL},",
        source=f"{indicator.source}, {MODEL_LABEL}",
        explanation=_EXPLANATION,
        lowest_level=level,
        answers=(),
        counted=(),
        subtracted=(),
    )


def _fit(indicator: Indicator, used: Sequence[Figure], predictors: Mapping[str, Sequence[float]]) -> ModelEstimate:
    """Predictors on one scale, and an intercept; rounding to the published decimals counts as uncertainty."""
    step = 10.0**-indicator.decimals
    value = np.array([figure.value or 0.0 for figure in used])
    width = np.array([(figure.high or 0.0) - (figure.low or 0.0) for figure in used])
    x = np.array([predictors[figure.area] for figure in used], dtype=np.float64).reshape(len(used), -1)
    spread = x.std(axis=0) if len(used) else np.ones(0)
    x = np.column_stack([np.ones(len(used)), (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)])
    variance = _smoothed((width / (2 * critical_value(np.inf, level=0.95))) ** 2, used) + step**2 / 12
    return estimate_small_areas(value, variance, x, names=[figure.area for figure in used])


def _smoothed(variance: FloatArray, used: Sequence[Figure]) -> FloatArray:
    """Sampling variances that follow n alone: those of small areas are themselves too uncertain to weigh by."""
    n = np.array([figure.n or np.nan for figure in used], dtype=np.float64)
    typical = np.nanmedian(variance * n) if np.isfinite(n).any() else np.nan
    return np.where(np.isfinite(n) & (typical > 0), typical / n, variance)


def _figures(indicator: Indicator, used: Sequence[Figure], model: ModelEstimate) -> list[Figure]:
    interval = model.interval()
    lowest, highest = {
        IndicatorKind.SHARE: (0.0, 100.0),
        IndicatorKind.MARK: (1.0, 10.0),
        IndicatorKind.SCALE_SCORE: (0.0, 10.0),
    }.get(indicator.kind, (-np.inf, np.inf))

    def published(value: float) -> float:
        return round(min(max(float(value), lowest), highest), indicator.decimals)

    return [
        Figure(
            indicator.code, figure.area, figure.period, published(value), published(low), published(high), None,
            FigureStatus.PUBLISHED,
        )
        for figure, value, low, high in zip(used, model.value, interval.low, interval.high, strict=True)
    ]  # fmt: skip
