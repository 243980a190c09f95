"""The commands of the analyst."""

from pathlib import Path

import pytest
from tests.survey.reading.test_reading import empty_file

from vergezicht.cli import main


def test_from_simulation_to_a_table(waterkant: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "release"
    assert main(["simulate", str(waterkant)]) == 0
    assert main(["release", "build", str(waterkant / "survey" / "project.toml"), "--out", str(out)]) == 0
    assert main(["release", "check", str(out)]) == 0
    assert "De release is heel en ongewijzigd." in capsys.readouterr().out
    assert main(["release", "show", str(out), "--level", "buurt", "--period", "2023"]) == 0
    shown = capsys.readouterr().out
    assert "onderdrukt: privacy" in shown and "Havenkwartier" in shown
    assert main(["release", "show", str(out), "--indicator", "bestaat-niet"]) == 1


def test_a_changed_release_does_not_pass(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "release"
    main(["release", "build", str(project), "--out", str(out)])
    figures = out / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("7.4", "8.4"), "utf-8")
    assert main(["release", "check", str(out)]) == 1
    assert "gewijzigd" in capsys.readouterr().out


def test_bad_input_is_printed_whole(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty_file(project.parent)
    assert main(["release", "build", str(project), "--out", str(tmp_path / "release")]) == 2
    assert "het bestand is leeg" in capsys.readouterr().err
    assert not (tmp_path / "release").exists()
