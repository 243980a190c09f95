"""Panorama: the city as a horizon, a house for every area from west to east, as high as its figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.choropleth import classes_of
from vergezicht.pictures.classes import tone_of
from vergezicht.pictures.mapping import group_of
from vergezicht.pictures.notation import enumerate_names, figure_text, sentences_joined, short_figure
from vergezicht.pictures.picture import LegendItem, Link, Picture, PictureKind
from vergezicht.pictures.source import Row, effective_value, read_rows, source_line
from vergezicht.pictures.summaries import no
from vergezicht.pictures.svg import drawing, label, safe_prefix, short_prefix, text_width
from vergezicht.pictures.tables import ranked_table

_WIDE, _HIGH = 1000, 400
_HORIZON, _LOWEST, _HIGHEST = 300, 26, 214
_EDGE = 16
# strokes of light on the water: x, y below the horizon, length
_RIPPLES = (
    (60, 22, 150),
    (290, 34, 90),
    (452, 18, 210),
    (730, 30, 130),
    (820, 52, 140),
    (120, 56, 220),
    (430, 68, 120),
)
_LETTER = 40


def panorama(
    release: FigureSource,
    indicator_code: str,
    level: AreaLevel = AreaLevel.BUURT,
    period: str | None = None,
    *,
    link: Link | None = None,
    id_prefix: str = "",
) -> Picture:
    """The cover of a story: houses from west to east, reed where there is no figure, the sun as high as the city."""
    indicator = release.indicator(indicator_code)
    period = period or release.latest_of(indicator.code)
    city, boundaries = release.geography.gemeente, release.boundaries
    whole = release.figure(indicator_code, city.code, period)
    placed = [row for row in read_rows(release, indicator_code, level, period) if row.area.code in boundaries]
    rows = sorted(placed, key=lambda row: (boundaries[row.area.code].centre[0], row.area.code))
    classes = classes_of(release, indicator_code, level, period)
    prefix = safe_prefix(id_prefix or short_prefix("p", indicator_code, level, period))
    heights = _Heights([row.figure for row in rows] + [whole])

    slot = (_WIDE - 2 * _EDGE) / max(len(rows), 1)
    wide = max(4, min(64, round(slot * 0.84)))
    houses: dict[str, list[str]] = defaultdict(list)
    reeds = []
    roofs: list[tuple[int, int, Row]] = []
    for number, row in enumerate(rows):
        x = round(_EDGE + slot * (number + 0.5) - wide / 2)
        if row.value is None:
            reeds.append(_reed(x + wide // 2, number))
            continue
        high = heights(row.figure)
        houses[group_of(row, classes)].append(_house(x, wide, high, number))
        roofs.append((x + wide // 2, high, row))
    parts = _sun(heights, whole, city)
    built = "".join(f'<path class="{css}" d="{"".join(paths)}"/>' for css, paths in sorted(houses.items()))
    parts.append(f'<g id="{prefix}-r">{built}</g>')
    parts.append(f'<use class="vz-mirror" href="#{prefix}-r" transform="matrix(1 0 0 -.4 0 {_HORIZON * 1.4:g})"/>')
    if reeds:
        parts.append(f'<path class="vz-reed" d="{"".join(reeds)}"/>')
    ripples = "".join(f"M{x} {_HORIZON + y}h{length}" for x, y, length in _RIPPLES)
    parts.append(f'<path class="vz-water" d="M0 {_HORIZON}h{_WIDE}{ripples}"/>')
    parts.extend(_words(indicator, roofs))
    sentence = _sentence(indicator, level, rows, city, whole)
    title = say("{what}: de horizon van {city}, {period}", what=indicator.title, city=city.name, period=period)
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-panorama {tone_of(indicator).value}",
        title=title,
        description=sentence,
        size=f'viewBox="0 0 {_WIDE} {_HIGH}"',
    )
    legend = [LegendItem("vz-rule vz-house", say("hoe hoger het huis, hoe hoger het cijfer"))]
    if reeds:
        legend.append(LegendItem("vz-rule vz-reed", say("riet: geen cijfer"), len(reeds)))
    if whole is not None and whole.is_shown:
        legend.append(LegendItem("vz-rule vz-sun", say("de zon staat op de hoogte van heel {city}", city=city.name)))
    return Picture(
        kind=PictureKind.PANORAMA,
        title=title,
        svg=svg,
        table=ranked_table(indicator, level, period, rows, city, whole, link),
        sentence=sentence,
        legend=tuple(legend),
        source=source_line(release, indicator, period),
        alt=sentence,
    )


class _Heights:
    """From figures to heights: from zero when the figures allow it, else from just below the lowest."""

    def __init__(self, figures: Sequence[Figure | None]) -> None:
        values = [effective_value(figure) for figure in figures if figure is not None and figure.is_shown]
        self._low, self._high = (min(values), max(values)) if values else (0.0, 1.0)
        if self._low == self._high:
            self._low, self._high = self._low - 1, self._high + 1

    def __call__(self, figure: Figure | None) -> int:
        share = (effective_value(figure) - self._low) / (self._high - self._low)
        return round(_LOWEST + share * (_HIGHEST - _LOWEST))


def _house(x: int, wide: int, high: int, number: int) -> str:
    """A gable in one of three forms, so that the street looks like a Dutch one: pointed, stepped, bell."""
    half = wide / 2
    if number % 3 == 0 or wide < 8:
        rise = round(half)
        body = high - rise
        return f"M{x} {_HORIZON}v-{body}l{half:g}-{rise} {half:g} {rise}v{body}z"
    if number % 3 == 1:
        step, top = round(wide * 0.28), wide - 2 * round(wide * 0.28)
        body = high - 2 * step
        return f"M{x} {_HORIZON}v-{body + step}h{step}v-{step}h{top}v{step}h{step}v{body + step}z"
    shoulder, rise = round(wide * 0.2), round(wide * 0.3)
    body, arc = high - 2 * rise, (wide - 2 * shoulder) / 2
    side = f"q0-{rise} {arc:g}-{rise}q{arc:g} 0 {arc:g} {rise}"
    return f"M{x} {_HORIZON}v-{body}h{shoulder}v-{rise}{side}v{rise}h{shoulder}v{body}z"


def _reed(x: int, number: int) -> str:
    """Three stalks, none quite like its neighbours."""
    low, middle, high = 17 + number % 5, 22 + number % 5, 30 + number % 7
    return f"M{x - 2} {_HORIZON}q0-{low - 3}-4-{middle}m4 {middle}v-{high}m3 {high}q0-10 4-{low}"


def _sun(heights: _Heights, whole: Figure | None, city: Area) -> list[str]:
    if whole is None or not whole.is_shown:
        return []
    y = _HORIZON - heights(whole)
    return [
        f'<path class="vz-average" d="M0 {y}h{_WIDE}"/>',
        f'<circle class="vz-sun" cx="790" cy="{y}" r="46"/>',
    ]


def _words(indicator: Indicator, roofs: Sequence[tuple[int, int, Row]]) -> list[str]:
    """West and east under the water, and the name of the highest house above its roof."""
    parts = [
        label(say("west"), str(_EDGE), _HIGH - 8, css="vz-quiet"),
        label(say("oost"), str(_WIDE - _EDGE), _HIGH - 8, css="vz-quiet", anchor="end"),
    ]
    if len({high for _, high, _ in roofs}) > 1:
        x, high, row = max(roofs, key=lambda roof: (roof[1], -roof[0]))
        tied = sum(roof[1] == high for roof in roofs)
        said = (
            short_figure(indicator, row.figure)
            if tied > 1
            else (f"{row.area.name} {short_figure(indicator, row.figure)}")
        )
        half = text_width(said, _LETTER) / 2
        y = _HORIZON - high
        anchor, at = (
            ("start", x - 20)
            if x - half < _EDGE
            else ("end", x + 20)
            if x + half > _WIDE - _EDGE
            else (
                "middle",
                x,
            )
        )
        at = min(max(at, _EDGE), _WIDE - _EDGE)
        parts.append(f'<path class="vz-leader" d="M{x} {y - 6}v-24"/>')
        parts.append(label(said, str(at), y - 42, css="vz-name", anchor=anchor))
    return parts


def _sentence(indicator: Indicator, level: AreaLevel, rows: Sequence[Row], city: Area, whole: Figure | None) -> str:
    shown = [row for row in rows if row.value is not None]
    if not shown:
        return say("Voor {no_area} is er een cijfer; daarom staat er alleen riet langs het water.", no_area=no(level))
    ends = []
    for pick in (max, min):
        end = pick(effective_value(row.figure) for row in shown)
        tied = [row for row in shown if effective_value(row.figure) == end]
        ends.append(f"{enumerate_names([row.area.name for row in tied])} ({figure_text(indicator, tied[0].figure)})")
    parts = {"level": say(level.value), "city": city.name, "what": indicator.title, "highest": ends[0],
             "lowest": ends[1], "figure": figure_text(indicator, whole)}  # fmt: skip
    return sentences_joined(
        (
            say(
                "Elk huis is een {level} van {city}, van west naar oost; "
                "hoe hoger het huis, hoe hoger het cijfer voor “{what}”.",
                **parts,
            ),
            say("Het hoogste huis is van {highest}, het laagste van {lowest}.", **parts)
            if ends[0] != ends[1]
            else say("Het hoogste huis is van {highest}.", **parts),
            say("De zon staat op de hoogte van heel {city}: {figure}.", **parts)
            if whole is not None and whole.is_shown
            else "",
            say("Waar riet staat, is geen cijfer.") if len(shown) < len(rows) else "",
        )
    )
