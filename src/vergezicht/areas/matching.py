"""Matching: which area a shape stands for, by its code or else by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from vergezicht.areas.area import Area, AreaLevel, Geography
from vergezicht.areas.folder import slugify
from vergezicht.areas.reading import Layer
from vergezicht.problems import Problems

# In this order: a buurt layer of CBS also holds the codes of its wijk and gemeente.
_CODE_COLUMNS = (
    *("gebiedscode", "statcode", "code", "regiocode", "gwb_code", "gwb_code_10"),
    *("buurtcode", "bu_code", "wijkcode", "wk_code", "gemeentecode", "gm_code"),
)
_WATER_COLUMNS = ("water", "h2o")
_CBS_CODE = re.compile(r"(GM|WK|BU)(\d{4})[0-9A-Z]*")
_LISTED = 12


@dataclass(frozen=True)
class Piece:
    """One row of a layer that belongs to this municipality."""

    area: Area
    row: int
    geometry: Any


@dataclass(frozen=True)
class Matched:
    """The rows of one layer that belong to this municipality, and how they were found."""

    layer: Layer
    by: str
    pieces: tuple[Piece, ...]
    elsewhere: int = 0
    water: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    def at(self, level: AreaLevel) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.area.level == level)


@dataclass(frozen=True)
class Columns:
    """Which columns to use, when the person who imports knows better."""

    code: str | None = None
    name: str | None = None
    pattern: str | None = None


def match(layer: Layer, geography: Geography, columns: Columns, problems: Problems) -> Matched | None:
    """The areas of a layer; None when nothing in it belongs here (reported, unless it is about other places)."""
    by_lower = {name.lower(): name for name in layer.columns}
    for wanted in (columns.code, columns.name):
        if wanted is not None and wanted.lower() not in by_lower:
            problems.add("kolom niet gevonden", file=layer.file, column=wanted, got=listed(list(layer.columns)))
            return None
    if columns.pattern is not None and ("{}" not in columns.pattern or columns.code is None):
        problems.add(
            "het codepatroon kan zo niet",
            expected="een patroon met {} waar de waarde komt, samen met --code-column",
            got=columns.pattern,
            hint="bijvoorbeeld --code-column BRTNR --code-pattern 'BU9999{}0'",
        )
        return None
    column = by_lower[columns.code.lower()] if columns.code else None
    if column is None and columns.name is None:
        column = _code_column(layer, geography)
    if column is not None:
        return _by_code(layer, column, geography, columns.pattern, problems)
    return _by_name(layer, by_lower[columns.name.lower()] if columns.name else None, geography, problems)


def text(value: Any) -> str:
    """A cell as text: 223.0 and 223 both become "223"; missing becomes ""."""
    if value is None or value != value:  # NaN is the only value that differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _code_column(layer: Layer, geography: Geography) -> str | None:
    def has_codes(name: str) -> bool:
        codes = [text(value).upper() for value in layer.columns[name]]
        return any(code in geography or _CBS_CODE.fullmatch(code) for code in codes)

    by_lower = {name.lower(): name for name in layer.columns}
    known = [by_lower[name] for name in _CODE_COLUMNS if name in by_lower and has_codes(by_lower[name])]
    if known:
        return known[0]
    others = [name for name in layer.columns if has_codes(name)]
    return others[0] if len(others) == 1 else None


def _by_code(
    layer: Layer, column: str, geography: Geography, pattern: str | None, problems: Problems
) -> Matched | None:
    water = _water(layer)
    number = geography.gemeente.code.removeprefix("GM")
    pieces, missing, unknown, elsewhere = [], [], [], 0
    for row, (value, geometry) in enumerate(zip(layer.columns[column], layer.geometries, strict=True), 1):
        code = text(value).upper()
        code = pattern.replace("{}", code) if pattern and code else code
        cbs = _CBS_CODE.fullmatch(code)
        area = geography.get(code)
        if row in water:
            continue
        if not code:
            missing.append(f"rij {row}")
        elif area is not None:
            pieces.append(Piece(area, row, geometry))
        elif cbs is not None and cbs[2] != number:
            elsewhere += 1
        else:
            unknown.append(f"rij {row}: {code}")
    if missing:
        problems.add("gebied zonder code", file=layer.file, column=column, got=listed(missing))
    if unknown:
        problems.add(
            "onbekende gebiedscode",
            file=layer.file,
            column=column,
            expected="een code uit areas.csv",
            got=listed(unknown),
            hint="is het een andere jaargang? of kies de kolom met --code-column",
        )
    return Matched(layer, f"code (kolom {column})", tuple(pieces), elsewhere, len(water))


def _by_name(layer: Layer, column: str | None, geography: Geography, problems: Problems) -> Matched | None:
    candidates = [column] if column is not None else list(layer.columns)
    best: tuple[int, int, str, AreaLevel] | None = None
    for name in candidates:
        slugs = {slugify(text(value)) for value in layer.columns[name]}
        for level in geography.levels:
            hits = sum(slugify(area.name) in slugs for area in geography.at(level))
            # Ties go to the smallest areas; a column that hits by chance does not make half of the rows.
            if 2 * hits >= len(slugs) and hits and (best is None or (hits, level.fineness) > best[:2]):
                best = (hits, level.fineness, name, level)
    if best is None:
        problems.add(
            "geen kolom met gebiedscodes of namen gevonden",
            file=layer.file,
            expected=f"codes zoals {geography.at(geography.levels[-1])[0].code}, of namen uit areas.csv",
            got=listed(list(layer.columns)),
            hint="kies de kolom met --code-column (en eventueel --code-pattern) of --name-column",
        )
        return None
    _, _, used, level = best
    areas = {slugify(area.name): area for area in geography.at(level)}
    pieces, unknown = [], []
    for row, (value, geometry) in enumerate(zip(layer.columns[used], layer.geometries, strict=True), 1):
        area = areas.get(slugify(text(value)))
        if area is not None:
            pieces.append(Piece(area, row, geometry))
            continue
        near = get_close_matches(slugify(text(value)), areas, n=1)
        unknown.append(f"rij {row}: {text(value) or 'leeg'}" + (f" (lijkt op {areas[near[0]].name})" if near else ""))
    if unknown:
        problems.add("onbekende gebiedsnaam", file=layer.file, column=used, got=listed(unknown))
    return Matched(layer, f"naam (kolom {used}; er is geen kolom met bekende codes)", tuple(pieces))


def _water(layer: Layer) -> set[int]:
    """Rows that CBS keeps apart as water of an area whose land has its own row."""
    for name in layer.columns:
        if name.lower() in _WATER_COLUMNS:
            return {row for row, value in enumerate(layer.columns[name], 1) if text(value).upper() in {"JA", "J"}}
    return set()


def listed(items: Sequence[str]) -> str:
    """A list for a message, cut off when it is long."""
    rest = len(items) - _LISTED
    return ", ".join(items[:_LISTED]) + (f" en nog {rest}" if rest > 0 else "")
