"""What a browser sends back of a form in a page, when nobody touches it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.select = self.area = ""
        self.in_template = 0

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        found = dict(attributes)
        name = found.get("name") or ""
        if tag in {"template", "script"}:
            self.in_template += 1
        if self.in_template:
            return
        if tag == "input" and name:
            if found.get("type") in {"checkbox", "radio"}:
                if "checked" in found:
                    self.data.setdefault(name, []).append(found.get("value", "on"))
            else:
                self.data[name] = found.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in found and self.select:
            self.data.setdefault(self.select, []).append(found.get("value", ""))
        elif tag == "textarea":
            self.area = name
            self.data[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"template", "script"}:
            self.in_template -= 1
        elif tag == "textarea":
            self.data[self.area] = self.data.get(self.area, "").removeprefix("\n")
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area and not self.in_template:
            self.data[self.area] += data


def form_data(text: str) -> dict[str, Any]:
    """What a browser would send back of a form in a page, unchanged."""
    reader = _Reader()
    reader.feed(text)
    return reader.data
