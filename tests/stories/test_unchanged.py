"""Saving what is saved already makes no second version of the same; a change does, and a remark of an editor too."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.challenges.sent_back import form_data
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text

from vergezicht.stories.models import HomePage, StoryPage

pytestmark = pytest.mark.django_db
ID = "aaaaaaaa-0000-4000-8000-000000000001"


@pytest.fixture
def story() -> StoryPage:
    story = StoryPage(title="Eens bewaard", lead="Begin.", live=False, slug="eens-bewaard")
    story.body = json.dumps([{"type": "text", "id": ID, "value": "<p>Oud</p>"}])
    HomePage.objects.get().add_child(instance=story)
    story.save_revision()
    return StoryPage.objects.get(pk=story.pk)


def _typed(client: Client, story: StoryPage, text: str, **more: str) -> dict[str, Any]:
    opened = form_data(client.get(f"/beheer/pages/{story.pk}/edit/").content.decode())
    value = rich_text(f"<p>{text}</p>", editor="default")
    block = {"type": "text", "id": ID, "order": "0", "deleted": "", "value": value}
    return opened | nested_form_data({"body": {"count": "1", "0": block}}) | more


def _said(client: Client, story: StoryPage, data: dict[str, Any]) -> str:
    answer = client.post(f"/beheer/pages/{story.pk}/edit/", data, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def test_the_button_after_everything_is_saved_makes_no_version(story: StoryPage, admin_client: Client) -> None:
    edit = f"/beheer/pages/{story.pk}/edit/"
    typed = _typed(admin_client, story, "Nieuw")
    admin_client.post(edit, typed, headers={"accept": "application/json"})  # as Wagtail saves by itself
    assert story.revisions.count() == 2
    logged = PageLogEntry.objects.filter(page=story).count()
    assert "Alles is bewaard, het laatst op" in _said(admin_client, story, typed)
    assert "Alles is bewaard, het laatst op" in _said(admin_client, story, _typed(admin_client, story, "Nieuw"))
    assert (story.revisions.count(), PageLogEntry.objects.filter(page=story).count()) == (2, logged)


@pytest.mark.parametrize(
    "more",
    [
        {"lead": "Anders."}, {"title": "Ander"}, {"slug": "ander"}, {"seo_title": "Zo"}, {"revision": ""},
        {"comment_notifications": "on"},
    ],
    ids=str,
)  # fmt: skip
def test_what_changed_is_saved_as_ever(story: StoryPage, admin_client: Client, more: dict[str, str]) -> None:
    if "revision" in more:
        more = {"revision": str(story.latest_revision.pk)}
    assert "niets gewijzigd" not in _said(admin_client, story, _typed(admin_client, story, "Oud", **more))
    assert story.revisions.count() == 2


def test_a_block_that_changed_is_saved(story: StoryPage, admin_client: Client) -> None:
    assert "niets gewijzigd" not in _said(admin_client, story, _typed(admin_client, story, "Nieuw"))
    assert "Nieuw" in json.dumps(StoryPage.objects.get(pk=story.pk).get_latest_revision().content)


def test_publishing_what_is_saved_publishes(story: StoryPage, admin_client: Client) -> None:
    data = _typed(admin_client, story, "Oud", **{"action-publish": "ja", "nagekeken": "ja"})
    admin_client.post(f"/beheer/pages/{story.pk}/edit/", data)
    assert StoryPage.objects.get(pk=story.pk).live
