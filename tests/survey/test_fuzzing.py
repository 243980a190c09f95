"""Damaged files: whatever happens to a byte, the answer is a release or a clear error, never a crash."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.survey.reading.test_reading import answers, edit, to_sav

from vergezicht.problems import BadInput
from vergezicht.survey.pipeline import build_release

TRIES = 30


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def insert(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    data[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 200)))


def double(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randint(1, 3000)]


def lines(data: bytearray, chance: random.Random) -> None:
    """Shuffle the lines of a text, heading and all."""
    rows = bytes(data).split(b"\n")
    chance.shuffle(rows)
    data[:] = b"\n".join(rows)


def to_parquet(folder: Path) -> Path:
    csv, parquet = pytest.importorskip("pyarrow.csv"), pytest.importorskip("pyarrow.parquet")
    target = answers(folder).with_suffix(".parquet")
    parquet.write_table(csv.read_csv(answers(folder)), target)
    edit(folder / "project.toml", "answers_2023.csv", "answers_2023.parquet")
    return target


@pytest.mark.parametrize("kind", ["answers.csv", "answers.sav", "answers.parquet", "codebook", "margins", "project"])
@pytest.mark.parametrize("damage", [flip, cut, insert, double, lines], ids=lambda item: item.__name__)
def test_a_damaged_file(project: Path, tmp_path: Path, kind: str, damage: Callable[..., None]) -> None:
    folder = project.parent
    path = {
        "answers.csv": lambda: answers(folder),
        "answers.sav": lambda: to_sav(folder),
        "answers.parquet": lambda: to_parquet(folder),
        "codebook": lambda: folder / "codebook_2023.json",
        "margins": lambda: folder / "margins.csv",
        "project": lambda: project,
    }[kind]()
    whole = path.read_bytes()
    out = tmp_path / "uit" / "release"
    refused = 0
    for number in range(TRIES):
        data = bytearray(whole)
        damage(data, random.Random(f"{kind}{damage.__name__}{number}"))
        path.write_bytes(data)
        try:
            build_release(project, out)
        except BadInput as error:
            refused += 1
            assert error.problems and all(problem.what for problem in error.problems)
        if out.parent.exists():
            assert not [item for item in out.parent.iterdir() if item != out], "half a release was left behind"
            shutil.rmtree(out.parent)
    assert refused > TRIES // 10
