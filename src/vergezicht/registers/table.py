"""Table: rows as they stand in the file, with the headings found, the data apart from titles, legends and footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from vergezicht.problems import Problems
from vergezicht.registers.cells import Raw, plain_text

_SEARCHED = 40
_FOOTNOTE = re.compile(r"\s*\((\d{1,2})\)$")
_UNIT = re.compile(r"\s*\[([^\[\]]*)\]$")
_NOTE = re.compile(r"\(\d{1,2}\)|\*+")


@dataclass(frozen=True)
class Row:
    """One row; ``number`` counts as in a spreadsheet, so that people find it back."""

    number: int
    cells: tuple[Raw, ...]

    @property
    def is_empty(self) -> bool:
        return not any(plain_text(cell) for cell in self.cells)


@dataclass(frozen=True)
class Heading:
    """A heading taken apart: "inwoners [personen] (1)" is the text, the unit and the sign of a footnote."""

    text: str
    unit: str = ""
    footnote: str = ""


@dataclass(frozen=True)
class Table:
    """The data between the heading and the first empty row. ``places`` is column name to position.

    ``headings`` are those of the wanted columns. ``after`` are the rows behind the data: legends, sources, footnotes.
    """

    file: str
    rows: tuple[Row, ...]
    places: Mapping[str, int]
    headings: Mapping[str, Heading]
    after: tuple[Row, ...] = field(default=())

    def cell(self, row: Row, column: str) -> Raw:
        place = self.places[column]
        return row.cells[place] if place < len(row.cells) else None

    @property
    def footnotes(self) -> Mapping[str, str]:
        """Sign to text of the footnotes behind the data: "(1)" to "Cijfers van 2025 zijn voorlopig."."""
        found = {}
        for row in self.after:
            texts = [text for cell in row.cells if (text := plain_text(cell))]
            if len(texts) >= 2 and _NOTE.fullmatch(texts[0]):
                found[texts[0]] = texts[1]
        return found


def take_apart(heading: str) -> Heading:
    """The text, unit and footnote of a heading.

    >>> take_apart("inwoners op 1 januari [personen] (1)")
    Heading(text='inwoners op 1 januari', unit='personen', footnote='(1)')
    """
    text = " ".join(heading.split())
    footnote = ""
    if note := _FOOTNOTE.search(text):
        footnote, text = f"({note[1]})", text[: note.start()]
    unit = ""
    if found := _UNIT.search(text):
        unit, text = found[1].strip(), text[: found.start()]
    return Heading(text, unit, footnote)


def find_table(
    rows: Sequence[Row], columns: Sequence[str], file: str, problems: Problems, *, header: int | None = None
) -> Table | None:
    """The table among ``rows``: the first row with every column in it is the heading, the first empty row the end.

    Returns None after reporting the columns that are missing, or that stand there more than once.
    """
    candidates = [row for row in rows if row.number == header] if header is not None else rows[:_SEARCHED]
    best, best_places = None, {}
    for row in candidates:
        places = _places(row, columns)
        if best is None or len(places) > len(best_places):
            best, best_places = row, places
        if len(places) == len(columns):
            break
    if best is None:
        problems.add("de rij met kolomnamen is niet gevonden", file=file, row=header)
        return None
    if not _check_columns(best, best_places, columns, file, problems):
        return None
    names = [plain_text(cell) for cell in best.cells]
    behind = [row for row in rows if row.number > best.number]
    end = next((at for at, row in enumerate(behind) if row.is_empty), len(behind))
    if end == 0:
        problems.add("er staan geen rijen onder de kolomnamen", file=file, row=best.number)
        return None
    return Table(
        file=file,
        rows=tuple(behind[:end]),
        places={column: found[0] for column, found in best_places.items()},
        headings={column: take_apart(names[found[0]]) for column, found in best_places.items()},
        after=tuple(row for row in behind[end:] if not row.is_empty),
    )


def _places(row: Row, columns: Sequence[str]) -> dict[str, list[int]]:
    """Column to the positions where it stands: by its exact heading, or else by the heading without unit and note."""
    exact: dict[str, list[int]] = {}
    loose: dict[str, list[int]] = {}
    for place, cell in enumerate(row.cells):
        text = " ".join(plain_text(cell).split())
        if text:
            exact.setdefault(text, []).append(place)
            loose.setdefault(take_apart(text).text, []).append(place)
    found = {column: exact.get(column) or loose.get(column) for column in columns}
    return {column: places for column, places in found.items() if places}


def _check_columns(
    row: Row, places: Mapping[str, list[int]], columns: Sequence[str], file: str, problems: Problems
) -> bool:
    names = [text for cell in row.cells if (text := plain_text(cell))]
    before = len(problems)
    for column in columns:
        if column not in places:
            near = get_close_matches(column, [*names, *(take_apart(name).text for name in names)], n=1)
            problems.add(
                "kolom ontbreekt",
                file=file,
                row=row.number,
                column=column,
                got=", ".join(names)[:200],
                hint=f"bedoelt u {near[0]}?" if near else None,
            )
        elif len(places[column]) > 1:
            problems.add(
                "deze kolomnaam staat er meer dan eens",
                file=file,
                row=row.number,
                column=column,
                got=f"kolom {', '.join(str(place + 1) for place in places[column])}",
                hint="geef een van de kolommen een andere naam",
            )
    return len(problems) == before
