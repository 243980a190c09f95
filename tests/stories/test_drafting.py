"""A draft from the figures: true as it stands, without a copied number, and not online."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures import FigureSource
from vergezicht.stories.drafting.beginning import begin_draft
from vergezicht.stories.living.claims import check_claim, claims_in
from vergezicht.stories.models import StoryPage
from vergezicht.stories.reviewing.checks import checks_of

pytestmark = pytest.mark.django_db


def assert_true(text: str, release: FigureSource) -> None:
    """Its claims hold, and it holds no number that somebody copied."""
    assert all(check_claim(claim, release).holds for claim in claims_in(text)), text
    assert not re.search(r"\d+ ?%|\d,\d", re.sub(r"\{[^}]*\}", "", text))


@pytest.mark.parametrize("slug", ["noord", "zuid"])
def test_a_draft_claims_what_holds_and_copies_no_number(slug: str) -> None:
    area = municipality().geography.by_slug(AreaLevel.STADSDEEL, slug)
    story = begin_draft(area)
    again = StoryPage.objects.get(pk=story.pk)
    assert not again.live
    assert again.chapters
    release = current_release()
    for chapter in again.chapters:
        assert chapter.theme is not None
        for sentence in chapter.kern:
            assert claims_in(sentence)
            assert_true(sentence, release)
    panel = next(block for block in again.body if block.block_type == "side_panel")
    assert len(panel.value["steps"]) > 1
    for step in panel.value["steps"]:
        assert_true(step["text"].source, release)
        assert area.code in {step["within"], *step["focus"]}
    again.body.stream_block.clean(again.body)  # an editor can save it as it is
    types = [block.block_type for block in again.body]
    assert types[:2] == ["headline", "side_panel"]
    assert "figure" in types
    assert types[-1] == "sources"


@pytest.mark.parametrize("slug", ["midden", "noord", "oost", "west", "zuid"])
def test_of_a_draft_nothing_has_to_be_plainer(slug: str) -> None:
    found = checks_of(begin_draft(municipality().geography.by_slug(AreaLevel.STADSDEEL, slug)))
    assert [check.where for check in found] == ["Titel", "Inleiding"], found  # which are for its editor to write


def test_two_drafts_of_one_area_stand_side_by_side() -> None:
    area = municipality().geography.by_slug(AreaLevel.STADSDEEL, "noord")
    assert begin_draft(area).slug != begin_draft(area).slug


def test_the_editor_begins_with_a_draft_and_a_partner_does_not(client: Client) -> None:
    client.force_login(User.objects.create_superuser("redactie", password="x"))
    assert "Begin met een concept" in client.get("/beheer/concept/").content.decode()
    area = municipality().geography.by_slug(AreaLevel.STADSDEEL, "noord")
    answer = client.post("/beheer/concept/", {"area": area.code})
    newest = StoryPage.objects.order_by("-pk").first()
    assert answer["Location"] == f"/beheer/pages/{newest.pk}/edit/"
    assert not newest.live
    partner = User.objects.create_user("partner-x", password="x")
    partner.groups.add(Group.objects.get(name="Partner"))
    client.force_login(partner)
    client.post("/beheer/concept/", {"area": area.code})
    assert StoryPage.objects.order_by("-pk").first() == newest


def test_no_heading_of_a_draft_skips_a_level() -> None:
    story = begin_draft(municipality().geography.by_slug(AreaLevel.STADSDEEL, "noord"))
    page = BeautifulSoup(story.make_preview_request().content, "html.parser")
    levels = [int(heading.name[1]) for heading in page.select("main :is(h1, h2, h3, h4, h5)")]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert page.select(".opening h2.key-figure__title")
