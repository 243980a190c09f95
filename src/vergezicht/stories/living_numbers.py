"""Living numbers: a reference to a figure inside a sentence, written {indicator}, {indicator@gebied} or
{indicator@gebied#meting}; the number is looked up when the page is made and never copied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.pictures.notation import figure_text
from vergezicht.stories.paths import indicator_path

PATTERN = re.compile(r"\{([a-z][a-z0-9_]*)(?:@([A-Za-z0-9/-]+))?(?:#([0-9A-Za-z-]+))?\}")
EXAMPLE = "{liveability_mark@stadsdeel/noord#2020}"


def find_area(reference: str | None) -> Area | None:
    """ "stadsdeel/noord", a code, or nothing for the whole municipality."""
    geography = municipality().geography
    if not reference:
        return geography.gemeente
    level, _, slug = reference.partition("/")
    if slug and level in {item.value for item in AreaLevel}:
        return geography.by_slug(AreaLevel(level), slug)
    return geography.get(reference)


def unknown_references(text: str) -> Iterator[str]:
    """Every reference in the text that points to nothing, with the reason in Dutch."""
    release = current_release()
    if release is None:
        return
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
    return mark_safe(PATTERN.sub(lambda match: _number(*match.groups()), text))  # noqa: S308  # input is our own HTML


def _number(code: str, area_reference: str | None, period: str | None) -> str:
    release = current_release()
    area = find_area(area_reference)
    if release is None or area is None or not release.has_indicator(code):
        return format_html('<span class="number number--missing">{}</span>', "geen cijfer")
    indicator = release.indicator(code)
    figure = release.figure(code, area.code, period)
    text = figure_text(indicator, figure) if figure is not None else "geen cijfer"
    return format_html('<a class="number" href="{}">{}</a>', indicator_path(indicator), text)
