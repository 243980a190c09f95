"""A private link to a draft: it shows the last saved text, expires, opens nothing else and is kept nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from vergezicht.stories import preview_links
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.preview_links import PREVIEW, preview_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> StoryPage:
    story = StoryPage(title="Nog niet af", lead="Een geheim begin.", live=False)
    HomePage.objects.get().add_child(instance=story)
    story.lead = "De laatste versie."
    story.save_revision()
    return story


def test_the_last_saved_draft_is_read_without_an_account(client: Client, draft: StoryPage) -> None:
    answer = client.get(preview_path(draft))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "De laatste versie." in page
    assert "dit staat nog niet op de site" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not client.cookies
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


def test_a_link_expires_and_cannot_be_made_up(
    client: Client, draft: StoryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = preview_path(draft)
    assert client.get(good[:-2] + "x/").status_code == 404
    assert client.get(f"{PREVIEW}{draft.pk}/").status_code == 404
    monkeypatch.setattr(preview_links, "VALID_FOR", timedelta(0))
    answer = client.get(good)
    assert answer.status_code == 404
    assert "De laatste versie." not in answer.content.decode()
    assert "werkt niet (meer)" in answer.content.decode()


def test_a_link_opens_no_file_that_the_draft_does_not_show(
    client: Client, draft: StoryPage, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("geheim.txt", ContentFile(b"niet voor u"))
    for path in (name, "../settings.py", "nergens.png"):
        assert client.get(f"{preview_path(draft)}beeld/{path}").status_code == 404
    assert client.post(preview_path(draft)).status_code == 405
