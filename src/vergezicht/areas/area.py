"""Area: a gemeente, stadsdeel, wijk or buurt with its code, and the geography that orders them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from vergezicht.areas.alphabet import in_alphabet


class AreaLevel(StrEnum):
    """The four levels, largest first. Dutch words on purpose: "district" could be two of them."""

    GEMEENTE = "gemeente"
    STADSDEEL = "stadsdeel"
    WIJK = "wijk"
    BUURT = "buurt"

    @property
    def plural(self) -> str:
        return {"gemeente": "gemeenten", "stadsdeel": "stadsdelen", "wijk": "wijken", "buurt": "buurten"}[self.value]

    @property
    def fineness(self) -> int:
        """0 for the gemeente, 3 for the buurt: a larger number is a smaller area."""
        return list(AreaLevel).index(self)


@dataclass(frozen=True)
class Area:
    """One area. ``part_of`` holds the codes of the areas it directly belongs to.

    A buurt belongs to a wijk and to a stadsdeel; a stadsdeel is not a union of wijken.
    """

    code: str
    level: AreaLevel
    name: str
    slug: str
    part_of: tuple[str, ...] = ()
    inhabited: bool = True
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True)
class Geography:
    """All areas of one municipality, in the order of its file (gebiedsindeling).

    A program reads them in that order; a person looks for a name, and reads them as ``listed``.
    """

    areas: tuple[Area, ...]
    _by_code: dict[str, Area] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {area.code: area for area in self.areas})

    def __iter__(self) -> Iterator[Area]:
        return iter(self.areas)

    def __len__(self) -> int:
        return len(self.areas)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Area:
        return self._by_code[code]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def get(self, code: str) -> Area | None:
        return self._by_code.get(code)

    @cached_property
    def gemeente(self) -> Area:
        return self.at(AreaLevel.GEMEENTE)[0]

    def at(self, level: AreaLevel) -> tuple[Area, ...]:
        """The areas of one level, in file order."""
        return tuple(area for area in self.areas if area.level == level)

    def listed(self, level: AreaLevel, within: str | None = None) -> tuple[Area, ...]:
        """The areas of one level, or those of it ``within`` another area, as somebody looks for them in a list."""
        return self.in_order(self.at(level) if within is None else self.members(within, level))

    def in_order(self, areas: Iterable[Area]) -> tuple[Area, ...]:
        """Larger areas first, by name; stadsdelen as the file has them, which is an order that somebody chose."""
        return tuple(sorted(areas, key=lambda area: self._places[area.code]))

    @cached_property
    def _places(self) -> dict[str, int]:
        def place(area: Area) -> tuple[object, ...]:
            return area.level.fineness, () if area.level == AreaLevel.STADSDEEL else in_alphabet(area.name)

        return {area.code: number for number, area in enumerate(sorted(self.areas, key=place))}

    @property
    def levels(self) -> tuple[AreaLevel, ...]:
        """The levels that occur, largest areas first; a small municipality may lack stadsdelen."""
        present = {area.level for area in self.areas}
        return tuple(level for level in AreaLevel if level in present)

    def parents(self, code: str) -> tuple[Area, ...]:
        """The areas it directly belongs to."""
        return tuple(self._by_code[parent] for parent in self._by_code[code].part_of)

    def ancestor(self, code: str, level: AreaLevel) -> Area | None:
        """The area of ``level`` that holds ``code`` (itself when it has that level); None when there is none."""
        area = self._by_code[code]
        if area.level == level:
            return area
        for parent in self.parents(code):
            found = self.ancestor(parent.code, level)
            if found is not None:
                return found
        return None

    def members(self, code: str, level: AreaLevel = AreaLevel.BUURT) -> tuple[Area, ...]:
        """The areas of ``level`` within the area ``code``.

        Between stadsdeel and wijk, which do not nest: the wijken that share at least one buurt with the stadsdeel.
        """
        nested = self._nested(code, level)
        if nested or level == AreaLevel.BUURT:
            return nested
        codes = {
            ancestor.code
            for buurt in self._nested(code, AreaLevel.BUURT)
            if (ancestor := self.ancestor(buurt.code, level)) is not None
        }
        return tuple(area for area in self.at(level) if area.code in codes)

    def _nested(self, code: str, level: AreaLevel) -> tuple[Area, ...]:
        return tuple(area for area in self._held_by[code] if area.level == level)

    @cached_property
    def _held_by(self) -> dict[str, list[Area]]:
        """Of every area the areas of which it is an ancestor, itself too, in file order."""
        held: dict[str, list[Area]] = {area.code: [] for area in self.areas}
        for area in self.areas:
            for level in self.levels:
                if (found := self.ancestor(area.code, level)) is not None:
                    held[found.code].append(area)
        return held

    def by_slug(self, level: AreaLevel, slug: str) -> Area | None:
        return next((area for area in self.at(level) if area.slug == slug), None)


def levels_from(codes: Iterable[str]) -> tuple[AreaLevel, ...]:
    """Level names to levels, in the order of ``AreaLevel``."""
    wanted = set(codes)
    return tuple(level for level in AreaLevel if level.value in wanted)
