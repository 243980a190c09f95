"""The style sheet: small, nothing from elsewhere, legible in light and dark, and in shades of grey."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

import vergezicht.pictures

FOLDER = Path(vergezicht.pictures.__file__).parent
CSS = (FOLDER / "pictures.css").read_text("utf-8")
EVERY = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.css"))
LIGHT, DARK, ALSO_DARK = (
    dict(re.findall(r"--vz-([a-z0-9-]+):(#[0-9a-f]{3,6})", block))
    for block in re.findall(r"\{\s*(--vz-ink:#(?!000)[^}]+)\}", CSS)[:3]
)
PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_small_and_of_our_own() -> None:
    assert len(CSS) < 6_950
    assert len(EVERY) < 7_300
    assert "http" not in EVERY
    assert "@import" not in EVERY


def test_both_ways_to_dark_are_the_same() -> None:
    assert DARK == ALSO_DARK
    assert set(DARK) == set(LIGHT)


@pytest.mark.parametrize("palette", PALETTES)
def test_text_and_marks_have_contrast(palette: dict[str, str]) -> None:
    for name in ("ink", "muted"):
        assert contrast(palette[name], palette["paper"]) >= 4.5
        assert contrast(palette[name], palette["band"]) >= 4.5
    for name in ("better", "worse", "focus", "accent"):
        assert contrast(palette[name], palette["paper"]) >= 3
    assert contrast(palette["focus"], palette["band"]) >= 3, "what somebody drew on a map"


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ramp", ["ramp", "burden", "neutral"])
def test_ramps_survive_grey_and_carry_text(palette: dict[str, str], ramp: str) -> None:
    steps = [palette[f"{ramp}-{step}"] for step in range(1, 6)]
    shades = [luminance(colour) for colour in steps]
    assert shades == sorted(shades) or shades == sorted(shades, reverse=True)
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(steps))
    letters = (palette["on-light"], palette["on-light"], "#0b1f27", palette["on-dark"], palette["on-dark"])
    for colour, letter in zip(steps, letters, strict=True):
        assert contrast(colour, letter) >= 4.5, (ramp, colour, letter)


def test_the_colour_of_a_mark_says_better_or_worse_and_its_form_higher_or_lower() -> None:
    """More people who feel unsafe is no good news, whatever the arrow."""
    assert ".vz-up{--m:var(--vz-more,var(--vz-better))}.vz-down{--m:var(--vz-less,var(--vz-worse))}" in CSS
    burden = re.findall(r"\.vz-burden\{([^}]+)\}", CSS)[0]
    assert "--vz-more:var(--vz-worse);--vz-less:var(--vz-better)" in burden
    assert "vz-more" not in re.findall(r"\.vz-asset\{([^}]+)\}", CSS)[0]
