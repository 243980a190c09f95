"""Key figure: one big number, where it stands among its kind, and what that means in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.comparison import Comparison, Reference
from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.source import FigureSource
from vergezicht.languages import noted, say
from vergezicht.pictures.classes import Tone, tone_of
from vergezicht.pictures.intervals import interval_legend, mark, mark_symbols
from vergezicht.pictures.notation import amount, figure_text, sentences_joined, short_figure, tile_text, unit_in_words
from vergezicht.pictures.picture import Cell, LegendItem, Link, Picture, PictureKind, Table
from vergezicht.pictures.rounding import alike_but_judged_otherwise
from vergezicht.pictures.scale import Scale, scale_for
from vergezicht.pictures.sentences import change_sentence, difference_sentence, figure_sentence
from vergezicht.pictures.source import Row, beside, drawn_margin, effective_value, may_tell, read_rows, source_line
from vergezicht.pictures.svg import drawing, label, percent, safe_prefix, short, short_prefix, text
from vergezicht.pictures.tables import area_cell, change_cell, figure_cells, heading, verdict_cell

_LINE = 74


def key_figure(
    release: FigureSource,
    indicator_code: str,
    area_code: str,
    period: str | None = None,
    *,
    as_frequency: bool = True,
    link: Link | None = None,
    id_prefix: str = "",
) -> Picture:
    """A compact card: number, margin and the municipality on one line, behind it all areas of the same level."""
    indicator = release.indicator(indicator_code)
    period = period or release.latest_of(indicator.code)
    area, city = release.geography[area_code], release.geography.gemeente
    figure = release.figure(indicator_code, area_code, period)
    whole = release.figure(indicator_code, city.code, period)
    against = release.comparison(indicator_code, area_code, Reference.MUNICIPALITY, period)
    change = release.comparison(indicator_code, area_code, Reference.PREVIOUS_WAVE, period)
    row = Row(area, figure, against)
    peer_level = _peer_level(release, area)
    peers = [peer.figure for peer in read_rows(release, indicator_code, peer_level, period) if peer.value is not None]
    prefix = safe_prefix(id_prefix or short_prefix("k", indicator_code, area_code, period))
    title = f"{indicator.title}: {area.name}, {period}"
    before = release.figure(indicator_code, area_code, change.reference_period) if change is not None else None
    if change is not None and not may_tell(change, before, figure):
        change = None
    shown = figure is not None and figure.is_shown
    compared, drawn = area.code != city.code, beside(indicator, whole)
    set_among = shown and (compared or drawn is not None)
    parts: list[str] = []
    height = 40
    if shown and figure is not None:
        parts.append(_number(indicator, row, figure, city.name))
        if set_among:
            scale = scale_for(indicator, [figure, drawn, *peers])
            parts.extend(_strip(indicator, prefix, row, figure, drawn if compared else None, peers, scale, city.name))
            height = 106
    else:
        parts.append(label(say("geen cijfer"), "0", 26, css="vz-none-big"))
    said = [figure_sentence(indicator, area, figure, as_frequency=as_frequency)]
    if shown and against is not None and compared:
        said.append(difference_sentence(indicator, against, city, figure))
        said.extend(alike_but_judged_otherwise(indicator, [row], city, whole))
    if change is not None:
        said.append(change_sentence(indicator, change, before, figure))
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-chart vz-key {tone_of(indicator).value}",
        title=title,
        description=said[0],
        size=f'width="100%" height="{height}"',
    )
    return Picture(
        kind=PictureKind.KEY_FIGURE,
        title=title,
        svg=svg,
        table=_table(release, indicator, row, whole, change, period, link),
        sentence=sentences_joined(said),
        legend=_legend(tone_of(indicator), row, release, peer_level, len(peers)) if set_among else (),
        source=source_line(release, indicator, period),
        alt=said[0],
    )


def spark(
    release: FigureSource, indicator_code: str, area_code: str, period: str | None = None, *, id_prefix: str = ""
) -> str:
    """Only a mark with its margin on a line, 24 px high, for in a list; the number stands in the text beside it."""
    indicator = release.indicator(indicator_code)
    period = period or release.latest_of(indicator.code)
    area, city = release.geography[area_code], release.geography.gemeente
    figure = release.figure(indicator_code, area_code, period)
    whole = release.figure(indicator_code, city.code, period)
    against = release.comparison(indicator_code, area_code, Reference.MUNICIPALITY, period)
    peer_level = _peer_level(release, area)
    peers = [peer.figure for peer in read_rows(release, indicator_code, peer_level, period) if peer.value is not None]
    prefix = safe_prefix(id_prefix or short_prefix("s", indicator_code, area_code, period))
    parts: list[str] = []
    if figure is not None and figure.value is not None:
        drawn = beside(indicator, whole)
        scale = scale_for(indicator, [figure, drawn, *peers])
        parts.extend(_line(prefix, indicator, Row(area, figure, against), drawn, scale, 12))
    return drawing(
        parts,
        prefix=prefix,
        css=f"vz-chart vz-spark {tone_of(indicator).value}",
        title=f"{indicator.title}: {area.name}, {period}",
        description=figure_sentence(indicator, area, figure),
        size='width="100%" height="24"',
    )


def _peer_level(release: FigureSource, area: Area) -> AreaLevel:
    """Areas of the same level; the municipality, which has no peers, is set among its own parts."""
    if area.level != AreaLevel.GEMEENTE:
        return area.level
    return next((level for level in release.geography.levels if level != AreaLevel.GEMEENTE), area.level)


def _number(indicator: Indicator, row: Row, figure: Figure, city_name: str) -> str:
    """The number, and beside it the one word that may be said about it."""
    word = say({1: noted("▲ hoger dan {city}"), -1: noted("▼ lager dan {city}")}.get(row.sign, ""), city=city_name)
    loose = say("indicatie") if row.indicative else ""
    unit = unit_in_words(indicator)
    told = tile_text(indicator, figure) if unit else short_figure(indicator, figure)
    remarks = [text(remark) for remark in (unit, word, loose) if remark]
    beside = "".join(f'<tspan class="vz-quiet" dx="10">{remark}</tspan>' for remark in remarks)
    return f'<text class="vz-big" x="0" y="36">{text(told)}{beside}</text>'


def _strip(
    indicator: Indicator,
    prefix: str,
    row: Row,
    figure: Figure,
    whole: Figure | None,
    peers: list[Figure | None],
    scale: Scale,
    city_name: str,
) -> list[str]:
    """All areas of the level as fine ticks, a wide one where more are alike; the municipality as a line with its name,
    this area with its margin on top.

    Both ends of the scale are named under it: the municipality stands above, clear of either.
    """
    parts = [
        f'<svg y="{_LINE - 7}" width="100%" height="14" viewBox="0 0 1000 1" preserveAspectRatio="none">'
        f"{_ticks(scale(effective_value(peer)) for peer in peers)}</svg>"
    ]
    parts.extend(_line(prefix, indicator, row, whole, scale, _LINE))
    if whole is not None and whole.value is not None:
        at = scale(effective_value(whole))
        anchor = "start" if at < 0.35 else "end" if at > 0.65 else "middle"
        said = f"{city_name} {short_figure(indicator, whole)}"
        parts.append(label(said, percent(at), _LINE - 16, css="vz-quiet", anchor=anchor))
    under = _LINE + 26
    parts.append(label(amount(indicator, scale.low), "0", under, css="vz-quiet"))
    parts.append(label(amount(indicator, scale.high), "100%", under, css="vz-quiet", anchor="end"))
    return parts


def _ticks(places: Iterable[float]) -> str:
    """A tick at every place, a wide one where there are more."""
    counted = Counter(round(place * 1000) for place in places)
    drawn: dict[str, list[str]] = {"": [], ' stroke-width="3"': []}
    for tick, count in sorted(counted.items()):
        drawn[' stroke-width="3"' if count > 1 else ""].append(f"M{tick} 0v1")
    return "".join(f'<path class="vz-peers"{wide} d="{"".join(shape)}"/>' for wide, shape in drawn.items() if shape)


def _line(prefix: str, indicator: Indicator, row: Row, whole: Figure | None, scale: Scale, y: float) -> list[str]:
    parts = [
        mark_symbols(prefix, [row.sign]),
        f'<line class="vz-track" x1="0" x2="100%" y1="{short(y)}" y2="{short(y)}"/>',
    ]
    if whole is not None and whole.value is not None:
        at = percent(scale(effective_value(whole)))
        parts.append(f'<line class="vz-city" x1="{at}" x2="{at}" y1="{short(y - 12)}" y2="{short(y + 12)}"/>')
    css = {1: "vz-up", -1: "vz-down"}.get(row.sign, "vz-same")
    if ends := drawn_margin(indicator, row.figure):
        low, high = map(scale, ends)
        loose = " vz-loose" if row.indicative else ""
        parts.append(
            f'<line class="vz-margin {css}{loose}" x1="{percent(low)}" '
            f'x2="{percent(high)}" y1="{short(y)}" y2="{short(y)}"/>'
        )
    parts.append(mark(prefix, row.sign, scale(effective_value(row.figure)), y, is_open=row.indicative))
    return parts


def _table(
    release: FigureSource,
    indicator: Indicator,
    row: Row,
    whole: Figure | None,
    change: Comparison | None,
    period: str,
    link: Link | None,
) -> Table:
    city = release.geography.gemeente
    body = [
        (
            area_cell(row.area, link),
            *figure_cells(indicator, row.area, row.figure),
            verdict_cell(row.value is not None, row.against_city),
            change_cell(change),
        )
    ]
    if row.area.code != city.code:
        body.append((area_cell(city, link), *figure_cells(indicator, city, whole), Cell(""), Cell("")))
    headings = (
        say("Gebied"),
        heading(indicator),
        say("Marge (95%)"),
        say("Antwoorden"),
        say("Vergeleken met {city}", city=city.name),
        say("Sinds de vorige meting"),
    )
    return Table(f"{indicator.title}: {figure_text(indicator, row.figure)}, {period}", headings, tuple(body))


def _legend(tone: Tone, row: Row, release: FigureSource, level: AreaLevel, peers: int) -> tuple[LegendItem, ...]:
    city = release.geography.gemeente
    marks = interval_legend(tone, [row], city, None) if row.area.code != city.code else ()
    return (
        *marks,
        LegendItem("vz-rule vz-peers", say("alle {areas} met een cijfer", areas=say(level.plural)), peers, "|"),
    )
