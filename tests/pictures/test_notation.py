"""Dutch numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pictures.invented import BALANCE, MARK, UNSAFE

from vergezicht.figures.figure import Figure, FigureStatus
from vergezicht.languages import speaking
from vergezicht.languages.marks import capitalised
from vergezicht.pictures.classes import make_classes
from vergezicht.pictures.notation import (
    about_n,
    amount,
    enumerate_names,
    figure_text,
    frequency,
    margin_text,
    number,
    ordinal,
    points,
    tile_text,
)
from vergezicht.pictures.scale import scale_for
from vergezicht.pictures.svg import short, text


def figure(value: float, censored: str = "") -> Figure:
    return Figure("x", "B1", "2024", value, value - 2, value + 2, 140, FigureStatus.PUBLISHED, None, censored)


def test_numbers() -> None:
    assert number(12345.6) == "12.346"
    assert number(7.55, 1) in {"7,5", "7,6"}
    assert number(-3) == "−3"
    assert number(-0.4) == "0"
    assert number(0, signed=True) == "0"
    assert number(2, signed=True) == "+2"
    assert amount(UNSAFE, 38) == "38%"
    assert amount(MARK, 7.6) == "7,6"
    assert amount(BALANCE, -3) == "−3"


def test_figures() -> None:
    assert figure_text(UNSAFE, figure(5, "<")) == "minder dan 5%"
    assert figure_text(UNSAFE, figure(95, ">")) == "meer dan 95%"
    assert figure_text(UNSAFE, None) == "geen cijfer"
    assert tile_text(UNSAFE, figure(5, "<")) == "<5"
    assert margin_text(UNSAFE, figure(38)) == "tussen 36% en 40%"
    assert about_n(140) == "ongeveer 140 antwoorden"
    assert points(1, 0) == "1 punt"
    assert points(4, 0) == "4 punten"
    assert points(0.3, 1) == "0,3 punt"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (39, "ongeveer 4 op de 10"), (37, "bijna 4 op de 10"), (42, "ruim 4 op de 10"), (35, "ruim 1 op de 3"),
        (16, "ongeveer 1 op de 6"), (50, "ongeveer de helft"), (48, "bijna de helft"), (53, "ruim de helft"), (45, ""),
        (66, "ongeveer 2 op de 3"), (2, "ongeveer 1 op de 50"), (6, "ongeveer 1 op de 15"), (8, "ongeveer 1 op de 12"),
        (98, "ongeveer 49 op de 50"), (97, "bijna 49 op de 50"), (92, "ruim 9 op de 10"), (90, "ongeveer 9 op de 10"),
        (10, "ongeveer 1 op de 10"), (0, "bijna niemand"), (100, "bijna iedereen"),
    ],
)  # fmt: skip
def test_frequencies(share: float, words: str) -> None:
    assert frequency(share) == words


@pytest.mark.parametrize(
    ("code", "words", "fraction"),
    [
        ("nl", ("ongeveer", "bijna", "ruim"), r" (?:(\d+) op de (\d+)|de helft)"),
        ("en", ("about", "almost", "just over"), r" (?:(\d+) in (\d+)|half)"),
    ],
)
def test_a_share_as_people_count_says_nothing_that_is_not_so(
    code: str, words: tuple[str, str, str], fraction: str
) -> None:
    silent = []
    for tenths in range(1, 1000):
        share = tenths / 10
        with speaking(code):
            told = frequency(share)
        if not told:
            silent.append(share)
            continue
        found = re.fullmatch(f"({'|'.join(words)}){fraction}", told)
        assert found, told
        part, whole = (int(found[2]), int(found[3])) if found[2] else (1, 2)
        off = share - 100 * part / whole
        side = min(share, 100 - share)
        about, almost, _ = words
        if found[1] == about:
            assert abs(off) <= 1.5 and abs(off) <= side / 6 + 1e-9, (share, told)
        else:
            assert (off < 0) == (found[1] == almost), (share, told)
            assert abs(off) <= 3.0 + 1e-9 and abs(off) <= side / 3 + 1e-9, (share, told)
    assert [share for share in silent if share.is_integer()] == [44, 45, 46, 54, 55, 56]


def test_names() -> None:
    assert enumerate_names([]) == ""
    assert enumerate_names(["Berkum"]) == "Berkum"
    assert enumerate_names(["Berkum", "Wipstrik"]) == "Berkum en Wipstrik"
    assert enumerate_names(["A", "B", "C"]) == "A, B en C"
    assert enumerate_names(["A", "B", "C", "D"]) == "A, B en 2 andere"
    assert capitalised("ijssel") == "IJssel"
    assert ordinal(3) == "3e"


@given(st.floats(-5000, 5000))
def test_short_coordinates_read_back(value: float) -> None:
    assert abs(float(short(value)) - value) <= 0.0501
    assert "e" not in short(value)


def test_text_is_escaped_and_clean() -> None:
    assert text("a<b & \x00c") == "a&lt;b &amp; c"


@given(st.lists(st.integers(0, 100), min_size=1, max_size=80))
def test_classes_hold_every_value_once(values: list[int]) -> None:
    figures = [figure(value) for value in values]
    classes = make_classes(UNSAFE, figures)
    positions = [classes.position(one) or 0 for one in figures]
    assert min(positions) >= 1
    assert max(positions) <= len(classes) <= 5
    assert len({classes.label(position) for position in range(1, len(classes) + 1)}) == len(classes)
    assert list(classes.breaks) == sorted(set(classes.breaks))
    in_order = [position for _, position in sorted(zip(values, positions, strict=True))]
    assert in_order == sorted(in_order), "a higher value never has a lower class"
    assert classes == make_classes(UNSAFE, list(reversed(figures)))


def test_class_labels() -> None:
    classes = make_classes(UNSAFE, [figure(value) for value in range(10, 60)])
    labels = [classes.label(position) for position in range(1, len(classes) + 1)]
    assert labels == ["minder dan 20%", "20–29%", "30–39%", "40–49%", "50% of meer"]
    assert make_classes(UNSAFE, [figure(38)]).label(1) == "38%"
    signed = make_classes(BALANCE, [figure(value) for value in range(-10, 16)])
    assert signed.label(len(signed) - 1) == "+5 tot en met +9"


@given(st.lists(st.integers(0, 100), min_size=0, max_size=10))
def test_scales_hold_every_value(values: list[int]) -> None:
    scale = scale_for(UNSAFE, [figure(value) for value in values])
    assert 2 <= len(scale.ticks) <= 7
    assert all(0 <= scale(value) <= 1 for value in values)
    assert scale.low < scale.high


def test_a_margin_that_rounds_to_the_figure_says_how_small_it_is() -> None:
    tight = Figure("x", "B1", "2024", 7.6, 7.6, 7.6, 140, FigureStatus.PUBLISHED, None, "")
    assert margin_text(MARK, tight) == "minder dan 0,1 punt erboven of eronder"
    assert margin_text(UNSAFE, replace(tight, value=3, low=3, high=3)) == "minder dan 1 punt erboven of eronder"
    assert margin_text(MARK, replace(tight, low=7.5)) == "tussen 7,5 en 7,6"
