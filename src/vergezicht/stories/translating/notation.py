"""Rich text as a translator writes it: **bold**, *italic*, [a link](1), lists and headings, without its references.

A link is written by its number: where it leads stays in the Dutch text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

ANCHOR = re.compile(r"<a\b[^>]*>")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SPECIAL = re.compile(r"([\\*\[\]])")
_STARTS = re.compile(r"(?=[-#]|\d+\.)")  # what would begin an item or a heading
_LINE = re.compile(r"(?P<indent> *)(?:(?P<heading>#{2,4}) |(?P<bullet>-) |(?P<number>\d+)\. )?(?P<text>.*)")
_PIECE = re.compile(r"\\(.)|(\*\*|\*)|(\[)(?=[^\[\]]*\]\(\d+\))|\]\((\d+)\)|([^\\*\[\]]+|.)", re.DOTALL)


class UnbalancedError(ValueError):
    """A mark or a link that begins and does not end."""


def as_notation(html: str) -> str:
    """The words of rich text with the marks of a translator."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.written()


def links_in(html: str) -> list[str]:
    """The opening tag of every link in rich text, in order."""
    return ANCHOR.findall(html)


def as_html(text: str, links: list[str]) -> str:
    """Rich text; a link whose number is not among ``links`` is only its words. Raises ``UnbalancedError``."""
    found: list[str] = []
    opened: list[str] = []  # lists, from the outside in
    for part in _parts(text):
        depth = 0 if part.kind not in {"ul", "ol"} else part.depth + 1
        while len(opened) > depth or (opened and len(opened) == depth and opened[-1] != part.kind):
            found.append(f"</li></{opened.pop()}>")
        inner = "<br/>".join(_inline(line, links) for line in part.lines)
        if depth == 0:
            found.append(f"<{part.kind}>{inner}</{part.kind}>")
            continue
        if len(opened) == depth:
            found.append("</li>")
        while len(opened) < depth:
            opened.append(part.kind)
            found.append(f"<{part.kind}>")
        found.append(f"<li>{inner}")
    found += [f"</li></{kind}>" for kind in reversed(opened)]
    return "".join(found)


class _Part(NamedTuple):
    kind: str
    depth: int
    lines: list[str]


def _parts(text: str) -> Iterator[_Part]:
    part: _Part | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        match = _LINE.fullmatch(line)
        begins = match is not None and (match["heading"] or match["bullet"] or match["number"])
        if part is not None and (begins or not line.strip()):
            yield part
            part = None
        if match is None or not line.strip():
            continue
        if part is not None:
            part.lines.append(line.strip())
        elif match["heading"]:
            part = _Part(f"h{len(match['heading'])}", 0, [match["text"]])
        elif begins:
            part = _Part("ul" if match["bullet"] else "ol", len(match["indent"]) // 2, [match["text"]])
        else:
            part = _Part("p", 0, [line.strip()])
    if part is not None:
        yield part


def _inline(text: str, links: list[str]) -> str:
    found: list[str] = []
    opened: list[str] = []
    for match in _PIECE.finditer(text):
        literal, mark, link, number, words = match.groups()
        if literal or words:
            found.append(escape(literal or words, quote=False))
        elif mark or link:
            tag = {"**": "b", "*": "i"}.get(mark or "", "a")
            if tag not in opened:
                opened.append(tag)
                found.append(f"<{tag}>" if mark else _link(text, match.end(), links))
            elif opened.pop() != tag:
                raise UnbalancedError
            else:
                found.append(f"</{tag}>")
        elif not opened or opened.pop() != "a":
            raise UnbalancedError
        else:
            found.append("</a>" if 0 < int(number) <= len(links) else "")
    if opened:
        raise UnbalancedError
    return "".join(found)


def _link(text: str, start: int, links: list[str]) -> str:
    number = int(re.search(r"\]\((\d+)\)", text[start:])[1])  # type: ignore[index]  # looked ahead
    return links[number - 1] if 0 < number <= len(links) else ""


class _Writer(HTMLParser):
    """Collects paragraphs, headings and items; what stands in none of them is a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, str]] = []  # what it begins with, and its text
        self._lists: list[list[int | str]] = []
        self._links = 0

    def written(self) -> str:
        text, before = "", ""
        for start, words in self.parts:
            if not words.strip():
                continue
            is_item = bool(re.match(r" *(?:-|\d+\.) ", start))
            text += ("" if not text else "\n" if is_item and before == "item" else "\n\n") + start + words.strip()
            before = "item" if is_item else "other"
        return text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self._lists.append([tag, 0])
        elif tag == "li" and self._lists:
            self._lists[-1][1] = int(self._lists[-1][1]) + 1
            sign = "-" if self._lists[-1][0] == "ul" else f"{self._lists[-1][1]}."
            self.parts.append((f"{'  ' * (len(self._lists) - 1)}{sign} ", ""))
        elif re.fullmatch(r"h[2-4]", tag):
            self.parts.append((f"{'#' * int(tag[1])} ", ""))
        elif tag == "p":
            self.parts.append(("", ""))
        elif tag == "br":
            self._add("\n")
        elif tag == "a":
            self._links += 1
            self._add("[")
        elif tag in _MARKS:
            self._add(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "a":
            self._add(f"]({self._links})")
        elif tag in _MARKS:
            self._add(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        written = _SPECIAL.sub(r"\\\1", data.replace("\n", " "))
        if not self.parts or not self.parts[-1][1]:
            written = _STARTS.sub(r"\\", written, count=1) if _STARTS.match(written) else written
        self._add(written)

    def _add(self, text: str) -> None:
        if not self.parts:
            self.parts.append(("", ""))
        start, words = self.parts[-1]
        self.parts[-1] = (start, words + text)
