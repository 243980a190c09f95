"""The cells of a table in a StoryMap, which stand in lists or under numbers as names."""

from __future__ import annotations

from typing import Any

from vergezicht.stories.arcgis.words import plain


def rows_of(cells: Any) -> list[list[str]]:
    """The plain text of every cell, row by row; a row may be shorter than another."""
    return [_cells(row) for row in _ordered(cells)]


def _ordered(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    return [value[key] for key in sorted(value, key=lambda key: (int(key) if key.isdecimal() else 10**9, key))]


def _cells(row: Any) -> list[str]:
    found = []
    for cell in _ordered(row):
        value = cell.get("value") if isinstance(cell, dict) else cell
        found.append(plain(str(value), 500) if isinstance(value, (str, int, float)) else "")
    return found


def filled(row: list[str], wide: int) -> list[str]:
    """A row with empty cells at its end until it is this wide."""
    return [*row, *[""] * (wide - len(row))][:wide]
