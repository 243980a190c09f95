"""Choropleth: a map of one indicator, on real borders or on a tile per buurt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from vergezicht.areas import AreaLevel
from vergezicht.areas.boundaries import MapKind
from vergezicht.figures.source import FigureSource
from vergezicht.languages import noted, say
from vergezicht.pictures.classes import Classes, make_classes, tone_of
from vergezicht.pictures.mapping import (
    areas_by_class,
    class_digits,
    fits_values,
    parent_lines,
    patterns,
    value_labels,
)
from vergezicht.pictures.outline import fit
from vergezicht.pictures.picture import LegendItem, Link, Mapped, Picture, PictureKind
from vergezicht.pictures.rounding import alike_but_judged_otherwise
from vergezicht.pictures.source import Row, read_rows
from vergezicht.pictures.summaries import figure_within, level_title, map_source, mostly_chance, set_sentence, spread
from vergezicht.pictures.svg import drawing, safe_prefix, short_prefix
from vergezicht.pictures.tables import ranked_table

_MOST_ALIKE = 2 / 3
OWN_CLASSES = noted("Let op: op deze kaart staan de kleuren voor andere cijfers dan op de andere kaarten.")


def choropleth(
    release: FigureSource,
    indicator_code: str,
    level: AreaLevel,
    period: str | None = None,
    *,
    within: str | None = None,
    focus: Collection[str] = (),
    classes_with: Collection[str] = (),
    levels_with: Collection[AreaLevel] = (),
    link: Link | None = None,
    id_prefix: str = "",
) -> Picture:
    """A map of all areas of ``level``; ``within`` zooms to one larger area, ``focus`` outlines areas.

    ``classes_with`` are periods that get the same classes: only then do maps of two waves compare colour by colour.
    ``levels_with`` are levels that get the same ones, where these tell areas of ``level`` apart; else a note says so.
    The table and the sentence cover what the map is about: the areas of ``level`` within ``within``.
    Raises KeyError for an unknown indicator or area.
    """
    indicator = release.indicator(indicator_code)
    period = period or release.latest_of(indicator.code)
    geography, boundaries = release.geography, release.boundaries
    city = geography.gemeente
    whole = release.figure(indicator_code, city.code, period)
    everywhere = read_rows(release, indicator_code, level, period)
    rows = everywhere if within is None else read_rows(release, indicator_code, level, period, within)
    classes = classes_of(release, indicator_code, level, period, classes_with)
    shared = classes_of(release, indicator_code, level, period, classes_with, levels_with)
    apart = len(classes) > 1 and shared.breaks != classes.breaks and not _tells_apart(shared, everywhere)
    classes = classes if apart else shared
    prefix = safe_prefix(id_prefix or short_prefix("m", indicator_code, level, period, within, *focus))

    frame = fit(boundaries)
    shapes = [boundaries[code] for code in ((within,) if within else boundaries.shapes) if code in boundaries]
    view = frame.box(shapes) if within and shapes else (0.0, 0.0, frame.width, frame.height)
    outside = {row.area.code for row in everywhere} - {row.area.code for row in rows}
    drawn = areas_by_class(everywhere, boundaries, frame, classes, prefix, view, outside)
    stadsdelen = [area.code for area in geography.at(AreaLevel.STADSDEEL)] if level != AreaLevel.GEMEENTE else []
    parts = [patterns(prefix, view[2] / frame.width), *drawn]
    if level == AreaLevel.BUURT:
        parts.append(parent_lines(boundaries, stadsdelen, frame, "vz-bound"))
    parts.append(parent_lines(boundaries, [city.code], frame, "vz-edge"))
    parts.append(parent_lines(boundaries, [*focus, *((within,) if within else ())], frame, "vz-focus"))
    in_numbers = level == AreaLevel.BUURT and not fits_values(rows, boundaries, frame, classes, view)
    if in_numbers:
        parts.append(class_digits(rows, boundaries, frame, classes, view).svg)
    else:
        parts.append(value_labels(rows, boundaries, frame, classes, view, focus).svg)
    schematic = boundaries.kind == MapKind.SCHEMATIC
    title = level_title(indicator, level, geography[within] if within else None, period)
    told = spread(indicator, level, rows)
    if schematic:
        alt = say("Schematische kaart. {told} De tabel geeft alle cijfers.", told=told)
    else:
        alt = say("Kaart. {told} De tabel geeft alle cijfers.", told=told)
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-map {tone_of(indicator).value}",
        title=title,
        description=alt,
        size=f'viewBox="{" ".join(f"{part:g}" for part in view)}"',
    )
    return Picture(
        kind=PictureKind.CHOROPLETH,
        title=title,
        svg=svg,
        table=ranked_table(indicator, level, period, rows, city, whole, link),
        sentence=set_sentence(
            indicator, level, rows, city, whole, figure_within(release, indicator_code, within, period)
        ),
        legend=map_legend(classes, rows, numbered=in_numbers),
        source=map_source(release, indicator, period, schematic=schematic),
        alt=alt,
        mapped=Mapped(indicator_code, level, period),
        notes=(
            *((say(OWN_CLASSES),) if apart else ()),
            *mostly_chance(rows, city),
            *alike_but_judged_otherwise(indicator, rows, city, whole),
        ),
    )


def classes_of(
    release: FigureSource,
    indicator_code: str,
    level: AreaLevel,
    period: str,
    periods: Collection[str] = (),
    levels: Collection[AreaLevel] = (),
) -> Classes:
    """The classes of a map: from all areas of the level (in all ``periods``), so that zooming in changes no colour;
    with ``levels`` from all areas of these too.
    """
    figures = [
        figure
        for one in sorted({period, *periods})
        for each in sorted({level, *levels})
        for figure in release.figures(indicator=indicator_code, period=one, level=each)
        if figure.is_shown and not figure.group
    ]
    return make_classes(release.indicator(indicator_code), figures)


def _tells_apart(classes: Classes, rows: Sequence[Row]) -> bool:
    """Whether no class holds more than two thirds of the areas that have a figure."""
    counted = Counter(position for row in rows if (position := classes.position(row.figure)) is not None)
    return not counted or max(counted.values()) <= _MOST_ALIKE * counted.total()


def map_legend(classes: Classes, rows: Sequence[Row], *, numbered: bool = True) -> tuple[LegendItem, ...]:
    """The legend with the number of areas per class; "indicatief" and "geen cijfer" only when they occur."""
    tone = tone_of(classes.indicator).value
    positions = [classes.position(row.figure) for row in rows]
    items = [
        LegendItem(
            f"vz-swatch {tone} vz-k{classes.step(position)}",
            classes.label(position),
            positions.count(position),
            str(position) if numbered else "",
        )
        for position in range(1, len(classes) + 1)
    ]
    indicative = sum(row.indicative for row in rows)
    if indicative:
        items.append(LegendItem("vz-swatch vz-indicative", say("weinig antwoorden"), indicative))
    hidden = positions.count(None)
    if hidden:
        items.append(LegendItem("vz-swatch vz-none", say("geen cijfer"), hidden))
    return tuple(items)
