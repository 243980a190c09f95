"""Difference: what a new release adds, changes and withdraws, cell by cell, in words and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from vergezicht.figures.comparison import Comparison, GroupComparison, Reference
from vergezicht.figures.figure import Figure
from vergezicht.figures.release import Release


class Change(StrEnum):
    """What happened to one figure between two releases."""

    ADDED = "toegevoegd"
    WITHDRAWN = "ingetrokken"
    SHOWN = "nu wel getoond"
    HIDDEN = "niet meer getoond"
    VALUE = "waarde gewijzigd"
    DETAIL = "marge, aantal of status gewijzigd"


@dataclass(frozen=True)
class CellChange:
    """One figure that is not the same in both releases; None where a release does not have it."""

    change: Change
    before: Figure | None
    after: Figure | None

    @property
    def figure(self) -> Figure:
        figure = self.after or self.before
        assert figure is not None  # noqa: S101  # one of the two is always there
        return figure


@dataclass(frozen=True)
class VerdictChange:
    """A comparison of which the verdict is not the same any more."""

    before: Comparison | GroupComparison
    after: Comparison | GroupComparison


@dataclass(frozen=True)
class ReleaseDifference:
    """Everything that differs; empty tuples where nothing does."""

    before: str
    after: str
    indicators_added: tuple[str, ...]
    indicators_withdrawn: tuple[str, ...]
    periods_added: tuple[str, ...]
    periods_withdrawn: tuple[str, ...]
    cells: tuple[CellChange, ...]
    verdicts: tuple[VerdictChange, ...]

    def __bool__(self) -> bool:
        return any(
            (self.indicators_added, self.indicators_withdrawn, self.periods_added, self.periods_withdrawn,
             self.cells, self.verdicts)
        )  # fmt: skip

    def counts(self) -> Mapping[Change, int]:
        found = Counter(cell.change for cell in self.cells)
        return {change: found[change] for change in Change if found[change]}


def compare_releases(before: Release, after: Release) -> ReleaseDifference:
    """What is different in ``after``; cells in the order of indicator, period and area of the new release."""
    old = {(f.indicator, f.period, f.area, f.group): f for f in before.figures(group=None)}
    new = {(f.indicator, f.period, f.area, f.group): f for f in after.figures(group=None)}
    cells = [
        CellChange(change, old.get(key), new.get(key))
        for key in [*new, *(key for key in old if key not in new)]
        if (change := _change(old.get(key), new.get(key))) is not None
    ]
    known = {_compared(item): item for item in _comparisons(before)}
    verdicts = [
        VerdictChange(earlier, item)
        for item in _comparisons(after)
        if (earlier := known.get(_compared(item))) is not None and earlier.verdict != item.verdict
    ]
    old_codes, new_codes = ([item.code for item in release.indicators] for release in (before, after))
    return ReleaseDifference(
        before=before.name,
        after=after.name,
        indicators_added=_only(new_codes, old_codes),
        indicators_withdrawn=_only(old_codes, new_codes),
        periods_added=_only(after.periods, before.periods),
        periods_withdrawn=_only(before.periods, after.periods),
        cells=tuple(cells),
        verdicts=tuple(verdicts),
    )


def words(difference: ReleaseDifference, after: Release, before: Release, *, most: int = 20) -> Iterator[str]:
    """The difference in Dutch, the most telling first, at most ``most`` lines of each kind."""
    if not difference:
        yield f"{difference.after} zegt precies hetzelfde als {difference.before}."
        return
    yield f"Van {difference.before} naar {difference.after}"
    for text, names in (
        ("Nieuwe metingen", difference.periods_added),
        ("Metingen die weg zijn", difference.periods_withdrawn),
        ("Nieuwe indicatoren", [after.indicator(code).title for code in difference.indicators_added]),
        ("Indicatoren die weg zijn", [before.indicator(code).title for code in difference.indicators_withdrawn]),
    ):
        if names:
            yield f"{text}: {', '.join(names)}"
    for change, count in difference.counts().items():
        yield f"{change}: {count} {'cijfer' if count == 1 else 'cijfers'}"
        if change in {Change.ADDED, Change.WITHDRAWN}:
            continue  # a whole wave or indicator: the lines above say it
        cells = [cell for cell in difference.cells if cell.change == change]
        cells.sort(key=_size, reverse=True)
        yield from (f"  {_cell(cell, after, before)}" for cell in cells[:most])
        if len(cells) > most:
            yield f"  en {len(cells) - most} andere"
    if difference.verdicts:
        yield f"ander oordeel: {len(difference.verdicts)}"
        for verdict in difference.verdicts[:most]:
            item = verdict.after
            yield (
                f"  {after.indicator(item.indicator).title}, {after.geography[item.area].name}, {item.period} "
                f"({_with(item)}): {verdict.before.verdict.value} → {item.verdict.value}"
            )
        if len(difference.verdicts) > most:
            yield f"  en {len(difference.verdicts) - most} andere"


def as_json(difference: ReleaseDifference) -> dict[str, Any]:
    """The whole difference as plain data, for machines."""
    plain = asdict(difference)
    plain["counts"] = {change.value: count for change, count in difference.counts().items()}
    return plain


def _change(before: Figure | None, after: Figure | None) -> Change | None:
    if before == after:
        return None
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.WITHDRAWN
    if before.is_shown != after.is_shown:
        return Change.SHOWN if after.is_shown else Change.HIDDEN
    same = (before.value, before.censored) == (after.value, after.censored)
    return Change.DETAIL if same else Change.VALUE


def _comparisons(release: Release) -> list[Comparison | GroupComparison]:
    found: list[Comparison | GroupComparison] = []
    for reference in Reference:
        found += release.comparisons(reference=reference)
    return [*found, *release.group_comparisons()]


def _compared(item: Comparison | GroupComparison) -> tuple[str, ...]:
    """What is compared with what."""
    what = (item.group,) if isinstance(item, GroupComparison) else (item.reference, item.reference_period)
    return (item.indicator, item.period, item.area, *what)


def _with(item: Comparison | GroupComparison) -> str:
    return f"{item.group}, met de anderen" if isinstance(item, GroupComparison) else f"met {item.reference.value}"


def _only(these: Sequence[str], those: Sequence[str]) -> tuple[str, ...]:
    return tuple(item for item in these if item not in those)


def _size(cell: CellChange) -> float:
    before, after = cell.before, cell.after
    if before is None or after is None or before.value is None or after.value is None:
        return 0.0
    return abs(after.value - before.value)


def _cell(cell: CellChange, after: Release, before: Release) -> str:
    figure = cell.figure
    release = after if cell.after is not None else before
    title, area = release.indicator(figure.indicator).title, release.geography[figure.area].name
    return f"{title}, {area}, {figure.period}: {_told(cell.before)} → {_told(cell.after)}"


def _told(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    if figure.value is None:
        return figure.reason.value if figure.reason else "geen cijfer"
    number = f"{figure.censored} {figure.value:g}".strip().replace(".", ",")
    margin = "" if figure.low is None else f" ({figure.low:g}–{figure.high:g})".replace(".", ",")
    return number + margin
