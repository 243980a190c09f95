"""The table twin of a picture: every area with its figure, margin, number of answers and verdict."""

from __future__ import annotations

from collections.abc import Sequence

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.comparison import Comparison, GroupComparison, Verdict
from vergezicht.figures.figure import Figure, FigureStatus
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.languages import noted, say
from vergezicht.languages.marks import capitalised
from vergezicht.pictures.notation import figure_text, margin_text, number
from vergezicht.pictures.picture import Cell, Link, Table
from vergezicht.pictures.source import Row, effective_value, ranked
from vergezicht.pictures.summaries import reason_note


def area_cell(area: Area, link: Link | None) -> Cell:
    """The area by name, as a link when the page knows where it leads."""
    return Cell(area.name, href=link(area) if link else None, area=area.code)


def figure_cells(indicator: Indicator, area: Area, figure: Figure | None) -> tuple[Cell, Cell, Cell]:
    """Figure, margin and number of answers; a hidden figure gives its reason and nothing else."""
    if figure is None or figure.value is None:
        return (Cell(say("geen cijfer"), note=reason_note(figure, area)), Cell(""), Cell(""))
    note = say("weinig antwoorden") if figure.status == FigureStatus.INDICATIVE else ""
    n = Cell("" if figure.n is None else number(figure.n), sort=figure.n)
    return (
        Cell(figure_text(indicator, figure), sort=effective_value(figure), note=note),
        Cell(margin_text(indicator, figure)),
        n,
    )


def verdict_cell(row_shown: bool, comparison: Comparison | GroupComparison | None) -> Cell:
    """The verdict in words; an arrow only when the difference is demonstrable."""
    if comparison is None or not row_shown:
        return Cell("")
    arrow = {1: "▲ ", -1: "▼ "}.get(comparison.verdict.sign, "")
    return Cell(arrow + say(comparison.verdict.value), sort=comparison.verdict.sign)


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
    named = {"what": indicator.title, "level": say(level.value), "period": period}
    headings = (
        capitalised(say(level.value)),
        heading(indicator),
        say("Marge (95%)"),
        say("Antwoorden"),
        say("Vergeleken met {city}", city=city.name),
    )
    return Table(say("{what}, per {level}, {period}", **named), headings, tuple(body))


def heading(indicator: Indicator) -> str:
    """The head of the column of figures, by kind."""
    words = {
        IndicatorKind.SHARE: noted("Aandeel"),
        IndicatorKind.MARK: noted("Rapportcijfer"),
        IndicatorKind.SCALE_SCORE: noted("Score (0–10)"),
        IndicatorKind.BALANCE: noted("Saldo"),
        IndicatorKind.INDEX: noted("Index"),
        IndicatorKind.COUNT: noted("Aantal"),
    }
    return say(words[indicator.kind])


def change_cell(comparison: Comparison | None) -> Cell:
    """How a wave differs from the wave before, in the words of the verdict."""
    if comparison is None:
        return Cell("")
    words = {
        Verdict.CLEARLY_HIGHER: noted("▲ duidelijk gestegen"),
        Verdict.HIGHER: noted("▲ gestegen"),
        Verdict.CLEARLY_LOWER: noted("▼ duidelijk gedaald"),
        Verdict.LOWER: noted("▼ gedaald"),
        Verdict.PRACTICALLY_EQUAL: noted("vrijwel gelijk gebleven"),
        Verdict.SMALL: noted("klein verschil"),
        Verdict.NOT_COMPARABLE: noted("vraag gewijzigd: niet te vergelijken"),
    }
    return Cell(say(words.get(comparison.verdict, comparison.verdict.value)), sort=comparison.verdict.sign)
