"""A story of a journey's own: what it does to the one of the example, the next journey would find."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.waiting import within

_MAKE = """
from vergezicht.stories.models import HomePage, StoryPage
story = StoryPage(title={title!r}, lead="Kort.", live=False)
story.body = story.body.stream_block.to_python({body!r})
HomePage.objects.get().add_child(instance=story); story.save_revision()
"""


def write_story(editor: Visit, site: RunningSite, title: str, *body: dict[str, object]) -> Page:
    """A story with these blocks, open in the editor."""
    within(site, _MAKE.format(title=title, body=list(body)))
    editor.page.goto("/beheer/")
    editor.page.get_by_role("link", name=title).first.click()
    editor.page.wait_for_selector("#id_lead")
    return editor.page
