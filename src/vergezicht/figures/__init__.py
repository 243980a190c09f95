"""WHAT MAY BE KNOWN: indicators, figures, comparisons and the release that holds them."""

from vergezicht.figures.comparison import Comparison, GroupComparison, Reference, Verdict
from vergezicht.figures.equality import Equality, read_equality
from vergezicht.figures.figure import AnswerShare, Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Direction, Indicator, IndicatorKind, SeriesBreak, read_indicators
from vergezicht.figures.release import Release, ReleaseContents, ReleaseFacts, Wave, open_release, write_release
from vergezicht.figures.source import FigureSource, ReleaseCollection
from vergezicht.figures.theme import Theme, read_themes

__all__ = [
    "AnswerShare",
    "Comparison",
    "Direction",
    "Equality",
    "Figure",
    "FigureSource",
    "FigureStatus",
    "GroupComparison",
    "Indicator",
    "IndicatorKind",
    "Reason",
    "Reference",
    "Release",
    "ReleaseCollection",
    "ReleaseContents",
    "ReleaseFacts",
    "SeriesBreak",
    "Theme",
    "Verdict",
    "Wave",
    "open_release",
    "read_equality",
    "read_indicators",
    "read_themes",
    "write_release",
]
