"""What Chromium gives a screen reader of a page: its accessibility tree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

Node = dict[str, Any]


def run_together(page: Page) -> list[str]:
    """The places where two texts follow each other without anything between them, as flex items and blocks do."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_name = {node["nodeId"]: node for node in nodes}
    drawn = {name for node in nodes if _role(node) == "image" for name in _below(node, by_name)}
    return [
        f"{before}|{after}"
        for node in nodes
        if not node["ignored"] and node["nodeId"] not in drawn
        for before, after in pairwise(map(_text, _told(node, by_name)))
        if before and after and after[0].isalnum() and (before[-1].isalnum() or before[-1] in "%.?")
    ]


def _told(node: Node, by_name: dict[str, Node]) -> Iterator[Node]:
    """What is told within a node: its children, and those of what is not told itself."""
    for name in node.get("childIds", []):
        child = by_name.get(name)
        if child is not None and child["ignored"]:
            yield from _told(child, by_name)
        elif child is not None:
            yield child


def _below(node: Node, by_name: dict[str, Node]) -> Iterator[str]:
    """The names of all that is in a drawing, which has one sentence for who listens."""
    for name in node.get("childIds", []):
        yield name
        if name in by_name:
            yield from _below(by_name[name], by_name)


def _role(node: Node) -> str:
    return str(node.get("role", {}).get("value", ""))


def _text(node: Node) -> str:
    return str(node.get("name", {}).get("value", "")) if _role(node) == "StaticText" else ""
