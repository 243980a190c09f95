"""What takes long to build and is only read or copied: built once in a run, for the workers on all cores together."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ZWOLLE = ROOT / "municipalities" / "zwolle"
DATABASE = "vergezicht.sqlite3"


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of this run, the same one for every worker."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """The folder ``name`` of this run: the first who asks builds it, who asks meanwhile waits.

    Leave it as it is: others read it too. Raises what ``build`` raises; then the next who asks tries again.
    """
    target = run_folder(factory) / name
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            unfinished = target.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            build(unfinished)
            unfinished.rename(target)
    return target


def without_settings() -> dict[str, str]:
    """The environment for a command of its own: nothing of this test run decides where it works."""
    ours = ("VERGEZICHT", "DJANGO", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def build_zwolle_release(folder: Path) -> None:
    """A release of the example, from simulated answers."""
    from vergezicht.survey.pipeline import build_release
    from vergezicht.survey.simulation.simulate import simulate

    survey = folder / "zwolle"
    shutil.copytree(ZWOLLE, survey, ignore=shutil.ignore_patterns("simulated"))
    simulate(survey)
    build_release(survey / "survey" / "project.toml", folder / "release", progress=lambda text: None)


def build_empty_site(folder: Path) -> None:
    """A site with its tables and nothing in them, by the ordinary command."""
    environment = without_settings() | {"VERGEZICHT_VAR": str(folder), "VERGEZICHT_URL": "http://127.0.0.1:8000"}
    subprocess.run([sys.executable, "-m", "vergezicht.cli", "setup"], env=environment, cwd=ROOT, check=True)


def build_example_site(folder: Path, empty: Path, release: Path) -> None:
    """A database with the example, its pictures and its release, as a site keeps them in its folder."""
    shutil.copyfile(empty / DATABASE, folder / DATABASE)
    environment = without_settings() | {
        "VERGEZICHT_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "vergezicht.website.settings.test",
    }
    subprocess.run([sys.executable, "-m", "tests.built", str(release)], env=environment, cwd=ROOT, check=True)


def _fill(release: Path) -> None:
    import django

    django.setup()
    from django.db import connection

    from vergezicht.challenges.adoption import adopt_release
    from vergezicht.challenges.example.content import load_example
    from vergezicht.initiatives.example.content import load_initiatives
    from vergezicht.publication.models import Edition
    from vergezicht.stories.example import load_story

    adopt_release(release, role="Onderzoeker")
    load_example(ZWOLLE / "content")
    load_initiatives(ZWOLLE / "content")
    load_story(ZWOLLE / "content" / "story.toml")
    Edition.objects.all().delete()
    connection.close()


if __name__ == "__main__":
    _fill(Path(sys.argv[1]))
