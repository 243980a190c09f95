"""The sentence of a picture: what a set of figures says, and what it does not say."""

from __future__ import annotations

from collections.abc import Sequence

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.figure import Figure, Reason
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.source import FigureSource
from vergezicht.languages import noted, say
from vergezicht.languages.marks import capitalised
from vergezicht.pictures.notation import count_word, enumerate_names, figure_text, sentences_joined
from vergezicht.pictures.sentences import difference_sentence, figure_sentence, place, reason_words
from vergezicht.pictures.source import Row, effective_value, source_line

_ENOUGH = 0.2  # share of the areas; with fewer that differ for certain a map says more than its figures


def level_title(indicator: Indicator, level: AreaLevel, within: Area | None, period: str) -> str:
    """What a picture of all areas of a level is about."""
    parts = {"what": indicator.title, "level": say(level.value), "period": period}
    if within is None:
        return say("{what} per {level}, {period}", **parts)
    return say("{what} per {level} in {place}, {period}", place=place(within), **parts)


def map_source(release: FigureSource, indicator: Indicator, period: str, *, schematic: bool) -> str:
    """The line under a map: where the numbers come from, and that its shapes are ours when they are."""
    line = source_line(release, indicator, period)
    return f"{line} {say('Schematische kaart: elk vak is een buurt.')}" if schematic else line


def set_sentence(
    indicator: Indicator,
    level: AreaLevel,
    rows: Sequence[Row],
    city: Area,
    whole: Figure | None,
    within: tuple[Area, Figure | None] | None = None,
) -> str:
    """Municipality, spread, how many areas demonstrably differ, and for how many there is no figure.

    Of the areas ``within`` one, that one comes first.
    """
    is_alone = within is not None and [row.area for row in rows] == [within[0]]
    around = [within, (city, whole)] if within and not is_alone else [(city, whole)]
    opening = [figure_sentence(indicator, area, one) for area, one in around if one is not None and one.is_shown]
    if is_alone:
        return sentences_joined((_alone(indicator, rows[0], city), *opening))
    return sentences_joined(
        (*opening, spread(indicator, level, rows), differing(level, rows, city), missing(level, rows, city))
    )


def _alone(indicator: Indicator, row: Row, city: Area) -> str:
    """Of the only area in view: its figure and how it differs, or why it has none."""
    told = figure_sentence(indicator, row.area, row.figure)
    if row.against_city is None:
        return told
    return sentences_joined((told, difference_sentence(indicator, row.against_city, city, row.figure)))


def figure_within(
    release: FigureSource, indicator: str, code: str | None, period: str
) -> tuple[Area, Figure | None] | None:
    """The area that a map is zoomed to with its figure; None for a map of the whole municipality."""
    return None if code is None else (release.geography[code], release.figure(indicator, code, period))


def counted(level: AreaLevel, count: int) -> str:
    """ "één buurt", "drie buurten", "14 wijken"."""
    one, many = {
        AreaLevel.GEMEENTE: (noted("{count} gemeente"), noted("{count} gemeenten")),
        AreaLevel.STADSDEEL: (noted("{count} stadsdeel"), noted("{count} stadsdelen")),
        AreaLevel.WIJK: (noted("{count} wijk"), noted("{count} wijken")),
        AreaLevel.BUURT: (noted("{count} buurt"), noted("{count} buurten")),
    }[level]
    return say(one if count == 1 else many, count=count_word(count))


def no(level: AreaLevel) -> str:
    """ "geen enkele buurt", "geen enkel stadsdeel"."""
    if level == AreaLevel.STADSDEEL:
        return say("geen enkel {level}", level=say(level.value))
    return say("geen enkele {level}", level=say(level.value))


def every(level: AreaLevel) -> str:
    """ "elke buurt", "elk stadsdeel"."""
    if level == AreaLevel.STADSDEEL:
        return say("elk {level}", level=say(level.value))
    return say("elke {level}", level=say(level.value))


def spread(indicator: Indicator, level: AreaLevel, rows: Sequence[Row]) -> str:
    """From the lowest to the highest figure, with ties named together; of one area alone only what it has."""
    shown = [row for row in rows if row.value is not None]
    if not shown:
        if not rows:
            return say("Er zijn geen gebieden om te tonen.")
        if len(rows) == 1:
            return say("Voor {areas} is er geen cijfer, {reasons}.", areas=rows[0].area.name, reasons=_reasons(rows))
        return say("Voor {no_area} is er een cijfer, {reasons}.", no_area=no(level), reasons=_reasons(rows))
    if len(rows) == 1:
        only = shown[0]
        return say("In beeld: {area}, {figure}.", area=only.area.name, figure=figure_text(indicator, only.figure))
    if len(shown) == 1:
        only = shown[0]
        return say("Alleen voor {area} is er een cijfer: {figure}.", area=only.area.name,
                   figure=figure_text(indicator, only.figure))  # fmt: skip
    low, high = min(effective_value(row.figure) for row in shown), max(effective_value(row.figure) for row in shown)
    if low == high:
        parts = {"measured": _measured(shown), "areas": say(level.plural), "count": count_word(len(shown)),
                 "figure": figure_text(indicator, shown[0].figure)}  # fmt: skip
        if len(shown) == 2:
            return say("Het {measured} is in beide {areas} {figure}.", **parts)
        return say("Het {measured} is in alle {count} {areas} {figure}.", **parts)
    ends = []
    for end in (low, high):
        tied = [row for row in shown if effective_value(row.figure) == end]
        names = enumerate_names([row.area.name for row in tied])
        ends.append(say("{figure} in {areas}", figure=figure_text(indicator, tied[0].figure), areas=names))
    return say("Per {level} loopt het {measured} uiteen van {low} tot {high}.", level=say(level.value),
               measured=_measured(shown), low=ends[0], high=ends[1])  # fmt: skip


def _measured(rows: Sequence[Row]) -> str:
    """What has a margin was measured in a sample; what was counted is just so."""
    measured = any(row.figure and row.figure.low is not None for row in rows)
    return say("gemeten cijfer") if measured else say("cijfer")


def differing(level: AreaLevel, rows: Sequence[Row], city: Area) -> str:
    """How many areas are demonstrably higher or lower; of the others it cannot be said."""
    compared = [row for row in rows if row.value is not None and row.against_city is not None]
    if not compared:
        return ""
    higher, lower = ([row for row in compared if row.sign == sign] for sign in (1, -1))
    others = len(compared) - len(higher) - len(lower)
    bounded = _bounded(level, [row for row in rows if row.value is not None and row.against_city is None])
    if not higher and not lower:
        none = say("{No_area} verschilt aantoonbaar van {city}.", No_area=capitalised(no(level)), city=city.name)
        return sentences_joined((none, bounded))
    parts = {"higher": _where(level, higher), "lower": _where(level, lower), "city": city.name}
    if not lower:
        said = say("{higher} is het aantoonbaar hoger dan in {city}.", **parts)
    elif not higher:
        said = say("{lower} is het aantoonbaar lager dan in {city}.", **parts)
    else:
        said = say("{higher} is het aantoonbaar hoger dan in {city}, {lower} aantoonbaar lager.", **parts)
    said = capitalised(said)
    return sentences_joined((said, _undecided(level, others, city) if others else "", bounded))


def _bounded(level: AreaLevel, rows: Sequence[Row]) -> str:
    """Where only a bound is told ("minder dan 5%"), nothing is said of a difference either."""
    bounded = [row for row in rows if row.figure is not None and row.figure.censored]
    if not bounded:
        return ""
    where = bounded[0].area.name if len(bounded) == 1 else counted(level, len(bounded))
    return say("Van {areas} geven we alleen een grens: dan vergelijken we niet.", areas=where)


def _undecided(level: AreaLevel, others: int, city: Area) -> str:
    """Of the other areas it cannot be said that they differ."""
    parts = {"level": say(level.value), "areas": say(level.plural), "count": count_word(others), "city": city.name}
    if others > 1:
        return say("Van de andere {count} {areas} is niet aan te tonen dat ze van {city} verschillen.", **parts)
    if level == AreaLevel.STADSDEEL:
        return say("Van het andere {level} is niet aan te tonen dat het van {city} verschilt.", **parts)
    return say("Van de andere {level} is niet aan te tonen dat die van {city} verschilt.", **parts)


def mostly_chance(rows: Sequence[Row], city: Area) -> tuple[str, ...]:
    """A remark under a map whose colours differ more than can be shown; none where enough areas differ for certain,
    nor under a map of one area."""
    compared = [row for row in rows if row.value is not None and row.against_city is not None]
    certain = sum(row.sign != 0 for row in compared)
    if len(rows) == 1 or certain >= _ENOUGH * len(compared):
        return ()
    if not certain:
        return (
            say("Kijk voorzichtig naar de kleuren: alle verschillen met {city} kunnen toeval zijn.", city=city.name),
        )
    return (
        say("Kijk voorzichtig naar de kleuren: de meeste verschillen met {city} kunnen toeval zijn.", city=city.name),
    )


def missing(level: AreaLevel, rows: Sequence[Row], city: Area) -> str:
    """For how many areas there is no figure, and why."""
    hidden = [row for row in rows if row.value is None]
    if not hidden or len(hidden) == len(rows):
        return ""
    names = hidden[0].area.name if len(hidden) == 1 else counted(level, len(hidden))
    return say("Voor {areas} is er geen cijfer, {reasons}.", areas=names, reasons=_reasons(hidden))


def _reasons(hidden: Sequence[Row]) -> str:
    """The reasons, most frequent first; uninhabited areas need no other reason."""
    clauses = [
        say("omdat er bijna niemand woont")
        if row.figure is None and not row.area.inhabited
        else reason_words(row.figure)
        for row in hidden
    ]
    ordered = sorted(set(clauses), key=lambda clause: (-clauses.count(clause), clause))
    return say(" of ").join(ordered[:3])


def _where(level: AreaLevel, group: Sequence[Row]) -> str:
    """Names when there are few, else their number; nothing for nothing."""
    if not group:
        return ""
    if len(group) <= 2:
        return say("in {areas}", areas=enumerate_names([row.area.name for row in group]))
    return say("in {areas}", areas=counted(level, len(group)))


def reason_note(figure: Figure | None, area: Area) -> str:
    """Why there is no figure, in the few words of a table cell."""
    if figure is None:
        return say("niet gemeten") if area.inhabited else say("bijna geen bewoners")
    if figure.is_shown:
        return ""
    if figure.reason == Reason.PRIVACY:
        return say("privacy van bewoners")
    return say(figure.reason.value) if figure.reason is not None else say("niet gemeten")
