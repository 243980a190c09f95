"""Opening hours as OpenStreetMap writes them: checked, read aloud, and translated to schema.org.

Source of the notation: the OSM "opening_hours" specification. Read are: "24/7"; weekdays, ranges and lists of them;
PH (feestdagen) and SH (schoolvakanties); months and ranges of months before them; times and lists of times; "off".
Other parts of the notation (week numbers, sunrise, comments) are refused with a hint, not guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vergezicht.figures.days import DUTCH_MONTHS
from vergezicht.languages import noted, say

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DUTCH_DAYS = (
    *(noted("maandag"), noted("dinsdag"), noted("woensdag"), noted("donderdag")),
    *(noted("vrijdag"), noted("zaterdag"), noted("zondag")),
)
_DUTCH_SPECIAL = {"PH": noted("feestdagen"), "SH": noted("schoolvakanties")}
_SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIMES = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})\+?")
ALWAYS = "24/7"


class NotOpeningHours(ValueError):  # noqa: N818  # said aloud it is what it is
    """The text is not opening hours that we can read; the message says in Dutch why."""


@dataclass(frozen=True)
class Times:
    """From and until, in minutes after midnight; ``until`` past 1440 runs on into the next day."""

    start: int
    end: int


@dataclass(frozen=True)
class Rule:
    """Days (0 is Monday), special days and months with their times; ``times`` is empty when it is closed then.

    No months means the whole year. ``days`` and ``special`` both empty means every day.
    """

    days: tuple[int, ...]
    special: tuple[str, ...]
    months: tuple[int, ...]
    times: tuple[Times, ...]


def parse(text: str) -> tuple[Rule, ...]:
    """The rules of a text, in its order; raises ``NotOpeningHours``."""
    cleaned = text.strip()
    if cleaned == ALWAYS:
        return (Rule((), (), (), (Times(0, 1440),)),)
    parts = [part.strip() for part in cleaned.split(";")]
    if not all(parts):
        raise NotOpeningHours("leeg deel tussen twee puntkomma's")
    return tuple(_rule(part) for part in parts)


def _rule(text: str) -> Rule:
    words = re.sub(r"\s*([,-])\s*", r"\1", text).split()
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    special: tuple[str, ...] = ()
    if words and words[0].split(",")[0].split("-")[0] in MONTHS:
        months = _range(words.pop(0), MONTHS, "maand")
    if words and not words[0][0].isdigit() and words[0] not in {"off", "closed"}:
        names = words.pop(0).split(",")
        special = tuple(name for name in names if name in _DUTCH_SPECIAL)
        ordinary = [name for name in names if name not in _DUTCH_SPECIAL]
        days = _range(",".join(ordinary), WEEKDAYS, "dag") if ordinary else ()
    if words in (["off"], ["closed"]):
        return Rule(days, special, months, ())
    if len(words) != 1:
        raise NotOpeningHours(f"na de dagen hoort één reeks tijden of 'off': {text!r}")
    return Rule(days, special, months, tuple(_times(item) for item in words[0].split(",")))


def _range(text: str, names: tuple[str, ...], word: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in text.split(","):
        ends = part.split("-")
        unknown = [name for name in ends if name not in names]
        if unknown or len(ends) > 2:
            raise NotOpeningHours(f"onbekende {word} {part!r}: gebruik {', '.join(names)}")
        first, last = names.index(ends[0]), names.index(ends[-1])
        length = (last - first) % len(names) + 1
        found += [(first + step) % len(names) for step in range(length)]
    return tuple(dict.fromkeys(found))


def _times(text: str) -> Times:
    match = _TIMES.fullmatch(text)
    if match is None:
        raise NotOpeningHours(f"geen tijden: {text!r}, schrijf bijvoorbeeld 09:00-17:00")
    start_hour, start_minute, end_hour, end_minute = (int(part) for part in match.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if max(start_minute, end_minute) > 59 or start >= 1440 or end > 48 * 60 or start == end:
        raise NotOpeningHours(f"deze tijden bestaan niet: {text!r}")
    return Times(start, end if end > start else end + 1440)


def read_aloud(text: str) -> list[str]:
    """Opening hours in the language of now, a sentence part per rule; raises ``NotOpeningHours``.

    >>> read_aloud("Mo-Fr 09:00-17:00; PH off")
    ['maandag t/m vrijdag: 9.00–17.00 uur', 'feestdagen: gesloten']
    """
    if text.strip() == ALWAYS:
        return [say("altijd open")]
    return [_spoken(rule) for rule in parse(text)]


def _spoken(rule: Rule) -> str:
    when = [_named(rule.days, _DUTCH_DAYS)] if rule.days else []
    when += [say(_DUTCH_SPECIAL[name]) for name in rule.special]
    days = _listed(when) if when else say("elke dag")
    if rule.months:
        days = f"{_named(rule.months, DUTCH_MONTHS)}, {days}"
    times = _listed([f"{_clock(item.start)}–{_clock(item.end)}" for item in rule.times])
    return say("{days}: {times} uur", days=days, times=times) if times else say("{days}: gesloten", days=days)


def _listed(parts: list[str]) -> str:
    return say(" en ").join(parts)


def _named(numbers: tuple[int, ...], names: tuple[str, ...]) -> str:
    """Numbers as names; three or more in a row become "x t/m y"."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == (groups[-1][-1] + 1) % len(names):
            groups[-1].append(number)
        else:
            groups.append([number])
    parts: list[str] = []
    for group in groups:
        if len(group) > 2:
            parts.append(say("{first} t/m {last}", first=say(names[group[0]]), last=say(names[group[-1]])))
        else:
            parts += [say(names[number]) for number in group]
    return _listed([*([", ".join(parts[:-1])] if parts[1:] else []), parts[-1]])


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return say("{hour}.{minutes}", hour=hours % 24 if minutes != 1440 else 24, minutes=f"{rest:02d}")


def as_schema_org(text: str) -> list[dict[str, object]]:
    """The rules as schema.org OpeningHoursSpecification; months and special days have no place there and are left out.

    Raises ``NotOpeningHours``.
    """
    found: list[dict[str, object]] = []
    for rule in parse(text):
        if rule.months or rule.special:
            continue
        days = [f"https://schema.org/{_SCHEMA_DAYS[number]}" for number in (rule.days or range(7))]
        for times in rule.times:
            closes = times.end % 1440 if times.end != 1440 else 23 * 60 + 59
            found.append(
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": days,
                    "opens": f"{times.start // 60:02d}:{times.start % 60:02d}",
                    "closes": f"{closes // 60:02d}:{closes % 60:02d}",
                }
            )
    return found
