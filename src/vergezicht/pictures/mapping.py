"""The parts of a map: tiles or outlines by class, overlays for uncertainty, labels, the focus."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from vergezicht.areas import AreaLevel, Boundaries
from vergezicht.pictures.classes import Classes
from vergezicht.pictures.notation import short_figure, tile_text
from vergezicht.pictures.outline import Box, Frame, area_paths, label_spot
from vergezicht.pictures.source import Row
from vergezicht.pictures.svg import attribute, label, text_width

# on a frame of 1000 wide that is shown 288 px wide at least, 40 units are 11.5 px
LETTER = 40.0
_RING = 0.58  # radius, in letters
_BASELINE = 0.36  # of a digit, below its middle, in letters


@dataclass(frozen=True)
class Lettering:
    """What is written on a map, the boxes it takes there (left, top, right, bottom), and the areas that it names."""

    svg: str = ""
    boxes: tuple[Box, ...] = ()
    named: tuple[str, ...] = ()


def patterns(prefix: str, zoom: float = 1.0) -> str:
    """Hatching for "no figure" and dots for "indicative": signs that need no colour."""
    hatch, dots = round(16 * zoom, 1), round(15 * zoom, 1)
    return (
        f'<defs><pattern id="{prefix}-h" width="{hatch:g}" height="{hatch:g}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="vz-hatch" d="M0 0v{hatch:g}"/></pattern>'
        f'<pattern id="{prefix}-i" width="{dots:g}" height="{dots:g}" patternUnits="userSpaceOnUse">'
        f'<circle class="vz-dot" cx="{dots / 2:g}" cy="{dots / 2:g}" r="{2.8 * zoom:.2g}"/></pattern></defs>'
    )


def group_of(row: Row, classes: Classes) -> str:
    """The class name of an area: ``vz-k1`` to ``vz-k5``, or ``vz-none``."""
    position = classes.position(row.figure)
    return "vz-none" if position is None else f"vz-k{classes.step(position)}"


def areas_by_class(
    rows: Sequence[Row],
    boundaries: Boundaries,
    frame: Frame,
    classes: Classes,
    prefix: str,
    view: Box,
    outside: Collection[str] = (),
) -> list[str]:
    """All areas in view, grouped by class so that the drawing stays small; those ``outside`` the subject are pale."""
    drawn = [r for r in rows if r.area.code in boundaries and _in_view(frame, boundaries, r.area.code, view)]
    paths = area_paths(boundaries, [row.area.code for row in drawn], frame)
    groups: dict[str, list[str]] = defaultdict(list)
    for row in drawn:
        code = row.area.code
        pale = " vz-out" if code in outside else ""
        groups[group_of(row, classes) + pale].append(f'<path data-area={attribute(code)} d="{paths[code]}"/>')
    parts = [area_group(css, prefix, "".join(shapes)) for css, shapes in sorted(groups.items())]
    dotted = [paths[row.area.code] for row in drawn if row.indicative and row.area.code not in outside]
    return [*parts, dots_over(dotted, prefix)]


def area_group(css: str, prefix: str, shapes: str) -> str:
    """The areas of one class; hatched when there is no figure."""
    hatched = f' fill="url(#{prefix}-h)"' if css.startswith("vz-none") else ""
    return f'<g class="{css}"{hatched}>{shapes}</g>'


def dots_over(paths: Sequence[str], prefix: str) -> str:
    """The dots on areas with few answers, in one shape; "" without such areas."""
    return f'<g class="vz-over" fill="url(#{prefix}-i)"><path d="{"".join(paths)}"/></g>' if paths else ""


def parent_lines(boundaries: Boundaries, codes: Collection[str], frame: Frame, css: str) -> str:
    """Outlines drawn over the areas, without fill."""
    paths = "".join(frame.path(boundaries[code]) for code in codes if code in boundaries)
    return f'<path class="{css}" d="{paths}"/>' if paths else ""


def value_labels(
    rows: Sequence[Row], boundaries: Boundaries, frame: Frame, classes: Classes, view: Box, focus: Collection[str]
) -> Lettering:
    """The figure in every area where it fits, with the name above it where that fits too."""
    letter = LETTER * view[2] / frame.width
    groups: dict[str, list[str]] = defaultdict(list)
    boxes: list[Box] = []
    plates: list[str] = []
    named: list[str] = []
    for row in rows:
        if row.area.code not in boundaries or not _in_view(frame, boundaries, row.area.code, view):
            continue
        rings = frame.rings(boundaries[row.area.code])
        indicator = classes.indicator
        large = row.area.level != AreaLevel.BUURT or row.area.code in focus
        x, y, room = label_spot(rings, letter * 2.1)
        name, value = row.area.name, short_figure(indicator, row.figure)
        css = group_of(row, classes).replace("vz-k", "vz-on")
        air = letter if row.area.level == AreaLevel.BUURT else 0
        if large and room >= text_width(name, letter) + air:
            named.append(row.area.code)
            groups[css].append(label(name, str(x), y - letter * 0.15))
            groups[css].append(_strong(value, x, y + letter * 0.95))
            boxes.append(
                box_around(x, y + letter * 0.95, max(text_width(name, letter), text_width(value, letter)), letter, 2)
            )
            continue
        x, y, room = label_spot(rings, letter * 0.8)
        content = tile_text(indicator, row.figure)
        if content and room >= text_width(content, letter) + letter * 0.1:
            groups[css].append(label(content, str(x), y + letter * 0.35))
            if row.indicative:
                plates.append(plate(group_of(row, classes), x, y, text_width(content, letter), letter))
            boxes.append(box_around(x, y + letter * 0.35, text_width(content, letter), letter))
    inner = "".join(f'<g class="{css}">{"".join(texts)}</g>' for css, texts in sorted(groups.items()))
    return Lettering("".join(plates) + text_group(inner, letter, anchor="middle"), tuple(boxes), tuple(named))


def plate(css: str, x: float, y: float, wide: float, letter: float) -> str:
    """The plain colour of its class behind a figure, so that no dot stands behind its letters."""
    return f'<ellipse class="{css}" cx="{x:g}" cy="{y:g}" rx="{wide * 0.65:.0f}" ry="{letter * 0.7:.0f}"/>'


def box_around(middle: float, line: float, wide: float, letter: float, lines: int = 1) -> Box:
    """left, top, right, bottom of a text in the middle of which ``middle`` is; its last line stands on ``line``."""
    return (middle - wide / 2, line - letter * (1.1 * lines - 0.3), middle + wide / 2, line + letter * 0.1)


def text_group(inner: str, letter: float, anchor: str = "") -> str:
    """Letters as large as the map needs on a phone; the style sheet makes them smaller on a wide screen."""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<g font-size="{letter:.3g}"{anchored}><g class="vz-text">{inner}</g></g>'


def class_digits(rows: Sequence[Row], boundaries: Boundaries, frame: Frame, classes: Classes, view: Box) -> Lettering:
    """The number of its class in every area where its ring fits, beside those of its neighbours too: a number of the
    legend, not a figure. One text element per class, and one path with its rings.
    """
    letter = LETTER * view[2] / frame.width
    fitting: list[tuple[float, int, int, int, Row]] = []
    for row in rows:
        position = classes.position(row.figure)
        if position is None or row.area.code not in boundaries:
            continue
        if not _in_view(frame, boundaries, row.area.code, view):
            continue
        x, y, room = label_spot(frame.rings(boundaries[row.area.code]), letter * 0.7)
        if room >= letter * 0.75:
            fitting.append((room, x, y, position, row))
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    plates: list[str] = []
    for x, y, position, row in _apart(fitting, 2 * _RING * letter):
        if row.indicative:
            plates.append(plate(group_of(row, classes), x, y, letter * 0.6, letter))
        places[position].append((x, y))
    texts = "".join(
        _ringed(str(position), f"vz-on{classes.step(position)}", spots, letter)
        for position, spots in sorted(places.items())
    )
    boxes = (
        box_around(x, y + letter * _BASELINE, letter * 0.56, letter) for spots in places.values() for x, y in spots
    )
    return Lettering("".join(plates) + text_group(texts, letter, anchor="middle") if texts else "", tuple(boxes))


def _apart(fitting: Sequence[tuple[float, int, int, int, Row]], distance: float) -> Iterator[tuple[int, int, int, Row]]:
    """Those with most room first, in the order of the rows; what would stand nearer to one of them is left out."""
    kept: list[int] = []
    for index in sorted(range(len(fitting)), key=lambda index: -fitting[index][0]):
        _, x, y, _, _ = fitting[index]
        if all(math.dist((x, y), fitting[other][1:3]) >= distance for other in kept):
            kept.append(index)
    for index in sorted(kept):
        yield fitting[index][1:]


def _ringed(digit: str, css: str, spots: Sequence[tuple[int, int]], letter: float) -> str:
    """The same digit in the middle of a ring around every spot."""
    radius = round(letter * _RING)
    rings = "".join(f"M{x} {y - radius}a{radius} {radius} 0 1 0 .1 0z" for x, y in spots)
    across = " ".join(str(x) for x, _ in spots)
    down = " ".join(str(round(y + letter * _BASELINE)) for _, y in spots)
    return f'<path class="{css}" d="{rings}"/><text class="{css}" x="{across}" y="{down}">{digit * len(spots)}</text>'


def fits_values(rows: Sequence[Row], boundaries: Boundaries, frame: Frame, classes: Classes, view: Box) -> bool:
    """Whether most areas have room for their figure."""
    letter = LETTER * view[2] / frame.width
    fitting = total = 0
    for row in rows:
        content = tile_text(classes.indicator, row.figure)
        if content and row.area.code in boundaries and _in_view(frame, boundaries, row.area.code, view):
            total += 1
            room = label_spot(frame.rings(boundaries[row.area.code]), letter * 0.8)[2]
            fitting += room >= text_width(content, letter) + letter * 0.1
    return fitting >= 0.7 * total


def _in_view(frame: Frame, boundaries: Boundaries, code: str, view: Box) -> bool:
    x0, y0, x1, y1 = boundaries[code].bounds
    left, top = frame.point(x0, y1)
    right, bottom = frame.point(x1, y0)
    return right > view[0] and left < view[0] + view[2] and bottom > view[1] and top < view[1] + view[3]


def _strong(value: str, x: int, y: float) -> str:
    return label(value, str(x), y, css="vz-strong")
