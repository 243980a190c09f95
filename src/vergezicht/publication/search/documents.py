"""Documents: what can be found, read from the pages as they were baked. A story gives one for each chapter too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from vergezicht.languages import noted
from vergezicht.publication.search.facets import FACETS, META, THEME, Subject

# Where a path belongs, in the order in which groups are shown; the longest beginning that fits counts, and $ is the end
# of a path: what lists challenges or initiatives is not counted among them.
GROUPS = (
    (noted("Verhaal"), ("/verhaal/", "/verhalen/")),
    (noted("Gebieden"), ("/gemeente/", "/stadsdelen/", "/wijken/", "/buurten/", "/gebieden/")),
    (noted("Wijkopgaven"), ("/opgaven/",)),
    (
        noted("Meer over de wijkopgaven"),
        ("/opgaven/$", "/opgaven/stand/", "/themas/", "/cycli/", "/antwoorden/", "/partners/"),
    ),
    (noted("Gesprekken"), ("/gesprekken/",)),
    (noted("Initiatieven"), ("/initiatieven/",)),
    (
        noted("Overzichten van initiatieven en plekken"),
        (
            "/initiatieven/$", "/initiatieven/gemeente/", "/initiatieven/stadsdelen/", "/initiatieven/wijken/",
            "/initiatieven/buurten/", "/initiatieven/categorie/", "/initiatieven/stand/", "/ontmoetingsplekken/",
        ),
    ),
    (noted("Begin iets in uw buurt"), ("/begin/", "/regelingen/")),
    (noted("Meedoen"), ("/meedoen/",)),
    (noted("Cijfers"), ("/cijfers/",)),
    (noted("Over deze site"), ("/",)),
)  # fmt: skip
_LEFT_OUT = ("/zoeken/", "/404.html", "/edities/")
_SKIPPED = {"script", "style", "svg", "nav", "table", "button", "template"}
_VOID = {"br", "img", "input", "link", "meta", "hr", "source", "wbr", "col"}


@dataclass(frozen=True)
class Document:
    """One thing that can be found: ``path`` with its anchor, the group it is shown in, title, first lines and text,
    what it is about, and the words by which it is found ``also``, which nobody sees."""

    path: str
    group: str
    title: str
    summary: str
    text: str
    subjects: tuple[Subject, ...] = ()
    also: str = ""

    @property
    def told(self) -> str:
        """All words by which it is found, but those of its title."""
        return f"{self.text} {self.also}" if self.also else self.text


def documents_of(path: str, html: str, *, root: str = "") -> Iterator[Document]:
    """The documents of one page; none for pages that nobody looks for. ``root`` is that of its language."""
    within = path.removeprefix(root)
    if within in _LEFT_OUT or not path.endswith("/"):
        return
    page = _Page()
    page.feed(html)
    group = GROUPS[0][0] if page.is_story else _group_of(within)
    title = page.title or path
    yield Document(path, group, title, page.summary or _first(page.text), page.text, tuple(page.subjects))
    for anchor, heading, text, theme in page.chapters:
        if heading:
            about = tuple(item for item in page.subjects if item.facet != THEME or item.code == theme)
            yield Document(f"{path}#{anchor}", group, f"{heading} ({title})", _first(text), text, about)


def _group_of(path: str) -> str:
    """The group in which a page is shown, by its path without the root of its language."""
    fits = [(len(start), name) for name, starts in GROUPS for start in starts if f"{path}$".startswith(start)]
    return max(fits)[1]


def _first(text: str, most: int = 180) -> str:
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + " …"


class _Page(HTMLParser):
    """Reads the title, the description, what the page is about, the text of ``main`` and of each ``section.chapter`` in
    it, with the theme of the chapter. The title is that of the browser, without the name of the municipality: it says
    of which area a page is, where all such pages have the same heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = self.summary = ""
        self.is_story = False  # an editor chooses the address of a story
        self._open: list[str] = []
        self._main = False
        self._titled = False
        self._skipped = 0
        self._texts: list[str] = []
        self._heading: list[str] | None = None
        self._chapter: tuple[str, int, list[str], list[str], str] | None = None
        self.chapters: list[tuple[str, str, str, str]] = []
        self.subjects: list[Subject] = []

    @property
    def text(self) -> str:
        return _tidy(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta":
            self._read_meta(given)
        if tag in _VOID:
            return
        if tag == "body":
            self.is_story = "page--story" in (given.get("class") or "").split()
        self._open.append(tag)
        if tag == "main":
            self._main = True
        if tag == "title" and not self._main:
            self._titled = True
        if tag in _SKIPPED:
            self._skipped += 1
        if tag == "section" and "chapter" in (given.get("class") or "").split() and given.get("id"):
            self._chapter = (str(given["id"]), len(self._open), [], [], given.get("data-theme") or "")
        if tag in {"h1", "h2"} and self._main:
            self._heading = []

    def _read_meta(self, given: dict[str, str | None]) -> None:
        name, content = given.get("name") or "", given.get("content") or ""
        if name == "description":
            self.summary = content
        facet, code = name.removeprefix(META), given.get("data-code") or ""
        subject = Subject(facet, code, content, given.get("lang") or "")
        if name.startswith(META) and facet in FACETS and code and content and subject not in self.subjects:
            self.subjects.append(subject)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag not in self._open:
            return
        while self._open:
            last = self._open.pop()
            self._skipped -= last in _SKIPPED
            if self._chapter and len(self._open) < self._chapter[1]:
                anchor, _, heading, text, theme = self._chapter
                self.chapters.append((anchor, _tidy(heading), _tidy(text), theme))
                self._chapter = None
            if last in {"h1", "h2"} and self._heading is not None:
                if last == "h1" and not self.title:
                    self.title = _tidy(self._heading)
                elif self._chapter and not self._chapter[2]:
                    self._chapter[2].extend(self._heading)
                    self._chapter[3].clear()  # what stands above the heading, and the heading itself
                self._heading = None
            if last == "main":
                self._main = False
            if last == "title":
                self._titled = False
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._titled:
            self.title = data.rpartition(" · ")[0].strip()
        if not self._main or self._skipped or not data.strip():
            return
        self._texts.append(data)
        if self._chapter:
            self._chapter[3].append(data)
        if self._heading is not None:
            self._heading.append(data)


def _tidy(parts: list[str]) -> str:
    return re.sub(r"\s+([.,;:?!)])", r"\1", " ".join(" ".join(parts).split()))
