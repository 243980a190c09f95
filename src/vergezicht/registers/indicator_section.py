"""Indicator section: one ``[[indicator]]`` of a mapping; what it says of its source is filled in by its tables."""

from __future__ import annotations

from vergezicht.areas import AreaLevel
from vergezicht.areas.folder import slugify
from vergezicht.facts import Section
from vergezicht.figures import Direction, Indicator, IndicatorKind, SeriesBreak
from vergezicht.registers.mapping import CountedIndicator

_MOST_DECIMALS = 6


def counted_indicator(section: Section) -> CountedIndicator:
    """Read one indicator; problems go to the collector of the section."""
    code = section.text("code")
    section.where = f"indicator {code}: "
    title = section.text("title")
    kind = IndicatorKind(section.choice("kind", list(IndicatorKind)))
    decimals = section.integer("decimals", kind.decimals)
    if not 0 <= decimals <= _MOST_DECIMALS:
        section.problems.add(
            f"{section.where}decimals kan niet", file=section.file, expected="0 tot en met 6", got=str(decimals)
        )
        decimals = 0
    counted = CountedIndicator(
        indicator=Indicator(
            code=code,
            slug=slugify(title),
            title=title,
            label=section.text("label", title[:1].lower() + title[1:]),
            question=section.text("question", ""),
            kind=kind,
            direction=Direction(section.choice("direction", list(Direction))),
            theme=section.text("theme"),
            source="",
            lowest_level=AreaLevel(section.choice("lowest_level", list(AreaLevel), "buurt")),
            sensitive=section.boolean("sensitive", False),
            explanation=section.text("explanation", ""),
            breaks=tuple(_series_break(item) for item in section.tables("break")),
            measured_in=section.text("unit", "" if kind.unit != "aantal" else None),
            rounded_to=decimals,
        ),
        adds_up=section.boolean("adds_up", False),
        rounding=section.number("rounding", 0.0),
        summed_to=tuple(AreaLevel(level) for level in section.texts("summed_to", ()) if _is_level(section, level)),
    )
    if counted.summed_to and not counted.adds_up:
        section.problems.add(
            f"{section.where}summed_to zonder adds_up",
            file=section.file,
            hint="alleen aantallen die optellen kunnen worden opgeteld",
        )
    section.finish()
    return counted


def _series_break(section: Section) -> SeriesBreak:
    found = SeriesBreak(section.text("period"), section.text("reason"))
    section.finish()
    return found


def _is_level(section: Section, level: str) -> bool:
    levels = [item.value for item in AreaLevel]
    if level not in levels:
        section.problems.add(
            f"{section.where}summed_to noemt een onbekend niveau",
            file=section.file,
            expected=", ".join(levels),
            got=level,
        )
    return level in levels
