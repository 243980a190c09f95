"""HOW IT LOOKS: a figure or a set of figures as a drawing, with its table and its sentence, always all three."""

from vergezicht.figures.source import FigureSource
from vergezicht.pictures.answers import answers
from vergezicht.pictures.choropleth import choropleth
from vergezicht.pictures.drawn_map import Mark, MarkKind, drawn_map
from vergezicht.pictures.groups import groups
from vergezicht.pictures.intervals import intervals
from vergezicht.pictures.key_figure import key_figure, spark
from vergezicht.pictures.layers import MapLayer
from vergezicht.pictures.locator import locator
from vergezicht.pictures.panorama import panorama
from vergezicht.pictures.picture import WHOLE, Cell, LegendItem, Link, Picture, PictureKind, Table
from vergezicht.pictures.sentences import (
    change_sentence,
    change_words,
    difference_sentence,
    difference_words,
    figure_sentence,
    target_words,
)
from vergezicht.pictures.source import source_line
from vergezicht.pictures.spotlight import Spotlight, spotlight
from vergezicht.pictures.steps import MapState, map_base, map_step, new_in_legend, step_paths
from vergezicht.pictures.trend import trend

__all__ = [
    "WHOLE",
    "Cell",
    "FigureSource",
    "LegendItem",
    "Link",
    "MapLayer",
    "MapState",
    "Mark",
    "MarkKind",
    "Picture",
    "PictureKind",
    "Spotlight",
    "Table",
    "answers",
    "change_sentence",
    "change_words",
    "choropleth",
    "difference_sentence",
    "difference_words",
    "drawn_map",
    "figure_sentence",
    "groups",
    "intervals",
    "key_figure",
    "locator",
    "map_base",
    "map_step",
    "new_in_legend",
    "panorama",
    "source_line",
    "spark",
    "spotlight",
    "step_paths",
    "target_words",
    "trend",
]
