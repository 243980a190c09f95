"""The pages of areas and indicators say where the stories speak of them."""

from __future__ import annotations

import re

import pytest

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.queries import challenges_for
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.mentions import Told, mentions_of, read_stories, told_with
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db


def test_every_place_that_is_named_is_in_the_story() -> None:
    pages = {item.path: item for item in public_addresses()}
    story = render_address(pages["/verhaal/"]).decode()
    told, found = read_stories(), 0
    for area in municipality().geography:
        for mention in mentions_of(area, challenges_for(area=area.code), told):
            for path in (mention.path, *(place.path for place in mention.places)):
                page, _, anchor = path.partition("#")
                assert page == "/verhaal/"
                assert not anchor or f'id="{anchor}"' in story
                found += 1
    assert found > 50


def test_the_area_itself_comes_before_what_lies_around_it_and_a_name_is_a_whole_word() -> None:
    geography = municipality().geography
    buurt = next(area for area in geography if area.slug == "kamperpoort")
    holder = geography.ancestor(buurt.code, geography.levels[1])
    assert holder is not None
    stories = [
        Told("Ver", "/a/", "", (("", "/a/", (f"Over {buurt.name}straat en x{holder.name}",)),)),
        Told("Rond", "/b/", "", (("stap", "/b/#1", ("wijk", holder.code)),)),
        Told("Zelf", "/c/", "", (("", "/c/", (f"In {buurt.name}.",)),)),
        Told("Cijfer", "/d/", "", (("", "/d/", ("{liveability_mark@buurt/kamperpoort}",)),)),
        Told("Heel de stad", "/e/", "", (("", "/e/", (geography.gemeente.name,)),)),
    ]
    found = mentions_of(buurt, (), stories)
    assert [(item.title, item.places[0].around) for item in found] == [
        ("Zelf", ""), ("Cijfer", ""), ("Rond", holder.name)
    ]  # fmt: skip


def test_a_theme_is_shared_but_not_with_a_chapter_that_is_called_after_another_area() -> None:
    geography = municipality().geography
    west, noord = (next(area for area in geography if area.slug == slug) for slug in ("west", "noord"))
    challenges = challenges_for(area=noord.code)
    theme = challenges[0].themes[0]
    of_all, of_west, of_noord = (Told(f"{about}", "/a/", theme, (), about) for about in ((), (west,), (noord,)))
    assert len(mentions_of(noord, challenges, [of_all, of_noord])) == 2
    assert mentions_of(noord, challenges, [of_west]) == []
    within = next(area for area in geography if geography.ancestor(area.code, noord.level) == noord != area)
    assert mentions_of(within, challenges, [of_noord, of_west]) == mentions_of(within, challenges, [of_noord]) != []


def test_what_a_chapter_is_about_stands_in_its_title_or_else_in_that_of_its_story() -> None:
    page = StoryPage.objects.get()
    assert {told.about for told in read_stories()} == {()}
    page.title = "Stadsdeel West: jong en groen"
    page.save()
    assert {tuple(area.slug for area in told.about) for told in read_stories()} == {("west",)}


def test_it_stands_on_the_page_of_the_area_and_not_on_that_of_the_municipality() -> None:
    pages = {item.path: item for item in public_addresses()}
    text = render_address(pages["/stadsdelen/noord/"]).decode()
    assert "Noord in het verhaal" in text
    assert re.search(r'href="/verhaal/#b[0-9a-f]+-stap-\d"', text)
    assert "in het verhaal" not in render_address(pages["/gemeente/"]).decode()


def test_an_indicator_names_the_chapters_that_show_it_or_quote_it() -> None:
    release = current_release()
    parts = (
        ("", "/v/#een", ("<p>Het is {feels_unsafe@stadsdeel/noord#2018} hier.</p>",)),
        ("Stap", "/v/#een-stap-1", ("feels_unsafe", "<p>kaart</p>")),
        ("Ander", "/v/#een-stap-2", ("liveability_mark", "{feels_unsafely}")),
    )
    stories = [Told("Een", "/v/#een", "", parts), Told("Twee", "/v/#twee", "", parts[2:])]
    (mention,) = told_with(release.indicator("feels_unsafe"), stories)
    assert (mention.title, [place.path for place in mention.places]) == ("Een", ["/v/#een", "/v/#een-stap-1"])
    assert [item.title for item in told_with(release.indicator("liveability_mark"), stories)] == ["Een", "Twee"]


def test_a_living_number_by_the_code_of_an_area_names_it() -> None:
    area = municipality().geography.by_slug(AreaLevel.STADSDEEL, "noord")
    told = Told("Een", "/v/#een", "", (("", "/v/#een", (f"Hier {{feels_unsafe@{area.code}}}.",)),))
    assert [item.title for item in mentions_of(area, (), [told])] == ["Een"]
