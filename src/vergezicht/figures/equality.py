"""Equality: how far two figures may lie apart and still be called practically equal."""

from __future__ import annotations

from dataclasses import dataclass

from vergezicht.facts import Section
from vergezicht.figures.indicator import IndicatorKind


@dataclass(frozen=True)
class Equality:
    """The limits of one municipality; docs/method.md explains them. Shares in percent, means in points."""

    share: float = 2.0
    mean: float = 0.1
    part: float = 0.2

    def limit_for(self, kind: IndicatorKind, compared: tuple[float, float]) -> float:
        """How far two figures may lie apart and still be called equal.

        Near 0 and 100 % that is a part of the rarest of the two: 1 and 3 % are not equal, 41 and 43 % are.
        """
        if kind != IndicatorKind.SHARE:
            return self.share if kind == IndicatorKind.BALANCE else self.mean
        rarest = min(min(share, 100 - share) for share in compared)
        return min(self.share, self.part * max(rarest, 0.0))


def read_equality(comparison: Section) -> Equality:
    """From the part ``[comparison]`` of ``thresholds.toml``; what is not in it keeps the default."""
    default = Equality()
    return Equality(
        share=comparison.number("practically_equal_share", default.share),
        mean=comparison.number("practically_equal_mean", default.mean),
        part=comparison.number("practically_equal_part", default.part),
    )
