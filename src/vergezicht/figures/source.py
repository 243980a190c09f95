"""What figures are read from: one release, or several that stand side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from vergezicht.areas import AreaLevel, Boundaries, Geography
from vergezicht.figures.comparison import Comparison, GroupComparison, Reference
from vergezicht.figures.figure import EVERYONE, AnswerShare, Figure
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.release import Release, ReleaseFacts
from vergezicht.languages import spoken
from vergezicht.languages.marks import own_words


class FigureSource(Protocol):
    """The reading side, of a ``Release`` and of a ``ReleaseCollection``."""

    @property
    def geography(self) -> Geography: ...
    @property
    def boundaries(self) -> Boundaries: ...
    @property
    def indicators(self) -> tuple[Indicator, ...]: ...

    def indicator(self, code: str) -> Indicator: ...

    def has_indicator(self, code: str) -> bool: ...

    def facts_of(self, code: str) -> ReleaseFacts: ...

    def periods_of(self, code: str) -> tuple[str, ...]: ...

    def latest_of(self, code: str) -> str: ...

    def figure(self, indicator: str, area: str, period: str | None = None) -> Figure | None: ...

    def figures(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        level: AreaLevel | None = None,
        group: str | None = EVERYONE,
    ) -> tuple[Figure, ...]: ...

    def comparisons(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        reference: Reference | None = None,
        level: AreaLevel | None = None,
    ) -> tuple[Comparison, ...]: ...

    def comparison(
        self, indicator: str, area: str, reference: Reference, period: str | None = None
    ) -> Comparison | None: ...

    def group_comparisons(
        self, *, indicator: str | None = None, area: str | None = None, period: str | None = None
    ) -> tuple[GroupComparison, ...]: ...

    def answers(self, indicator: str, area: str, period: str | None = None) -> tuple[AnswerShare, ...]: ...


class ReleaseCollection:
    """Releases of several sources read as one: every question goes to the release that has the indicator.

    The first release gives the areas and their boundaries. An indicator belongs to one release only; ``clashes`` says
    which would not.
    """

    def __init__(self, releases: tuple[Release, ...]) -> None:
        if not releases:
            raise ValueError("een verzameling zonder release")
        self.releases = releases
        self._release_of = {item.code: release for release in reversed(releases) for item in release.indicators}
        self.geography = releases[0].geography

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator of every release, in the language that is spoken."""
        return tuple(indicator.spoken() for release in self.releases for indicator in release.indicators)

    @property
    def boundaries(self) -> Boundaries:
        return self.releases[0].boundaries

    @property
    def title(self) -> str:
        """The titles of the releases, joined."""
        return "; ".join(own_words(release.facts.title) for release in self.releases)

    @property
    def periods(self) -> tuple[str, ...]:
        """Every period of every release, in order of their names; an indicator's own are ``periods_of``."""
        return tuple(sorted({period for release in self.releases for period in release.periods}))

    def release_of(self, code: str) -> Release:
        """The release that has this indicator; KeyError when none does."""
        return self._release_of[code]

    def indicator(self, code: str) -> Indicator:
        return self._release_of[code].indicator(code).spoken()

    def has_indicator(self, code: str) -> bool:
        return code in self._release_of

    def facts_of(self, code: str) -> ReleaseFacts:
        """What the release of this indicator says about itself."""
        return self._release_of[code].facts

    def periods_of(self, code: str) -> tuple[str, ...]:
        return self._release_of[code].periods_of(code)

    def latest_of(self, code: str) -> str:
        return self._release_of[code].latest_of(code)

    def figure(self, indicator: str, area: str, period: str | None = None) -> Figure | None:
        release = self._release_of.get(indicator)
        return release.figure(indicator, area, period) if release else None

    def figures(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        level: AreaLevel | None = None,
        group: str | None = EVERYONE,
    ) -> tuple[Figure, ...]:
        """Figures that match everything given, release after release."""
        return tuple(
            figure
            for release in self._asked(indicator)
            for figure in release.figures(indicator=indicator, area=area, period=period, level=level, group=group)
        )

    def comparisons(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        reference: Reference | None = None,
        level: AreaLevel | None = None,
    ) -> tuple[Comparison, ...]:
        return tuple(
            comparison
            for release in self._asked(indicator)
            for comparison in release.comparisons(
                indicator=indicator, area=area, period=period, reference=reference, level=level
            )
        )

    def comparison(
        self, indicator: str, area: str, reference: Reference, period: str | None = None
    ) -> Comparison | None:
        release = self._release_of.get(indicator)
        return release.comparison(indicator, area, reference, period) if release else None

    def group_comparisons(
        self, *, indicator: str | None = None, area: str | None = None, period: str | None = None
    ) -> tuple[GroupComparison, ...]:
        return tuple(
            comparison
            for release in self._asked(indicator)
            for comparison in release.group_comparisons(indicator=indicator, area=area, period=period)
        )

    def answers(self, indicator: str, area: str, period: str | None = None) -> tuple[AnswerShare, ...]:
        shares = self._release_of[indicator].answers(indicator, area, period)
        return shares if spoken().is_source else tuple(replace(item, answer=own_words(item.answer)) for item in shares)

    def _asked(self, indicator: str | None) -> tuple[Release, ...]:
        if indicator is None:
            return self.releases
        release = self._release_of.get(indicator)
        return (release,) if release else ()


def clashes(release: Release, others: tuple[Release, ...]) -> tuple[str, ...]:
    """Why ``release`` cannot stand beside ``others``; empty when it can."""
    found = []
    for other in others:
        shared = sorted({item.code for item in release.indicators} & {item.code for item in other.indicators})
        if shared:
            found.append(f"{', '.join(shared)} staat ook in {other.name}: een indicator hoort bij één reeks")
        slugs = {item.slug: item.code for item in other.indicators}
        found += [
            f"{item.code} heeft hetzelfde adres als {slugs[item.slug]} uit {other.name}: geef hem een andere titel"
            for item in release.indicators
            if item.slug in slugs and item.code not in shared
        ]
    if others:
        known = {area.code: area for area in others[0].geography}
        strange = [area.code for area in release.geography if known.get(area.code, area).level != area.level]
        unknown = [area.code for area in release.geography if area.code not in known]
        if strange:
            found.append(f"{', '.join(strange[:5])}: heeft in {others[0].name} een ander niveau")
        if unknown:
            found.append(f"{', '.join(unknown[:5])}: dit gebied kent {others[0].name} niet")
    return tuple(found)
