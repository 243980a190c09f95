"""Where things happen: the municipality with a number in each area where there is something."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from vergezicht.areas import AreaLevel, Boundaries, Geography
from vergezicht.areas.boundaries import MapKind
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.outline import Frame, fit, label_spot
from vergezicht.pictures.picture import Cell, Picture, PictureKind, Table
from vergezicht.pictures.svg import drawing, label, safe_prefix, text_width

_LETTER = 38.0
_HALF = 34.0
_BETWEEN = 4.0  # what stays free between two marks
_ROUNDS = 30


def markers(release: FigureSource, marked: Sequence[tuple[str, str]], *, title: str, id_prefix: str) -> Picture:
    """A map without figures. ``marked`` are (area code, what is there), numbered from 1 in this order.

    What follows itself in one area shares a mark ("2–4"). What lies in no area of the map has no mark; the table and
    the sentence tell everything.
    """
    geography, boundaries = release.geography, release.boundaries
    frame = fit(boundaries)
    lines = next((level for level in geography.levels if level != AreaLevel.GEMEENTE), AreaLevel.BUURT)
    land = "".join(frame.path(boundaries[item.code]) for item in geography.at(lines) if item.code in boundaries)
    parts = [f'<path class="vz-land" d="{land}"/>']
    placed = [(n, code) for n, (code, _) in enumerate(marked, start=1) if _has_a_place(release, code)]
    numbers: dict[str, list[int]] = {}
    for n, code in placed:
        numbers.setdefault(code, []).append(n)
    spots = []
    for code, found in numbers.items():
        across, down, _ = label_spot(frame.rings(boundaries[code]), 2 * _HALF)
        spots.append((across, down, max(2 * _HALF, text_width(_runs(found), _LETTER) + 26)))
    for (x, y), (_, _, wide), found in zip(_apart(spots, frame), spots, numbers.values(), strict=True):
        parts.append(
            f'<rect class="vz-mark" x="{x - wide / 2:g}" y="{y - _HALF:g}" width="{wide:g}" height="{2 * _HALF:g}"'
            f' rx="{_HALF:g}"/>'
        )
        parts.append(label(_runs(found), f"{x:g}", y + _LETTER * 0.35, css="vz-marked", anchor="middle"))
    sentence = numbers_sentence(release.geography, release.boundaries)
    if len(placed) < len(marked):
        sentence += " " + say("Zonder nummer op de kaart: wat voor de hele gemeente is.")
    svg = drawing(
        parts, prefix=safe_prefix(id_prefix), css="vz-map vz-locator vz-marks", title=title, description=sentence,
        size=f'viewBox="0 0 {frame.width:g} {frame.height:g}"',
    )  # fmt: skip
    rows = tuple(
        (Cell(str(n)), Cell(what), Cell(area.name if (area := geography.get(code)) else ""))
        for n, (code, what) in enumerate(marked, start=1)
    )
    table = Table(caption=title, headings=(say("Nummer"), say("Wat"), say("Waar")), rows=rows)
    return Picture(PictureKind.LOCATOR, title, svg, table, sentence, (), "", sentence)


def _apart(spots: Sequence[tuple[float, float, float]], frame: Frame) -> list[tuple[float, float]]:
    """The middles of marks (x, y, how wide), inside the frame; two that lie over each other give way, each by half."""
    middles = [[min(max(x, wide / 2), frame.width - wide / 2), y] for x, y, wide in spots]
    for _ in range(_ROUNDS):
        moved = False
        for (one, (_, _, wide)), (other, (_, _, broad)) in combinations(zip(middles, spots, strict=True), 2):
            across = (wide + broad) / 2 + _BETWEEN - abs(one[0] - other[0])
            down = 2 * _HALF + _BETWEEN - abs(one[1] - other[1])
            if across <= 0 or down <= 0:
                continue
            moved, axis, way = True, int(down < across), min(across, down) / 2
            first, second = (one, other) if one[axis] <= other[axis] else (other, one)
            first[axis], second[axis] = first[axis] - way, second[axis] + way
        if not moved:
            break
    return [(round(x), round(y)) for x, y in middles]


def numbers_sentence(geography: Geography, boundaries: Boundaries) -> str:
    """How the numbers on a map belong to the list beside it."""
    if boundaries.kind == MapKind.SCHEMATIC:
        return say(
            "De nummers op de schematische kaart van {city} zijn die van de lijst.", city=geography.gemeente.name
        )
    return say("De nummers op de kaart van {city} zijn die van de lijst.", city=geography.gemeente.name)


def _has_a_place(release: FigureSource, code: str) -> bool:
    area = release.geography.get(code)
    return area is not None and area.level != AreaLevel.GEMEENTE and code in release.boundaries


def _runs(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 is "1–3, 7"."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
