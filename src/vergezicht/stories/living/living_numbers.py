"""Living numbers: a reference to a figure inside a sentence, written {indicator}, {indicator@gebied} or
{indicator@gebied#meting}; the number is looked up when the page is made and never copied.

A claim behind a sentence (claims.py) is not shown; an area to show on the map (on_map.py) is its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from vergezicht.challenges.ground import current_release, waiting_release
from vergezicht.challenges.naming import reference_name
from vergezicht.challenges.references import GRAMMAR, FigureReference, area_of, figure_of, what_is_wrong
from vergezicht.figures import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.notation import figure_text
from vergezicht.stories.living import on_map
from vergezicht.stories.living.claims import without_claims, wrong_claims
from vergezicht.stories.paths import figure_path, indicator_path

PATTERN = re.compile(rf"\{{{GRAMMAR}\}}")


def unknown_references(text: str) -> Iterator[str]:
    """Every reference in the text that points to nothing and every claim that does not hold, with the reason in Dutch.

    Claims are tested on the newest release, also when it waits for its sentences to be read.
    """
    yield from on_map.wrong_areas(text)
    release = current_release()
    if release is None:
        return
    yield from _half_written(text)
    yield from wrong_claims(text, waiting_release() or release)
    for match in PATTERN.finditer(text):
        if wrong := what_is_wrong(reference := _reference(match), release):
            yield f"{reference_name(reference, release)}: {wrong}"


def _half_written(text: str) -> Iterator[str]:
    """Where a brace is lacking: readers would see the code of a figure instead of its number."""
    rest = re.sub(r"<[^>]*>", " ", re.sub(r"\{[^{}]*\}", "", text))
    for match in re.finditer(r"\{\S*|\S*\}", rest):
        yield f"{match[0]}: hier ontbreekt een accolade; een cijfer staat tussen {{ en }}"


def fill_in(text: str) -> SafeString:
    """Replace every reference in (safe) HTML by its figure, linked to where it stands.

    The newest of an area stands on the page of that area, any other on the page of the indicator.
    """
    release = current_release()
    filled = PATTERN.sub(lambda match: _link(release, _reference(match)), on_map.with_links(without_claims(text)))
    return mark_safe(filled)  # noqa: S308  # input is our own HTML


def fill_in_words(text: str) -> str:
    """The same in plain text, without links."""
    return fill_in_plain(text, current_release())


def fill_in_plain(text: str, release: FigureSource | None) -> str:
    """The same from another release: to lay two releases side by side."""
    return PATTERN.sub(lambda match: _number(release, _reference(match)), on_map.with_names(without_claims(text)))


def shown_in(text: str) -> list[str]:
    """Every reference in the text that readers see something of, as it is written: numbers and areas."""
    return [match[0] for pattern in (PATTERN, on_map.PATTERN) for match in pattern.finditer(text)]


def without_references(text: str) -> str:
    """The letters beside them."""
    return on_map.PATTERN.sub("", PATTERN.sub("", text))


def _reference(match: re.Match[str]) -> FigureReference:
    return FigureReference(match[1], match[2] or "", match[3] or "")


def _link(release: FigureSource | None, reference: FigureReference) -> str:
    if release is None or what_is_wrong(reference, release):
        return format_html('<span class="number number--missing">{}</span>', say("geen cijfer"))
    indicator, area = release.indicator(reference.indicator), area_of(reference, release.geography)
    earlier = reference.period not in ("", release.latest_of(reference.indicator))
    path = indicator_path(indicator) if earlier or area is None else figure_path(indicator, area)
    return format_html('<a class="number" href="{}">{}</a>', path, _number(release, reference))


def _number(release: FigureSource | None, reference: FigureReference) -> str:
    if release is None or (figure := figure_of(reference, release)) is None:
        return say("geen cijfer")
    return figure_text(release.indicator(reference.indicator), figure)
