"""Who answered of those who were invited."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.golden.reference import cases, needs_shared, shared
from tests.survey.test_shared_survey import write_project

from vergezicht.figures import open_release
from vergezicht.problems import BadInput
from vergezicht.survey.pipeline import build_release

pytestmark = needs_shared


def with_invitations(folder: Path, source: str | None = None) -> Path:
    project = write_project(folder, "csv")
    text = project.read_text("utf-8")
    for year in ("2022", "2024"):
        path = folder / f"uitgenodigd_{year}.csv"
        path.write_text(source or (shared() / "survey" / f"uitnodigingen_{year}.csv").read_text("utf-8"), "utf-8")
        text = text.replace(f'period = "{year}"', f'period = "{year}"\ninvitations = "{path.name}"')
    project.write_text(text, "utf-8")
    return project


def test_the_release_tells_how_representative_the_response_is(tmp_path: Path) -> None:
    release = open_release(build_release(with_invitations(tmp_path), tmp_path / "release"))
    lines = [line for line in release.facts.method if "R-indicator" in line]
    assert len(lines) == 2
    # The value of R for the same data, with the household as well in its model (guide: 0.730).
    (expected,) = [case.values[0]["expected"] for case in cases("zwolle-r-indicator-*2022*.json")] or [None]
    assert "het meest ongelijk naar leeftijd" in lines[0]
    told = float(lines[0].split("R-indicator ")[1].split(" ")[0].replace(",", "."))
    assert expected is None or abs(told - expected["R"]) < 0.05


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("buurt_code,leeftijd\n", "kolom ontbreekt"),
        (
            "buurt_code,leeftijd,geslacht,herkomst,eigendom,uitgenodigd,respons\nBU00000000,1,1,1,1,4,2\n",
            "onbekende buurtcode",
        ),
        ("buurt_code,leeftijd,geslacht,herkomst,eigendom,uitgenodigd,respons\nBU01931000,1,1,1,1,x,2\n", "geen aantal"),
        (
            "buurt_code,leeftijd,geslacht,herkomst,eigendom,uitgenodigd,respons\nBU01931000,1,1,1,1,2,5\n",
            "meer antwoorden dan uitnodigingen",
        ),
    ],
)
def test_what_is_wrong_with_the_counts_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        build_release(with_invitations(tmp_path, text), tmp_path / "release")
    assert not (tmp_path / "release").exists()
