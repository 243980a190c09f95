"""Release: all figures of one source as of one moment, in one folder that never changes again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from vergezicht.areas import AreaLevel, Boundaries, Geography
from vergezicht.areas.boundaries import boundaries_from_geojson
from vergezicht.figures.comparison import Comparison, GroupComparison, Reference
from vergezicht.figures.figure import EVERYONE, AnswerShare, Figure
from vergezicht.figures.indicator import Indicator

_KEPT_ANSWERS = 2048


@dataclass(frozen=True)
class Wave:
    """One edition of the survey (meting): ``period`` is its name on the time axis, usually the year.

    A period of a register is one too, with ``respondents`` None: there was nobody to ask.
    """

    period: str
    invited: int | None
    respondents: int | None
    fieldwork: str = ""


@dataclass(frozen=True)
class ReleaseFacts:
    """What a release says about itself.

    ``series`` names what it is the newest of ("bvb", "kerncijfers"): when adopted it takes the place of the release
    of the same series, and stands beside those of others.
    """

    name: str
    title: str
    publisher: str
    source: str
    licence: str
    date: str
    code_version: str
    simulated: bool
    waves: tuple[Wave, ...]
    method: tuple[str, ...]
    notes: tuple[str, ...] = ()
    series: str = ""


@dataclass(frozen=True)
class ReleaseContents:
    """Everything that goes into a release folder; only safe aggregates, already protected and rounded.

    ``documents`` are further files that go along, name and text: a codebook, never an answer.
    """

    facts: ReleaseFacts
    geography: Geography
    boundaries: Boundaries
    indicators: tuple[Indicator, ...]
    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    answers: tuple[AnswerShare, ...] = field(default=())
    documents: tuple[tuple[str, str], ...] = field(default=())
    group_comparisons: tuple[GroupComparison, ...] = field(default=())


class Release:
    """Reads a release folder. Every query goes to the indexed store; nothing is recomputed."""

    def __init__(self, folder: Path) -> None:
        from vergezicht.figures.store import Store

        self.folder = folder
        self._store = Store(folder / "release.sqlite")
        self.facts = self._store.facts()
        self.indicators = self._store.indicators()
        self.geography = self._store.geography()
        self._indicators = {indicator.code: indicator for indicator in self.indicators}
        # A release never changes, and the cards of one page ask for the same rows over and over.
        self._figures = lru_cache(maxsize=_KEPT_ANSWERS)(self._store.figures)
        self._periods = cache(self._read_periods)
        self._comparisons = lru_cache(maxsize=_KEPT_ANSWERS)(self._store.comparisons)

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def periods(self) -> tuple[str, ...]:
        """The waves in it, oldest first."""
        return tuple(wave.period for wave in self.facts.waves)

    @property
    def latest(self) -> str:
        return self.periods[-1]

    @cached_property
    def boundaries(self) -> Boundaries:
        return boundaries_from_geojson(self.folder / "areas.geojson")

    def indicator(self, code: str) -> Indicator:
        """The indicator with this code; KeyError when the release does not have it."""
        return self._indicators[code]

    def has_indicator(self, code: str) -> bool:
        return code in self._indicators

    def facts_of(self, code: str) -> ReleaseFacts:
        """What the source of this indicator says about itself: for a release always the same."""
        return self.facts

    def periods_of(self, code: str) -> tuple[str, ...]:
        """The periods in which this indicator has figures, oldest first; all of the release's when it has none."""
        return self._periods(code)

    def latest_of(self, code: str) -> str:
        """The last period in which this indicator has figures."""
        return self._periods(code)[-1]

    def _read_periods(self, code: str) -> tuple[str, ...]:
        known = self._store.periods_of(code)
        return tuple(period for period in self.periods if period in known) or self.periods

    def figure(self, indicator: str, area: str, period: str | None = None) -> Figure | None:
        """One figure; of the indicator's latest period unless told. None when the release holds no such figure."""
        period = period or self.latest_of(indicator)
        found = self._figures(indicator=indicator, area=area, period=period, group=EVERYONE)
        return found[0] if found else None

    def figures(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        level: AreaLevel | None = None,
        group: str | None = EVERYONE,
    ) -> tuple[Figure, ...]:
        """Figures that match everything given, by indicator, period and area in the order of the geography.

        Those of everyone, unless a ``group`` is named; None gives every group.
        """
        return self._figures(indicator=indicator, area=area, period=period, level=level, group=group)

    def comparisons(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        reference: Reference | None = None,
        level: AreaLevel | None = None,
    ) -> tuple[Comparison, ...]:
        """Comparisons that match everything given."""
        return self._comparisons(indicator=indicator, area=area, period=period, reference=reference, level=level)

    def comparison(
        self, indicator: str, area: str, reference: Reference, period: str | None = None
    ) -> Comparison | None:
        found = self.comparisons(
            indicator=indicator, area=area, reference=reference, period=period or self.latest_of(indicator)
        )
        return found[0] if found else None

    def group_comparisons(
        self, *, indicator: str | None = None, area: str | None = None, period: str | None = None
    ) -> tuple[GroupComparison, ...]:
        """Groups against the others of their area; none in a release of before these were tested."""
        return self._store.group_comparisons(indicator=indicator, area=area, period=period)

    def answers(self, indicator: str, area: str, period: str | None = None) -> tuple[AnswerShare, ...]:
        """The answers to the question in reading order; empty when there are none or they may not be shown."""
        return self._store.answers(indicator=indicator, area=area, period=period or self.latest_of(indicator))


def open_release(folder: Path) -> Release:
    """Open a release folder for reading; raises ``BadInput`` when it is not one."""
    from vergezicht.figures.integrity import require_release

    require_release(folder)
    return Release(folder)


def write_release(folder: Path, contents: ReleaseContents, *, replace: bool = False) -> Path:
    """Write a release folder whole or not at all; the same contents give the same bytes.

    Raises ``BadInput`` when ``folder`` already holds a release and ``replace`` is False.
    """
    from vergezicht.figures.export import write_folder

    return write_folder(folder, contents, replace=replace)
