"""Headings of a block that is shown outside its chapter: a level higher, so that none is skipped."""

from __future__ import annotations


def one_level_up(html: str) -> str:
    """The same with every h3 as h2 and every h4 as h3."""
    for above, below in (("h3", "h2"), ("h4", "h3")):
        html = html.replace(f"<{above}", f"<{below}").replace(f"</{above}>", f"</{below}>")
    return html


def under_the_title(html: str) -> str:
    """The same, of a block that stands right under the title of a page; one with a title of its own stays as it is."""
    return html if "<h2" in html else one_level_up(html)
