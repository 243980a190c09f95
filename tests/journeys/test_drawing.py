"""What an editor is drawing on the map of a story stays, whatever is done next."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import FIRST_LOOK, SAVED, open_page
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.waiting import within

pytestmark = pytest.mark.journey


def test_what_is_being_drawn_is_not_lost(editor: Visit, site: RunningSite) -> None:
    within(
        site,
        """
from vergezicht.stories.models import HomePage, StoryPage
story = StoryPage(title="Halverwege", lead="Kort.", live=False)
story.body = [("quick_map", {"title": "Waar?", "drawing": "", "text": ""})]
HomePage.objects.get().add_child(instance=story); story.save_revision()
""",
    )
    page = editor.page
    open_page(page, "StoryPage", "Halverwege")
    board, said = page.locator(".drawing svg"), page.locator(".drawing__said")
    board.scroll_into_view_if_needed()
    page.wait_for_timeout(FIRST_LOOK)
    box = board.bounding_box()
    assert box is not None

    def put(*places: float) -> None:
        for place in places:
            board.click(position={"x": box["width"] * place, "y": box["height"] * (0.2 + place / 3)})

    page.check("input[value=LineString]")
    put(0.3, 0.5)
    done = page.get_by_role("button", name="Klaar met deze lijn").bounding_box()
    assert done is not None
    assert done["y"] < board.bounding_box()["y"] + 60, "where one draws, above the map"
    page.check("input[value=Polygon]")
    expect(page.get_by_role("textbox", name="Naam van lijn 1")).to_be_visible()
    put(0.3, 0.4)
    page.locator("input[value=Point]").click()
    expect(said).to_contain_text("dit vlak heeft 2 punten, en minstens 3 zijn nodig")
    expect(page.locator("input[value=Polygon]")).to_be_checked()
    put(0.7)
    page.click("#id_lead")
    expect(page.get_by_role("textbox", name="Naam van vlak 2")).to_be_visible()
    page.check("input[value=LineString]")
    put(0.6)
    page.click("#id_lead")
    expect(said).to_contain_text("deze lijn heeft 1 punt, en minstens 2 zijn nodig")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    expect(said).to_contain_text("1 punt van deze lijn")  # goes on where it was
    expect(page.locator(".drawing__marks li")).to_have_count(2)
