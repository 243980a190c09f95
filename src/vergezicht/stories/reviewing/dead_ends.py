"""Links in a page that lead nowhere on this site: a reader would get a page that says it is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve
from wagtail import blocks, hooks

from vergezicht.stories.stored import leaves

PUBLIC_PATHS = "know_public_paths"  # hook: what is published tells every path that a reader can ask for, given a page
_HREF = re.compile(r'href="(/[^"]*)"')
_FILES = ("/assets/", "/edities/", "/media/", "/static/")  # they have addresses of their own, which no list knows
_ALIKE = 0.5


def dead_ends(page: Any) -> Iterator[tuple[Any, str, str]]:
    """Each block with such a link, the link as it was written, and the nearest address there is ("" when none)."""
    found = [(item, link) for item in page.body for link in dict.fromkeys(_links(item))]
    if not found or not (told := [tell(page) for tell in hooks.get_hooks(PUBLIC_PATHS)]):
        return
    known = set().union(*told)
    for item, link in found:
        path = _path(link)
        if path not in known and not path.startswith(_FILES) and not _is_answered(path):
            yield item, link, _nearest(path, known)


def _links(item: Any) -> Iterator[str]:
    for block, value, where in leaves(item.block, item.block.get_prep_value(item.value)):
        if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
            yield from (unescape(link) for link in _HREF.findall(value))
        elif where.path.rpartition("/")[2] == "address" and (link := str(value or "").strip()).startswith("/"):
            yield link


def _path(link: str) -> str:
    path = unquote(urlsplit(link).path)
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def _is_answered(path: str) -> bool:
    """Whether the site answers it itself, as it does a form; every other address comes down to a page."""
    try:
        answer = resolve(path)
    except Resolver404:
        return False
    return path.startswith("/meedoen/") and answer.url_name != "wagtail_serve"


def _nearest(path: str, known: set[str]) -> str:
    """An address that ends the same is nearer than one that only looks like it."""
    pages = sorted(one for one in known if one.endswith("/"))
    name = path.rstrip("/").rpartition("/")[2]
    same = [one for one in pages if name and one.rstrip("/").rpartition("/")[2] == name]
    short = min((one.count("/") for one in same), default=0)
    same = [one for one in same if one.count("/") == short]
    near = get_close_matches(path, same, n=1, cutoff=0) or get_close_matches(path, pages, n=1, cutoff=_ALIKE)
    return near[0] if near else ""
