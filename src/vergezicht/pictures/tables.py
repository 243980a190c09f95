"""The table twin of a picture: every area with its figure, margin, number of answers and verdict."""

from __future__ import annotations

from collections.abc import Sequence

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.comparison import Comparison, Verdict
from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.pictures.notation import capitalised, figure_text, margin_text, number
from vergezicht.pictures.picture import Cell, Link, Table
from vergezicht.pictures.source import Row, effective_value, ranked
from vergezicht.pictures.summaries import reason_note


def area_cell(area: Area, link: Link | None) -> Cell:
    """The area by name, as a link when the page knows where it leads."""
    return Cell(area.name, href=link(area) if link else None, area=area.code)


def figure_cells(indicator: Indicator, area: Area, figure: Figure | None) -> tuple[Cell, Cell, Cell]:
    """Figure, margin and number of answers; a hidden figure gives its reason and nothing else."""
    if figure is None or figure.value is None:
        return (Cell("geen cijfer", note=reason_note(figure, area)), Cell(""), Cell(""))
    note = figure.status.value if figure.status.value == "indicatief" else ""
    n = Cell("" if figure.n is None else number(figure.n), sort=figure.n)
    return (
        Cell(figure_text(indicator, figure), sort=effective_value(figure), note=note),
        Cell(margin_text(indicator, figure)),
        n,
    )


def verdict_cell(row_shown: bool, comparison: Comparison | None) -> Cell:
    """The verdict in words; an arrow only when the difference is demonstrable."""
    if comparison is None or not row_shown:
        return Cell("")
    arrow = {1: "▲ ", -1: "▼ "}.get(comparison.verdict.sign, "")
    return Cell(arrow + comparison.verdict.value, sort=comparison.verdict.sign)


def ranked_table(
    indicator: Indicator,
    level: AreaLevel,
    period: str,
    rows: Sequence[Row],
    city: Area,
    whole: Figure | None,
    link: Link | None,
) -> Table:
    """Areas from high to low; the municipality closes the table as reference."""
    body = [
        (
            area_cell(row.area, link),
            *figure_cells(indicator, row.area, row.figure),
            verdict_cell(row.value is not None, row.against_city),
        )
        for row in ranked(tuple(rows))
    ]
    if level != AreaLevel.GEMEENTE:
        body.append((area_cell(city, link), *figure_cells(indicator, city, whole), Cell("")))
    headings = (
        capitalised(level.value),
        heading(indicator),
        "Marge (95%)",
        "Antwoorden",
        f"Vergeleken met {city.name}",
    )
    return Table(f"{indicator.title}, per {level.value}, {period}", headings, tuple(body))


def heading(indicator: Indicator) -> str:
    """The head of the column of figures, by kind."""
    return {
        "aandeel": "Aandeel",
        "rapportcijfer": "Rapportcijfer",
        "schaalscore": "Score (0–10)",
        "saldo": "Saldo",
        "index": "Index",
    }.get(indicator.kind.value, "Aantal")


def change_cell(comparison: Comparison | None) -> Cell:
    """How a wave differs from the wave before, in the words of the verdict."""
    if comparison is None:
        return Cell("")
    words = {
        Verdict.CLEARLY_HIGHER: "▲ duidelijk gestegen",
        Verdict.HIGHER: "▲ gestegen",
        Verdict.CLEARLY_LOWER: "▼ duidelijk gedaald",
        Verdict.LOWER: "▼ gedaald",
        Verdict.PRACTICALLY_EQUAL: "vrijwel gelijk gebleven",
        Verdict.SMALL: "klein verschil",
        Verdict.NOT_COMPARABLE: "vraag gewijzigd: niet te vergelijken",
    }
    return Cell(words.get(comparison.verdict, comparison.verdict.value), sort=comparison.verdict.sign)
