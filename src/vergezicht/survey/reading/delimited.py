"""Reading answers from a CSV file, in blocks of rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from vergezicht.problems import Problems

BLOCK = 100_000


def read_delimited(path: Path, columns: Sequence[str], problems: Problems) -> Iterator[tuple[dict[str, Any], int]]:
    """Blocks of the wanted columns, each a list of texts, with the row number of their first row (the heading is 1).

    Comma or semicolon, UTF-8. Reports columns that are missing, rows of the wrong length, and text that is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            heading = stream.readline()
            stream.seek(0)
            reader = csv.reader(stream, delimiter=";" if heading.count(";") > heading.count(",") else ",")
            names = [name.strip() for name in next(reader)]
            places = {name: names.index(name) for name in columns if name in names}
            for name in columns:
                if name not in places:
                    problems.add("kolom ontbreekt", file=path, column=name)
            if len(places) == len(columns):
                yield from _blocks(reader, places, len(names), path, problems)
    except UnicodeDecodeError:
        problems.add("geen UTF-8-tekst", file=path, hint="sla het bestand op als UTF-8 (csv) of kies .sav")
    except csv.Error as error:
        problems.add("het bestand is niet als csv te lezen", file=path, got=str(error))


def _blocks(
    reader: Iterator[list[str]], places: dict[str, int], width: int, path: Path, problems: Problems
) -> Iterator[tuple[dict[str, Any], int]]:
    number, wrong = 2, []
    while True:
        lines = list(islice(reader, BLOCK))
        rows = [row for row in lines if row]
        wrong += [number + place for place, row in enumerate(rows) if len(row) != width]
        if not wrong:
            cells = list(zip(*rows, strict=True)) if rows else [()] * width
            yield {name: list(cells[place]) for name, place in places.items()}, number
        number += len(rows)
        if len(lines) < BLOCK:
            break
    if wrong:
        problems.add(
            f"{len(wrong)} rijen hebben een verkeerd aantal cellen", file=path, row=wrong[0], expected=str(width)
        )
