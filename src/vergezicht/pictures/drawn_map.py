"""A map that somebody drew: numbered points, lines and areas on the municipality, with the list of what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import shapely

from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.languages import noted, say
from vergezicht.pictures.mapping import parent_lines
from vergezicht.pictures.markers import numbers_sentence
from vergezicht.pictures.outline import Frame, fit
from vergezicht.pictures.picture import Cell, Link, Picture, PictureKind, Table
from vergezicht.pictures.svg import drawing, label, safe_prefix, text_width

_LETTER = 36.0
_HALF = 33.0


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

    The table says of every mark its number, name, kind and in which area it lies, so the list alone is enough.
    """
    frame = fit(boundaries)
    view = frame.box([boundaries[within]]) if within and within in boundaries else (0.0, 0.0, frame.width, frame.height)
    zoom = view[2] / frame.width
    lines = next((level for level in geography.levels if level != AreaLevel.GEMEENTE), AreaLevel.BUURT)
    land = "".join(frame.path(boundaries[item.code]) for item in geography.at(lines) if item.code in boundaries)
    parts = [f'<path class="vz-land" d="{land}"/>', parent_lines(boundaries, [within or ""], frame, "vz-bound")]
    parts += [_shape(mark, frame) for mark in sorted(marks, key=lambda mark: mark.kind != MarkKind.AREA)]
    if route and len(marks) > 1:
        parts.append(f'<path class="vz-drawn vz-route" d="{_path([mark.middle for mark in marks], frame)}"/>')
    parts += [_badge(n, mark, frame, zoom) for n, mark in enumerate(marks, start=1)]
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
                _where(boundaries.area_at(geography, *mark.middle), link),
            )
            for n, mark in enumerate(marks, start=1)
        ),
    )
    return Picture(PictureKind.DRAWN, title, svg, table, sentence, (), "", sentence)


def _where(area: Area | None, link: Link | None) -> Cell:
    return Cell("") if area is None else Cell(area.name, href=link(area) if link else None, area=area.code)


def _path(points: Sequence[tuple[float, float]], frame: Frame) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in (frame.point(*point) for point in points))


def _shape(mark: Mark, frame: Frame) -> str:
    if mark.kind == MarkKind.POINT:
        return ""
    closed, css = ("z", "vz-field") if mark.kind == MarkKind.AREA else ("", "vz-route")
    return f'<path class="vz-drawn {css}" d="{_path(mark.points, frame)}{closed}"/>'


def _badge(n: int, mark: Mark, frame: Frame, zoom: float) -> str:
    """Its number; on a point a full disc, on a line or an area an open one."""
    x, y = frame.point(*mark.middle)
    half, letter = _HALF * zoom, _LETTER * zoom
    wide = max(half, text_width(str(n), letter) / 2 + 12 * zoom)
    css = "vz-pin" if mark.kind == MarkKind.POINT else "vz-pin vz-pin-open"
    return (
        f'<g class="{css}" font-size="{letter:g}"><rect x="{x - wide:g}" y="{y - half:g}" width="{2 * wide:g}" '
        f'height="{2 * half:g}" rx="{half:g}"/>{label(str(n), f"{x:g}", y + letter * 0.35, anchor="middle")}</g>'
    )
