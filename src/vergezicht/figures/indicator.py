"""Indicator: a measured quantity with its question, unit, direction and the level from which it may be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from vergezicht.areas import AreaLevel
from vergezicht.areas.folder import slugify
from vergezicht.facts import Section, read_toml
from vergezicht.languages import in_words, noted, spoken
from vergezicht.languages.marks import own_words
from vergezicht.problems import Problems


class IndicatorKind(StrEnum):
    """What kind of number it is; decides unit, decimals and wording."""

    MARK = "rapportcijfer"
    SHARE = "aandeel"
    SCALE_SCORE = "schaalscore"
    BALANCE = "saldo"
    COUNT = "aantal"
    INDEX = "index"

    @property
    def decimals(self) -> int:
        """Decimals in which a figure of this kind is published: shares whole percentages, means one decimal."""
        return 1 if self in {IndicatorKind.MARK, IndicatorKind.SCALE_SCORE} else 0

    @property
    def unit(self) -> str:
        named = {"saldo": noted("procentpunt"), "rapportcijfer": noted("cijfer"), "schaalscore": noted("punten")}
        return {**named, "aandeel": "%"}.get(self.value, noted("aantal"))


_LIMITS = {
    IndicatorKind.MARK: (1.0, 10.0),
    IndicatorKind.SHARE: (0.0, 100.0),
    IndicatorKind.SCALE_SCORE: (0.0, 10.0),
    IndicatorKind.BALANCE: (-100.0, 100.0),
}


class Direction(StrEnum):
    """Which way is better. A context figure (inhabitants, 65+) has none and is never coloured good or bad."""

    HIGHER = "hoger"
    LOWER = "lager"
    NONE = "geen"


@dataclass(frozen=True)
class SeriesBreak:
    """From ``period`` on the series cannot be compared with what was before, because of ``reason``."""

    period: str
    reason: str


@dataclass(frozen=True)
class Indicator:
    """One indicator. Values of its figures are in ``unit``: shares in percent (0-100), marks 1-10, scale scores 0-10.

    ``answers`` are the answers to the question in reading order (empty for a mark or a scale);
    ``counted`` are those that make up the share, or the positive part of a balance; ``subtracted`` the negative part.
    ``label`` is the short noun phrase used inside sentences ("voelt zich weleens onveilig").
    ``measured_in`` and ``rounded_to`` are the unit and the decimals when they are not those of the kind (a register
    counts euros or kilometres); ``licence``, ``source_date`` (ISO) and ``area_version`` (the year of the boundaries)
    say the same of the source, when that is not the release itself.
    """

    code: str
    slug: str
    title: str
    label: str
    question: str
    kind: IndicatorKind
    direction: Direction
    theme: str
    source: str
    lowest_level: AreaLevel = AreaLevel.BUURT
    minimum_n: int | None = None
    sensitive: bool = False
    explanation: str = ""
    answers: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    subtracted: tuple[str, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    measured_in: str = ""
    rounded_to: int | None = None
    licence: str = ""
    source_date: str = ""
    area_version: int | None = None

    @property
    def unit(self) -> str:
        return self.measured_in or self.kind.unit

    @property
    def decimals(self) -> int:
        return self.kind.decimals if self.rounded_to is None else self.rounded_to

    @property
    def limits(self) -> tuple[float, float] | None:
        """Between which values a figure can lie; None where its kind does not say, or it has a unit of its own."""
        return _LIMITS.get(self.kind) if self.measured_in in {"", "%"} else None

    def spoken(self) -> Indicator:
        """The same indicator in the language that is spoken; its code, its address and its numbers stay."""
        if spoken().is_source:
            return self
        return replace(
            self,
            title=own_words(self.title),
            label=own_words(self.label),
            question=own_words(self.question),
            explanation=own_words(self.explanation),
            source=own_words(self.source),
            measured_in=in_words(self.measured_in),
            answers=tuple(map(own_words, self.answers)),
            counted=tuple(map(own_words, self.counted)),
            subtracted=tuple(map(own_words, self.subtracted)),
            breaks=tuple(replace(item, reason=own_words(item.reason)) for item in self.breaks),
        )


def read_indicators(path: Path) -> tuple[Indicator, ...]:
    """Read ``indicators.toml``; raises ``BadInput`` with every problem in it.

    The part ``measure`` of an indicator (which variables of the answer file it uses) belongs to
    ``survey`` and is skipped here.
    """
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    indicators = []
    for section in root.tables("indicator", required=True):
        code = section.text("code")
        section.where = f"indicator {code}: "
        section.table("measure")
        title = section.text("title")
        indicators.append(
            Indicator(
                code=code,
                slug=slugify(title),
                title=title,
                label=section.text("label", title.lower()),
                question=section.text("question"),
                kind=IndicatorKind(section.choice("kind", list(IndicatorKind))),
                direction=Direction(section.choice("direction", list(Direction))),
                theme=section.text("theme"),
                source=section.text("source"),
                lowest_level=AreaLevel(section.choice("lowest_level", list(AreaLevel), "buurt")),
                minimum_n=section.integer("minimum_n", 0) or None,
                sensitive=section.boolean("sensitive", False),
                explanation=section.text("explanation", ""),
                answers=section.texts("answers", ()),
                counted=section.texts("counted", ()),
                subtracted=section.texts("subtracted", ()),
                breaks=tuple(SeriesBreak(item.text("period"), item.text("reason")) for item in section.tables("break")),
            )
        )
        section.finish()
    root.finish()
    for name in ("code", "slug"):
        values = [getattr(indicator, name) for indicator in indicators]
        for value in sorted({value for value in values if values.count(value) > 1}):
            problems.add(f"{name} komt meer dan eens voor", got=value)
    problems.raise_if_any()
    return tuple(indicators)
