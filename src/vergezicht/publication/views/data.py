"""Open data and method: everything that can be read can be downloaded and traced."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures import Figure, FigureSource, Release, Verdict
from vergezicht.figures.citation import citation
from vergezicht.figures.days import written_day
from vergezicht.figures.dictionary import COLUMNS, Column, file_description
from vergezicht.figures.export import ALL_ADULTS, csv_text
from vergezicht.languages import SOURCE, say, speaking, spoken
from vergezicht.languages.marks import kept, own_words
from vergezicht.publication.features.declared import collections
from vergezicht.publication.open_data.dcat import CATALOGUE, TURTLE, catalogue_of, is_survey
from vergezicht.publication.open_data.turtle import turtle_of
from vergezicht.publication.open_data.workbooks import Row, releases_of, workbook_of
from vergezicht.publication.pages import structured_data
from vergezicht.spreadsheets import XLSX

SELECTION_COLUMNS = (
    "indicator", "titel", "eenheid", "gebiedscode", "niveau", "gebied", "periode", "groep", "waarde", "ondergrens",
    "bovengrens", "n", "status", "reden", "grens", "bron",
)  # fmt: skip


class Shelf(NamedTuple):
    """A release with its day, how to name it as a source, and its files: name, what is in it, bytes."""

    release: Release
    day: str
    citation: str
    files: list[tuple[str, str, int]]


def indicator_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of one indicator."""
    return _csv(_of_indicator(code))


def indicator_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The same for a spreadsheet."""
    release = _adopted()
    title = say("{indicator}, alle gebieden", indicator=release.indicator(code).title)
    return _xlsx(title, _of_indicator(code))


def area_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of one area."""
    return _csv(_of_area(code))


def area_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The same for a spreadsheet."""
    area = _adopted().geography[code]
    title = say("Alle cijfers van {area} ({level})", area=area.name, level=say(area.level.value))
    return _xlsx(title, _of_area(code))


def wave_csv(request: HttpRequest, release: Release, period: str) -> HttpResponse:
    """Every figure of one wave."""
    return _csv(release.figures(period=period, group=None))


def _adopted() -> FigureSource:
    release = current_release()
    assert release is not None  # noqa: S101  # addresses exist only with an adopted release
    return release


def _of_indicator(code: str) -> tuple[Figure, ...]:
    return _adopted().figures(indicator=code, group=None)


def _of_area(code: str) -> tuple[Figure, ...]:
    return _adopted().figures(area=code, group=None)


def _csv(figures: tuple[Figure, ...]) -> HttpResponse:
    return HttpResponse(csv_text(SELECTION_COLUMNS, _rows(figures)), content_type="text/csv; charset=utf-8")


def _xlsx(title: str, figures: tuple[Figure, ...]) -> HttpResponse:
    release = _adopted()
    cited = [(one, _cited(one)) for one in releases_of(release, figures)]
    decimals = [release.indicator(figure.indicator).decimals for figure in figures]
    return HttpResponse(workbook_of(title, SELECTION_COLUMNS, _rows(figures), decimals, cited), content_type=XLSX)


def _rows(figures: tuple[Figure, ...]) -> list[Row]:
    """In the language of now, which for a CSV file is Dutch."""
    release = _adopted()
    rows: list[Row] = []
    for figure in figures:
        indicator, area = release.indicator(figure.indicator), release.geography[figure.area]
        rows.append(
            (indicator.code, indicator.title, say(indicator.unit), area.code, say(area.level.value), area.name,
             figure.period, _group(figure), figure.value, figure.low, figure.high, figure.n, say(figure.status.value),
             say(figure.reason.value) if figure.reason else "", figure.censored,
             own_words(release.facts_of(indicator.code).title))
        )  # fmt: skip
    return rows


def _group(figure: Figure) -> str:
    """ "leeftijd: 18 tot en met 34 jaar", both parts in their own words."""
    return ": ".join(map(own_words, figure.group.split(": "))) if figure.group else say(ALL_ADULTS)


def catalogue(request: HttpRequest) -> HttpResponse:
    """The releases as sets of files, with licence, source and checksum; and what their columns mean."""
    release = current_release()
    shelves = [
        Shelf(
            one,
            written_day(one.facts.date),
            _cited(one),
            [(path.name, file_description(path.name), path.stat().st_size) for path in sorted(one.folder.iterdir())],
        )
        for one in (release.releases if release else ())
    ]
    columns = [(name, _meaning(column)) for name, column in COLUMNS.items()]
    told = structured_data.catalogue([shelf.release for shelf in shelves])
    context = {"shelves": shelves, "columns": columns, "catalogue": CATALOGUE, "turtle": TURTLE, "structured": [told]}
    return render(request, "publication/catalogue.html", context)


def harvested(request: HttpRequest) -> HttpResponse:
    """The same for harvesters, in Dutch only."""
    release = current_release()
    content = catalogue_of(municipality(), release.releases if release else (), collections())
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/ld+json")


def harvested_turtle(request: HttpRequest) -> HttpResponse:
    """And in Turtle."""
    release = current_release()
    content = catalogue_of(municipality(), release.releases if release else (), collections())
    return HttpResponse(turtle_of(content), content_type="text/turtle; charset=utf-8")


def _cited(release: Release) -> str:
    """In Dutch, as it was published, with the address in the language of now."""
    address = f"{settings.SITE_URL}{spoken().root}/open-data/#{release.name}"
    with speaking(SOURCE):
        return citation(release.facts, address=address)


def _meaning(column: Column) -> str:
    """What is in a column, in the language of now; the Dutch words that are quoted there say so."""
    return re.sub("“([^”]+)”", lambda quoted: f"“{kept(quoted[1])}”", say(column.description))


def method(request: HttpRequest) -> HttpResponse:
    """How the figures came about, in the words of the releases themselves: what was asked, then what was counted."""
    release = current_release()
    releases = release.releases if release else ()
    surveys = [one for one in releases if is_survey(one)]
    context = {
        "surveys": surveys,
        "registers": [one for one in releases if one not in surveys],
        "survey": municipality().survey_name,
        "has_small": any(
            item.verdict == Verdict.SMALL for one in surveys for item in (*one.comparisons(), *one.group_comparisons())
        ),
    }
    return render(request, "publication/method.html", context)
