"""Groups: young and old, owners and tenants, each with its margin, against everyone in the same area."""

from __future__ import annotations

from dataclasses import replace

from vergezicht.figures.figure import Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.languages.marks import capitalised, own_words
from vergezicht.pictures.intervals import IntervalPlot
from vergezicht.pictures.notation import enumerate_names, figure_text
from vergezicht.pictures.picture import Cell, LegendItem, Picture, PictureKind, Table
from vergezicht.pictures.scale import scale_for
from vergezicht.pictures.sentences import place
from vergezicht.pictures.source import Row, source_line
from vergezicht.pictures.svg import drawing, safe_prefix, short_prefix
from vergezicht.pictures.tables import figure_cells, heading


def groups(
    release: FigureSource, indicator_code: str, area_code: str, period: str | None = None, *, id_prefix: str = ""
) -> Picture | None:
    """A row per group, in the order of their names; None when there are no figures of groups.

    No arrows: whether groups differ is not tested, and overlapping margins say nothing for sure.
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
    rows = [Row(replace(area, name=capitalised(_label(figure))), figure, None) for figure in shown]
    parts, bottom = plot.rows(area, whole, rows)
    title = say("{what} per groep in {place}, {period}", what=indicator.title, place=place(area), period=period)
    sentence = _sentence(indicator, shown, [figure for figure in found if not figure.is_shown])
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-chart vz-intervals {plot.tone}",
        title=title,
        description=sentence,
        size=f'width="100%" height="{bottom + 30 if shown else 20}"',
    )
    body = [(Cell(capitalised(_label(figure))), *figure_cells(indicator, area, figure)) for figure in found] + [
        (Cell(say("Iedereen")), *figure_cells(indicator, area, whole))
    ]
    legend = (LegendItem("vz-swatch vz-band", say("marge van iedereen in {area}", area=area.name)),)
    return Picture(
        kind=PictureKind.INTERVALS,
        title=title,
        svg=svg,
        table=Table(title, (say("Groep"), heading(indicator), say("Marge (95%)"), say("Antwoorden")), tuple(body)),
        sentence=sentence,
        legend=legend if whole is not None and whole.low is not None else (),
        source=source_line(release, indicator, period),
        alt=sentence,
    )


def _label(figure: Figure) -> str:
    """ "leeftijd: 18 tot 30 jaar" as "18 tot 30 jaar"."""
    return own_words(figure.group.partition(": ")[2] or figure.group)


def _sentence(indicator: Indicator, shown: list[Figure], hidden: list[Figure]) -> str:
    """The figures in the order of the groups, and for which groups there is none."""
    told = [f"{_label(figure)} {figure_text(indicator, figure)}" for figure in shown]
    parts = [say("Per groep: {figures}.", figures=enumerate_names(told, most=8))] if told else []
    if hidden:
        names = enumerate_names([_label(figure) for figure in hidden])
        parts.append(say("Voor {groups} zijn er te weinig antwoorden om iets te zeggen.", groups=names))
    return " ".join(parts)
