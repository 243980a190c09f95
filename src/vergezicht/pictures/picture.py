"""Picture: a figure told three ways at once, as a drawing, as a table and as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from vergezicht.areas import Area, AreaLevel
from vergezicht.pictures.svg import by_title

Link = Callable[[Area], str]
WHOLE = slice(None)  # every row of a drawing that can be drawn in parts


class PictureKind(StrEnum):
    """Which drawing it is; the value is a class name for the page."""

    CHOROPLETH = "choropleth"
    INTERVALS = "intervals"
    TREND = "trend"
    ANSWERS = "answers"
    KEY_FIGURE = "key-figure"
    PANORAMA = "panorama"
    STEP = "step"
    LOCATOR = "locator"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Cell:
    """One cell of a table. ``sort`` is the number behind ``text``, ``note`` a remark such as "indicatie"."""

    text: str
    href: str | None = None
    sort: float | None = None
    note: str = ""
    area: str = ""


@dataclass(frozen=True)
class Table:
    """The table twin: everything that the drawing shows, in words and numbers; the first cell heads its row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class LegendItem:
    """One line of the legend: classes for its swatch, the sign in the swatch, what it means, how many areas."""

    css_class: str
    label: str
    count: int | None = None
    sign: str = ""


@dataclass(frozen=True)
class Mapped:
    """What a map shows of the release; whoever explores it freely is given the same figures."""

    indicator: str
    level: AreaLevel
    period: str


@dataclass(frozen=True)
class Picture:
    """A drawing with its table and its sentence, always all three.

    ``svg`` is one complete ``<svg role="img">`` that holds nothing focusable; links stand in ``table``.
    ``alt`` is the short text alternative that ``svg`` carries as its description, ``source`` the line below it.
    ``mapped`` is there when the drawing is a map of all areas of a level.
    ``rows`` is how many a drawing has in total that can be drawn in parts, for a room that would not read them all.
    ``notes`` are said under it only where a reader would doubt what they see, or see more in it than there is.
    """

    kind: PictureKind
    title: str
    svg: str
    table: Table
    sentence: str
    legend: tuple[LegendItem, ...]
    source: str
    alt: str
    mapped: Mapped | None = None
    notes: tuple[str, ...] = ()
    rows: int = 0

    @property
    def beside_words(self) -> str:
        """The drawing without its description, for where ``sentence`` is read too."""
        return by_title(self.svg)

    def beyond(self, told: str) -> str:
        """``sentence`` without ``told``, which the page said before, where it begins with that and goes on."""
        return self.sentence.removeprefix(told).lstrip() or self.sentence
