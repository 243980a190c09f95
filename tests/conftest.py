"""What many tests share: the repository, the shared reference folder, and one site with the Zwolle example."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.built import DATABASE, build_empty_site, build_example_site, build_zwolle_release, built_once

if TYPE_CHECKING:
    from tests.mailing.server import Mailbox


def shared_folder() -> Path | None:
    """The folder with reference data beside the repository; None when it is not there."""
    if given := os.environ.get("VERGEZICHT_SHARED"):
        return Path(given)
    return next(
        (parent / "shared" for parent in Path(__file__).resolve().parents if (parent / "shared").is_dir()), None
    )


# The longest journey builds the demo that others wait for; meanwhile another core makes editions of its own.
_FIRST = (("journeys", "test_next_cycle.py"), ("publication", "test_bake.py"))


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """The files that take longest first, so that no core waits for another at the end."""
    yield
    order = {file: place for place, file in enumerate(_FIRST)}
    items.sort(key=lambda item: (order.get(item.path.parts[-2:], len(order)), item.path.parent.name != "journeys"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference folder; tests that need it are skipped without it."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("the folder `shared` with reference data is not there")
    return folder


@pytest.fixture(scope="session")
def zwolle_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the example, built from simulated answers."""
    return built_once(tmp_path_factory, "facts", build_zwolle_release) / "release"


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that was set up and holds nothing yet."""
    return built_once(tmp_path_factory, "empty", build_empty_site)


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory, zwolle_release: Path, empty_site: Path) -> Path:
    """The folder of a site that holds the example: database, pictures, release.

    The release first: at the beginning of a run another worker makes the empty site, for the demo.
    """
    build = partial(build_example_site, empty=empty_site, release=zwolle_release)
    return built_once(tmp_path_factory, "example", build)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tables come from the models: their content, and which migrations there were, comes from the example."""
    from django.db import connection

    connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, example_site: Path) -> Iterator[None]:
    """The test database holds the example; every test works on it and leaves it as it was."""
    from django.conf import settings
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    with django_db_blocker.unblock(), closing(sqlite3.connect(example_site / DATABASE)) as filled:
        connection.ensure_connection()
        filled.backup(connection.connection)
        ContentType.objects.clear_cache()  # the numbers are those of the example from here on
    for name in ("media", "releases"):
        shutil.copytree(example_site / name, settings.VAR / name, dirs_exist_ok=True)
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
