"""Responses: the answers of one wave as columns of numbers, the same from an SPSS file as from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vergezicht.facts import read_text
from vergezicht.problems import Problems
from vergezicht.survey.codebook import Question

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

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


@dataclass(frozen=True)
class Responses:
    """Every row of an answer file. ``areas`` has the buurt codes; ``columns`` are (rows,), NaN is system-missing.

    Codes that mean "weet niet" or "niet van toepassing" are still in the columns: the codebook tells them apart.
    ``first_row`` is the number of the first row as people count it, to say where something is wrong.
    """

    path: Path
    areas: tuple[str, ...]
    columns: Mapping[str, FloatArray]
    first_row: int

    def rows(self, wrong: BoolArray) -> str:
        """Where ``wrong`` is true, in words, with at most five row numbers and no answer."""
        numbers = (np.flatnonzero(wrong) + self.first_row).tolist()
        shown = ", ".join(str(number) for number in numbers[:5])
        if len(numbers) == 1:
            return f"rij {shown}"
        return f"{len(numbers)} rijen: {shown}" + (" en verder" if len(numbers) > 5 else "")


def read_responses(path: Path, area: str, columns: Sequence[str], problems: Problems) -> Responses | None:
    """Read the area column and the wanted numeric columns of a .sav or .csv file.

    Returns None after reporting what is wrong: an empty file, a file of another type than its name says,
    a missing column, a cell that is not a number. Columns not asked for are not read.
    """
    if not _is_what_it_says(path, problems):
        return None
    wanted = [area, *(column for column in dict.fromkeys(columns) if column != area)]
    if path.suffix.lower() == ".csv":
        raw, first_row = _read_csv(path, wanted, problems), 2
    else:
        from vergezicht.survey.spss import read_sav

        raw, first_row = read_sav(path, wanted, problems), 1
    if area not in raw:
        return None
    areas = tuple("" if code is None else str(code).strip() for code in raw.pop(area))
    if not areas:
        problems.add("er staan geen antwoorden in het bestand", file=path)
        return None
    numbers = {name: _numbers(name, cells, path, first_row, problems) for name, cells in raw.items()}
    if len(numbers) < len(wanted) - 1:
        return None
    return Responses(path, areas, numbers, first_row)


def check_values(responses: Responses, questions: Sequence[Question], problems: Problems) -> None:
    """Report codes that the codebook does not know, by column and row; never the code itself."""
    for question in questions:
        codes = question.codes
        column = responses.columns.get(question.name)
        if codes is None or column is None:
            continue
        wrong = ~(np.isin(column, list(codes)) | np.isnan(column))
        if wrong.any():
            problems.add(
                f"een antwoordcode staat niet in het codeboek ({responses.rows(wrong)})",
                file=responses.path,
                column=question.name,
                expected=_few(sorted(codes)),
                hint="vul het codeboek aan of verbeter het bestand",
            )


def _few(codes: Sequence[int]) -> str:
    return ", ".join(str(code) for code in codes[:15]) + (" …" if len(codes) > 15 else "")


def _is_what_it_says(path: Path, problems: Problems) -> bool:
    suffix = path.suffix.lower()
    if suffix not in {".sav", ".zsav", ".csv"}:
        problems.add("onbekend soort antwoordbestand", file=path, expected=".sav of .csv", got=suffix or "niets")
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
    if start.startswith((b"$FL2", b"$FL3")):
        return True
    if found is None:
        found = "een bestand van een onbekend soort" if b"\x00" in start else "een tekstbestand, waarschijnlijk csv"
    problems.add(
        "dit is geen SPSS-bestand", file=path, got=found, hint="bewaar het in SPSS als .sav, of geef het de naam .csv"
    )
    return False


def _read_csv(path: Path, wanted: Sequence[str], problems: Problems) -> dict[str, list[Any]]:
    text = read_text(path, problems)
    if text is None:
        return {}
    heading = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if heading.count(";") > heading.count(",") else ",")
    names = [name.strip() for name in next(reader)]
    rows = [row for row in reader if row]
    wrong = [number for number, row in enumerate(rows, start=2) if len(row) != len(names)]
    if wrong:
        problems.add(
            f"{len(wrong)} rijen hebben een verkeerd aantal cellen", file=path, row=wrong[0], expected=str(len(names))
        )
        return {}
    places = {name: names.index(name) for name in wanted if name in names}
    for name in wanted:
        if name not in places:
            problems.add("kolom ontbreekt", file=path, column=name)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return {name: list(columns[place]) for name, place in places.items()}


def _numbers(name: str, cells: Sequence[Any], path: Path, first_row: int, problems: Problems) -> FloatArray:
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
