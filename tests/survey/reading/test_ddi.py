"""The codebook goes along with the release as DDI, without any answer."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from vergezicht.figures.integrity import check_release
from vergezicht.survey.pipeline import build_release

SPACE = {"d": "ddi:codebook:2_5"}


def test_every_question_with_its_answers_and_what_is_missing(project: Path, tmp_path: Path) -> None:
    folder = build_release(project, tmp_path / "release")
    assert check_release(folder) == []
    root = ElementTree.parse(folder / "codebook-2023.xml").getroot()
    variables = {item.get("name"): item for item in root.iterfind("d:dataDscr/d:var", SPACE)}
    assert {"v1", "v2", "v3"} <= set(variables)
    for variable in variables.values():
        assert variable.findtext("d:qstn/d:qstnLit", namespaces=SPACE)
    categories = {
        item.findtext("d:catValu", namespaces=SPACE): item for item in variables["v2"].iterfind("d:catgry", SPACE)
    }
    assert categories["3"].findtext("d:labl", namespaces=SPACE) == "vaak"
    assert any(item.get("missing") == "Y" for item in categories.values())
    assert root.findtext("d:stdyDscr/d:citation/d:titlStmt/d:titl", namespaces=SPACE).endswith("meting 2023")
