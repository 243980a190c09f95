"""Panel and open answers never change a figure; the difference they would make is told."""

from __future__ import annotations

from pathlib import Path

from tests.golden.reference import needs_shared, shared
from tests.survey.test_shared_survey import write_project

from vergezicht.figures import open_release
from vergezicht.survey.pipeline import build_release

pytestmark = needs_shared


def test_others_change_no_figure_and_are_told(tmp_path: Path) -> None:
    whole = open_release(build_release(write_project(tmp_path, "csv"), tmp_path / "whole"))
    told = [line for line in whole.facts.method if "tellen niet mee" in line]
    assert len(told) == 2
    assert "725 antwoorden van panel en eigen aanmelding" in told[0] and "procentpunt" in told[0]
    # Without their rows the figures are the same, and there is nothing to tell.
    project = write_project(tmp_path, "csv")
    text = project.read_text("utf-8")
    for year in ("2022", "2024"):
        source = shared() / "survey" / f"respondenten_{year}.csv"
        heading, *rows = source.read_text("utf-8").splitlines()
        place = heading.split(",").index("werving")
        own = tmp_path / source.name
        kept = [row for row in rows if row.split(",")[place] == "1"]
        own.write_text("\n".join([heading, *kept]) + "\n", "utf-8")
        text = text.replace(str(source), str(own))
    project.write_text(text, "utf-8")
    alone = open_release(build_release(project, tmp_path / "alone"))
    assert alone.figures() == whole.figures() and alone.comparisons() == whole.comparisons()
    assert not [line for line in alone.facts.method if "tellen niet mee" in line]
