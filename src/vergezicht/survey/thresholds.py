"""Thresholds: from how many answers a figure may be shown, and from which difference one may speak of a difference."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from vergezicht.areas import AreaLevel
from vergezicht.facts import Section, read_toml
from vergezicht.figures import Equality, Indicator, IndicatorKind, read_equality
from vergezicht.problems import Problems


@dataclass(frozen=True)
class Rule:
    """Groups below ``n`` answers or ``adults`` are hidden, and within ``margin`` of the scale nobody may know them."""

    n: int
    adults: int
    margin: float


@dataclass(frozen=True)
class Thresholds:
    """The rules of one municipality; docs/method.md explains each. Shares in percent, means in points."""

    privacy_n: int = 10
    privacy_adults: int = 30
    privacy_margin: float = 0.1
    minimum_n: int = 30
    firm_n: int = 50
    widest_share: float = 30.0
    widest_mean: float = 1.0
    sensitive_n: int = 100
    sensitive_level: AreaLevel = AreaLevel.WIJK
    extreme_low: float = 5.0
    extreme_high: float = 95.0
    extreme_below_n: int = 100
    answers_n: int = 50
    round_n: int = 5
    equality: Equality = field(default_factory=Equality)
    relevant_share: float = 0.0
    relevant_mean: float = 0.0
    false_alarms: float = 0.05
    clear_confidence: float = 0.99

    @property
    def secrecy(self) -> Rule:
        """Which groups must stay hidden, and how well."""
        return Rule(self.privacy_n, self.privacy_adults, self.privacy_margin)

    def minimum_for(self, indicator: Indicator) -> int:
        own = indicator.minimum_n or self.minimum_n
        return max(own, self.sensitive_n) if indicator.sensitive else own

    def lowest_level_for(self, indicator: Indicator) -> AreaLevel:
        if indicator.sensitive and self.sensitive_level.fineness < indicator.lowest_level.fineness:
            return self.sensitive_level
        return indicator.lowest_level

    def widest_for(self, kind: IndicatorKind) -> float:
        return self.widest_share if _is_percentage(kind) else self.widest_mean

    def relevant_for(self, kind: IndicatorKind) -> float:
        return self.relevant_share if _is_percentage(kind) else self.relevant_mean


def _is_percentage(kind: IndicatorKind) -> bool:
    return kind in {IndicatorKind.SHARE, IndicatorKind.BALANCE}


def read_thresholds(path: Path, problems: Problems) -> Thresholds:
    """Read ``thresholds.toml``; what is not in it keeps the default."""
    root = Section(read_toml(path, problems), problems, path, "")
    default = Thresholds()
    privacy, quality, sensitive = root.table("privacy"), root.table("quality"), root.table("sensitive")
    extremes, answers, rounding = root.table("extremes"), root.table("answers"), root.table("rounding")
    comparison = root.table("comparison")
    thresholds = Thresholds(
        privacy_n=privacy.integer("n", default.privacy_n),
        privacy_adults=privacy.integer("adults", default.privacy_adults),
        privacy_margin=privacy.number("margin", default.privacy_margin),
        minimum_n=quality.integer("n", default.minimum_n),
        firm_n=quality.integer("firm_n", default.firm_n),
        widest_share=quality.number("widest_share", default.widest_share),
        widest_mean=quality.number("widest_mean", default.widest_mean),
        sensitive_n=sensitive.integer("n", default.sensitive_n),
        sensitive_level=AreaLevel(sensitive.choice("level", list(AreaLevel), default.sensitive_level.value)),
        extreme_low=extremes.number("low", default.extreme_low),
        extreme_high=extremes.number("high", default.extreme_high),
        extreme_below_n=extremes.integer("below_n", default.extreme_below_n),
        answers_n=answers.integer("n", default.answers_n),
        round_n=rounding.integer("n", default.round_n),
        equality=read_equality(comparison),
        relevant_share=comparison.number("relevant_share", default.relevant_share),
        relevant_mean=comparison.number("relevant_mean", default.relevant_mean),
        false_alarms=comparison.number("false_alarms", default.false_alarms),
        clear_confidence=comparison.number("clear_confidence", default.clear_confidence),
    )
    for section in (privacy, quality, sensitive, extremes, answers, rounding, comparison, root):
        section.finish()
    if thresholds.privacy_n < 2 or thresholds.round_n < 1:
        problems.add("privacy.n is minstens 2 en rounding.n minstens 1", file=path)
    if not 0 < thresholds.privacy_margin <= 0.5:
        problems.add("privacy.margin ligt tussen 0 en 0,5 van de schaal", file=path)
    return thresholds
