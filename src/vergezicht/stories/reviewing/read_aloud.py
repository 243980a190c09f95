"""A page as a screen reader goes through it: landmarks, headings, texts, pictures by their words, in order.

Names follow "Accessible Name and Description Computation" (W3C, accname 1.2) as far as our pages need it; a test holds
them against the accessibility tree of Chromium.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup, NavigableString, Tag

_LANDMARKS = {"header": "kop van de pagina", "nav": "navigatie", "main": "hoofdinhoud", "footer": "voet van de pagina",
              "aside": "aanvulling", "form": "formulier", "section": "gebied"}  # fmt: skip
_NAMED_ONLY = {"section", "form"}  # no landmark without a name
_INSIDE = {"main", "article", "section", "aside", "nav"}  # where a header or footer is none of the page
_TEXTS = {"p": "tekst", "figcaption": "bijschrift", "dt": "begrip", "dd": "uitleg",
          "address": "adres"}  # fmt: skip
_FIELDS = {"input", "select", "textarea"}
_HEADING = re.compile(r"^h[1-6]$")
_NOTHING = {"script", "style", "template", "head", "noscript", "defs"}
_BLOCKS = {*_LANDMARKS, *_TEXTS, "article", "blockquote", "body", "details", "div", "dl", "figure", "h1", "h2", "h3",
           "h4", "h5", "h6", "html", "iframe", "li", "ol", "table", "ul", "video", "audio", "fieldset"}  # fmt: skip


@dataclass(frozen=True)
class Spoken:
    """One thing that is read: what it is, its words, how deep it stands, and what is wrong with it ("" for nothing)."""

    kind: str
    words: str
    depth: int = 0
    wrong: str = ""

    @property
    def is_heading(self) -> bool:
        return self.kind.startswith("kop van niveau")


def read_aloud(html: str) -> list[Spoken]:
    """Everything that is read of a page or a part of one, in order; what is hidden from a screen reader is left out."""
    soup = BeautifulSoup(html, "html.parser")
    return list(_Reader(soup).read(soup, 0))


def counted(spoken: list[Spoken]) -> list[tuple[str, int]]:
    """How often each kind of thing is met, headings of every level together; the most common first."""
    return Counter(re.sub(r" van niveau \d", "", item.kind) for item in spoken if item.kind != "tekst").most_common()


class _Reader:
    def __init__(self, soup: BeautifulSoup) -> None:
        self._by_id = {str(item["id"]): item for item in soup.find_all(id=True)}
        self._labels = {str(item["for"]): item for item in soup.find_all("label", attrs={"for": True})}
        self._level = 0

    def read(self, parent: Tag, depth: int) -> Iterator[Spoken]:
        line: list[Tag | NavigableString] = []
        for child in parent.children:
            if isinstance(child, Tag) and _is_hidden(child):
                continue
            if isinstance(child, Tag) and (child.name in _BLOCKS or _is_drawing(child)):
                yield from self._line(line, depth)
                yield from self._block(child, depth)
            elif isinstance(child, Tag) and (child.find(_BLOCKS) or child.find(_is_drawing)):
                yield from self._line(line, depth)
                yield from self._around(child, depth)
            elif isinstance(child, Tag) or type(child) is NavigableString:  # no comment, no doctype
                line.append(child)
        yield from self._line(line, depth)

    def _line(self, line: list[Tag | NavigableString], depth: int, kind: str = "tekst") -> Iterator[Spoken]:
        """Text that runs on, and what can be pressed or filled in within it; when that is all, nothing else."""
        soup = BeautifulSoup("", "html.parser")
        run = soup.new_tag("span")
        run.extend([copy(item) for item in line])
        line.clear()
        words = self._words(run)
        pressed = [self._pressed(tag, depth) for tag in run.find_all(_can_be_used)]
        rest = BeautifulSoup(str(run), "html.parser")
        for tag in rest.find_all(_can_be_used):
            tag.decompose()
        if words and re.search(r"\w", rest.get_text()):
            yield Spoken(kind, words, depth)
            yield from (replace(item, depth=depth + 1) for item in pressed)
        else:
            yield from pressed

    def _block(self, tag: Tag, depth: int) -> Iterator[Spoken]:
        name = tag.name
        if _HEADING.match(name):
            yield self._heading(tag, int(name[1]), depth)
            yield from (self._pressed(link, depth + 1) for link in tag.find_all(_can_be_used))
        elif name in _LANDMARKS and self._is_landmark(tag):
            label = self._label(tag)
            yield Spoken(_LANDMARKS[name], label, depth)
            yield from self.read(tag, depth + 1)
        elif name in {"ul", "ol"}:
            items = [item for item in tag.find_all("li", recursive=False) if not _is_hidden(item)]
            yield Spoken("lijst", f"{len(items)} {'punt' if len(items) == 1 else 'punten'}", depth)
            for item in items:
                yield from self.read(item, depth + 1)
        elif name == "table":
            yield from self._table(tag, depth)
        elif name == "details":
            yield from self._details(tag, depth)
        elif name == "iframe":
            title = str(tag.get("title", "")).strip()
            yield Spoken("kader", title, depth, "" if title else "Dit kader heeft geen naam.")
        elif name in {"video", "audio"}:
            yield Spoken("film" if name == "video" else "geluid", self._label(tag), depth)
        elif _is_drawing(tag):
            yield self._picture(tag, depth)
        elif name == "blockquote":
            yield Spoken("citaat", self._words(tag), depth)
        elif name in _TEXTS and not tag.find(_BLOCKS):
            yield from self._line(list(tag.children), depth, _TEXTS[name])  # type: ignore[arg-type]  # comments too
        else:
            yield from self.read(tag, depth)

    def _around(self, tag: Tag, depth: int) -> Iterator[Spoken]:
        """A link around more than words is read as one."""
        if tag.name == "a" and tag.get("href"):
            yield self._pressed(tag, depth)
        else:
            yield from self.read(tag, depth)

    def _pressed(self, tag: Tag, depth: int) -> Spoken:
        words = self._label(tag) or self._words(tag)
        if tag.name == "a":
            return Spoken("link", words, depth, "" if words else "Deze link heeft geen woorden.")
        if tag.name == "button":
            return Spoken("knop", words, depth, "" if words else "Deze knop heeft geen woorden.")
        words = self._label(tag) or self._labelled(tag)
        return Spoken("invulveld", words, depth, "" if words else "Dit veld heeft geen label.")

    def _heading(self, tag: Tag, level: int, depth: int) -> Spoken:
        words, before = self._words(tag), self._level
        self._level = level
        skipped = before and level > before + 1
        wrong = f"Deze kop slaat een niveau over: van {before} naar {level}." if skipped else ""
        return Spoken(f"kop van niveau {level}", words, depth, wrong or ("" if words else "Deze kop is leeg."))

    def _table(self, tag: Tag, depth: int) -> Iterator[Spoken]:
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        widest = max((len(row.find_all(["td", "th"], recursive=False)) for row in rows), default=0)
        caption = self._label(tag) or (self._words(tag.caption) if isinstance(tag.caption, Tag) else "")
        size = f"{len(rows)} rijen, {widest} kolommen"
        told = f"{caption} ({size})" if caption else size
        yield Spoken("tabel", told, depth, "" if tag.find("th") else "Deze tabel heeft geen koppen.")

    def _details(self, tag: Tag, depth: int) -> Iterator[Spoken]:
        summary = tag.find("summary", recursive=False)
        is_open = tag.has_attr("open")
        words = self._words(summary) if isinstance(summary, Tag) else ""
        yield Spoken(
            "uitklapper", f"{words} ({'open' if is_open else 'dicht'})", depth, "" if words else "Geen opschrift."
        )
        for heading in summary.find_all(_HEADING) if isinstance(summary, Tag) else ():
            yield self._heading(heading, int(heading.name[1]), depth + 1)
        if is_open:
            if isinstance(summary, Tag):
                summary.extract()
            yield from self.read(tag, depth + 1)

    def _picture(self, tag: Tag, depth: int) -> Spoken:
        if tag.name == "img":
            words = self._label(tag) or str(tag.get("alt", "")).strip()
            return Spoken("beeld", words, depth, "" if words else "Dit beeld heeft geen tekstalternatief.")
        title, described = tag.find("title", recursive=False), tag.find("desc", recursive=False)
        words = self._label(tag) or (title.get_text() if title else "")
        if described and described.get_text() not in words:
            words = f"{words} {described.get_text()}"
        return Spoken("beeld", _plain(words), depth, "" if words.strip() else "Deze tekening heeft geen naam.")

    def _is_landmark(self, tag: Tag) -> bool:
        if tag.name in {"header", "footer"}:
            return not any(parent.name in _INSIDE for parent in tag.parents)
        return tag.name not in _NAMED_ONLY or bool(self._label(tag))

    def _label(self, tag: Tag) -> str:
        if named := tag.get("aria-labelledby"):
            parts = [self._by_id[one] for one in str(named).split() if one in self._by_id]
            return _plain(" ".join(self._words(part) for part in parts))
        return _plain(str(tag.get("aria-label", "")))

    def _labelled(self, tag: Tag) -> str:
        label = self._labels.get(str(tag.get("id", ""))) or tag.find_parent("label")
        return self._words(label) if isinstance(label, Tag) else ""

    def _words(self, tag: Tag) -> str:
        """The text within, pictures by their words."""
        parts: list[str] = []
        for child in tag.children:
            if type(child) is NavigableString:
                parts.append(str(child))
            elif isinstance(child, Tag) and not _is_hidden(child):
                if _is_drawing(child):
                    parts.append(f" {self._picture(child, 0).words} ")
                else:
                    inside = self._label(child) or self._words(child)
                    if isinstance(child.previous_sibling, Tag):
                        parts.append(" ")  # two elements against each other are apart on the screen
                    parts.append(f" {inside} " if child.name in _BLOCKS or child.name == "br" else inside)
        return _plain("".join(parts))


def _can_be_used(tag: Tag) -> bool:
    used = (tag.name == "a" and bool(tag.get("href"))) or tag.name == "button" or tag.name in _FIELDS
    return used and tag.get("type") != "hidden" and not _is_hidden(tag)


def _is_drawing(tag: Tag) -> bool:
    return tag.name == "img" or (tag.name == "svg" and tag.get("role") == "img")


def _is_hidden(tag: Tag) -> bool:
    unseen = tag.get("aria-hidden") == "true" or tag.has_attr("hidden")
    decoration = tag.name == "img" and tag.has_attr("alt") and not str(tag["alt"]).strip()
    return tag.name in _NOTHING or unseen or decoration or (tag.name == "svg" and tag.get("role") != "img")


def _plain(text: str) -> str:
    return " ".join(text.split())
