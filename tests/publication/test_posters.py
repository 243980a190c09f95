"""A poster per area, on A4 and A3, that says what is known there and nothing that is hidden."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import RequestFactory

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.judging.findings import each_once, find_outstanding
from vergezicht.challenges.queries import challenges_for
from vergezicht.languages.marks import unmarked
from vergezicht.pictures import figure_sentence
from vergezicht.pictures.sentences import place
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.views import posters

pytestmark = pytest.mark.django_db

Told = dict[str, dict[str, Any]]


@pytest.fixture
def told_everywhere(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the poster of every area says, by its code."""
    told: list[dict[str, Any]] = []

    def keep(name: str, data: dict[str, Any], *, map_svg: bytes = b"") -> bytes:
        told.append({**data, "map_svg": map_svg})
        return b"%PDF"

    monkeypatch.setattr(posters, "printed", keep)
    areas = list(municipality().geography)
    for area in areas:
        posters.poster(RequestFactory().get("/"), code=area.code, size="a4")
    return {area.code: data for area, data in zip(areas, told, strict=True)}


def test_every_area_has_a_poster_in_two_sizes() -> None:
    paths = {address.path for address in public_addresses()}
    for area in municipality().geography:
        assert {posters.poster_path(area, size) for size in ("a4", "a3")} <= paths


def test_it_says_what_is_shown_and_leads_to_the_page(told_everywhere: Told) -> None:
    hidden = {
        figure.area for figure in current_release().figures(period=current_release().releases[0].latest)
        if not figure.is_shown
    }  # fmt: skip
    assert hidden
    for data in told_everywhere.values():
        assert str(data["address"]).endswith("/")
        assert 1 <= len(data["figures"]) <= 4
        for item in data["figures"]:
            assert "geen cijfer" not in item["sentence"]
            assert item["amount"] in item["sentence"]
            assert bool(item["sign"]) == bool(item["differs"])
        source = str(data["source"])
        assert source.startswith("Bron: ") and source.endswith("De marges staan op de pagina.")
        of_whom = str(data["summary"] or data["when"])
        assert re.search(r" in \d{4}$", of_whom)


def test_where_nothing_is_known_it_says_what_is_known_around_and_of_whom(told_everywhere: Told) -> None:
    geography, release = municipality().geography, current_release()
    assert release is not None
    around = {code: data for code, data in told_everywhere.items() if data["summary"]}
    assert around
    for code, data in around.items():
        assert data["when"] == f"Over {geography[code].name} is te weinig bekend."
        holders = [geography.ancestor(code, level) for level in geography.levels]
        names = [place(holder) for holder in holders if holder is not None and holder.code != code]
        assert any(f"bewoners van {name} in " in data["summary"] for name in names)
        assert all(f" {geography[code].name} " not in item["sentence"] for item in data["figures"])


def test_figures_of_several_years_are_not_said_to_be_of_one() -> None:
    area = municipality().geography.at(AreaLevel.WIJK)[0]
    assert posters._of_whom(area, ["2020"]) == f"Dit zeiden bewoners van {place(area)} in 2020"
    assert posters._of_whom(area, ["2018", "2020"]) == f"Dit zeggen bewoners van {place(area)}"


def test_it_names_the_wijkopgaven_of_the_area_and_not_how_they_stand(told_everywhere: Told) -> None:
    """A poster hangs longer than a judgement holds."""
    for code, data in told_everywhere.items():
        titles = [item.title for item in challenges_for(area=code)]
        expected = titles[:3] if municipality().geography[code].level != AreaLevel.GEMEENTE else []
        assert [unmarked(line) for line in data["work"]["lines"]] == expected
        assert bool(data["work"]["more"]) == (len(titles) > 3 and bool(expected))
    assert any(data["work"]["lines"] for data in told_everywhere.values())


def test_it_shows_where_the_area_lies_and_of_the_municipality_no_map(told_everywhere: Told) -> None:
    geography = municipality().geography
    for code, data in told_everywhere.items():
        if code == geography.gemeente.code:
            assert (data["map"], data["map_svg"]) == ("", b"")
        else:
            assert str(data["map"]).startswith(f"{geography[code].name} op de schematische kaart")
            assert b"http://www.w3.org/2000/svg" in data["map_svg"]


def test_it_says_what_stands_out_as_the_page_of_the_area_does(told_everywhere: Told) -> None:
    """The same figures in the same order, those that residents gave; then the first of every other theme."""
    release = current_release()
    assert release is not None
    filled = 0
    for code, data in told_everywhere.items():
        if data["summary"]:
            continue
        area = municipality().geography[code]
        found = [item for item in each_once(find_outstanding(release, area)) if item.indicator.question][:4]
        for item, shown in zip(found, data["figures"], strict=False):
            said = figure_sentence(item.indicator, area, item.figure, as_frequency=True, margin=False)
            assert shown["sentence"] == said
            sign, word = {1: ("up", "hoger"), -1: ("down", "lager")}[item.comparison.verdict.sign]
            assert shown["sign"] == sign
            assert re.fullmatch(rf"Dat is {word} dan in (de rest van Zwolle|\d{{4}})\.", shown["differs"])
        assert not any(shown["differs"] for shown in data["figures"][len(found) :])
        filled += 0 < len(found) < len(data["figures"])
    assert filled, "where less stands out, other themes fill the poster"


def test_it_is_a_tagged_pdf_of_one_page() -> None:
    area = municipality().geography.gemeente
    for size, width in (("a4", b"595"), ("a3", b"841")):
        made = posters.poster(RequestFactory().get("/"), code=area.code, size=size).content
        assert made.startswith(b"%PDF")
        assert b"/StructTreeRoot" in made
        assert made.count(b"/Type/Page\n") + made.count(b"/Type /Page\n") + made.count(b"/MediaBox") >= 1
        assert width in made


def test_an_area_with_a_long_name_or_long_sentences_has_its_poster_on_one_page_too() -> None:
    """Long are the sentences of few answers."""
    areas = {area.name: area for area in municipality().geography}
    longest = sorted(areas, key=len)[-3:]
    for name in (*longest, "Haerst"):
        made = posters.poster(RequestFactory().get("/"), code=areas[name].code, size="a4").content
        assert len(re.findall(rb"/Type ?/Page\b(?!s)", made)) == 1, name
