"""Groups: young and old, owners and tenants, each with its margin, against everyone in the same area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vergezicht.figures.comparison import GroupComparison, Verdict
from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.source import FigureSource
from vergezicht.languages import noted, say
from vergezicht.languages.marks import capitalised, own_words
from vergezicht.pictures.intervals import IntervalPlot, mark_legend
from vergezicht.pictures.notation import enumerate_names, figure_text
from vergezicht.pictures.picture import Cell, LegendItem, Picture, PictureKind, Table
from vergezicht.pictures.scale import scale_for
from vergezicht.pictures.sentences import place, range_words
from vergezicht.pictures.source import Row, source_line
from vergezicht.pictures.svg import drawing, safe_prefix, short_prefix
from vergezicht.pictures.tables import figure_cells, heading, verdict_cell


@dataclass(frozen=True)
class GroupRow(Row):
    """A group in the place of an area, and how it differs from everyone else."""

    against_others: GroupComparison | None = None

    @property
    def sign(self) -> int:
        return 0 if self.against_others is None else self.against_others.verdict.sign


def groups(
    release: FigureSource, indicator_code: str, area_code: str, period: str | None = None, *, id_prefix: str = ""
) -> Picture | None:
    """A row per group, in the order of their names; None when there are no figures of groups.

    Only a demonstrable difference with everyone else gets an arrow: margins that overlap, or do not, say nothing for
    sure. A release of before groups were tested says that they were not.
    """
    indicator, area = release.indicator(indicator_code), release.geography[area_code]
    period = period or release.latest_of(indicator_code)
    found = [
        figure
        for figure in release.figures(indicator=indicator_code, area=area_code, period=period, group=None)
        if figure.group
    ]
    if not found:
        return None
    whole = release.figure(indicator_code, area_code, period)
    prefix = safe_prefix(id_prefix or short_prefix("g", indicator_code, area_code, period))
    shown = [figure for figure in found if figure.is_shown]
    plot = IntervalPlot(indicator, prefix, scale_for(indicator, [*shown, whole]), set())
    tested = {
        item.group: item for item in release.group_comparisons(indicator=indicator_code, area=area_code, period=period)
    }
    rows = [
        GroupRow(replace(area, name=capitalised(_label(figure))), figure, None, tested.get(figure.group))
        for figure in shown
    ]
    parts, bottom = plot.rows(area, whole, rows)
    title = say("{what} per groep in {place}, {period}", what=indicator.title, place=place(area), period=period)
    hidden = [figure for figure in found if not figure.is_shown]
    sentence = " ".join(_sentences(indicator, rows, hidden, any(figure.low is not None for figure in shown)))
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-chart vz-intervals {plot.tone}",
        title=title,
        description=sentence,
        size=f'width="100%" height="{bottom + 30 if shown else 20}"',
    )
    body = [
        (
            Cell(capitalised(_label(figure))),
            *figure_cells(indicator, area, figure),
            verdict_cell(figure.is_shown, tested.get(figure.group)),
        )
        for figure in found
    ] + [(Cell(say("Iedereen")), *figure_cells(indicator, area, whole), Cell(""))]
    figured = (say("Groep"), heading(indicator), say("Marge (95%)"), say("Antwoorden"))
    headings = (*figured, say("Vergeleken met de anderen"))
    kept = len(headings if tested else figured)
    compared = [row for row in rows if row.against_others]
    legend = mark_legend(plot.tone, compared, say("de anderen"), rows) if tested else ()
    if whole is not None and whole.low is not None:
        legend += (LegendItem("vz-swatch vz-band", say("marge van iedereen in {area}", area=area.name)),)
    return Picture(
        kind=PictureKind.INTERVALS,
        title=title,
        svg=svg,
        table=Table(title, headings[:kept], tuple(row[:kept] for row in body)),
        sentence=sentence,
        legend=legend,
        source=source_line(release, indicator, period),
        alt=sentence,
    )


def _label(figure: Figure) -> str:
    """ "leeftijd: 18 tot 30 jaar" as "18 tot 30 jaar"."""
    return own_words(figure.group.partition(": ")[2] or figure.group)


def _sentences(
    indicator: Indicator, rows: Sequence[GroupRow], hidden: Sequence[Figure], sampled: bool
) -> Iterator[str]:
    """The figures in the order of the groups, which differ from the others, and for which there is none."""
    if rows:
        told = [f"{_label(row.figure)} {figure_text(indicator, row.figure)}" for row in rows if row.figure]
        yield say("Per groep: {figures}.", figures=enumerate_names(told, most=8))
    if any(row.against_others for row in rows):
        yield from _differences(indicator, rows)
    elif sampled:
        yield say("Of deze groepen van elkaar verschillen, is niet getoetst.")
    if hidden:
        names = enumerate_names([_label(figure) for figure in hidden])
        yield say("Voor {groups} zijn er te weinig antwoorden om iets te zeggen.", groups=names)


_VERDICTS = (
    ({Verdict.CLEARLY_HIGHER, Verdict.HIGHER}, noted("Aantoonbaar hoger dan bij alle anderen samen: {groups}.")),
    ({Verdict.CLEARLY_LOWER, Verdict.LOWER}, noted("Aantoonbaar lager dan bij alle anderen samen: {groups}.")),
    ({Verdict.SMALL}, noted("Een klein verschil met alle anderen samen: {groups}.")),
    ({Verdict.PRACTICALLY_EQUAL}, noted("Vrijwel gelijk aan alle anderen samen: {groups}.")),
    ({Verdict.NOT_DEMONSTRABLE}, noted("Geen aantoonbaar verschil met alle anderen samen: {groups}.")),
)


def _differences(indicator: Indicator, rows: Sequence[GroupRow]) -> Iterator[str]:
    """Which groups differ from everyone else, and by how much; of all tested ones what may be said."""
    tested = [(row, row.against_others) for row in rows if row.figure and row.against_others]
    if all(found.verdict == Verdict.NOT_DEMONSTRABLE for _, found in tested):
        yield say("Van geen groep is aan te tonen dat zij verschilt van alle anderen samen.")
        return
    for verdicts, words in _VERDICTS:
        names = [
            _label(row.figure) + (range_words(indicator, found) if found.verdict.sign else "")
            for row, found in tested
            if found.verdict in verdicts and row.figure
        ]
        if names:
            yield say(words, groups=enumerate_names(names, most=8))
