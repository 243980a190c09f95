"""A page in the order of reading: headings, paragraphs, lists, pictures and tables, whatever blocks they came from.

Made from the page as it is rendered, so that paper says what the screen says and no block needs a form of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, NavigableString, Tag

from vergezicht.languages import SOURCE, noted, say
from vergezicht.languages.marks import kept, shown, unmarked
from vergezicht.publication.papers.drawings import colour_of, drawings_in, standing_alone

_LEFT_OUT = (
    "nav, script, style, template, button, summary, input, select, textarea, source, "
    ".no-print, .chapter__share, .step__links, .step__count, .eyebrow, .cover__text > .lead"
)
_INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time",
}  # fmt: skip
_DOTS, _STRIPES = noted("stippen"), noted("strepen")
_PATTERNS = {"vz-indicative": _DOTS, "vz-none": _STRIPES, "vz-subtracted": _STRIPES}  # in a legend on paper
_WIDE = 560.0  # px of a drawing on paper before it is scaled to the page


@dataclass
class Reading:
    """What is read: parts in order, the tables apart, and the drawings and photographs by name."""

    parts: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)


def read_in_order(html: str, *, of: str, base: str, photos: Mapping[str, bytes]) -> Reading:
    """The part of the page that the selector ``of`` names, with the marks of `languages.marks` still in it.

    ``base`` is the address of the page, for its links; ``photos`` are the images as SVG by their address: others are
    left out.
    """
    drawings = [html[start:end] for start, end in drawings_in(html)]
    for number, drawing in enumerate(drawings):
        html = html.replace(drawing, f'<img data-drawing="{number}">', 1)
    found = BeautifulSoup(shown(html), "html.parser").select_one(of)
    reader = _Reader(drawings, base, photos)
    if found is not None:
        for item in found.select(_LEFT_OUT):
            item.decompose()
        for step in found.select(".step"):
            for part in (*step.select(".step__map"), *step.select(".step__title")):
                step.insert(0, part.extract())  # the map under its title, as it stands there on a screen
        for count in found.select(".card__count"):
            count.insert_before(" · ")
        reader.read(found)
    return reader.reading


class _Reader:
    """Walks through a page; ``shapes`` are the drawings that steps take their shapes from."""

    def __init__(self, drawings: list[str], base: str, photos: Mapping[str, bytes]) -> None:
        self.drawings, self.base, self.photos = drawings, base, photos
        self.shapes = {match[1]: item for item in drawings
                       if "vz-base" in item and (match := re.search(r'id="([^"]+)-b"', item))}  # fmt: skip
        self.reading = Reading()

    def read(self, element: Tag) -> None:
        """All that stands in an element; loose text in it is a paragraph."""
        loose: list[Any] = []
        for child in list(element.children):
            if isinstance(child, NavigableString) or (isinstance(child, Tag) and child.name in _INLINE):
                loose.append(child)
                continue
            self._paragraph(loose)
            loose = []
            if isinstance(child, Tag):
                self._element(child)
        self._paragraph(loose)

    def _element(self, element: Tag) -> None:
        name, classes = element.name, element.get("class") or []
        if re.fullmatch(r"h[2-6]", name):
            self._add("heading", level=int(name[1]) - 1, runs=self._runs([element]))
        elif name == "p":
            self._paragraph([element], quiet="source" in classes)
        elif name == "blockquote":
            self._add("quote", runs=self._runs([element]))
        elif name == "figcaption" and "quote" in (element.parent.get("class") or [] if element.parent else []):
            element.insert(0, "— ")  # what the style of the page puts there
            self._paragraph([element])
        elif name in {"ul", "ol"} and "legend" in classes:
            self._add("legend", items=[_legend(item) for item in element.select("li")])
        elif name in {"ul", "ol"} and not element.find(["h3", "h4", "p", "img", "div", "figure", "dl"]):
            self._add("list", ordered=name == "ol", items=[self._runs([item]) for item in element.find_all("li")])
        elif name == "table":
            self._table(element)
        elif name == "img":
            self._picture(element)
        elif name != "h1":
            self.read(element)

    @property
    def _before(self) -> dict[str, Any] | None:
        return self.reading.parts[-1] if self.reading.parts else None

    def _add(self, kind: str, **values: Any) -> None:
        self.reading.parts.append({"kind": kind, **values})

    def _paragraph(self, children: list[Any], *, quiet: bool = False) -> None:
        for image in [found for child in children if isinstance(child, Tag) for found in child.find_all("img")]:
            self._picture(image)
        runs = self._runs(children)
        said = {"kind": "paragraph", "runs": runs, "quiet": quiet}
        again = quiet and said == self._before  # the source of two tables, which stand apart
        if "".join(run["text"] for run in runs).strip() and not again:
            self._add(**said)

    def _runs(self, children: list[Any]) -> list[dict[str, Any]]:
        """Pieces of text with what they are: strong, emphasis, a link, and their language."""
        found: list[dict[str, Any]] = []
        for text, marks in _pieces(children, {"lang": _language(children[0])} if children else {}):
            if found and {key: found[-1][key] for key in marks} == marks:
                found[-1]["text"] += text
            else:
                found.append({"text": text, **marks})
        for run in found:
            run["text"] = re.sub(r"\s+", " ", run["text"])
            run["link"] = urljoin(self.base, run["link"]) if run["link"] else ""
        if found:
            found[0]["text"], found[-1]["text"] = found[0]["text"].lstrip(), found[-1]["text"].rstrip()
        return found

    def _table(self, element: Tag) -> None:
        rows = [[_text(cell) for cell in row.find_all(["th", "td"])] for row in element.select("tbody tr")]
        table = {"caption": _text(element.caption) if element.caption else "",
                 "headings": [_text(cell) for cell in element.select("thead th")], "rows": rows}  # fmt: skip
        if rows and table not in self.reading.tables:
            self.reading.tables.append(table)

    def _picture(self, element: Tag) -> None:
        number = element.get("data-drawing")
        if number is None:
            address = str(element.get("src", ""))
            if address in self.photos and element.get("alt"):
                name = f"foto-{len(self.reading.pictures)}.svg"
                self.reading.pictures[name] = self.photos[address]
                self._add("picture", name=name, alt=element["alt"], title="", wide=True, lang=element.get("lang", ""))
            return
        drawing = self.drawings[int(str(number))]
        title, alt = (re.search(rf"<{tag}[^>]*>([^<]*)", drawing) for tag in ("title", "desc"))
        if "vz-base" in drawing or title is None:
            return
        shapes = re.search(r'data-base="([^"]+)"', drawing)
        name = f"tekening-{number}.svg"
        self.reading.pictures[name] = standing_alone(
            unmarked(drawing), width=_WIDE, shapes=self.shapes[shapes[1]] if shapes else ""
        )
        small, told = "vz-key" in drawing, unmarked(_plain((alt or title)[1]))
        self._add("picture", name=name, alt=told, title="" if small else _plain(title[1]),
                  wide="viewBox" not in drawing[: drawing.index(">")], lang="")  # fmt: skip


def _pieces(children: list[Any], marks: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    known = {"strong": False, "emphasis": False, "link": "", "lang": ""} | marks
    for child in children:
        if isinstance(child, NavigableString):
            yield str(child), known
        elif isinstance(child, Tag):
            own = known | {"lang": str(child.get("lang") or known["lang"])}
            if child.name in {"strong", "b"}:
                own["strong"] = True
            elif child.name in {"em", "i"}:
                own["emphasis"] = True
            elif child.name == "a" and child.get("href"):
                own["link"] = str(child["href"])
            if child.name == "br":
                yield " ", own
            elif {"quote__note", "table__note"} & set(child.get("class") or []):
                yield from [("(", own), *_pieces(list(child.children), own), (")", own)]
            else:
                yield from _pieces(list(child.children), own)


def _language(piece: Tag | NavigableString) -> str:
    """The language that the page says around a piece of it."""
    around = piece.find_parent(attrs={"lang": True})
    return str(around["lang"]) if around is not None else ""


def _legend(item: Tag) -> dict[str, Any]:
    """An entry of a legend: its colour, its sign as it stands before the label, and whether a box shows the colour."""
    sign = item.select_one(".legend__sign")
    css = " ".join(sign.get("class") or []) if sign else ""
    words = _text(sign.extract()) if sign else ""
    label = _text(item)
    pattern = next((mark for name, mark in _PATTERNS.items() if name in css), "")
    is_mark = bool(words) and not any(letter.isalnum() for letter in words)  # ▲ or –, drawn in the picture itself
    sign = f"{words} " if is_mark else f"{words or say(pattern)}: " if words or pattern else ""
    return {"colour": colour_of(css), "sign": sign, "label": label, "boxed": not is_mark}


def _text(element: Tag) -> str:
    """Its words; on a page in another language what is Dutch is marked again."""
    found: list[tuple[str, list[str]]] = []
    for text, marks in _pieces([element], {"lang": _language(element)}):
        if not found or found[-1][0] != marks["lang"]:
            found.append((marks["lang"], []))
        found[-1][1].extend(text.split())
    pieces = [(language, " ".join(words)) for language, words in found if words]
    said = " ".join(kept(text) if language == SOURCE else text for language, text in pieces)
    return said.replace(" ,", ",").replace(" .", ".").replace("( ", "(").replace(" )", ")")


def _plain(text: str) -> str:
    return BeautifulSoup(text, "html.parser").get_text()
