"""Living numbers: a reference to a figure inside a sentence, written {indicator}, {indicator@gebied} or
{indicator@gebied#meting}; the number is looked up when the page is made and never copied.

A claim behind a sentence (claims.py) is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vergezicht.challenges.ground import current_release, waiting_release
from vergezicht.figures import FigureSource
from vergezicht.pictures.notation import figure_text
from vergezicht.stories.area_references import find_area
from vergezicht.stories.claims import without_claims, wrong_claims
from vergezicht.stories.paths import indicator_path

PATTERN = re.compile(r"\{([a-z][a-z0-9_]*)(?:@([A-Za-z0-9/-]+))?(?:#([0-9A-Za-z-]+))?\}")
EXAMPLE = "{liveability_mark@stadsdeel/noord#2020}"


def unknown_references(text: str) -> Iterator[str]:
    """Every reference in the text that points to nothing and every claim that does not hold, with the reason in Dutch.

    Claims are tested on the newest release, also when it waits for its sentences to be read.
    """
    release = current_release()
    if release is None:
        return
    yield from wrong_claims(text, waiting_release() or release)
    for match in PATTERN.finditer(text):
        code, area, period = match.groups()
        if not release.has_indicator(code):
            yield f"{match[0]}: de indicator {code} bestaat niet in de vastgestelde cijfers"
        elif find_area(area) is None:
            yield f"{match[0]}: het gebied {area} bestaat niet (schrijf bijvoorbeeld {EXAMPLE})"
        elif period and period not in release.periods_of(code):
            yield f"{match[0]}: er is geen meting {period}"


def fill_in(text: str) -> SafeString:
    """Replace every reference in (safe) HTML by its figure, linked to the page of the indicator."""
    release = current_release()
    filled = PATTERN.sub(lambda match: _link(release, *match.groups()), without_claims(text))
    return mark_safe(filled)  # noqa: S308  # input is our own HTML


def fill_in_plain(text: str, release: FigureSource) -> str:
    """The same from another release, without links: to lay two releases side by side."""
    return PATTERN.sub(lambda match: _number(release, *match.groups()), without_claims(text))


def _link(release: FigureSource | None, code: str, area_reference: str | None, period: str | None) -> str:
    if release is None or find_area(area_reference) is None or not release.has_indicator(code):
        return format_html('<span class="number number--missing">{}</span>', "geen cijfer")
    text = _number(release, code, area_reference, period)
    return format_html('<a class="number" href="{}">{}</a>', indicator_path(release.indicator(code)), text)


def _number(release: FigureSource, code: str, area_reference: str | None, period: str | None) -> str:
    area = find_area(area_reference)
    figure = release.figure(code, area.code, period) if area is not None and release.has_indicator(code) else None
    return figure_text(release.indicator(code), figure) if figure is not None else "geen cijfer"
