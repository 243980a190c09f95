"""What many tests share: the repository, the shared reference folder, and one site with the Zwolle example."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.mailing.server import Mailbox

ROOT = Path(__file__).resolve().parents[1]
ZWOLLE = ROOT / "municipalities" / "zwolle"


def shared_folder() -> Path | None:
    """The folder with reference data beside the repository; None when it is not there."""
    if given := os.environ.get("VERGEZICHT_SHARED"):
        return Path(given)
    return next(
        (parent / "shared" for parent in Path(__file__).resolve().parents if (parent / "shared").is_dir()), None
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """The files that take longest first, so that no core waits for another at the end."""
    yield
    items.sort(key=lambda item: item.path.parent.name != "journeys")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference folder; tests that need it are skipped without it."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("the folder `shared` with reference data is not there")
    return folder


@pytest.fixture(scope="session")
def zwolle_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the example, built once from simulated answers."""
    import shutil

    from vergezicht.survey.pipeline import build_release
    from vergezicht.survey.simulation import simulate

    folder = tmp_path_factory.mktemp("facts") / "zwolle"
    shutil.copytree(ZWOLLE, folder, ignore=shutil.ignore_patterns("simulated"))
    simulate(folder)
    target = tmp_path_factory.mktemp("releases") / "release"
    build_release(folder / "survey" / "project.toml", target, progress=lambda text: None)
    return target


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, zwolle_release: Path
) -> Iterator[None]:
    """The test database holds the example; every test works on it and leaves it as it was."""
    from vergezicht.challenges.adoption import adopt_release
    from vergezicht.challenges.example import load_example
    from vergezicht.initiatives.example import load_initiatives
    from vergezicht.publication.models import Edition
    from vergezicht.stories.example import load_story

    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own object
        adopt_release(zwolle_release, role="Onderzoeker")
        load_example(ZWOLLE / "content")
        load_initiatives(ZWOLLE / "content")
        load_story(ZWOLLE / "content" / "story.toml")
        Edition.objects.all().delete()
    yield


@pytest.fixture
def editions(settings: object, tmp_path: Path) -> Path:
    """An empty folder for editions, for one test."""
    settings.EDITIONS_FOLDER = tmp_path / "editions"  # type: ignore[attr-defined]
    return tmp_path / "editions"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A real mail server on loopback."""
    from tests.mailing.server import serve_mailbox

    yield from serve_mailbox(settings)
