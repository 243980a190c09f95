"""The walk for analysts runs as it is printed, and the pipeline stays free of what a notebook needs."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def test_every_line_of_the_walk_is_true() -> None:
    found = doctest.testfile(str(ROOT / "docs/howto/analyse.md"), module_relative=False, encoding="utf-8")
    assert found.attempted > 25
    assert found.failed == 0


@pytest.mark.parametrize("start", ["vergezicht.survey.pipeline", "vergezicht.survey.commands"])
def test_a_release_imports_neither_scipy_nor_the_methods_for_notebooks(start: str) -> None:
    code = f"import {start}, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert start in loaded
    assert not [name for name in loaded if name.split(".")[0] in {"scipy", "pandas"}]
    assert not [name for name in loaded if name.startswith("vergezicht.survey.analysis")]


def test_the_methods_need_neither_scipy_nor_django() -> None:
    code = "import vergezicht.survey.analysis, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "vergezicht.survey.analysis.calibration" in loaded
    assert not [name for name in loaded if name.split(".")[0] in {"scipy", "pandas", "django"}]
