"""The figures of a page as a workbook (XLSX): real numbers for who double-clicks, with what they mean beside them.

It has the columns of the CSV files, which are in Dutch; a workbook is in the language of now (docs/decisions/0039).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from vergezicht.figures import Figure, FigureSource, Release
from vergezicht.figures.days import written_day
from vergezicht.figures.dictionary import COLUMNS
from vergezicht.languages import noted, say
from vergezicht.languages.marks import own_words, unmarked
from vergezicht.publication.papers.reprints import printed_once
from vergezicht.spreadsheets import Sheet, Shown, write_workbook

FIGURE_WIDTHS = {
    "titel": 34, "eenheid": 14, "gebiedscode": 13, "gebied": 28, "groep": 16, "status": 14, "reden": 26, "bron": 54,
    "indicator": 26,
}  # fmt: skip
_WIDTH = 12
_NUMBERS = {"waarde", "ondergrens", "bovengrens"}
# What the columns of a selection are called; the others have the same name in every language.
_NAMED = (
    *(noted("titel"), noted("eenheid"), noted("gebiedscode"), noted("niveau"), noted("gebied"), noted("periode")),
    *(noted("groep"), noted("waarde"), noted("ondergrens"), noted("bovengrens"), noted("reden"), noted("grens")),
    noted("bron"),
)
_QUOTED = re.compile(r"“[^”]+” \(([^)]+)\)")  # a Dutch word of the CSV files with what it means
_MARGIN = noted(
    "Tussen de ondergrens en de bovengrens ligt het echte cijfer waarschijnlijk (marge van 95 procent). "
    "De grenzen zijn afgerond zoals het cijfer zelf: zijn ze gelijk, dan is de marge kleiner dan de afronding. "
    "Overlappen de marges van twee gebieden, dan is een verschil niet zonder meer aangetoond. Welke verschillen "
    "aantoonbaar zijn staat in comparisons.csv en group_comparisons.csv, bij de open data."
)
_LEFT_OUT = noted(
    "Een lege waarde is geen nul. Bij status ‘onderdrukt’ is het cijfer weggelaten; in de kolom reden staat waarom, "
    "bijvoorbeeld om de privacy van bewoners te beschermen. ‘Indicatief’ is een cijfer met weinig antwoorden."
)
Row = tuple[str | int | float | None, ...]
Cited = tuple[Release, str]  # a release, and how to name it as a source


class Named(NamedTuple):
    """The sheet with figures: its name, its columns as code knows them and as they are called."""

    name: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]


def workbook_of(
    title: str, columns: Sequence[str], rows: Sequence[Row], decimals: Sequence[int], cited: Sequence[Cited]
) -> bytes:
    """The rows of a CSV file as a workbook; ``decimals`` are those of each row, ``cited`` what the rows come from."""
    told: list[tuple[str, str]] = [(say("Titel"), title)]
    for release, citation in cited:
        facts = release.facts
        told += [(say("Bron"), own_words(facts.source)), (say("Stand op"), written_day(facts.date))]
        told += [(say("Uitgever"), facts.publisher), (say("Licentie"), facts.licence)]
        told.append((say("Zo verwijst u hiernaar"), citation))
        if facts.simulated:
            warning = noted("{title}: de antwoorden en cijfers zijn gesimuleerd, het is een voorbeeld.")
            told.append((say("Let op"), say(warning, title=own_words(facts.title))))
    told += [(say("Marge"), say(_MARGIN)), (say("Weggelaten cijfers"), say(_LEFT_OUT))]
    told += [
        (say("Kolom {name}", name=_named(name)), _QUOTED.sub(r"\1", say(COLUMNS[name].description))) for name in columns
    ]
    day = max(release.facts.date for release, _ in cited)
    figures = Named(say("Cijfers"), tuple(columns), tuple(map(_named, columns)))
    notes = (say("Toelichting"), say("Wat"), say("Uitleg"))
    return _workbook(
        unmarked(title), figures, tuple(tuple(map(_plain, row)) for row in rows), tuple(decimals), notes,
        tuple((what, unmarked(words)) for what, words in told), date.fromisoformat(day),
    )  # fmt: skip


def _named(column: str) -> str:
    return say(column) if column in _NAMED else column


def _plain(cell: str | int | float | None) -> str | int | float | None:
    return unmarked(cell) if isinstance(cell, str) else cell


@printed_once
def _workbook(
    title: str,
    figures: Named,
    rows: tuple[Row, ...],
    decimals: tuple[int, ...],
    notes: tuple[str, str, str],
    told: tuple[tuple[str, str], ...],
    day: date,
) -> bytes:
    shown = [
        [
            Shown(float(cell), places) if name in _NUMBERS and isinstance(cell, (int, float)) else cell
            for name, cell in zip(figures.columns, row, strict=True)
        ]
        for row, places in zip(rows, decimals, strict=True)
    ]
    widths = [FIGURE_WIDTHS.get(name, _WIDTH) for name in figures.columns]
    name, *headings = notes
    sheets = [Sheet(figures.name, figures.headings, shown, widths), Sheet(name, headings, told, (26, 90))]  # type: ignore[arg-type]
    return write_workbook(sheets, title=title, day=day)


def releases_of(release: FigureSource, figures: Sequence[Figure]) -> list[Release]:
    """The releases that the figures come from, in the order of the collection; all of them where there are none."""
    codes = {figure.indicator for figure in figures}
    found = [one for one in release.releases if any(item.code in codes for item in one.indicators)]
    return found or list(release.releases)
