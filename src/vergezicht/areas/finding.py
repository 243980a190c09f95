"""Which areas somebody means who writes a postcode, a street or the name of an area."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from vergezicht.areas.area import Geography
from vergezicht.areas.folder import slugify
from vergezicht.areas.postcodes import Postcodes, normal
from vergezicht.areas.streets import Streets

_HOUSE = re.compile(r"\s+(\d{1,5})[\s/-]*[A-Za-z]{0,3}([\s/-]+\d{1,4})?\s*$")
# Buurten are often numbered so, and said and typed otherwise.
_ROMAN = dict(zip("123456789", ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"), strict=True))
_MOST = 12
_ALIKE = 80.0


@dataclass(frozen=True)
class Found:
    """The code of an area, and the street in it that was asked for; no street for a postcode or the name of an area."""

    code: str
    street: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found, the likeliest first; ``exact`` is False when it only looks like what was written."""

    found: tuple[Found, ...] = ()
    exact: bool = True


def find_areas(text: str, geography: Geography, postcodes: Postcodes | None, streets: Streets | None) -> Finding:
    """The areas that ``text`` can mean: a postcode, the name of an area, or a street with or without a house number.

    A street in two buurten is the one where that house number lies, when the table knows.
    Without one of that name: at most twelve whose name holds the text, else at most twelve that are spelled alike.
    Case, accents and punctuation make no difference, "Holtenbroek 3" is Holtenbroek III where there is one, and
    "Zwolle-Zuid" is the Zuid of Zwolle.
    """
    if normal(text) is not None:
        return Finding(tuple(Found(code) for code in postcodes.find(text)) if postcodes else ())
    named = _named(geography, streets)
    bare = _HOUSE.sub("", text)
    wanted = (slugify(text), slugify(bare))
    if not all(wanted):
        return Finding()
    number = _HOUSE.search(text)
    roman = _ROMAN.get(number[1], "") if number else ""
    within = wanted[1].removeprefix(f"{slugify(geography.gemeente.name)}-")
    for name in (wanted[0], *([slugify(f"{bare} {roman}")] if roman else []), wanted[1], within):
        if name in named:
            return Finding(_at_the_door(tuple(named[name]), text, streets))
    holding = [name for name in named if f"-{wanted[1]}" in f"-{name}"]
    names = holding or _spelled_like(wanted[1], list(named))
    return Finding(tuple(one for name in names for one in named[name])[:_MOST], exact=False)


def _spelled_like(name: str, names: list[str]) -> list[str]:
    found = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST)
    return [near for near, *_ in found]


def _at_the_door(found: tuple[Found, ...], text: str, streets: Streets | None) -> tuple[Found, ...]:
    """Of the parts of a street the one with the house number in ``text``; all of them when none is known to have it."""
    house = _HOUSE.search(text)
    if house is None or streets is None:
        return found
    at = [
        one
        for one in found
        if any(part.buurt == one.code and part.holds(int(house[1])) for part in streets.parts.get(one.street, ()))
    ]
    return tuple(at) or found


def _named(geography: Geography, streets: Streets | None) -> dict[str, list[Found]]:
    """What every name means, areas before streets; a wijk and a buurt of the same name are both meant."""
    named: dict[str, list[Found]] = {}
    for area in sorted(geography.in_order(geography), key=lambda area: -area.level.fineness):
        named.setdefault(slugify(area.name), []).append(Found(area.code))
    for street, parts in (streets.parts if streets else {}).items():
        named.setdefault(slugify(street), []).extend(Found(part.buurt, street) for part in parts)
    return named
