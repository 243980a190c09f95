"""The figures of a page as a workbook (XLSX): real numbers for who double-clicks, with what they mean beside them.

All of it is in Dutch, as the CSV files are, whose columns it has (docs/decisions/0039).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vergezicht.figures import Figure, FigureSource, Release
from vergezicht.figures.days import written_day
from vergezicht.figures.dictionary import COLUMNS
from vergezicht.publication.reprints import printed_once
from vergezicht.spreadsheets import Sheet, Shown, write_workbook

FIGURE_WIDTHS = {
    "titel": 34, "eenheid": 14, "gebiedscode": 13, "gebied": 28, "groep": 16, "status": 14, "reden": 26, "bron": 54,
    "indicator": 26,
}  # fmt: skip
_WIDTH = 12
_NUMBERS = {"waarde", "ondergrens", "bovengrens"}
_MARGIN = (
    "Tussen de ondergrens en de bovengrens ligt het echte cijfer waarschijnlijk (marge van 95 procent). "
    "De grenzen zijn afgerond zoals het cijfer zelf: zijn ze gelijk, dan is de marge kleiner dan de afronding. "
    "Overlappen de marges van twee gebieden, dan is een verschil niet zonder meer aangetoond. Welke verschillen "
    "aantoonbaar zijn staat in comparisons.csv en group_comparisons.csv, bij de open data."
)
_LEFT_OUT = (
    "Een lege waarde is geen nul. Bij status ‘onderdrukt’ is het cijfer weggelaten; in de kolom reden staat waarom, "
    "bijvoorbeeld om de privacy van bewoners te beschermen. ‘Indicatief’ is een cijfer met weinig antwoorden."
)
Row = tuple[str | int | float | None, ...]
Cited = tuple[Release, str]  # a release, and how to name it as a source


def workbook_of(
    title: str, columns: Sequence[str], rows: Sequence[Row], decimals: Sequence[int], cited: Sequence[Cited]
) -> bytes:
    """The rows of a CSV file as a workbook; ``decimals`` are those of each row, ``cited`` what the rows come from."""
    told: list[tuple[str, str]] = [("Titel", title)]
    for release, citation in cited:
        facts = release.facts
        told += [("Bron", facts.source), ("Stand op", written_day(facts.date)), ("Uitgever", facts.publisher)]
        told += [("Licentie", facts.licence), ("Zo verwijst u hiernaar", citation)]
        if facts.simulated:
            told.append(("Let op", f"{facts.title}: de antwoorden en cijfers zijn gesimuleerd, het is een voorbeeld."))
    told += [("Marge", _MARGIN), ("Weggelaten cijfers", _LEFT_OUT)]
    told += [(f"Kolom {name}", COLUMNS[name].description) for name in columns]
    day = max(release.facts.date for release, _ in cited)
    return _workbook(title, tuple(columns), tuple(rows), tuple(decimals), tuple(told), date.fromisoformat(day))


@printed_once
def _workbook(
    title: str,
    columns: tuple[str, ...],
    rows: tuple[Row, ...],
    decimals: tuple[int, ...],
    told: tuple[tuple[str, str], ...],
    day: date,
) -> bytes:
    shown = [
        [
            Shown(float(cell), places) if name in _NUMBERS and isinstance(cell, (int, float)) else cell
            for name, cell in zip(columns, row, strict=True)
        ]
        for row, places in zip(rows, decimals, strict=True)
    ]
    figures = Sheet("Cijfers", columns, shown, [FIGURE_WIDTHS.get(name, _WIDTH) for name in columns])  # type: ignore[arg-type]
    return write_workbook([figures, Sheet("Toelichting", ("Wat", "Uitleg"), told, (26, 90))], title=title, day=day)


def releases_of(release: FigureSource, figures: Sequence[Figure]) -> list[Release]:
    """The releases that the figures come from, in the order of the collection; all of them where there are none."""
    codes = {figure.indicator for figure in figures}
    found = [one for one in release.releases if any(item.code in codes for item in one.indicators)]
    return found or list(release.releases)
