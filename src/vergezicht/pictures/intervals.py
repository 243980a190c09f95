"""Intervals: areas ranked, each with its margin, against the municipality with a margin of its own.

Drawn without a view box: positions are percentages and sizes are pixels, so that text keeps its size
from 288 px wide to as wide as the column is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.source import FigureSource
from vergezicht.languages import noted, say
from vergezicht.languages.marks import capitalised
from vergezicht.pictures.classes import Tone, tone_of
from vergezicht.pictures.notation import short_figure, tick_text
from vergezicht.pictures.picture import WHOLE, LegendItem, Link, Picture, PictureKind
from vergezicht.pictures.rounding import alike_but_judged_otherwise
from vergezicht.pictures.scale import Scale, scale_for
from vergezicht.pictures.source import Row, beside, drawn_margin, effective_value, ranked, read_rows, source_line
from vergezicht.pictures.summaries import every, level_title, reason_note, set_sentence, spread
from vergezicht.pictures.svg import attribute, drawing, label, percent, safe_prefix, short, short_prefix, text
from vergezicht.pictures.tables import ranked_table

_TOP = 40
_ROW = 42
_LINE = 21
_LISTED = 6
SIGNS = {1: "▲", -1: "▼", 0: "●"}


def intervals(
    release: FigureSource,
    indicator_code: str,
    level: AreaLevel,
    period: str | None = None,
    *,
    within: str | None = None,
    focus: Collection[str] = (),
    link: Link | None = None,
    id_prefix: str = "",
    part: slice = WHOLE,
) -> Picture:
    """A row per area, highest first, or a ``part`` of these on the scale of all.

    Only a demonstrable difference with the municipality gets a filled arrow.
    """
    indicator = release.indicator(indicator_code)
    period = period or release.latest_of(indicator.code)
    city = release.geography.gemeente
    whole = release.figure(indicator_code, city.code, period)
    rows = ranked(read_rows(release, indicator_code, level, period, within))
    prefix = safe_prefix(id_prefix or short_prefix("i", indicator_code, level, period, within))
    title = level_title(indicator, level, release.geography[within] if within else None, period)
    drawn = beside(indicator, whole)
    alt = spread(indicator, level, rows)
    if drawn is not None:
        each = capitalised(every(level))
        alt = say("{told} {Each_area} met marge, tegen {city}.", told=alt, Each_area=each, city=city.name)

    listed = [row for row in rows if row.value is not None]
    hidden = [row for row in rows if row.value is None]
    named_hidden = hidden if len(hidden) <= _LISTED else []
    plot = IntervalPlot(indicator, prefix, scale_for(indicator, [*(row.figure for row in listed), drawn]), set(focus),
                        of_areas=True)  # fmt: skip
    parts, bottom = plot.rows(city, drawn, listed[part])
    nothing = not listed and not (drawn and drawn.is_shown)
    at = 14 if nothing else bottom + (48 if listed else 18)
    for row in named_hidden if part.stop is None or part.stop >= len(listed) else ():
        parts.append(label(row.area.name, "0", at, css="vz-name"))
        parts.append(
            label(say("geen cijfer: {reason}", reason=reason_note(row.figure, row.area)), "0", at + 16, css="vz-quiet")
        )
        at += _ROW
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-chart vz-intervals {plot.tone}",
        title=title,
        description=alt,
        size=f'width="100%" height="{max(at - 12, 20)}"',
    )
    return Picture(
        kind=PictureKind.INTERVALS,
        title=title,
        svg=svg,
        table=ranked_table(indicator, level, period, rows, city, whole, link),
        sentence=set_sentence(indicator, level, rows, city, whole),
        legend=interval_legend(plot.tone, rows, city, whole),
        source=source_line(release, indicator, period),
        alt=alt,
        notes=alike_but_judged_otherwise(indicator, listed, city, drawn),
        rows=len(listed),
    )


def mark_symbols(prefix: str, signs: Collection[int] = (1, -1, 0), more: str = "") -> str:
    """The marks of ``signs``, told apart by form: up, down, round."""
    forms = {
        1: f'<path id="{prefix}-u" d="M0-8l7.5 13h-15z"/>',
        -1: f'<path id="{prefix}-n" d="M0 8l7.5-13h-15z"/>',
        0: f'<circle id="{prefix}-o" r="5.5"/>',
    }
    return f"<defs>{''.join(forms[sign] for sign in signs)}{more}</defs>"


def mark(prefix: str, sign: int, x: float, y: float, *, is_open: bool) -> str:
    """A mark at a fluid position; an open one for an indicative figure."""
    form, css = {1: ("u", "vz-up"), -1: ("n", "vz-down"), 0: ("o", "vz-same")}[sign]
    hollow = " vz-open" if is_open else ""
    return f'<use href="#{prefix}-{form}" class="vz-mark {css}{hollow}" x="{percent(x)}" y="{short(y)}"/>'


def interval_legend(tone: Tone, rows: Sequence[Row], city: Area, whole: Figure | None) -> tuple[LegendItem, ...]:
    """What the marks mean, with how many areas have each, and the band of the municipality."""
    compared = [row for row in rows if row.against_city is not None or row.sign]
    items = mark_legend(tone, compared, city.name, [row for row in rows if row.indicative])
    if whole is not None and whole.low is not None:
        items += (LegendItem("vz-swatch vz-band", say("marge van {city}", city=city.name)),)
    return items


def mark_legend(
    tone: Tone, rows: Sequence[Row], other: str, indicative: Sequence[Row] | None = None
) -> tuple[LegendItem, ...]:
    """How many of the compared ``rows`` have each mark, and how many rest on few answers; ``other`` as it is called."""
    words = {
        1: ("vz-up", say("aantoonbaar hoger dan {city}", city=other)),
        -1: ("vz-down", say("aantoonbaar lager dan {city}", city=other)),
        0: ("vz-same", say("geen aantoonbaar verschil met {city}", city=other)),
    }
    items = [
        LegendItem(f"vz-sign {tone} {css}", meaning, count, SIGNS[sign])
        for sign, (css, meaning) in words.items()
        if (count := sum(row.sign == sign for row in rows if row.value is not None))
    ]
    few = sum(row.indicative for row in (rows if indicative is None else indicative))
    if few:
        items.append(LegendItem("vz-sign vz-open", say("weinig antwoorden"), few, "○"))
    return tuple(items)


@dataclass(frozen=True)
class IntervalPlot:
    """Rows with their margins on one scale: of the areas of a level (``of_areas``), or of the groups of one area."""

    indicator: Indicator
    prefix: str
    scale: Scale
    focus: set[str]
    of_areas: bool = False

    @property
    def tone(self) -> Tone:
        return tone_of(self.indicator)

    def rows(self, whole_area: Area, whole: Figure | None, rows: Sequence[Row]) -> tuple[list[str], float]:
        """Marks, the reference, a row each and the axis; with the height below the last row."""
        bottom = _TOP + _ROW * len(rows)
        track = f'<line id="{self.prefix}-l" class="vz-track" x2="100%" y1="{_LINE}" y2="{_LINE}"/>'
        parts = [mark_symbols(self.prefix, more=track), *self.reference(whole_area, whole, bottom)]
        parts += [self.row(row, _TOP + _ROW * number) for number, row in enumerate(rows)]
        parts += self.axis(bottom + 4) if rows else []
        return parts, bottom

    def reference(self, city: Area, whole: Figure | None, bottom: float) -> list[str]:
        if whole is None or whole.value is None:
            return []
        at = self.scale(effective_value(whole))
        parts = []
        if ends := drawn_margin(self.indicator, whole):
            low, high = map(self.scale, ends)
            parts.append(
                f'<rect class="vz-band" x="{percent(low)}" y="22" width="{percent(high - low)}" '
                f'height="{short(bottom - 18)}"/>'
            )
        parts.append(f'<line class="vz-city" x1="{percent(at)}" x2="{percent(at)}" y1="22" y2="{short(bottom + 4)}"/>')
        said = f"{city.name} {short_figure(self.indicator, whole)}"
        anchor = "start" if at < 0.3 else "end" if at > 0.7 else "middle"
        parts.append(label(said, percent(at), 14, css="vz-city-name", anchor="" if anchor == "start" else anchor))
        return parts

    def row(self, row: Row, top: float) -> str:
        """A row in coordinates of its own, so that equal parts are equal text and compress well."""
        figure = row.figure
        if figure is None:
            return ""
        strong = ' class="vz-strong"' if row.area.code in self.focus else ""
        word = say({1: noted("▲ hoger "), -1: noted("▼ lager ")}.get(row.sign, ""))
        remark = f'<tspan class="vz-quiet">{word}</tspan>' if word else ""
        shown = text(short_figure(self.indicator, figure))
        margin = ""
        if ends := drawn_margin(self.indicator, figure):
            low, high = map(self.scale, ends)
            css = {1: "vz-up", -1: "vz-down"}.get(row.sign, "vz-same")
            loose = " vz-loose" if row.indicative else ""
            margin = (
                f'<line class="vz-margin {css}{loose}" x1="{percent(low)}" '
                f'x2="{percent(high)}" y1="{_LINE}" y2="{_LINE}"/>'
            )
        at = self.scale(effective_value(figure))
        named = f" data-area={attribute(row.area.code)}" if self.of_areas else ""
        return (
            f'<g{named} transform="translate(0 {short(top)})"><use href="#{self.prefix}-l"/>'
            f'<text{strong} y="9">{text(row.area.name)}</text>'
            f'<text class="vz-strong vz-end" x="100%" y="9">{remark}{shown}</text>'
            f"{margin}{mark(self.prefix, row.sign, at, _LINE, is_open=row.indicative)}</g>"
        )

    def axis(self, top: float) -> list[str]:
        parts = []
        for tick in self.scale.ticks:
            at = self.scale(tick)
            anchor = "start" if at < 0.06 else "end" if at > 0.94 else "middle"
            parts.append(
                f'<line class="vz-tick" x1="{percent(at)}" x2="{percent(at)}" y1="{short(top)}" y2="{short(top + 4)}"/>'
            )
            parts.append(label(tick_text(self.indicator, tick), percent(at), top + 17, css="vz-quiet", anchor=anchor))
        return parts
