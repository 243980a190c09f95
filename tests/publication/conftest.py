"""What the tests of a published edition share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.built import built_once
from tests.challenges.people import make_user
from tests.publication.moments import SECRET
from tests.publication.service import Answer, edition_at
from wagtail.models import Page

from vergezicht.challenges.roles import Role
from vergezicht.publication.baking.bake import bake
from vergezicht.publication.features.described import ROOT
from vergezicht.publication.serving.files import EditionServer
from vergezicht.stories.models import HomePage, StoryPage, TextPage


@pytest.fixture(scope="session")
def baked(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Path:
    """One edition of the example, for every test that only reads it."""
    from django.conf import settings

    def build(folder: Path) -> None:
        before, settings.EDITIONS_FOLDER = settings.EDITIONS_FOLDER, folder
        try:
            with django_db_blocker.unblock():
                bake(1, reason="test")
                connection.close()
        finally:
            settings.EDITIONS_FOLDER = before

    return built_once(tmp_path_factory, "edition", build) / "0001"


@pytest.fixture
def html(baked: Path) -> dict[str, str]:
    """Path within the edition -> text of every page."""
    site = baked / "site"
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}


@pytest.fixture
def service(tmp_path: Path) -> EditionServer:
    """An edition of nothing but the collections, served."""
    return edition_at(tmp_path)


@pytest.fixture
def items(service: EditionServer) -> Any:
    """Ask the items of a collection: ``items("acties", "limit=2")``."""

    def asked(name: str, query: str = "") -> Any:
        answer = Answer(service, f"{ROOT}/collections/{name}/items{'?' if query else ''}{query}")
        assert answer.status == 200, answer.body
        return answer.json

    return asked


@pytest.fixture
def maker() -> Any:
    return make_user("communicatie", Role.COMMUNICATION)


@pytest.fixture
def drafts() -> list[Page]:
    """A new story, a new text page, and a page that is public and was changed since."""
    home = HomePage.objects.get()
    story = home.add_child(instance=StoryPage(title=f"{SECRET} verhaal", lead="Begin.", live=False))
    text = home.add_child(instance=TextPage(title=f"{SECRET} tekst", slug="geheim", live=False))
    public = TextPage.objects.live().exclude(pk=text.pk).first()
    assert public is not None
    public.lead = f"{SECRET} gewijzigd."
    for page in (story, text, public):
        page.save_revision()
    return [Page.objects.get(pk=page.pk) for page in (story, text, public)]
