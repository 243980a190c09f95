"""A figure in the lead of a story lives wherever the lead is read, and its claim is never shown."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.papers.cards import all_cards
from vergezicht.publication.views import story_paper
from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db


def _shown(path: str) -> BeautifulSoup:
    found = next(item for item in public_addresses() if item.path == path)
    return BeautifulSoup(render_address(found), "html.parser")


def test_a_figure_in_the_lead_lives_wherever_the_lead_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    story = StoryPage.objects.get()
    story.lead = "De stad geeft {liveability_mark}.{liveability_mark:minstens=2} Echt waar."
    story.save()
    now = fill_in_words("De stad geeft {liveability_mark}. Echt waar.")
    assert any(character.isdigit() for character in now)
    read = _shown("/verhaal/")
    lead = read.select_one(".lead")
    assert lead.get_text() == now
    assert lead.a["href"].startswith("/cijfers/")
    assert read.select_one("meta[name=description]")["content"] == now
    for path in ("/verhaal/presenteren/", "/ingesloten/verhaal/"):
        assert _shown(path).select_one(".lead").get_text() == now
    assert dict(all_cards())["/verhaal/"]().sentence == now
    printed: list[str] = []
    monkeypatch.setattr(story_paper, "content_of", lambda data: printed.append(data["lead"]) or {})
    monkeypatch.setattr(story_paper, "_printed", lambda *_: b"")
    render_address(next(item for item in public_addresses() if item.path == "/verhaal/verhaal.pdf"))
    assert printed == [now]
