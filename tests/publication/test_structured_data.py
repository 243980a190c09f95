"""Structured data: what pages tell search engines, in their own language, without what is nobody's business."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Template
from tests.publication.structured import things_on, wrong_with

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures import FigureSource
from vergezicht.initiatives.models import Activity, Campaign, CampaignKind, MeetingPlace
from vergezicht.initiatives.models.place import PlaceState
from vergezicht.languages import known_languages
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages import structured_data
from vergezicht.publication.pages.structured_data import data_block
from vergezicht.publication.translated import led
from vergezicht.stories.models import StoryPage
from vergezicht.stories.paths import area_path, indicator_path, places_path

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


def _page(path: str) -> str:
    return render_address(next(item for item in public_addresses() if item.path == path)).decode()


def _told(path: str, kind: str) -> dict[str, Any]:
    found = [thing for thing in things_on(_page(path)) if thing["@type"] == kind]
    assert len(found) == 1 and not wrong_with(found[0]), wrong_with(found[0])
    return found[0]


def _release() -> FigureSource:
    release = current_release()
    assert release is not None
    return release


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example with English as its second language, in which one of its own words is said."""
    title = _release().indicators[0].title
    both = replace(municipality(), languages=("nl", "en"), words={"en": {title: "What we asked"}})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)


@pytest.fixture
def day() -> Campaign:
    """A day that is no example, with one thing to do, in summer time."""
    made = Campaign.objects.create(
        title="Burendag", slug="burendag", date=date(2027, 9, 25), summary="Samen in de straat.", is_public=True
    )
    wijk = municipality().geography.at(AreaLevel.WIJK)[0]
    Activity.objects.create(
        campaign=made, title="Soep & <spel>", area=wijk.code, place="het plein", starts=time(14), ends=time(16, 30)
    )
    return made


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!-- <script>", "Groen & water", "\ue000Dutch\ue001", "“é”"]
)
def test_no_text_ends_its_block_or_is_lost(text: str) -> None:
    block = data_block({"@type": "Thing", "name": text})
    assert block.count("<") == 2 and block.count(">") == 2 and "&" not in block
    (found,) = BeautifulSoup(block, "html.parser").select("script")
    told = {"@context": "https://schema.org", "@type": "Thing", "name": text.strip("\ue000\ue001")}
    assert json.loads(found.get_text()) == told


def test_an_indicator_is_a_dataset_with_the_files_that_its_page_offers() -> None:
    release = _release()
    which = release.indicators[0]
    path = indicator_path(which)
    told = _told(path, "Dataset")
    offered = {f"{SITE}{link['href']}" for link in BeautifulSoup(_page(path), "html.parser").select("a[download]")}
    assert {one["contentUrl"] for one in told["distribution"]} == offered and len(offered) == 2
    facts = release.facts_of(which.code)
    assert facts.simulated and told["description"].startswith("Voorbeeld: gesimuleerde")
    assert told["creator"] == {"@type": "Organization", "name": facts.publisher}, "invented figures have another maker"
    assert told["publisher"]["name"] == municipality().publisher and told["publisher"]["@id"].endswith("/gm0193")
    years = release.periods_of(which.code)
    assert told["temporalCoverage"] == f"{years[0]}/{years[-1]}" and told["dateModified"] == facts.date
    assert told["license"].startswith("https://creativecommons.org/")
    assert which.title in told["name"] and told["variableMeasured"]["name"] == which.title


def test_what_is_known_by_words_alone_is_left_out_and_what_is_ours_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    release = _release()
    which = replace(release.indicators[0], licence="onbekend: vraag na", source_date="2019-03-01")
    ours = replace(release.facts_of(which.code), simulated=False, publisher=municipality().publisher)
    monkeypatch.setattr(type(release), "facts_of", lambda self, code: ours)
    monkeypatch.setattr(type(release), "periods_of", lambda self, code: ("2022 Q3",))
    told = structured_data.indicator(which, release, "Een zin over het cijfer.")
    assert "license" not in told and told["creator"]["@type"] == "GovernmentOrganization"
    assert told["description"].startswith("Een zin over het cijfer.")
    assert (told["temporalCoverage"], told["dateModified"]) == ("2022", "2019-03-01")


def test_a_story_says_when_it_was_published_and_changed_and_by_whom() -> None:
    story = StoryPage.objects.get()
    StoryPage.objects.update(
        first_published_at=datetime(2027, 1, 1, 12, tzinfo=UTC),
        last_published_at=datetime(2027, 1, 1, 23, 30, tzinfo=UTC),
    )
    told = _told("/verhaal/", "Article")
    assert (told["datePublished"], told["dateModified"]) == ("2027-01-01", "2027-01-02"), "the day on the calendar here"
    assert told["headline"] == story.title and told["publisher"]["name"] == municipality().publisher


def test_an_area_is_a_place_in_the_municipality_and_the_municipality_is_the_whole() -> None:
    wijk = municipality().geography.at(AreaLevel.WIJK)[0]
    told = _told(area_path(wijk), "Place")
    whole = {"@type": "AdministrativeArea", "name": "Zwolle", "identifier": "GM0193"}
    assert (told["identifier"], told["containedInPlace"]) == (wijk.code, whole)
    assert told["url"] == f"{SITE}{area_path(wijk)}"
    assert _told("/gemeente/", "AdministrativeArea")["identifier"] == "GM0193"


def test_crumbs_are_told_as_they_are_shown_with_the_page_itself_at_the_end() -> None:
    wijk = municipality().geography.at(AreaLevel.WIJK)[0]
    html = _page(area_path(wijk))
    shown = [
        (link.get_text(), f"{SITE}{link['href']}") for link in BeautifulSoup(html, "html.parser").select(".crumbs a")
    ]
    steps = _told(area_path(wijk), "BreadcrumbList")["itemListElement"]
    assert [(step["name"], step["item"]) for step in steps[:-1]] == shown and len(shown) > 1
    assert steps[-1]["name"] == wijk.name and "item" not in steps[-1]


def test_the_first_page_says_how_the_site_is_searched() -> None:
    told = _told("/", "WebSite")
    asked, _, question = told["potentialAction"]["target"]["urlTemplate"].partition("?")
    assert asked == f"{SITE}/zoeken/" and told["url"] == f"{SITE}/"
    name, _, words = question.partition("=")
    assert BeautifulSoup(_page("/zoeken/"), "html.parser").select(f"form[action='/zoeken/'] input[name={name}]")
    assert told["potentialAction"]["query-input"] == f"required name={words.strip('{}')}"


def test_a_page_of_places_tells_of_those_where_somebody_can_go() -> None:
    wijk = municipality().geography.at(AreaLevel.WIJK)[0]
    given = {"area": wijk.code, "address": "Plein 1", "opening_hours": "Mo-Fr 09:00-17:00"}
    MeetingPlace.objects.create(name="De Huiskamer", slug="de-huiskamer", state=PlaceState.OPEN, **given)
    MeetingPlace.objects.create(name="Een droom", slug="een-droom", state=PlaceState.WISH, **given)
    told = _told(places_path(wijk), "ItemList")["itemListElement"]
    named = {place["name"]: place for place in told}
    assert "Een droom" not in named
    here = named["De Huiskamer"]
    assert here["address"]["streetAddress"] == "Plein 1"
    assert here["openingHoursSpecification"][0]["opens"] == "09:00"
    file = json.loads(_page("/ontmoetingsplekken/ontmoetingsplekken.json"))["itemListElement"]
    assert here in file, "the page and the file say the same"
    assert len(_told("/ontmoetingsplekken/", "Dataset")["distribution"]) == 3


def test_a_day_is_an_event_with_what_neighbours_do_on_it(day: Campaign) -> None:
    told = _told("/campagnes/burendag/", "Event")
    assert (told["name"], told["startDate"], told["location"]["name"]) == ("Burendag", "2027-09-25", "Zwolle")
    (activity,) = told["subEvent"]
    assert activity["name"] == "Soep & <spel>" and activity["location"]["name"] == "het plein"
    assert (activity["startDate"], activity["endDate"]) == ("2027-09-25T14:00+02:00", "2027-09-25T16:30+02:00")


@pytest.mark.parametrize("change", [{"is_example": True}, {"kind": CampaignKind.WAVE}])
def test_an_invented_day_and_a_survey_are_no_event(day: Campaign, change: dict[str, Any]) -> None:
    Campaign.objects.filter(pk=day.pk).update(**change)
    assert {thing["@type"] for thing in things_on(_page("/campagnes/burendag/"))} == {"BreadcrumbList"}


@pytest.mark.usefixtures("english")
def test_a_page_in_english_tells_it_in_english_and_leads_to_english_pages() -> None:
    which = _release().indicators[0]
    path = indicator_path(which)
    told = _told(f"/en{path}", "Dataset")
    assert told["inLanguage"] == "en" and told["url"] == f"{SITE}/en{path}" and "What we asked" in told["name"]
    assert told["@id"] == _told(path, "Dataset")["@id"], "the same dataset in both"
    assert told["description"].startswith("Example: simulated")
    assert [(one["inLanguage"], one["contentUrl"].removeprefix(SITE)[:4]) for one in told["distribution"]] == [
        ("nl", "/cij"), ("en", "/en/")
    ], "a CSV file is in Dutch, a workbook in the language of the page"  # fmt: skip
    steps = _told(f"/en{path}", "BreadcrumbList")["itemListElement"]
    assert steps[0] == {"@type": "ListItem", "position": 1, "name": "Figures", "item": f"{SITE}/en/cijfers/"}
    assert _told("/en/", "WebSite")["potentialAction"]["target"]["urlTemplate"].startswith(f"{SITE}/en/zoeken/?q=")
    assert "\ue000" not in re.sub(r"<main.*?</main>", "", _page(f"/en{path}"), flags=re.DOTALL)


@pytest.mark.usefixtures("english")
def test_a_crumb_to_what_is_there_in_dutch_only_leads_to_the_dutch() -> None:
    request = SimpleNamespace(lead=lambda html: led(html, known_languages()["en"], {"/cijfers/"}))
    shown = '<li><a href="/cijfers/">A &amp; B</a></li><li><a href="/verhaal/#x">C</a></li>'
    html = Template(f'{{% crumbs "D" %}}{shown}{{% endcrumbs %}}').render(Context({"request": request}))
    (told,) = things_on(html)
    assert [step.get("item") for step in told["itemListElement"]] == [f"{SITE}/en/cijfers/", f"{SITE}/verhaal/#x", None]
    assert told["itemListElement"][0]["name"] == "A & B"
    assert f"<ol>{shown}</ol>" in html, "the links themselves are led when the page is whole"


def test_what_stands_in_a_frame_on_another_site_tells_nothing_twice() -> None:
    which = _release().indicators[0]
    assert things_on(_page(f"/ingesloten{indicator_path(which)}")) == []
