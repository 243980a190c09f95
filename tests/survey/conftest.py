"""The invented municipality Waterkant with its simulated answers, and what tests of reading have in common."""

import shutil
from pathlib import Path

import pytest

from vergezicht.survey.simulation.simulate import simulate

WATERKANT = Path(__file__).parents[1] / "municipalities" / "waterkant"


@pytest.fixture(scope="session")
def waterkant_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts") / "waterkant"
    shutil.copytree(WATERKANT, folder, ignore=shutil.ignore_patterns("simulated"))
    simulate(folder)
    return folder


@pytest.fixture
def waterkant(waterkant_template: Path, tmp_path: Path) -> Path:
    """A copy of the municipality that a test may damage."""
    return Path(shutil.copytree(waterkant_template, tmp_path / "waterkant"))


@pytest.fixture
def project(waterkant: Path) -> Path:
    return waterkant / "survey" / "project.toml"
