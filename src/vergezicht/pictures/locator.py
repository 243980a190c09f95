"""Where areas lie: the municipality with one or a few areas filled in."""

from __future__ import annotations

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.areas.boundaries import MapKind
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.notation import enumerate_names
from vergezicht.pictures.outline import fit
from vergezicht.pictures.picture import Picture, PictureKind, Table
from vergezicht.pictures.sentences import place
from vergezicht.pictures.svg import drawing, safe_prefix


def locator(
    release: FigureSource, *area_codes: str, id_prefix: str, point: tuple[float, float] | None = None
) -> Picture:
    """A small map without figures: the outlines of the largest areas, the areas themselves filled, and in them a
    ``point`` in the metres of the boundaries. Raises ``ValueError`` without an area."""
    if not area_codes:
        raise ValueError("a locator needs an area")
    geography, boundaries = release.geography, release.boundaries
    areas, frame = [geography[code] for code in area_codes], fit(boundaries)
    prefix = safe_prefix(id_prefix)
    lines = next((level for level in geography.levels if level != AreaLevel.GEMEENTE), AreaLevel.BUURT)
    shapes = "".join(frame.path(boundaries[item.code]) for item in geography.at(lines) if item.code in boundaries)
    parts = [f'<path class="vz-land" d="{shapes}"/>']
    here = "".join(frame.path(boundaries[code]) for code in area_codes if code in boundaries)
    if here:
        parts.append(f'<path class="vz-here" d="{here}"/>')
    if point is not None:
        x, y = frame.point(*point)
        parts.append(f'<circle class="vz-mark" cx="{x}" cy="{y}" r="26"/>')
    if len(areas) == 1:
        title = say("Waar ligt {place}?", place=place(areas[0]))
    else:
        title = say("Waar liggen {places}?", places=enumerate_names([place(area) for area in areas]))
    parts_of = {"area": enumerate_names([area.name for area in areas]), "city": geography.gemeente.name}
    if boundaries.kind == MapKind.SCHEMATIC:
        sentence = say("{area} op de schematische kaart van {city}.", **parts_of)
    else:
        sentence = say("{area} op de kaart van {city}.", **parts_of)
    above = [place(one) for one in _around(geography, areas[0])] if len(areas) == 1 else []
    if above:
        sentence = f"{sentence} {say('{area} hoort bij {places}.', area=areas[0].name, places=enumerate_names(above))}"
    svg = drawing(
        parts,
        prefix=prefix,
        css="vz-map vz-locator vz-marks" if point else "vz-map vz-locator",
        title=title,
        description=sentence,
        size=f'viewBox="0 0 {frame.width:g} {frame.height:g}"',
    )
    empty = Table(caption=title, headings=(), rows=())
    return Picture(PictureKind.LOCATOR, title, svg, empty, sentence, (), "", sentence)


def _around(geography: Geography, area: Area) -> list[Area]:
    holders = (geography.ancestor(area.code, level) for level in (AreaLevel.WIJK, AreaLevel.STADSDEEL))
    return [one for one in holders if one is not None and one != area]
