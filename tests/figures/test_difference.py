"""What a new release adds, changes and withdraws."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from vergezicht.areas import AreaLevel
from vergezicht.cli import main
from vergezicht.figures import Figure, FigureStatus, Reason, Verdict, open_release, write_release
from vergezicht.figures.difference import Change, as_json, compare_releases, words
from vergezicht.figures.release import Release, ReleaseContents


@pytest.fixture
def many(contents: ReleaseContents) -> ReleaseContents:
    """The release with a full figure for five buurten."""
    buurten = contents.geography.at(AreaLevel.BUURT)
    figures = tuple(
        Figure("unsafe", area.code, "2020", 20.0 + number, 15.0, 30.0, 100, FigureStatus.PUBLISHED)
        for number, area in enumerate(buurten[:5])
    )
    return replace(contents, figures=figures)


def written(folder: Path, name: str, what: ReleaseContents) -> Release:
    named = replace(what, facts=replace(what.facts, name=name))
    return open_release(write_release(folder / name, named))


def changed(what: ReleaseContents) -> ReleaseContents:
    """The first shown figure higher, the second hidden, the third with another n, the last gone; two other verdicts."""
    shown = [figure for figure in what.figures if figure.is_shown and not figure.censored]
    assert len(shown) >= 4
    higher = replace(shown[0], value=(shown[0].value or 0) + 7)
    hidden = replace(
        shown[1], value=None, low=None, high=None, n=None, status=FigureStatus.SUPPRESSED, reason=Reason.PRIVACY
    )
    other = {shown[0]: higher, shown[1]: hidden, shown[2]: replace(shown[2], n=(shown[2].n or 0) + 5)}
    figures = tuple(other.get(figure, figure) for figure in what.figures if figure != shown[3])
    first, *rest = what.comparisons
    verdict = Verdict.LOWER if first.verdict != Verdict.LOWER else Verdict.HIGHER
    groups = tuple(replace(item, verdict=Verdict.SMALL) for item in what.group_comparisons)
    other_comparisons = (replace(first, verdict=verdict), *rest)
    return replace(what, figures=figures, comparisons=other_comparisons, group_comparisons=groups)


def test_the_same_release_says_the_same(many: ReleaseContents, tmp_path: Path) -> None:
    first, second = written(tmp_path, "a", many), written(tmp_path, "b", many)
    difference = compare_releases(first, second)
    assert not difference
    assert list(words(difference, second, first)) == ["b zegt precies hetzelfde als a."]


def test_every_kind_of_change_is_found_and_told(many: ReleaseContents, tmp_path: Path) -> None:
    first, second = written(tmp_path, "a", many), written(tmp_path, "b", changed(many))
    difference = compare_releases(first, second)
    assert difference.counts() == {Change.WITHDRAWN: 1, Change.HIDDEN: 1, Change.VALUE: 1, Change.DETAIL: 1}
    assert len(difference.verdicts) == 2
    text = "\n".join(words(difference, second, first))
    for said in (
        "Van a naar b",
        "niet meer getoond: 1 cijfer",
        "→ privacy",
        "waarde gewijzigd: 1 cijfer",
        "ander oordeel: 2",
        "2020 (leeftijd: jong, met de anderen): hoger → klein verschil",
    ):
        assert said in text
    back = compare_releases(second, first)
    assert back.counts() == {Change.ADDED: 1, Change.SHOWN: 1, Change.VALUE: 1, Change.DETAIL: 1}


def test_as_data_for_a_programme(many: ReleaseContents, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, "a", many)
    written(tmp_path, "b", changed(many))
    assert main(["release", "diff", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"]["waarde gewijzigd"] == 1
    (value,) = [cell for cell in told["cells"] if cell["change"] == "waarde gewijzigd"]
    assert value["after"]["value"] == value["before"]["value"] + 7
    assert as_json(compare_releases(open_release(tmp_path / "a"), open_release(tmp_path / "b")))["before"] == "a"


def test_long_lists_are_cut_and_say_so(many: ReleaseContents, tmp_path: Path) -> None:
    figures = tuple(
        replace(figure, value=figure.value + 1) if figure.value is not None else figure for figure in many.figures
    )
    first, second = written(tmp_path, "a", many), written(tmp_path, "b", replace(many, figures=figures))
    lines = list(words(compare_releases(first, second), second, first, most=2))
    assert any(line.strip().startswith("en ") and line.endswith("andere") for line in lines)
