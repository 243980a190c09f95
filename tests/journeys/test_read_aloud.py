"""What an editor is told that a screen reader says, held against what Chromium hands to a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visit
from vergezicht.stories.reviewing.read_aloud import read_aloud

pytestmark = pytest.mark.journey

_NAMED = re.compile(r'^\s*- (?:\'|")?(heading|img|link) "((?:[^"\\]|\\.)*)"(?: \[level=(\d)\])?', re.MULTILINE)


def spoken_by_browser(page: Page) -> list[str]:
    found = _NAMED.findall(page.locator("body").aria_snapshot().replace("''", "'"))
    kinds = {"heading": "kop van niveau {}", "img": "beeld", "link": "link"}
    return [f"{kinds[kind].format(level)}: {name}".replace('\\"', '"') for kind, name, level in found]


@pytest.mark.parametrize(
    "path", ["/verhaal/kern/", "/verhaal/", "/", "/stadsdelen/noord/", "/opgaven/assendorp-meer-groen-minder-steen/"]
)
def test_headings_pictures_and_links_are_those_of_chromium(visit: Callable[..., Visit], path: str) -> None:
    page = visit(path, script=False).page
    ours = [
        f"{item.kind}: {item.words}"
        for item in read_aloud(page.content())
        if item.is_heading or item.kind in {"beeld", "link"}
    ]
    theirs = spoken_by_browser(page)
    assert len(theirs) > 15
    assert ours == theirs
