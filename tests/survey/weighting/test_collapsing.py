"""Thin cells are joined by rule, and told; without the rule they are an error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.survey.reading.test_reading import answers, edit
from tests.survey.samples import PLAN, design

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.figures import open_release
from vergezicht.problems import BadInput, Problems
from vergezicht.survey.pipeline import build_release
from vergezicht.survey.weighting.collapsing import collapse
from vergezicht.survey.weighting.lineage import Lineage
from vergezicht.survey.weighting.raking import weigh

PLACES = Geography(
    (
        Area("GM", AreaLevel.GEMEENTE, "G", "g"),
        Area("WA", AreaLevel.WIJK, "A", "a", ("GM",)),
        Area("WB", AreaLevel.WIJK, "B", "b", ("GM",)),
        *(Area(f"BU{n}", AreaLevel.BUURT, f"{n}", f"{n}", ("WA",) if n < 2 else ("WB",)) for n in range(4)),
    )
)


def test_an_empty_buurt_counts_with_its_wijk() -> None:
    sample = design([0, 0, 2, 2, 3, 3, 3], [0, 1, 0, 1, 0, 1, 1], [100, 40, 200, 300], [320, 320])
    joined, lines = collapse(sample.design, replace(PLAN, join_empty=True), PLACES, Lineage())
    assert joined.population.tolist() == [140, 0, 200, 300]
    assert lines == ("in BU1 deed niemand mee: haar 40 volwassenen tellen mee bij BU0",)
    problems = Problems()
    weights = weigh(joined, PLAN, problems)
    assert weights is not None and not len(problems)
    assert np.isclose((weights.final * joined.cells.size).sum(), 640)


def test_without_the_rule_nothing_is_joined() -> None:
    sample = design([0, 0, 2, 2, 3, 3, 3], [0, 1, 0, 1, 0, 1, 1], [100, 40, 200, 300], [320, 320])
    same, lines = collapse(sample.design, PLAN, PLACES, Lineage())
    assert same == sample.design and lines == ()


def test_a_thin_category_goes_to_the_nearest_one() -> None:
    categories = [0] * 8 + [1] * 2 + [2] * 5 + [3] * 9
    sample = design([0] * len(categories), categories, [1000], [300, 100, 200, 400])
    named = replace(sample.design, labels=(("1x1", "1x2", "2x2", "3x1"),))
    joined, lines = collapse(named, replace(PLAN, collapse_below=3), PLACES, Lineage())
    # 1x2 differs from 2x2 in the first characteristic only; from 1x1 in the second.
    assert joined.labels == (("1x1", "1x2+2x2", "3x1"),)
    assert joined.totals[0].tolist() == [300, 300, 400]
    assert len(lines) == 1 and "categorie 1x2 heeft 2 deelnemers" in lines[0]
    counts = np.bincount(joined.cells.categories[0], weights=joined.cells.size)
    assert counts.tolist() == [8, 7, 9]


def test_in_a_release_it_is_told(project: Path, tmp_path: Path) -> None:
    lines = answers(project.parent).read_text("utf-8").splitlines()
    kept = [line for line in lines if "BU99990103" not in line]
    assert len(kept) < len(lines)
    answers(project.parent).write_text("\n".join(kept) + "\n", "utf-8")
    with pytest.raises(BadInput, match="maar niemand deed mee"):
        build_release(project, tmp_path / "release")
    edit(project, "[[weighting.margin]]", "[weighting]\njoin_empty = true\n\n[[weighting.margin]]", 1)
    release = open_release(build_release(project, tmp_path / "release"))
    assert any("BU99990103 deed niemand mee" in note for note in release.facts.notes)
