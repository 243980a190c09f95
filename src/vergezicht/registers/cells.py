"""Cells: what one cell of a table says, a number, or in the words of the source why there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from vergezicht.registers.mapping import Absence, Layout

Raw = str | float | None

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-"})


@dataclass(frozen=True)
class Content:
    """A number, or why there is none; ``marks`` are the signs of footnotes that stood beside it."""

    value: float | None
    absence: Absence | None = None
    marks: tuple[str, ...] = ()


def plain_text(cell: Raw) -> str:
    """A cell as text, without the spaces around it; a whole number from a spreadsheet without ".0".

    >>> plain_text("  GM9999    "), plain_text(2020.0), plain_text(None)
    ('GM9999', '2020', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell.translate(_SPACES).strip()


def read_cell(cell: Raw, layout: Layout, missing: Mapping[str, Absence], marks: Mapping[str, str]) -> Content | None:
    """What a cell says; None when it is neither a number nor a declared mark for missing."""
    if isinstance(cell, float):
        return Content(cell) if math.isfinite(cell) else None
    text = plain_text(cell)
    if text in missing:
        return Content(None, missing[text])
    found = []
    while mark := next((mark for mark in marks if text.endswith(mark) and text != mark), None):
        found.append(mark)
        text = text.removesuffix(mark).rstrip()
    if text in missing:
        return Content(None, missing[text], tuple(found))
    value = parse_number(text, layout.decimal, layout.thousands)
    return None if value is None else Content(value, None, tuple(found))


def parse_number(text: str, decimal: str = ",", thousands: str = "") -> float | None:
    """The number in ``text`` in the notation of its table; None when it is not one in that notation.

    A percent sign after and a euro sign before belong to the notation, not to the number. Thousands must stand in
    groups of three, so that a decimal point is never taken for one.

    >>> parse_number("1.234,5", ",", "."), parse_number("23%"), parse_number("1.234"), parse_number("1.23", ",", ".")
    (1234.5, 23.0, None, None)
    """
    text = text.translate(_SPACES).translate(_MINUS).strip()
    text = text.removesuffix("%").rstrip() if text.endswith("%") else text.removeprefix("€").lstrip()
    found = _pattern(decimal, thousands).fullmatch(text)
    if found is None:
        return None
    whole, fraction = found["whole"] or "0", found["fraction"] or ""
    if thousands:
        whole = whole.replace(thousands, "")
    return float(f"{found['sign']}{whole}.{fraction or '0'}")


def rounded(value: float, decimals: int) -> float:
    """As people round: halves away from zero, of the number as it is written, not of its binary neighbour.

    >>> rounded(80.5, 0), rounded(2.675, 2), rounded(-0.04, 1)
    (81.0, 2.68, 0.0)
    """
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


@lru_cache(maxsize=16)
def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    mark, group = re.escape(decimal), re.escape(thousands)
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)" if thousands else r"\d+"
    return re.compile(rf"(?P<sign>[-+]?)(?=[\d{mark}])(?P<whole>{whole})?(?:{mark}(?P<fraction>\d+))?", re.ASCII)
