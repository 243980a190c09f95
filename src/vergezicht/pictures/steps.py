"""Steps of a story map: every step draws its whole map, with the lines and patterns that one hidden drawing holds.

A step is complete by itself, without script and on paper. A script can move one map from step to step with
the attributes that each step carries (docs/pictures.md).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.areas.boundaries import MapKind
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.callouts import MOST, callouts, name_and_figure
from vergezicht.pictures.choropleth import classes_of, map_legend
from vergezicht.pictures.classes import Classes, Tone, tone_of
from vergezicht.pictures.layers import MapLayer, layers_sentence, legend_of, on_map, signs
from vergezicht.pictures.mapping import (
    area_group,
    class_digits,
    dots_over,
    fits_values,
    group_of,
    parent_lines,
    patterns,
    value_labels,
)
from vergezicht.pictures.notation import sentences_joined
from vergezicht.pictures.outline import Box, Frame, area_paths, fit
from vergezicht.pictures.picture import LegendItem, Link, Picture, PictureKind
from vergezicht.pictures.source import Row, read_rows
from vergezicht.pictures.summaries import figure_within, level_title, map_source, mostly_chance, set_sentence, spread
from vergezicht.pictures.svg import attribute, drawing, safe_prefix, short_prefix
from vergezicht.pictures.tables import ranked_table


@dataclass(frozen=True)
class MapState:
    """Everything a step of a story map shows. Each step declares all of it; nothing is left over from the last."""

    indicator: str
    level: AreaLevel
    period: str | None = None
    focus: tuple[str, ...] = ()
    within: str | None = None
    layers: tuple[MapLayer, ...] = ()


def map_base(release: FigureSource, level: AreaLevel, id_prefix: str = "k") -> str:
    """What all steps with areas of ``level`` draw alike, as a drawing without size, once per page and level.

    ``{id_prefix}-b`` are the lines between stadsdelen, ``-e`` the edge of the municipality, ``-h`` and ``-i`` the
    patterns of ``patterns``.
    """
    prefix = safe_prefix(id_prefix)
    boundaries, frame = release.boundaries, fit(release.boundaries)
    stadsdelen = [area.code for area in release.geography.at(AreaLevel.STADSDEEL)] if level == AreaLevel.BUURT else []
    lines = []
    for name, codes in (("b", stadsdelen), ("e", [release.geography.gemeente.code])):
        paths = "".join(frame.path(boundaries[code]) for code in codes if code in boundaries)
        lines.append(f'<path id="{prefix}-{name}" d="{paths}"/>' if paths else f'<g id="{prefix}-{name}"/>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="vz-base" width="0" height="0" aria-hidden="true">'
        f"{patterns(prefix)}<defs>{''.join(lines)}</defs></svg>"
    )


def step_paths(release: FigureSource, level: AreaLevel) -> dict[str, str]:
    """The outline of every area of ``level`` as the steps draw it, as a path in the units of their drawings."""
    codes = [area.code for area in release.geography.at(level)]
    return area_paths(release.boundaries, codes, fit(release.boundaries))


def map_step(
    release: FigureSource,
    state: MapState,
    *,
    id_prefix: str = "k",
    step_id: str = "",
    link: Link | None = None,
) -> Picture:
    """The map of one step, drawn with the lines of ``map_base`` of the same level and ``id_prefix``.

    Attributes for a script: ``data-base`` the prefix (two steps with the same one are the same map), and the level,
    indicator and period that are drawn. ``data-classes`` has a character for every area of the level, in the order of
    the geography: its class, 0 without a figure; a letter (a for 0) outside the subject; - when it is not drawn.
    """
    base = safe_prefix(id_prefix)
    indicator = release.indicator(state.indicator)
    period = state.period or release.latest_of(indicator.code)
    geography, boundaries = release.geography, release.boundaries
    city, level = geography.gemeente, state.level
    whole = release.figure(state.indicator, city.code, period)
    everywhere = read_rows(release, state.indicator, level, period)
    rows = everywhere if state.within is None else read_rows(release, state.indicator, level, period, state.within)
    classes = classes_of(release, state.indicator, level, period)
    prefix = safe_prefix(step_id or short_prefix("s", base, state))

    frame = fit(boundaries)
    view = view_of(release, state, frame)
    inside = {row.area.code for row in rows}
    drawn = [row for row in everywhere if row.area.code in boundaries]
    paths = area_paths(boundaries, [row.area.code for row in drawn], frame)
    groups: dict[str, list[str]] = defaultdict(list)
    for row in drawn:
        pale = "" if row.area.code in inside else " vz-out"
        groups[group_of(row, classes) + pale].append(paths[row.area.code])
    # One shape for all areas of a class: a phone lays a map of ten elements in a fraction of the time of one of eighty.
    parts = [area_group(css, base, f'<path d="{"".join(shapes)}"/>') for css, shapes in sorted(groups.items())]
    parts.append(dots_over([paths[r.area.code] for r in drawn if r.indicative and r.area.code in inside], base))
    parts.append(f'<use class="vz-bound" href="#{base}-b"/><use class="vz-edge" href="#{base}-e"/>')
    focused = [row for row in drawn if row.area.code in state.focus]
    around = "vz-around" if focused else "vz-focus"  # with areas in focus, what they lie in is only their frame
    parts.append(parent_lines(boundaries, [state.within] if state.within else [], frame, around))
    parts.append(parent_lines(boundaries, state.focus, frame, "vz-focus"))
    # The whole municipality has too many areas for a text each: its map moves on a slow phone.
    by_class = level == AreaLevel.BUURT and not (state.within and fits_values(rows, boundaries, frame, classes, view))
    if by_class:
        written = [class_digits(rows, boundaries, frame, classes, view)]
    else:
        written = [value_labels(rows, boundaries, frame, classes, view, state.focus)]
    if level == AreaLevel.BUURT:
        unnamed = [row for row in focused if row.area.code not in written[0].named]
        if unnamed and not by_class:  # what is named beside its tile has its figure there
            plain = [row for row in rows if row not in unnamed[:MOST]]
            written = [value_labels(plain, boundaries, frame, classes, view, state.focus)]
        written.append(callouts(unnamed, boundaries, frame, classes, view, written[0].boxes))
    parts.extend(lettering.svg for lettering in written)
    reached = _inside(geography, state.within) if state.layers else []
    layers = [on_map(layer, geography, boundaries, reached) for layer in state.layers]
    parts.append(signs(layers, boundaries, frame, view, [box for lettering in written for box in lettering.boxes]))
    inner = figure_within(release, state.indicator, state.within, period)
    figures = {row.area.code: name_and_figure(row, classes) for row in focused}
    outlined = {code: figures.get(code, geography[code].name) for code in state.focus if code in boundaries}
    named = "; ".join(outlined.values())
    in_focus = say("Uitgelicht: {named}.", named=named) if named else ""
    told = sentences_joined((set_sentence(indicator, level, rows, city, whole, inner), in_focus))
    title = level_title(indicator, level, geography[state.within] if state.within else None, period)
    alt = sentences_joined((say("Kaart. {told}", told=spread(indicator, level, rows)), in_focus))
    data = {
        "base": base,
        "level": level.value,
        "indicator": state.indicator,
        "period": period,
        "classes": "".join(
            _sign(row, classes, row.area.code in inside) if row.area.code in paths else "-" for row in everywhere
        ),
    }
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-map vz-step {tone_of(indicator).value}",
        title=title,
        description=alt,
        size=f'viewBox="{" ".join(f"{part:g}" for part in view)}"',
        data="".join(f" data-{name}={attribute(value)}" for name, value in data.items()),
    )
    return Picture(
        kind=PictureKind.STEP,
        title=title,
        svg=svg,
        table=ranked_table(indicator, level, period, rows, city, whole, link),
        sentence=f"{told} {layers_sentence(layers, geography)}".strip(),
        legend=(
            *map_legend(classes, rows, numbered=by_class),
            *_ring(tone_of(indicator), len(outlined), None if state.within is None else geography[state.within]),
            *legend_of(layers),
        ),
        source=map_source(release, indicator, period, schematic=boundaries.kind == MapKind.SCHEMATIC),
        alt=alt,
        notes=mostly_chance(rows, city),
    )


def new_in_legend(before: Picture, after: Picture) -> str:
    """What the legend of a step has to say when its colours, or the signs on its map, no longer mean what they meant in
    the step before; "" when they do."""
    colours, others = ([(item.css_class, item.label) for item in _classes(one)] for one in (before, after))
    told = [say("De kleuren staan nu voor andere cijfers.")] if colours != others else []
    numbered, now = (any(item.sign for item in _classes(one)) for one in (before, after))
    if now and not numbered:
        told.append(say("Op de kaart staat nu het nummer van de kleur."))
    elif numbered and not now:
        told.append(say("Op de kaart staat nu het cijfer zelf."))
    return sentences_joined(told)


def _classes(step: Picture) -> list[LegendItem]:
    return [item for item in step.legend if " vz-k" in item.css_class]


def _ring(tone: Tone, in_focus: int, within: Area | None) -> tuple[LegendItem, ...]:
    """What has the heavy outline: the areas in focus, or without these what is zoomed in on."""
    css = f"vz-ring {tone.value}"
    if in_focus:
        return (LegendItem(css, say("uitgelicht"), in_focus, "□"),)
    return (LegendItem(css, say("grens van {area}", area=within.name), sign="□"),) if within is not None else ()


def _inside(geography: Geography, within: str | None) -> list[str]:
    """Codes of the areas that lie in ``within``, itself too; of all areas without one."""
    return [
        area.code
        for area in geography
        if within is None or area.code == within or area in geography.members(within, area.level)
    ]


def view_of(release: FigureSource, state: MapState, frame: Frame) -> Box:
    """The part of the frame that a step shows: x, y, width, height.

    An area that holds no others of the level is seen among its neighbours: alone it would fill the map and say nothing.
    """
    if state.within is None or state.within not in release.boundaries:
        return (0.0, 0.0, frame.width, frame.height)
    seen = release.geography[state.within]
    if seen.level.fineness >= state.level.fineness:
        seen = max(release.geography.parents(seen.code), key=lambda area: area.level.fineness, default=seen)
    return frame.box([release.boundaries[seen.code if seen.code in release.boundaries else state.within]])


def _sign(row: Row, classes: Classes, is_inside: bool) -> str:
    """The class of an area in one character, for ``data-classes``."""
    position = classes.position(row.figure)
    step = 0 if position is None else classes.step(position)
    return str(step) if is_inside else "abcdef"[step]
