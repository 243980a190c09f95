"""Responses: the answers of one wave, in blocks of rows, the same from every kind of file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vergezicht.problems import Problems
from vergezicht.survey.arrays import BoolArray, IntArray, SmallIntArray
from vergezicht.survey.reading.codebook import MISSING, Question

# A column is (rows,): int8 or int16 codes with the lowest number of their kind for system-missing, or float64 with NaN
# when it holds other numbers.
Column = NDArray[Any]

_SIGNATURES = (
    (b"$FL", "een SPSS-bestand (.sav)"),
    (b"\x89PNG", "een plaatje (.png)"),
    (b"\xff\xd8\xff", "een foto (.jpg)"),
    (b"%PDF", "een pdf"),
    (b"PK\x03\x04", "een zip- of Excel-bestand (.xlsx)"),
    (b"\xd0\xcf\x11\xe0", "een oud Office-bestand (.xls)"),
    (b"PAR1", "een parquet-bestand"),
    (b"SQLite format 3", "een SQLite-bestand"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
_CODES = {np.dtype(np.int8): np.uint8, np.dtype(np.int16): np.uint16}
_KINDS = (".sav", ".zsav", ".csv", ".parquet")


@dataclass(frozen=True)
class Responses:
    """A block of rows of an answer file.

    ``areas`` are the buurt codes that occur and ``area_of_row`` (rows,) their places; codes that mean "weet niet" or
    "niet van toepassing" are still in the ``columns``: the codebook tells them apart.
    ``first_row`` is the number of the first row as people count it, to say where something is wrong.
    """

    path: Path
    areas: tuple[str, ...]
    area_of_row: IntArray
    columns: Mapping[str, Column]
    first_row: int

    def __len__(self) -> int:
        return len(self.area_of_row)


@dataclass
class WrongRows:
    """Rows where something is wrong, over all blocks: how many for each thing, and the numbers of the first five."""

    counts: dict[Any, int] = field(default_factory=dict)
    first: dict[Any, list[int]] = field(default_factory=dict)

    def add(self, thing: Any, wrong: BoolArray, block: Responses) -> None:
        """Remember where ``wrong`` (rows,) is true in this block."""
        places = np.flatnonzero(wrong)
        if len(places):
            self.counts[thing] = self.counts.get(thing, 0) + len(places)
            shown = self.first.setdefault(thing, [])
            shown += (places[: 5 - len(shown)] + block.first_row).tolist()

    def words(self, thing: Any) -> str:
        """Where, in words; never an answer."""
        shown = ", ".join(str(number) for number in self.first[thing])
        count = self.counts[thing]
        if count == 1:
            return f"rij {shown}"
        return f"{count} rijen: {shown}" + (" en verder" if count > 5 else "")


def read_responses(path: Path, area: str, columns: Sequence[str], problems: Problems) -> Iterator[Responses]:
    """Read the area column and the wanted numeric columns of a .sav, .csv or .parquet file, block by block.

    Yields nothing after reporting what is wrong: an empty file, a file of another type than its name says,
    a missing column, a cell that is not a number. Columns not asked for are not read.
    """
    if not _is_what_it_says(path, problems):
        return
    wanted = [area, *(column for column in dict.fromkeys(columns) if column != area)]
    before = len(problems)
    empty = True
    for raw, first_row in _raw_blocks(path, wanted, problems):
        codes, of_row = _codes(raw.pop(area))
        numbers = {name: compact(_numbers(name, cells, path, first_row, problems)) for name, cells in raw.items()}
        empty = empty and not len(of_row)
        if len(problems) == before and len(of_row):
            yield Responses(path, codes, of_row, numbers, first_row)
    if empty and len(problems) == before:
        problems.add("er staan geen antwoorden in het bestand", file=path)


def compact(column: Column) -> Column:
    """Whole numbers as int16 codes with MISSING for NaN; anything else stays what it is."""
    if column.dtype in _CODES:
        return column
    missing = np.isnan(column)
    filled = np.where(missing, MISSING, column)
    if (np.abs(filled) > -MISSING).any():
        return column
    codes = filled.astype(np.int16)
    return codes if (codes == filled).all() else column


def is_missing(column: Column) -> BoolArray:
    """(rows,): system-missing."""
    missing: BoolArray = column == np.iinfo(column.dtype).min if column.dtype in _CODES else np.isnan(column)
    return missing


def places_of(column: Column, known: Mapping[int, int], otherwise: int = -1) -> SmallIntArray:
    """(rows,): the place that ``known`` gives to each code; ``otherwise`` for every other code and for missing.

    A byte each when they fit, which is looked up twice as fast; calculate in a wider type.
    """
    kind: type[np.signedinteger[Any]] = (
        np.int8 if max(otherwise, *known.values(), 0) <= np.iinfo(np.int8).max else np.intp
    )
    if column.dtype in _CODES:
        unsigned, lowest = _CODES[column.dtype], int(np.iinfo(column.dtype).min)
        if (counted := _counted_on(column, known, otherwise)) is not None:
            return counted
        table = np.full(-2 * lowest, otherwise, dtype=kind)
        for code, place in known.items():
            if lowest < code < -lowest:
                table[code % len(table)] = place
        # Every code has a place in the table; without the check for that, looking up takes half the time.
        return np.take(table, column.view(unsigned), mode="clip")
    found = np.full(len(column), otherwise, dtype=kind)
    for code, place in known.items():
        found[column == code] = place
    return found


def _counted_on(column: Column, known: Mapping[int, int], otherwise: int) -> SmallIntArray | None:
    """The places of codes of a byte that count on like their places, 1 2 3 … or 0 1 2 …: no table, a third of the time.

    A code is moved so that the first is 1; below the first it wraps round, past the last it becomes 0.
    """
    codes = np.array(list(known), dtype=np.intp)
    if column.dtype != np.int8 or otherwise != -1 or not len(codes) or len(codes) > 100 or abs(codes).max() > 127:
        return None
    if (codes != codes[0] + np.arange(len(codes))).any() or list(known.values()) != list(range(len(codes))):
        return None
    moved = column.view(np.uint8) - np.uint8((codes[0] - 1) % 256)
    moved *= moved <= np.uint8(len(codes))
    return moved.view(np.int8) - np.int8(1)


def check_values(block: Responses, questions: Sequence[Question], wrong: WrongRows) -> None:
    """Remember where a code stands that the codebook does not know, or a number out of bounds."""
    for question in questions:
        column = block.columns.get(question.name)
        if column is None:
            continue
        if question.codes is None:
            if question.bounds is not None:
                low, high = question.bounds
                outside = ((column < low) | (column > high)) & ~np.isin(column, list(question.missing))
                wrong.add(question.name, outside & ~is_missing(column), block)
            continue
        unknown = places_of(column, dict.fromkeys(question.codes, 0)) < 0
        if unknown.any():
            wrong.add(question.name, unknown & ~is_missing(column), block)


def report_values(path: Path, wrong: WrongRows, questions: Sequence[Question], problems: Problems) -> None:
    """Report what ``check_values`` found, by column and row; never the code itself."""
    for question in questions:
        if question.name in wrong.counts:
            problems.add(
                f"een antwoordcode staat niet in het codeboek ({wrong.words(question.name)})",
                file=path,
                column=question.name,
                expected=_few(sorted(question.codes))
                if question.codes
                else "{:g} tot en met {:g}".format(*question.bounds or (0, 0)),
                hint="vul het codeboek aan of verbeter het bestand",
            )


def _few(codes: Sequence[int]) -> str:
    return ", ".join(str(code) for code in codes[:15]) + (" …" if len(codes) > 15 else "")


def _raw_blocks(path: Path, wanted: Sequence[str], problems: Problems) -> Iterator[tuple[dict[str, Any], int]]:
    """Blocks as the reader of the file gives them, with the number of their first row; only one kind imports a lot."""
    if path.suffix.lower() == ".csv":
        from vergezicht.survey.reading.delimited import read_delimited

        return read_delimited(path, wanted, problems)
    if path.suffix.lower() == ".parquet":
        from vergezicht.survey.reading.parquet import read_parquet

        return read_parquet(path, wanted, problems)
    from vergezicht.survey.reading.spss import read_sav

    return read_sav(path, wanted, problems)


def _is_what_it_says(path: Path, problems: Problems) -> bool:
    suffix = path.suffix.lower()
    if suffix not in _KINDS:
        problems.add("onbekend soort antwoordbestand", file=path, expected=", ".join(_KINDS), got=suffix or "niets")
        return False
    if not path.is_file():
        problems.add("bestand niet gevonden", file=path)
        return False
    with path.open("rb") as stream:
        start = stream.read(512)
    if not start.strip():
        problems.add("het bestand is leeg", file=path)
        return False
    found = next((name for signature, name in _SIGNATURES if start.startswith(signature)), None)
    if suffix == ".csv":
        if found is None and b"\x00" not in start:
            return True
        problems.add("dit is geen csv-bestand", file=path, got=found or "een bestand dat geen tekst is")
        return False
    if start.startswith(b"PAR1" if suffix == ".parquet" else (b"$FL2", b"$FL3")):
        return True
    if found is None:
        found = "een bestand van een onbekend soort" if b"\x00" in start else "een tekstbestand, waarschijnlijk csv"
    kind = "parquet-bestand" if suffix == ".parquet" else "SPSS-bestand"
    problems.add(
        f"dit is geen {kind}", file=path, got=found, hint="bewaar het in SPSS als .sav, of geef het de naam .csv"
    )
    return False


def _codes(cells: Any) -> tuple[tuple[str, ...], IntArray]:
    """The codes of areas that occur, and the place (rows,) of each row's code among them."""
    if isinstance(cells, tuple):  # the reader has sorted them out already
        return cells
    places: dict[str, int] = {}
    of_row = [places.setdefault("" if code is None else str(code).strip(), len(places)) for code in cells]
    return tuple(places), np.array(of_row, dtype=np.intp)


def _numbers(name: str, cells: Any, path: Path, first_row: int, problems: Problems) -> Column:
    if isinstance(cells, np.ndarray):
        return cells
    if cells and isinstance(cells[0], str):
        cells = [cell.strip() or "nan" for cell in cells]
    try:
        return np.array(cells, dtype=np.float64)
    except (TypeError, ValueError):
        wrong = [number for number, cell in enumerate(cells, start=first_row) if not _is_number(cell)]
        problems.add(f"geen getal ({len(wrong)} keer)", file=path, row=wrong[0] if wrong else None, column=name)
        return np.full(len(cells), np.nan)


def _is_number(cell: Any) -> bool:
    try:
        float(cell if cell is not None else "nan")
    except (TypeError, ValueError):
        return False
    return True
