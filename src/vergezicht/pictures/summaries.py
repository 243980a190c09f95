"""The sentence of a picture: what a set of figures says, and what it does not say."""

from __future__ import annotations

from collections.abc import Sequence

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.figure import Figure, Reason
from vergezicht.figures.indicator import Indicator
from vergezicht.pictures.notation import capitalised, count_word, enumerate_names, figure_text, sentences_joined
from vergezicht.pictures.sentences import figure_sentence, reason_words
from vergezicht.pictures.source import Row, effective_value


def set_sentence(indicator: Indicator, level: AreaLevel, rows: Sequence[Row], city: Area, whole: Figure | None) -> str:
    """Municipality, spread, how many areas demonstrably differ, and for how many there is no figure."""
    opening = figure_sentence(indicator, city, whole) if whole is not None and whole.is_shown else ""
    return sentences_joined(
        (opening, spread(indicator, level, rows), differing(level, rows, city), missing(level, rows, city))
    )


def counted(level: AreaLevel, count: int) -> str:
    """ "één buurt", "drie buurten", "14 wijken"."""
    return f"{count_word(count)} {level.value if count == 1 else level.plural}"


def no(level: AreaLevel) -> str:
    """ "geen enkele buurt", "geen enkel stadsdeel"."""
    return f"geen {'enkel' if level == AreaLevel.STADSDEEL else 'enkele'} {level.value}"


def every(level: AreaLevel) -> str:
    """ "elke buurt", "elk stadsdeel"."""
    return f"{'elk' if level == AreaLevel.STADSDEEL else 'elke'} {level.value}"


def spread(indicator: Indicator, level: AreaLevel, rows: Sequence[Row]) -> str:
    """From the lowest to the highest figure, with ties named together."""
    shown = [row for row in rows if row.value is not None]
    if not shown:
        return f"Voor {no(level)} is er een cijfer, {_reasons(rows)}." if rows else "Er zijn geen gebieden om te tonen."
    if len(shown) == 1:
        return f"Alleen voor {shown[0].area.name} is er een cijfer: {figure_text(indicator, shown[0].figure)}."
    low, high = min(effective_value(row.figure) for row in shown), max(effective_value(row.figure) for row in shown)
    if low == high:
        everywhere = "beide" if len(shown) == 2 else f"alle {count_word(len(shown))}"
        same = figure_text(indicator, shown[0].figure)
        measured = _measured(shown)
        return f"Het {measured} is in {everywhere} {level.plural} {same}."
    ends = []
    for end in (low, high):
        tied = [row for row in shown if effective_value(row.figure) == end]
        ends.append(f"{figure_text(indicator, tied[0].figure)} in {enumerate_names([row.area.name for row in tied])}")
    return f"Per {level.value} loopt het {_measured(shown)} uiteen van {ends[0]} tot {ends[1]}."


def _measured(rows: Sequence[Row]) -> str:
    """What has a margin was measured in a sample; what was counted is just so."""
    return "gemeten cijfer" if any(row.figure and row.figure.low is not None for row in rows) else "cijfer"


def differing(level: AreaLevel, rows: Sequence[Row], city: Area) -> str:
    """How many areas are demonstrably higher or lower; of the others it cannot be said."""
    compared = [row for row in rows if row.value is not None and row.against_city is not None]
    if not compared:
        return ""
    higher, lower = ([row for row in compared if row.sign == sign] for sign in (1, -1))
    others = len(compared) - len(higher) - len(lower)
    parts = [
        f"{word} is het aantoonbaar hoger dan in {city.name}" if sign > 0 else f"{word} aantoonbaar lager"
        for sign, group in ((1, higher), (-1, lower))
        if group and (word := _where(level, group))
    ]
    if not parts:
        return f"{capitalised(no(level))} verschilt aantoonbaar van {city.name}."
    if len(parts) == 1 and lower:
        parts = [f"{_where(level, lower)} is het aantoonbaar lager dan in {city.name}"]
    said = f"{', '.join(parts)}."
    said = said[0].upper() + said[1:]
    if others == 0:
        return said
    article = "het" if level == AreaLevel.STADSDEEL else "de"
    rest = f"{article} andere {level.value}" if others == 1 else f"de andere {count_word(others)} {level.plural}"
    verb = "verschilt" if others == 1 else "verschillen"
    pronoun = f"{'die' if others == 1 else 'ze'} van {city.name} {verb}"
    return f"{said} Van {rest} is niet aan te tonen dat {pronoun}."


def missing(level: AreaLevel, rows: Sequence[Row], city: Area) -> str:
    """For how many areas there is no figure, and why."""
    hidden = [row for row in rows if row.value is None]
    if not hidden or len(hidden) == len(rows):
        return ""
    names = hidden[0].area.name if len(hidden) == 1 else counted(level, len(hidden))
    return f"Voor {names} is er geen cijfer, {_reasons(hidden)}."


def _reasons(hidden: Sequence[Row]) -> str:
    """The reasons, most frequent first; uninhabited areas need no other reason."""
    clauses = [
        "omdat er bijna niemand woont" if row.figure is None and not row.area.inhabited else reason_words(row.figure)
        for row in hidden
    ]
    ordered = sorted(set(clauses), key=lambda clause: (-clauses.count(clause), clause))
    return " of ".join(ordered[:3])


def _where(level: AreaLevel, group: Sequence[Row]) -> str:
    """Names when there are few, else their number."""
    if len(group) <= 2:
        return f"in {enumerate_names([row.area.name for row in group])}"
    return f"in {counted(level, len(group))}"


def reason_note(figure: Figure | None, area: Area) -> str:
    """Why there is no figure, in the few words of a table cell."""
    if figure is None:
        return "bijna geen bewoners" if not area.inhabited else "niet gemeten"
    if figure.is_shown:
        return ""
    if figure.reason == Reason.PRIVACY:
        return "privacy van bewoners"
    return figure.reason.value if figure.reason is not None else "niet gemeten"
