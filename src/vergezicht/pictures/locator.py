"""Where an area lies: the municipality with one area filled in."""

from __future__ import annotations

from vergezicht.areas import AreaLevel
from vergezicht.areas.boundaries import MapKind
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.notation import enumerate_names
from vergezicht.pictures.outline import fit
from vergezicht.pictures.picture import Picture, PictureKind, Table
from vergezicht.pictures.sentences import place
from vergezicht.pictures.svg import drawing, safe_prefix


def locator(
    release: FigureSource, area_code: str, *, id_prefix: str, point: tuple[float, float] | None = None
) -> Picture:
    """A small map without figures: the outlines of the largest areas, the area itself filled, and in it a ``point``
    in the metres of the boundaries."""
    geography, boundaries = release.geography, release.boundaries
    area, frame = geography[area_code], fit(boundaries)
    prefix = safe_prefix(id_prefix)
    lines = next((level for level in geography.levels if level != AreaLevel.GEMEENTE), AreaLevel.BUURT)
    shapes = "".join(frame.path(boundaries[item.code]) for item in geography.at(lines) if item.code in boundaries)
    parts = [f'<path class="vz-land" d="{shapes}"/>']
    if area_code in boundaries:
        parts.append(f'<path class="vz-here" d="{frame.path(boundaries[area_code])}"/>')
    if point is not None:
        x, y = frame.point(*point)
        parts.append(f'<circle class="vz-mark" cx="{x}" cy="{y}" r="26"/>')
    title = say("Waar ligt {place}?", place=place(area))
    parts_of = {"area": area.name, "city": geography.gemeente.name}
    if boundaries.kind == MapKind.SCHEMATIC:
        sentence = say("{area} op de schematische kaart van {city}.", **parts_of)
    else:
        sentence = say("{area} op de kaart van {city}.", **parts_of)
    around = [geography.ancestor(area_code, level) for level in (AreaLevel.WIJK, AreaLevel.STADSDEEL)]
    above = [place(one) for one in around if one is not None and one != area]
    if above:
        sentence = f"{sentence} {say('{area} hoort bij {places}.', area=area.name, places=enumerate_names(above))}"
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
