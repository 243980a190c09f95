"""An invented municipality with figures, as a source for pictures; kept in memory so that tests are fast."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.areas.boundaries import schematic
from vergezicht.areas.folder import slugify
from vergezicht.figures.comparison import Comparison, GroupComparison, Reference, Verdict
from vergezicht.figures.figure import EVERYONE, AnswerShare, Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Direction, Indicator, IndicatorKind, SeriesBreak
from vergezicht.figures.release import ReleaseFacts, Wave

FREQUENCIES = ("nooit", "zelden", "soms", "vaak")
UNSAFE = Indicator(
    code="feels_unsafe", slug="voelt-zich-weleens-onveilig", title="Voelt zich weleens onveilig",
    label="voelt zich weleens onveilig", question="Voelt u zich weleens onveilig in uw buurt?",
    kind=IndicatorKind.SHARE, direction=Direction.LOWER, theme="veiligheid", source="Buurt-voor-Buurt Onderzoek",
    answers=FREQUENCIES, counted=("soms", "vaak"),
)  # fmt: skip
MARK = Indicator(
    code="liveability_mark", slug="prettig-wonen", title="Rapportcijfer prettig wonen",
    label="het rapportcijfer voor prettig wonen", question="Welk cijfer geeft u voor prettig wonen?",
    kind=IndicatorKind.MARK, direction=Direction.HIGHER, theme="leefbaarheid", source="Buurt-voor-Buurt Onderzoek",
    breaks=(SeriesBreak("2022", "andere schaal"),),
)  # fmt: skip
BALANCE = Indicator(
    code="development", slug="ontwikkeling-buurt", title="Ontwikkeling van de buurt",
    label="het verschil tussen vooruit en achteruit", question="Is uw buurt vooruitgegaan of achteruitgegaan?",
    kind=IndicatorKind.BALANCE, direction=Direction.HIGHER, theme="leefbaarheid", source="Buurt-voor-Buurt Onderzoek",
    answers=("vooruit", "gelijk", "achteruit"), counted=("vooruit",), subtracted=("achteruit",),
)  # fmt: skip
ELDERLY = replace(
    UNSAFE, code="elderly", slug="65-plus", title="Inwoners van 65 jaar en ouder", label="is 65 jaar of ouder",
    question="", direction=Direction.NONE, source="CBS", answers=(), counted=(),
)  # fmt: skip
SATISFIED = Indicator(
    code="green", slug="tevreden-over-groen", title="Tevreden over het groen in de buurt",
    label="is tevreden over het groen in de buurt", question="Hoe tevreden bent u over het groen in uw buurt?",
    kind=IndicatorKind.SHARE, direction=Direction.HIGHER, theme="klimaat", source="Buurt-voor-Buurt Onderzoek",
    answers=("zeer tevreden", "tevreden", "niet tevreden, niet ontevreden", "ontevreden", "zeer ontevreden"),
    counted=("zeer tevreden", "tevreden"),
)  # fmt: skip
INDICATORS = (UNSAFE, MARK, BALANCE, ELDERLY, SATISFIED)
PERIODS = ("2018", "2020", "2022", "2024")


_Row = Figure | Comparison | GroupComparison | AnswerShare


@dataclass
class Invented:
    """Reads like ``figures.Release``."""

    geography: Geography
    boundaries: Boundaries
    indicators: tuple[Indicator, ...] = INDICATORS
    all_figures: tuple[Figure, ...] = ()
    all_comparisons: tuple[Comparison, ...] = ()
    all_answers: tuple[AnswerShare, ...] = ()
    all_group_comparisons: tuple[GroupComparison, ...] = ()
    periods: tuple[str, ...] = PERIODS
    facts: ReleaseFacts = field(init=False)

    def __post_init__(self) -> None:
        waves = tuple(Wave(period, None, 1000) for period in self.periods)
        self.facts = ReleaseFacts("test", "Test", "Gemeente", "Test", "CC0", "2025-01-01", "0", True, waves, ())

    @property
    def latest(self) -> str:
        return self.periods[-1]

    def facts_of(self, code: str) -> ReleaseFacts:
        return self.facts

    def periods_of(self, code: str) -> tuple[str, ...]:
        known = {figure.period for figure in self.all_figures if figure.indicator == code}
        return tuple(period for period in self.periods if period in known) or self.periods

    def latest_of(self, code: str) -> str:
        return self.periods_of(code)[-1]

    def has_indicator(self, code: str) -> bool:
        return code in {indicator.code for indicator in self.indicators}

    def indicator(self, code: str) -> Indicator:
        return {indicator.code: indicator for indicator in self.indicators}[code]

    def figure(self, indicator: str, area: str, period: str | None = None) -> Figure | None:
        found = self.figures(indicator=indicator, area=area, period=period or self.latest_of(indicator))
        return found[0] if found else None

    def figures(self, *, indicator: str | None = None, area: str | None = None, period: str | None = None,
                level: AreaLevel | None = None, group: str | None = EVERYONE) -> tuple[Figure, ...]:  # fmt: skip
        return tuple(
            f for f in self.all_figures
            if self._matches(f, indicator, area, period, level) and group in (None, f.group)
        )  # fmt: skip

    def comparisons(self, *, indicator: str | None = None, area: str | None = None, period: str | None = None,
                    reference: Reference | None = None, level: AreaLevel | None = None,
                    ) -> tuple[Comparison, ...]:  # fmt: skip
        return tuple(
            c for c in self.all_comparisons
            if self._matches(c, indicator, area, period, level) and reference in (None, c.reference)
        )  # fmt: skip

    def comparison(self, indicator: str, area: str, reference: Reference,
                   period: str | None = None) -> Comparison | None:  # fmt: skip
        found = self.comparisons(
            indicator=indicator, area=area, reference=reference, period=period or self.latest_of(indicator)
        )
        return found[0] if found else None

    def group_comparisons(self, *, indicator: str | None = None, area: str | None = None, period: str | None = None,
                          ) -> tuple[GroupComparison, ...]:  # fmt: skip
        return tuple(c for c in self.all_group_comparisons if self._matches(c, indicator, area, period, None))

    def answers(self, indicator: str, area: str, period: str | None = None) -> tuple[AnswerShare, ...]:
        return tuple(
            a for a in self.all_answers if self._matches(a, indicator, area, period or self.latest_of(indicator), None)
        )

    def _matches(self, item: _Row, indicator: str | None, area: str | None,
                 period: str | None, level: AreaLevel | None) -> bool:  # fmt: skip
        return (
            indicator in (None, item.indicator)
            and area in (None, item.area)
            and period in (None, item.period)
            and (level is None or self.geography[item.area].level == level)
        )


def city(buurten: int = 78) -> tuple[Geography, Boundaries]:
    """A municipality of ``buurten`` tiles in five stadsdelen and some wijken."""
    names = ["Bedrijventerrein Marslanden-Noord", "Oldenelerlanden-West", "Berkum", "Wipstrik", "Tippe bij de IJssel"]
    names += [f"Buurt {number}" for number in range(len(names), buurten)]
    areas = [Area("GM1", AreaLevel.GEMEENTE, "Zwolle", "zwolle")]
    directions = ("Noord", "Oost", "Zuid", "West", "Midden")[: max(1, min(5, buurten // 2))]
    areas += [Area(f"S{d}", AreaLevel.STADSDEEL, d, d.lower(), ("GM1",)) for d in directions]
    wijken = max(1, min(16, buurten // 4))
    areas += [Area(f"W{n}", AreaLevel.WIJK, f"Wijkland {n}", f"wijkland-{n}", ("GM1",)) for n in range(wijken)]
    tiles = {}
    width = max(1, math.ceil(math.sqrt(buurten * 1.3)))
    for number in range(buurten):
        code = f"B{number}"
        parents = (f"W{number * wijken // buurten}", f"S{directions[number * len(directions) // buurten]}")
        areas.append(Area(code, AreaLevel.BUURT, names[number], slugify(names[number]), parents))
        tiles[code] = (number % width, number // width)
    geography = Geography(tuple(areas))
    return geography, schematic(geography, tiles)


def survey(geography: Geography, boundaries: Boundaries, seed: int = 1) -> Invented:
    """Figures for all areas and waves that look like a survey: wide margins for small areas, some hidden."""
    draw = random.Random(seed)
    figures: list[Figure] = []
    comparisons: list[Comparison] = []
    shares: list[AnswerShare] = []
    middle = {"feels_unsafe": 16.0, "liveability_mark": 7.6, "development": 2.0, "elderly": 18.0, "green": 66.0}
    spread = {"feels_unsafe": 7.0, "liveability_mark": 0.35, "development": 12.0, "elderly": 9.0, "green": 9.0}
    size = {AreaLevel.GEMEENTE: 10000, AreaLevel.STADSDEEL: 2000, AreaLevel.WIJK: 600, AreaLevel.BUURT: 140}
    for indicator in INDICATORS:
        code = indicator.code
        city: dict[str, float] = {}
        for area in geography:
            base = middle[code] + draw.gauss(0, spread[code]) * (0, 0.5, 0.7, 1)[area.level.fineness]
            n = max(5, round(size[area.level] * draw.uniform(0.2, 1.8) / 5) * 5)
            if not area.inhabited:
                n = 5
            earlier = base
            for wave, period in enumerate(PERIODS):
                value = base + draw.gauss(0, spread[code] * 0.25) + wave * spread[code] * 0.12
                city.setdefault(period, value)  # the municipality comes first
                half = spread[code] * 10 / math.sqrt(n)
                figures.append(_figure(indicator, area, period, value, half, n))
                comparisons += _compare(indicator, area, period, wave, value - city[period], value - earlier, half)
                earlier = value
                shares += _shares(indicator, area, period, figures[-1], draw)
    return Invented(geography, boundaries, INDICATORS, tuple(figures), tuple(comparisons), tuple(shares))


def _figure(indicator: Indicator, area: Area, period: str, value: float, half: float, n: int) -> Figure:
    if n < 30:
        reason = Reason.PRIVACY if n < 10 else Reason.TOO_FEW_ANSWERS
        hidden = None if reason == Reason.PRIVACY else n
        return Figure(indicator.code, area.code, period, None, None, None, hidden, FigureStatus.SUPPRESSED, reason)
    status = FigureStatus.INDICATIVE if n < 50 else FigureStatus.PUBLISHED
    censored = ""
    if indicator.kind == IndicatorKind.SHARE:
        value = min(max(value, 0), 100)
        if value < 5 and n < 100:
            value, censored = 5.0, "<"
    low, high = value - half, value + half
    if indicator.kind == IndicatorKind.SHARE:
        low, high = max(low, 0), min(high, 100)
    digits = indicator.decimals
    numbers = (round(number, digits) for number in (value, low, high))
    return Figure(indicator.code, area.code, period, *numbers, n, status, None, censored)


def _compare(
    indicator: Indicator, area: Area, period: str, wave: int, gap: float, change: float, half: float
) -> Iterable[Comparison]:  # fmt: skip
    def make(reference: Reference, earlier: str, difference: float) -> Comparison:
        low, high = difference - half, difference + half
        verdict = Verdict.NOT_DEMONSTRABLE
        if low > 0 or high < 0:
            clearly = abs(difference) > 1.5 * half
            verdict = {
                (True, True): Verdict.CLEARLY_HIGHER, (True, False): Verdict.HIGHER,
                (False, True): Verdict.CLEARLY_LOWER, (False, False): Verdict.LOWER,
            }[low > 0, clearly]  # fmt: skip
        elif half < 1 and indicator.decimals == 0:
            verdict = Verdict.PRACTICALLY_EQUAL
        if reference == Reference.PREVIOUS_WAVE and any(at.period == period for at in indicator.breaks):
            verdict = Verdict.NOT_COMPARABLE
        digits = indicator.decimals
        return Comparison(
            indicator.code, area.code, period, reference, earlier, round(difference, digits), round(low, digits),
            round(high, digits), 0.04, 0.04, verdict,
        )  # fmt: skip

    if area.level != AreaLevel.GEMEENTE:
        yield make(Reference.MUNICIPALITY, period, gap)
    if wave:
        yield make(Reference.PREVIOUS_WAVE, PERIODS[wave - 1], change)


def _shares(indicator: Indicator, area: Area, period: str, figure: Figure,
            draw: random.Random) -> Iterable[AnswerShare]:  # fmt: skip
    if not indicator.answers or not figure.is_shown:
        return
    weights = [draw.uniform(0.3, 1) for _ in indicator.answers]
    if indicator.kind == IndicatorKind.SHARE and figure.value is not None:
        for chosen, total in ((True, figure.value), (False, 100 - figure.value)):
            places = [i for i, answer in enumerate(indicator.answers) if (answer in indicator.counted) == chosen]
            whole = sum(weights[i] for i in places)
            for i in places:
                weights[i] = weights[i] / whole * total
    else:
        whole = sum(weights)
        weights = [weight / whole * 100 for weight in weights]
    for position, answer in enumerate(indicator.answers):
        yield AnswerShare(indicator.code, area.code, period, position, answer, float(round(weights[position])))
