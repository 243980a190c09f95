"""Campaigns: what is on the map is on the list, posters per area until the day, and what was done with the answers."""

from __future__ import annotations

import re
import struct
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.references import parse_references
from vergezicht.initiatives.example.content import load_initiatives
from vergezicht.initiatives.models import Activity, Campaign, CampaignKind
from vergezicht.pictures.markers import markers
from vergezicht.problems import BadInput
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.views.campaigns import campaign_path, card_path, poster_path

pytestmark = pytest.mark.django_db


def _bytes(path: str) -> bytes:
    return render_address(next(item for item in public_addresses() if item.path == path))


def _paths() -> set[str]:
    return {item.path for item in public_addresses()}


@pytest.fixture
def day() -> Campaign:
    campaign = Campaign.objects.get(slug="burendag-2027")
    campaign.date = timezone.localdate() + timedelta(days=9)
    campaign.save()
    return campaign


def test_the_numbers_on_the_map_are_those_of_the_list(day: Campaign) -> None:
    text = _bytes(campaign_path(day)).decode()
    numbered = re.findall(r'<li value="(\d+)"><strong>(?:<a [^>]*>)?([^<]+)', text)
    assert [int(number) for number, _ in numbered] == list(range(1, day.activities.count() + 1))
    drawn = " ".join(re.findall(r'class="vz-marked"[^>]*>([^<]+)<', text))
    for number in range(1, day.activities.count() + 1):
        spans = [part.split("–") for part in re.findall(r"\d+(?:–\d+)?", drawn)]
        assert any(int(span[0]) <= number <= int(span[-1]) for span in spans), number
    assert "Voorbeeldinhoud" in text and "Nog 9 dagen" in text


def test_what_is_for_the_whole_municipality_is_on_the_list_and_has_no_mark() -> None:
    release, geography = current_release(), municipality().geography
    assert release is not None
    buurt = geography.at(AreaLevel.BUURT)[0].code
    found = markers(release, [(geography.gemeente.code, "Overal"), (buurt, "Hier")], title="t", id_prefix="x")
    assert re.findall(r'class="vz-marked"[^>]*>([^<]+)<', found.svg) == ["2"]
    assert "voor de hele gemeente" in found.sentence
    assert [row[1].text for row in found.table.rows] == ["Overal", "Hier"]


def test_every_area_but_the_buurten_has_posters_and_a_card_until_the_day(day: Campaign) -> None:
    geography = municipality().geography
    wijk = geography.at(AreaLevel.WIJK)[0]
    for size in ("a4", "a3"):
        made = _bytes(poster_path(day, wijk, size))
        assert made.startswith(b"%PDF") and b"pdfuaid" in made
    assert _bytes(poster_path(day, wijk, "a4")) != _bytes(poster_path(day, geography.gemeente, "a4"))
    card = _bytes(card_path(day, wijk))
    assert card.startswith(b"\x89PNG")
    assert struct.unpack(">II", card[16:24]) == (1200, 630)
    text = _bytes(campaign_path(day)).decode()
    for area in geography:
        assert (f'"{poster_path(day, area, "a4")}"' in text) == (area.level != AreaLevel.BUURT)
    Campaign.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=1))
    assert poster_path(day, wijk, "a4") not in _paths(), "a poster of yesterday is waste"
    assert "Posters en kaarten" not in _bytes(campaign_path(day)).decode()


def test_a_campaign_that_is_not_public_has_no_page_poster_or_card(day: Campaign) -> None:
    Campaign.objects.filter(pk=day.pk).update(is_public=False)
    assert not [path for path in _paths() if day.slug in path]


def test_the_campaign_of_a_wave_tells_what_rests_on_it_and_nothing_else() -> None:
    campaign = Campaign.objects.get(kind=CampaignKind.WAVE)
    text = _bytes(campaign_path(campaign)).decode()
    assert "Dit deden we met uw antwoorden" in text
    resting = 0
    for challenge in Challenge.objects.exclude(state="concept"):
        rests = any(item.period == campaign.wave for item in parse_references(challenge.figures))
        resting += rests
        assert (f'href="/opgaven/{challenge.slug}/"' in text) == rests, challenge.slug
    assert 0 < resting < Challenge.objects.count()
    Campaign.objects.filter(pk=campaign.pk).update(wave="1999")
    assert "Er rust nog geen wijkopgave op deze meting" in _bytes(campaign_path(campaign)).decode()


def test_the_overview_is_one_step_from_the_initiatives_and_from_taking_part() -> None:
    assert 'href="/campagnes/"' in _bytes("/initiatieven/").decode()
    overview = _bytes("/campagnes/").decode()
    for campaign in Campaign.objects.filter(is_public=True):
        assert f'href="{campaign_path(campaign)}"' in overview


def test_burendag_is_the_fourth_saturday_of_september_in_the_example() -> None:
    for campaign in Campaign.objects.filter(kind=CampaignKind.DAY, is_example=True):
        first = date(campaign.date.year, 9, 1)
        saturdays = [first + timedelta(days=n) for n in range(30) if (first + timedelta(days=n)).weekday() == 5]
        assert campaign.date == saturdays[3]


def test_a_wrong_example_is_told_and_nothing_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "initiatives.toml").write_text(
        '[[campaign]]\ntitle = "X"\nsummary = "x"\ndate = 2027-09-25\n'
        '[[campaign.activity]]\ntitle = "y"\narea = "WK999"\n[[campaign]]\ntitle = "Z"\nsummary = "z"\n',
        "utf-8",
    )
    before = Activity.objects.count()
    with pytest.raises(BadInput) as told:
        load_initiatives(tmp_path)
    assert "WK999" in str(told.value) and "campagne Z" in str(told.value)
    assert Activity.objects.count() == before
    assert not Campaign.objects.filter(slug="x").exists()
