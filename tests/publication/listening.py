"""What a page says to who listens, as far as its structure tells: words that run into each other, names said twice."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

# What a browser reads on within one sentence: without white space its words run into those beside it.
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "time", "u", "wbr"}
_SILENT = {"script", "style", "svg", "template", "noscript"}
_OPENS, _CLOSES = "([{‘“«-–—/", ")]}’”».,;:!?-–—/"


def glued(page: BeautifulSoup) -> list[str]:
    """The places where a word runs into that of the next element."""
    body, found = page.body, []
    assert body is not None
    before = ""  # the text that what comes next would be read on with
    for item in _read(body):
        if item is None:
            before = ""
            continue
        first, last = item[:1], before[-1:]
        if first and last and not (first.isspace() or last.isspace() or last in _OPENS or first in _CLOSES):
            found.append(f"{before[-30:]}|{item[:30]}")
        before = item or before
    return found


def _read(tag: Tag) -> list[str | None]:
    """The texts in their order, with None where something else than reading on comes between."""
    read: list[str | None] = []
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name in _SILENT or child.get("aria-hidden") == "true":
                read.append(None if child.name == "svg" else "")
            elif child.name in _INLINE:
                read += _read(child)
            else:
                read += [None, *_read(child), None]
        elif isinstance(child, NavigableString) and not isinstance(child, Comment):
            read.append(str(child))
    return read


def unsaid(page: BeautifulSoup) -> list[str]:
    """Statuses that are empty, or whose words cannot be read back because they are loose."""
    return [
        str(status)[:120]
        for status in page.select("[role=status]")
        if not status.find(True) or any(isinstance(item, str) and item.strip() for item in status.children)
    ]


def twice(page: BeautifulSoup) -> list[str]:
    """Landmarks whose name is said once more by the heading that they begin with."""
    return [
        f"{landmark.name}: {heading.get_text()}"
        for landmark in page.select("main :is(nav, section, aside)")
        if (heading := landmark.find(["h2", "h3", "h4"])) is not None
        and (
            landmark.get("aria-label") == heading.get_text()
            or (landmark.name == "section" and landmark.get("aria-labelledby") == heading.get("id"))
        )
    ]
