"""Trend: the waves of one indicator, a panel per area, each wave with its margin, the municipality behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vergezicht.areas import Area
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import Figure, FigureStatus
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.source import FigureSource
from vergezicht.languages import noted, say
from vergezicht.pictures.classes import tone_of
from vergezicht.pictures.notation import enumerate_names, sentences_joined, short_figure
from vergezicht.pictures.picture import Cell, LegendItem, Link, Picture, PictureKind, Table
from vergezicht.pictures.scale import Scale, scale_for
from vergezicht.pictures.sentences import change_sentence, figure_sentence, place
from vergezicht.pictures.source import drawn_margin, effective_value, may_tell, source_line
from vergezicht.pictures.svg import drawing, label, percent, safe_prefix, short, short_prefix
from vergezicht.pictures.tables import area_cell, change_cell, figure_cells, heading

_HEAD, _PLOT, _YEARS, _GAP = 48, 100, 22, 22
_LEFT, _RIGHT = 0.07, 0.74


@dataclass(frozen=True)
class Series:
    """One area through the waves; ``changes`` hold, per wave, the comparison with the wave before."""

    area: Area
    figures: tuple[Figure | None, ...]
    changes: tuple[Comparison | None, ...]


def trend(
    release: FigureSource,
    indicator_code: str,
    areas: Sequence[str],
    *,
    link: Link | None = None,
    id_prefix: str = "",
) -> Picture:
    """A panel per area on one scale. A thick line joins two waves only when the change is demonstrable."""
    indicator = release.indicator(indicator_code)
    city = release.geography.gemeente
    chosen = [release.geography[code] for code in dict.fromkeys(areas)] or [city]
    series = [read_series(release, indicator_code, area) for area in chosen]
    whole = read_series(release, indicator_code, city)
    all_periods = _waves(release, indicator_code)
    periods = _asked(all_periods, [*series, whole])
    prefix = safe_prefix(id_prefix or short_prefix("t", indicator_code, *areas))
    names = enumerate_names([place(area) for area in chosen])
    title = f"{indicator.title}: {names}, {_span(periods)}"
    everything = [figure for one in (*series, whole) for figure in one.figures]
    panel = _Panel(indicator, all_periods, periods, scale_for(indicator, everything, inset=0.06), whole, prefix)
    height = _HEAD + _PLOT + _YEARS + _GAP
    parts = [f'<defs><circle id="{prefix}-o" r="5"/></defs>']
    for number, one in enumerate(series):
        parts.extend(panel.draw(one, number * height))
    sentence = sentences_joined(_story(indicator, release, one, periods[-1]) for one in series[:3])
    alt = say("Per meting het cijfer met marge, van {periods}. De tabel geeft alle cijfers.", periods=_span(periods))
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-chart vz-trend {tone_of(indicator).value}",
        title=title,
        description=alt,
        size=f'width="100%" height="{len(series) * height - _GAP}"',
    )
    return Picture(
        kind=PictureKind.TREND,
        title=title,
        svg=svg,
        table=_table(indicator, all_periods, periods, series, whole, link),
        sentence=sentence,
        legend=_legend(series, city),
        source=source_line(release, indicator, _span(periods)),
        alt=alt,
    )


def read_series(release: FigureSource, indicator_code: str, area: Area) -> Series:
    """All waves of one area."""
    figures = {f.period: f for f in release.figures(indicator=indicator_code, area=area.code) if not f.group}
    changes = {
        comparison.period: comparison
        for comparison in release.comparisons(
            indicator=indicator_code, area=area.code, reference=Reference.PREVIOUS_WAVE
        )
        if may_tell(comparison, figures.get(comparison.reference_period), figures.get(comparison.period))
    }
    periods = _waves(release, indicator_code)
    return Series(
        area,
        tuple(figures.get(period) for period in periods),
        tuple(changes.get(period) for period in periods),
    )


def _waves(release: FigureSource, indicator_code: str) -> tuple[str, ...]:
    """Every period of the source, also those without a figure of this indicator: the line then has a gap."""
    return tuple(wave.period for wave in release.facts_of(indicator_code).waves)


def _asked(periods: Sequence[str], series: Sequence[Series]) -> tuple[str, ...]:
    """The waves in which the question has a figure somewhere; all waves when it has none at all."""
    known = {f.period for one in series for f in one.figures if f is not None}
    return tuple(period for period in periods if period in known) or tuple(periods)


def _span(periods: Sequence[str]) -> str:
    return periods[0] if len(periods) == 1 else say("{low} tot en met {high}", low=periods[0], high=periods[-1])


def _story(indicator: Indicator, release: FigureSource, one: Series, period: str) -> str:
    """The latest figure, the change since the wave before, and why an older wave cannot be compared."""
    periods = _waves(release, indicator.code)
    index = periods.index(period)
    latest = one.figures[index]
    opening = figure_sentence(indicator, one.area, latest)
    change = one.changes[index]
    if latest is None or latest.value is None or change is None:
        return opening
    before = dict(zip(periods, one.figures, strict=True)).get(change.reference_period)
    return f"{opening} {change_sentence(indicator, change, before, latest)}"


@dataclass(frozen=True)
class _Panel:
    indicator: Indicator
    all_periods: tuple[str, ...]
    periods: tuple[str, ...]
    scale: Scale
    whole: Series
    prefix: str

    def x(self, period: str) -> float:
        """Waves stand at their year when all periods are years, else at equal distances."""
        if len(self.periods) == 1:
            return (_LEFT + _RIGHT) / 2
        marks = [float(p) for p in self.periods] if all(p.isdecimal() for p in self.periods) else []
        index = self.periods.index(period)
        if marks and marks[-1] > marks[0]:
            share = (marks[index] - marks[0]) / (marks[-1] - marks[0])
        else:
            share = index / (len(self.periods) - 1)
        return _LEFT + share * (_RIGHT - _LEFT)

    def y(self, value: float, top: float) -> float:
        return top + _HEAD + (1 - self.scale(value)) * _PLOT

    def draw(self, one: Series, top: float) -> list[str]:
        bottom = top + _HEAD + _PLOT
        parts = [
            label(one.area.name, "0", top + 12, css="vz-name vz-strong"),
            *self._verdict(one, top + 29),
            f'<line class="vz-track" x1="0" x2="{percent(_RIGHT + 0.07)}" y1="{short(bottom)}" y2="{short(bottom)}"/>',
        ]
        parts.extend(self._breaks(top))
        if one.area.code != self.whole.area.code:
            parts.extend(self._city(top))
        parts.extend(self._line(one, top, css="vz-line", strong=True))
        for period in self.periods:
            figure = one.figures[self.all_periods.index(period)]
            parts.extend(self._wave(figure, period, top))
            parts.append(label(period, percent(self.x(period)), bottom + 16, css="vz-quiet", anchor="middle"))
        return parts

    def _verdict(self, one: Series, y: float) -> list[str]:
        index = self.all_periods.index(self.periods[-1])
        change, latest = one.changes[index], one.figures[index]
        if change is None or latest is None or latest.value is None:
            return []
        since = change.reference_period
        words = {
            Verdict.CLEARLY_HIGHER: noted("▲ duidelijk gestegen sinds {since}"),
            Verdict.HIGHER: noted("▲ gestegen sinds {since}"),
            Verdict.CLEARLY_LOWER: noted("▼ duidelijk gedaald sinds {since}"),
            Verdict.LOWER: noted("▼ gedaald sinds {since}"),
            Verdict.PRACTICALLY_EQUAL: noted("vrijwel gelijk gebleven sinds {since}"),
            Verdict.SMALL: noted("een klein beetje veranderd sinds {since}"),
            Verdict.NOT_COMPARABLE: noted("niet te vergelijken met {since}"),
            Verdict.NOT_DEMONSTRABLE: noted("geen aantoonbaar verschil met {since}"),
        }
        return [label(say(words[change.verdict], since=since), "0", y, css="vz-quiet")]

    def _breaks(self, top: float) -> list[str]:
        parts = []
        for at in self.indicator.breaks:
            if at.period not in self.periods or at.period == self.periods[0]:
                continue
            before = self.periods[self.periods.index(at.period) - 1]
            x = percent((self.x(before) + self.x(at.period)) / 2)
            parts.append(
                f'<line class="vz-break" x1="{x}" x2="{x}" y1="{short(top + _HEAD - 6)}" '
                f'y2="{short(top + _HEAD + _PLOT)}"/>'
            )
            parts.append(
                label(say("andere vraag"), x, top + _HEAD + _PLOT - 5, css="vz-quiet vz-halo", anchor="middle")
            )
        return parts

    def _city(self, top: float) -> list[str]:
        parts = self._line(self.whole, top, css="vz-city", strong=False)
        last = self.whole.figures[self.all_periods.index(self.periods[-1])]
        if last is None or last.value is None:
            return parts
        y = min(max(self.y(effective_value(last), top), top + _HEAD + 4), top + _HEAD + _PLOT - 14)
        name = self.whole.area.name if len(self.whole.area.name) <= 9 else say("gemeente")
        x = percent(_RIGHT + 0.08)
        parts.append(
            f'<line class="vz-city" x1="{percent(_RIGHT)}" x2="{percent(_RIGHT + 0.06)}" '
            f'y1="{short(self.y(effective_value(last), top))}" y2="{short(self.y(effective_value(last), top))}"/>'
        )
        parts.append(label(name, x, y + 1, css="vz-quiet"))
        parts.append(label(short_figure(self.indicator, last), x, y + 15, css="vz-quiet"))
        return parts

    def _line(self, one: Series, top: float, *, css: str, strong: bool) -> list[str]:
        """Segments between consecutive waves; none across a break in the series or a wave without a figure."""
        broken = {at.period for at in self.indicator.breaks}
        parts = []
        for before, after in zip(self.periods, self.periods[1:], strict=False):
            first, second = (one.figures[self.all_periods.index(period)] for period in (before, after))
            if after in broken or first is None or second is None or first.value is None or second.value is None:
                continue
            change = one.changes[self.all_periods.index(after)]
            firm = strong and change is not None and change.verdict.sign != 0
            if strong and change is not None and change.verdict == Verdict.NOT_COMPARABLE:
                continue
            parts.append(
                f'<line class="{css}{" vz-firm" if firm else ""}" x1="{percent(self.x(before))}" '
                f'x2="{percent(self.x(after))}" y1="{short(self.y(effective_value(first), top))}" '
                f'y2="{short(self.y(effective_value(second), top))}"/>'
            )
        return parts

    def _wave(self, figure: Figure | None, period: str, top: float) -> list[str]:
        x = percent(self.x(period))
        if figure is None or figure.value is None:
            middle = top + _HEAD + _PLOT - 22
            said = say("geen cijfer").split(" ", 1)
            return [
                label(said[0], x, middle, css="vz-quiet vz-halo", anchor="middle"),
                label(said[-1], x, middle + 14, css="vz-quiet vz-halo", anchor="middle"),
            ]
        y = self.y(effective_value(figure), top)
        parts = []
        highest = y - 6
        if ends := drawn_margin(self.indicator, figure):
            low, high = (self.y(end, top) for end in ends)
            highest = min(highest, high)
            loose = " vz-loose" if figure.status == FigureStatus.INDICATIVE else ""
            parts.append(
                f'<line class="vz-margin vz-same{loose}" x1="{x}" x2="{x}" y1="{short(high)}" y2="{short(low)}"/>'
            )
        hollow = " vz-open" if figure.status == FigureStatus.INDICATIVE else ""
        strong = " vz-strong" if period == self.periods[-1] else ""
        parts.append(f'<use href="#{self.prefix}-o" class="vz-mark vz-point{hollow}" x="{x}" y="{short(y)}"/>')
        shown = short_figure(self.indicator, figure)
        parts.append(label(shown, x, highest - 5, css=f"vz-name vz-halo{strong}", anchor="middle"))
        return parts


def _table(
    indicator: Indicator,
    all_periods: Sequence[str],
    periods: Sequence[str],
    series: Sequence[Series],
    whole: Series,
    link: Link | None,
) -> Table:
    body: list[tuple[Cell, ...]] = []
    listed = [*series, *([] if any(one.area.code == whole.area.code for one in series) else [whole])]
    for one in listed:
        for period in periods:
            index = all_periods.index(period)
            shown = one.figures[index] is not None and one.figures[index].is_shown  # type: ignore[union-attr]
            body.append(
                (
                    area_cell(one.area, link),
                    Cell(period),
                    *figure_cells(indicator, one.area, one.figures[index]),
                    change_cell(one.changes[index] if shown else None),
                )
            )
    headings = (say("Gebied"), say("Meting"), heading(indicator), say("Marge (95%)"), say("Antwoorden"),
                say("Sinds de vorige meting"))  # fmt: skip
    return Table(f"{indicator.title}, {_span(periods)}", headings, tuple(body))


def _legend(series: Sequence[Series], city: Area) -> tuple[LegendItem, ...]:
    items = [
        LegendItem("vz-sign vz-point", say("cijfer met marge (95%)"), None, "●"),
        LegendItem("vz-rule vz-firm", say("dikke lijn: aantoonbare verandering"), None, "━"),
        LegendItem("vz-rule", say("dunne lijn: kan toeval zijn"), None, "─"),
    ]
    if any(f is not None and f.is_shown and f.status == FigureStatus.INDICATIVE for s in series for f in s.figures):
        items.append(LegendItem("vz-sign vz-open", say("weinig antwoorden"), None, "○"))
    if any(one.area.code != city.code for one in series):
        items.append(LegendItem("vz-rule vz-city-rule", city.name, None, "┄"))
    return tuple(items)
