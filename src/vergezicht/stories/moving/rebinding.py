"""What is bound to one area, bound to another: areas picked in blocks, and references in texts."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import Any

import shapely
from wagtail import blocks

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.references import FigureReference, area_of, figure_of
from vergezicht.pictures.sentences import place
from vergezicht.stories.drawing.field import DrawingBlock
from vergezicht.stories.drawing.marks import Point, read_place, shown_marks
from vergezicht.stories.living import claims, living_numbers, on_map
from vergezicht.stories.models import StoryPage
from vergezicht.stories.paths import area_path
from vergezicht.stories.stored import Where, picks, rewrite

WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
# What stands in braces behind a sentence belongs to it.
_SENTENCES = re.compile(r"((?<=[.!?])\s+(?!\{)|</?(?:p|li|h\d|br|blockquote)\b[^>]*>)")
_LINK = re.compile(r'(?:(?<=href=")|^)/[a-z]+/[a-z0-9-]+/')


class Rebinding:
    """Goes through stored blocks and puts ``other`` where ``area`` stood; without areas it only looks what it meets."""

    def __init__(self, area: Area | None, other: Area | None) -> None:
        self.area, self.other = area, other
        self.geography = municipality().geography
        self.met: set[str] = set()
        self.moved: Counter[str] = Counter()
        self.to_choose: list[tuple[str, str]] = []
        self._block, self._here = "", set[str]()
        self._paths = {area_path(one): one for one in self.geography}
        self._within = set() if area is None else {
            one.code for level in self.geography.levels if level.fineness > area.level.fineness
            for one in self.geography.members(area.code, level)
        }  # fmt: skip

    def body(self, items: list[Any], *, has_moved: bool = False) -> list[Any]:
        """The blocks with what they pick, and the texts in them, moved.

        In what has moved before, both areas side by side are what an editor chose since.
        """
        stream, found = StoryPage._meta.get_field("body").stream_block, []
        for item in items:
            self._block, self._here = str(item.get("id", "")), set()
            found += rewrite(stream, [item], self._leaf, lambda where, what: None)
            if not has_moved and self.area and self.other and {self.area.code, self.other.code} <= self._here:
                self._choose(f"{place(self.other)} stond hier al: kies opnieuw wat u naast elkaar zet")
        self._block = ""
        return found

    def text(self, text: str) -> str:
        """The text with its living numbers, claims, areas and links moved; in a sentence with a figure that moves, the
        name of the area too: the figure of the one beside the name of the other would be untrue.
        """
        text = "".join(map(self._sentence, _SENTENCES.split(text)))
        text = on_map.PATTERN.sub(self._area, text)
        return _LINK.sub(self._link, text)

    def _sentence(self, sentence: str) -> str:
        moved = living_numbers.PATTERN.sub(partial(self._reference, "levend cijfer"), sentence)
        moved = claims.PATTERN.sub(partial(self._reference, "bewering"), moved)
        if moved == sentence or self.area is None or self.other is None:
            return moved
        named = re.compile(rf"(?<![\w/-]){re.escape(self.area.name)}(?![\w-])")
        moved, count = named.subn(self.other.name, moved)
        if count:
            self.moved["naam bij een cijfer"] += count
        return moved

    def _leaf(self, block: blocks.Block, value: Any, where: Where) -> Any:
        if picks(block) == "gebied":
            return self._picked(value)
        if picks(block) == "wijkopgave":
            self._challenges([value] if isinstance(value, str) else value or [])
        elif isinstance(block, DrawingBlock):
            points = [point for mark in shown_marks(value or "") for point in mark.points]
            if self.area and any(self._lies_in_area(point) for point in points):
                self._choose(f"de tekening ligt nog in {place(self.area)}")
        elif isinstance(block, WORDS) and isinstance(value, str):
            return self._spot(value) if where.path.endswith("/place") else self.text(value)
        return value

    def _picked(self, value: Any) -> Any:
        if isinstance(value, list):
            return list(dict.fromkeys(self._picked(one) for one in value))
        found = self.geography.get(value) if isinstance(value, str) else None
        return self.other.code if found and self._moves(found, "gebied in een blok") and self.other else value

    def _moves(self, found: Area, kind: str) -> bool:
        """Whether what is bound to ``found`` moves; what lies within or around the area is left to choose."""
        self.met.add(found.code)
        self._here.add(found.code)
        if self.area is None or self.other is None:
            return False
        if found == self.area:
            self.moved[kind] += 1
            return True
        if found.code in self._within:
            self._choose(f"{kind}: {place(found)} hoort bij {place(self.area)}")
        elif self._around(self.area, found) and not self._around(self.other, found):
            self._choose(f"{kind}: {place(self.other)} ligt niet in {place(found)}")
        return False

    def _around(self, inner: Area, outer: Area) -> bool:
        return self.geography.ancestor(inner.code, outer.level) == outer

    def _choose(self, what: str) -> None:
        self.to_choose.append((self._block, what))

    def _reference(self, kind: str, match: re.Match[str]) -> str:
        given = FigureReference(match[1], match[2] or "", match[3] or "")
        found = area_of(given, self.geography) if given.area else None
        if found is None or not self._moves(found, kind) or self.other is None:
            return match[0]
        named = _written_as(given.area, self.other)
        start, end = (at - match.start() for at in match.span(2))
        release = current_release()
        now = figure_of(FigureReference(given.indicator, named, given.period), release) if release else None
        if kind == "levend cijfer" and (now is None or now.value is None):
            self._choose(f"er is geen cijfer {FigureReference(given.indicator, named, given.period)}")
        return f"{match[0][:start]}{named}{match[0][end:]}"

    def _area(self, match: re.Match[str]) -> str:
        found = area_of(FigureReference("", match[1]), self.geography)
        if found is None or not self._moves(found, "gebied op de kaart") or self.other is None:
            return match[0]
        return on_map.write_area(_written_as(match[1], self.other))

    def _link(self, match: re.Match[str]) -> str:
        found = self._paths.get(match[0])
        return area_path(self.other) if found and self._moves(found, "link") and self.other else match[0]

    def _spot(self, text: str) -> str:
        """Where a stop of a tour lies: an area by its name, or a point that stays where it is."""
        found = area_of(FigureReference("", text.strip()), self.geography) if text.strip() else None
        if found is not None:
            return _written_as(text, self.other) if self._moves(found, "plek") and self.other else text
        try:
            point = read_place(text, municipality())
        except ValueError:
            return text
        if self.area and self._lies_in_area(point):
            self._choose(f"de plek {text.strip()} ligt nog in {place(self.area)}")
        return text

    def _lies_in_area(self, point: Point) -> bool:
        boundaries = municipality().boundaries
        if self.area is None or self.area.code not in boundaries:
            return False
        return bool(boundaries[self.area.code].geometry.covers(shapely.Point(point)))

    def _challenges(self, slugs: list[str]) -> None:
        if self.area is None or self.other is None:
            return
        for challenge in Challenge.objects.filter(slug__in=slugs):
            codes = set(challenge.areas)
            if codes & {self.area.code, *self._within} and self.other.code not in codes:
                self._choose(f"de wijkopgave ‘{challenge.title}’ hoort bij {place(self.area)}")


def _written_as(before: str, area: Area) -> str:
    """The area in the way the one before it was written: level and name, or its code."""
    return f"{area.level}/{area.slug}" if "/" in before else area.code
