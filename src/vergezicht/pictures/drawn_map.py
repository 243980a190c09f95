"""A map that somebody drew: numbered points, lines and areas on the municipality, with the list of what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import shapely

from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.languages import noted, say
from vergezicht.pictures.mapping import LETTER, box_around, parent_lines, text_group
from vergezicht.pictures.markers import numbers_sentence
from vergezicht.pictures.notation import enumerate_names
from vergezicht.pictures.outline import Box, Frame, fit, label_spot, overlap
from vergezicht.pictures.picture import Cell, Link, Picture, PictureKind, Table
from vergezicht.pictures.svg import drawing, label, safe_prefix, text_width

_LETTER = 36.0
_HALF = 33.0
_GOOD_PART = 0.15  # of what was drawn, or of an area where that is smaller
_MOST_PLACES = 4
_ASIDE = (0.0, 0.7, -0.7, 1.4, -1.4, 2.1, -2.1, 2.8, -2.8)  # letters that a name goes down to be free


class MarkKind(StrEnum):
    """What was drawn; the value is the word for it."""

    POINT = noted("punt")
    LINE = noted("lijn")
    AREA = noted("vlak")


@dataclass(frozen=True)
class Mark:
    """One thing on the map; ``points`` are x, y in the units of the boundaries, an area is not closed."""

    kind: MarkKind
    name: str
    points: tuple[tuple[float, float], ...]

    @property
    def middle(self) -> tuple[float, float]:
        """Where its number stands: on a line, inside an area."""
        if self.kind == MarkKind.LINE and len(self.points) > 1:
            at = shapely.LineString(self.points).interpolate(0.5, normalized=True)
        elif self.kind == MarkKind.AREA and len(self.points) > 2:
            at = shapely.Polygon(self.points).representative_point()
        else:
            at = shapely.Point(self.points[0])
        return (at.x, at.y)


def drawn_map(
    geography: Geography,
    boundaries: Boundaries,
    marks: Sequence[Mark],
    *,
    title: str,
    id_prefix: str,
    within: str | None = None,
    route: bool = False,
    link: Link | None = None,
) -> Picture:
    """A map without figures. ``within`` zooms to one area, ``route`` joins the points in their order.

    The areas on it have their outlines and names: the largest, or those in ``within``. The table says of every mark
    its number, name, kind and in which area it lies, so the list alone is enough.
    """
    frame = fit(boundaries)
    view = frame.box([boundaries[within]]) if within and within in boundaries else (0.0, 0.0, frame.width, frame.height)
    zoom = view[2] / frame.width
    areas = [area for area in geography.at(_level(geography, within)) if area.code in boundaries]
    land = "".join(frame.path(boundaries[area.code]) for area in areas)
    parts = [f'<path class="vz-land" d="{land}"/>', parent_lines(boundaries, [within or ""], frame, "vz-bound")]
    parts += [_shape(mark, frame) for mark in sorted(marks, key=lambda mark: mark.kind != MarkKind.AREA)]
    if route and len(marks) > 1:
        parts.append(f'<path class="vz-drawn vz-route" d="{_path([mark.middle for mark in marks], frame)}"/>')
    badges = [_badge_box(n, mark, frame, zoom) for n, mark in enumerate(marks, start=1)]
    parts.append(_names(areas, boundaries, frame, view, badges))
    parts += [_badge(n, mark, box, zoom) for n, (mark, box) in enumerate(zip(marks, badges, strict=True), start=1)]
    sentence = numbers_sentence(geography, boundaries)
    if route and len(marks) > 1:
        sentence = say("De lijn volgt de volgorde van de lijst.") + " " + sentence
    svg = drawing(
        parts,
        prefix=safe_prefix(id_prefix),
        css="vz-map vz-drawn-map",
        title=title,
        description=sentence,
        size=f'viewBox="{" ".join(f"{part:g}" for part in view)}"',
    )
    table = Table(
        caption=title,
        headings=(say("Nummer"), say("Wat"), say("Soort"), say("Waar")),
        rows=tuple(
            (
                Cell(str(n)),
                Cell(mark.name),
                Cell(say(mark.kind.value)),
                _where(mark, _places(mark, geography, boundaries), link),
            )
            for n, mark in enumerate(marks, start=1)
        ),
    )
    return Picture(PictureKind.DRAWN, title, svg, table, sentence, (), "", sentence)


def _places(mark: Mark, geography: Geography, boundaries: Boundaries) -> list[Area]:
    """In which areas it lies: of a line where it begins and ends, of an area all of which it has a good part."""
    if mark.kind == MarkKind.LINE:
        ends = (boundaries.area_at(geography, *point) for point in (mark.points[0], mark.points[-1]))
        return list(dict.fromkeys(area for area in ends if area is not None))
    middle = boundaries.area_at(geography, *mark.middle)
    if middle is None or mark.kind == MarkKind.POINT:
        return [] if middle is None else [middle]
    drawn = shapely.Polygon(mark.points).buffer(0)
    shares = {
        area: drawn.intersection(boundaries[area.code].geometry).area
        for area in geography.listed(middle.level)
        if area.code in boundaries
    }
    least = min(drawn.area, boundaries[middle.code].geometry.area) * _GOOD_PART
    return [area for area, share in shares.items() if area == middle or share > least]


def _where(mark: Mark, places: Sequence[Area], link: Link | None) -> Cell:
    if not places:
        return Cell("")
    if len(places) == 1:
        (area,) = places
        return Cell(area.name, href=link(area) if link else None, area=area.code)
    if mark.kind == MarkKind.LINE:
        return Cell(say("van {first} naar {last}", first=places[0].name, last=places[-1].name))
    return Cell(enumerate_names([area.name for area in places], most=_MOST_PLACES))


def _path(points: Sequence[tuple[float, float]], frame: Frame) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in (frame.point(*point) for point in points))


def _shape(mark: Mark, frame: Frame) -> str:
    if mark.kind == MarkKind.POINT:
        return ""
    closed, css = ("z", "vz-field") if mark.kind == MarkKind.AREA else ("", "vz-route")
    return f'<path class="vz-drawn {css}" d="{_path(mark.points, frame)}{closed}"/>'


def _level(geography: Geography, within: str | None) -> AreaLevel:
    """Of the areas that are drawn: the largest that are smaller than what the map shows."""
    area = geography.get(within) if within else None
    whole = area.level if area else AreaLevel.GEMEENTE
    levels = list(AreaLevel)
    smaller = [level for level in geography.levels if levels.index(level) > levels.index(whole)]
    return smaller[0] if smaller else whole


def _names(areas: Sequence[Area], boundaries: Boundaries, frame: Frame, view: Box, badges: Sequence[Box]) -> str:
    """The names of the areas in view that have a place which no number and no other name has."""
    letter = LETTER * view[2] / frame.width
    taken, names = list(badges), []
    for area in areas:
        x, y, _ = label_spot(frame.rings(boundaries[area.code]), letter)
        wide = text_width(area.name, letter)
        for aside in _ASIDE:
            line = y + letter * (0.35 + aside)
            box = box_around(x, line, wide, letter)
            if _holds(view, box) and not any(overlap(box, other) for other in taken):
                taken.append(box)
                names.append(label(area.name, str(x), line, css="vz-halo"))
                break
    return text_group("".join(names), letter, anchor="middle") if names else ""


def _holds(view: Box, box: Box) -> bool:
    return view[0] <= box[0] and view[1] <= box[1] and box[2] <= view[0] + view[2] and box[3] <= view[1] + view[3]


def _badge_box(n: int, mark: Mark, frame: Frame, zoom: float) -> Box:
    x, y = frame.point(*mark.middle)
    wide = max(_HALF * zoom, text_width(str(n), _LETTER * zoom) / 2 + 12 * zoom)
    return (x - wide, y - _HALF * zoom, x + wide, y + _HALF * zoom)


def _badge(n: int, mark: Mark, box: Box, zoom: float) -> str:
    """Its number; on a point a full disc, on a line or an area an open one."""
    left, top, right, bottom = box
    letter = _LETTER * zoom
    css = "vz-pin" if mark.kind == MarkKind.POINT else "vz-pin vz-pin-open"
    number = label(str(n), f"{(left + right) / 2:g}", (top + bottom) / 2 + letter * 0.35, anchor="middle")
    return (
        f'<g class="{css}" font-size="{letter:g}"><rect x="{left:g}" y="{top:g}" width="{right - left:g}" '
        f'height="{bottom - top:g}" rx="{_HALF * zoom:g}"/>{number}</g>'
    )
