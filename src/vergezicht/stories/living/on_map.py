"""An area named in a text, written {op-kaart@wijk/assendorp}: readers get its name, with a link to its page.

In the step of a side panel it is a button that shows the area on the map, a side trip that nobody has to take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import format_html

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.references import FigureReference, area_of
from vergezicht.stories.paths import area_path

# One group: the area, as a reference to a figure names it. The hyphen makes that it is never such a reference.
NAME = "op-kaart"
PATTERN = re.compile(rf"\{{{NAME}@([A-Za-z0-9/-]+)\}}")


def write_area(area: str) -> str:
    """What stands in a text for an area named "wijk/assendorp"."""
    return f"{{{NAME}@{area}}}"


def areas_in(text: str) -> list[Area]:
    """The areas named so in a text, once each, in order; what this municipality does not have is left out."""
    geography = municipality().geography
    found = (_area(match, geography) for match in PATTERN.finditer(text))
    return list(dict.fromkeys(area for area in found if area is not None))


def wrong_areas(text: str) -> Iterator[str]:
    """What is wrong with each that points to nothing, in Dutch."""
    geography = municipality().geography
    for match in PATTERN.finditer(text):
        area = _area(match, geography)
        if area is None:
            yield f"Op de kaart: het gebied {match[1]} bestaat niet"
        elif area.level == AreaLevel.GEMEENTE:
            yield "Op de kaart: kies een gebied in de gemeente; de hele gemeente staat er al"


def with_links(text: str) -> str:
    """The text, safe HTML, with every area as a link to its page; ``data-area`` has its code."""
    return _filled(text, '<a class="on-map" data-area="{}" href="{}">{}</a>')


def with_names(text: str) -> str:
    """The plain text with every area as its name."""
    return _filled(text, "")


def _filled(text: str, html: str) -> str:
    if NAME not in text:
        return text
    geography = municipality().geography

    def told(match: re.Match[str]) -> str:
        if (area := _area(match, geography)) is None:
            return match[1].rpartition("/")[2]
        return format_html(html, area.code, area_path(area), area.name) if html else area.name

    return PATTERN.sub(told, text)


def _area(match: re.Match[str], geography: Geography) -> Area | None:
    return area_of(FigureReference("", match[1]), geography)
