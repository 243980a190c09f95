"""Bad input: each with a clear message in Dutch, all of it at once, and nothing half-written."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.survey.samples import sav_from_csv, write_sav

from vergezicht.problems import BadInput
from vergezicht.survey.pipeline import build_release
from vergezicht.survey.reading import delimited, spss

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def survey(project: Path) -> Path:
    return project.parent


def edit(path: Path, old: str, new: str, count: int = -1) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def answers(folder: Path) -> Path:
    return folder / "simulated" / "answers_2023.csv"


def to_sav(folder: Path) -> Path:
    """Let the second wave be an SPSS file."""
    target = answers(folder).with_suffix(".sav")
    sav_from_csv(answers(folder), target, "buurt")
    edit(folder / "project.toml", "answers_2023.csv", "answers_2023.sav")
    return target


def unknown_buurt_in_sav(folder: Path) -> None:
    edit(answers(folder), "BU99990202", "BU12345678", 2)
    to_sav(folder)


def unknown_buurt(folder: Path) -> None:
    edit(answers(folder), "BU99990202", "BU12345678", 7)


def no_buurt(folder: Path) -> None:
    edit(answers(folder), "BU99990202", "", 1)


def question_lacks(folder: Path) -> None:
    path = folder / "codebook_2023.json"
    questions = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([question for question in questions if question["naam"] != "v3"]), "utf-8")


def column_lacks(folder: Path) -> None:
    edit(answers(folder), "v2", "andere", 1)


def column_lacks_in_sav(folder: Path) -> None:
    edit(answers(folder), "v2", "andere", 1)
    to_sav(folder)


def margins_contradict(folder: Path) -> None:
    edit(folder / "margins.csv", "GM9999,eigendom,1,2300", "GM9999,eigendom,1,4300")


def margins_with_a_hole(folder: Path) -> None:
    edit(folder / "margins.csv", "GM9999,eigendom,2,1575", "GM9999,eigendom,3,1575")


def margin_without_people(folder: Path) -> None:
    edit(folder / "project.toml", 'name = "eigendom"', 'name = "huishouden"')


def margins_without_number(folder: Path) -> None:
    edit(folder / "margins.csv", "BU99990201,totaal,totaal,1200", "BU99990201,totaal,totaal,veel")


def bounds_that_cannot_be_met(folder: Path) -> None:
    edit(
        folder / "project.toml",
        "[[weighting.margin]]",
        "[weighting]\nlowest = 0.99\nhighest = 1.01\n\n[[weighting.margin]]",
        1,
    )


def empty_file(folder: Path) -> None:
    answers(folder).write_bytes(b"")


def only_a_heading(folder: Path) -> None:
    answers(folder).write_text(answers(folder).read_text("utf-8").splitlines()[0] + "\n", "utf-8")


def csv_named_sav(folder: Path) -> None:
    shutil.move(answers(folder), answers(folder).with_suffix(".sav"))
    edit(folder / "project.toml", "answers_2023.csv", "answers_2023.sav")


def png_named_sav(folder: Path) -> None:
    csv_named_sav(folder)
    answers(folder).with_suffix(".sav").write_bytes(PNG)


def png_named_csv(folder: Path) -> None:
    answers(folder).write_bytes(PNG)


def broken_sav(folder: Path) -> None:
    path = to_sav(folder)
    path.write_bytes(path.read_bytes()[:300])


def file_lacks(folder: Path) -> None:
    answers(folder).unlink()


def code_outside_codebook(folder: Path) -> None:
    edit(folder / "codebook_2023.json", '"3": "vaak"', '"4": "vaak"')


def answer_that_does_not_match(folder: Path) -> None:
    edit(folder / "codebook_2023.json", '"3": "vaak"', '"3": "heel vaak"')


def not_a_number(folder: Path) -> None:
    edit(answers(folder), "202300001,1,", "202300001,een,", 1)


def typing_error(folder: Path) -> None:
    edit(folder / "project.toml", "sample = 1", "sampel = 1")


def nobody_from_the_sample(folder: Path) -> None:
    edit(folder / "project.toml", "sample = 1", "sample = 8")


def not_toml(folder: Path) -> None:
    edit(folder / "project.toml", "[release]", "[release")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (unknown_buurt_in_sav, ["onbekende buurtcode (2 rijen: ", "BU12345678", "answers_2023.sav"]),
        (unknown_buurt, ["onbekende buurtcode (7 rijen: ", "en verder", "kolom buurt"]),
        (no_buurt, ["lege buurtcode (rij "]),
        (question_lacks, ["vraag ontbreekt in codeboek: v3 (indicator vooruitgang)", "codebook_2023.json"]),
        (column_lacks, ["kolom ontbreekt", "kolom v2"]),
        (column_lacks_in_sav, ["kolom ontbreekt", "kolom v2", "answers_2023.sav"]),
        (margins_contradict, ["marge eigendom telt op tot 5.875 inwoners, de buurten tot 3.875"]),
        (margins_with_a_hole, ["geen categorie van de marge eigendom"]),
        (margin_without_people, ["de marge huishouden ontbreekt"]),
        (margins_without_number, ["geen aantal", "rij 5"]),
        (bounds_that_cannot_be_met, ["binnen de gegeven grenzen"]),
        (empty_file, ["het bestand is leeg"]),
        (only_a_heading, ["er staan geen antwoorden in het bestand"]),
        (csv_named_sav, ["dit is geen SPSS-bestand", "waarschijnlijk csv"]),
        (png_named_sav, ["dit is geen SPSS-bestand", "een plaatje (.png)"]),
        (png_named_csv, ["dit is geen csv-bestand", "een plaatje (.png)"]),
        (broken_sav, ["het SPSS-bestand is niet te lezen"]),
        (file_lacks, ["bestand niet gevonden", "answers_2023.csv"]),
        (code_outside_codebook, ["een antwoordcode staat niet in het codeboek", "kolom v2"]),
        (answer_that_does_not_match, ["heel vaak", "same_as"]),
        (not_a_number, ["geen getal (1 keer)", "kolom bron"]),
        (typing_error, ["onbekend veld columns.sampel", "bedoelt u sample?"]),
        (nobody_from_the_sample, ["geen enkele rij hoort bij de steekproef (waarde 8)"]),
        (not_toml, ["geen geldige TOML"]),
    ],
)
def test_bad_input_is_told_in_dutch_and_nothing_is_written(
    project: Path, tmp_path: Path, damage: Callable[[Path], None], said: list[str]
) -> None:
    damage(survey(project))
    with pytest.raises(BadInput) as caught:
        build_release(project, tmp_path / "release")
    message = str(caught.value)
    for words in said:
        assert words in message
    assert not (tmp_path / "release").exists()


def test_every_problem_of_every_wave_is_told_at_once(project: Path, tmp_path: Path) -> None:
    folder = survey(project)
    unknown_buurt(folder)
    question_lacks(folder)
    edit(folder / "simulated" / "answers_2021.csv", "v1", "weg", 1)
    with pytest.raises(BadInput) as caught:
        build_release(project, tmp_path / "release")
    files = {Path(str(problem.file)).name for problem in caught.value.problems}
    assert files == {"answers_2023.csv", "codebook_2023.json", "answers_2021.csv"}


def test_a_message_never_holds_an_answer(project: Path, tmp_path: Path) -> None:
    edit(answers(survey(project)), "202300003,1,", "202300003,geheim,", 1)
    with pytest.raises(BadInput) as caught:
        build_release(project, tmp_path / "release")
    assert "geheim" not in str(caught.value)


def test_an_spss_file_gives_the_same_bytes_as_the_csv_file(project: Path, tmp_path: Path) -> None:
    first = build_release(project, tmp_path / "csv")
    to_sav(survey(project))
    second = build_release(project, tmp_path / "sav")
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_a_parquet_file_gives_the_same_bytes_as_the_csv_file(project: Path, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import csv, parquet

    first = build_release(project, tmp_path / "csv")
    table = csv.read_csv(answers(survey(project)))
    floats = [pyarrow.float64() if name == "v1" else field for name, field in zip(*_schema(table), strict=True)]
    table = table.cast(pyarrow.schema(list(zip(table.column_names, floats, strict=True))))
    target = answers(survey(project)).with_suffix(".parquet")
    parquet.write_table(table, target, row_group_size=100)
    edit(survey(project) / "project.toml", "answers_2023.csv", "answers_2023.parquet")
    second = build_release(project, tmp_path / "parquet")
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def _schema(table: Any) -> tuple[list[str], list[Any]]:
    return table.column_names, list(table.schema.types)


@pytest.mark.parametrize("suffix", [".csv", ".sav"])
def test_blocks_of_rows_give_the_same_bytes_as_one(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    if suffix == ".sav":
        to_sav(survey(project))
    first = build_release(project, tmp_path / "one")
    monkeypatch.setattr(delimited, "BLOCK", 37)
    monkeypatch.setattr(spss, "BLOCK", 101)
    second = build_release(project, tmp_path / "many")
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_rows_are_numbered_through_all_blocks(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = answers(survey(project)).read_text("utf-8").splitlines()
    lines[150] = lines[150].replace("BU9999", "BU0000")
    answers(survey(project)).write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.setattr(delimited, "BLOCK", 37)
    with pytest.raises(BadInput) as caught:
        build_release(project, tmp_path / "release")
    assert "onbekende buurtcode (rij 151)" in str(caught.value)


def test_the_sav_writer_of_these_tests_is_read_back(tmp_path: Path) -> None:
    import pyreadstat

    path = tmp_path / "klein.sav"
    write_sav(path, {"buurt": ["BU1", "BU2"], "Vraag_1": [1, None]})
    found, _ = pyreadstat.read_sav(path, output_format="dict")
    assert {name: list(column) for name, column in found.items()} == {"buurt": ["BU1", "BU2"], "Vraag_1": [1.0, None]}
