"""A poster per area, on A4 and A3, that says what is known there and nothing that is hidden."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.judging.findings import each_once, find_outstanding
from vergezicht.pictures import figure_sentence
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.views import posters

pytestmark = pytest.mark.django_db


def test_every_area_has_a_poster_in_two_sizes() -> None:
    paths = {address.path for address in public_addresses()}
    for area in municipality().geography:
        assert {posters.poster_path(area, size) for size in ("a4", "a3")} <= paths


def test_it_says_what_is_shown_and_leads_to_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(posters, "printed", lambda name, data: told.append(data) or b"%PDF")
    for area in municipality().geography:
        posters.poster(RequestFactory().get("/"), code=area.code, size="a4")
    hidden = {
        figure.area for figure in current_release().figures(period=current_release().releases[0].latest)
        if not figure.is_shown
    }  # fmt: skip
    assert hidden
    for data in told:
        assert str(data["address"]).endswith("/")
        assert not any("geen cijfer" in str(line) for line in data["lines"])
        assert 1 <= len(data["lines"]) <= 4
        if "is te weinig bekend" not in str(data["lines"]):
            source = str(data["source"])
            assert source.startswith("Bron: ") and source.endswith("De marges staan op de pagina.")
            assert re.search(r" in \d{4}$", str(data["when"]))


def test_it_says_what_stands_out_as_the_page_of_the_area_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures in the same order, those that residents gave; then the first of every other theme."""
    told: list[dict[str, object]] = []
    monkeypatch.setattr(posters, "printed", lambda name, data: told.append(data) or b"%PDF")
    release = current_release()
    assert release is not None
    areas = list(municipality().geography)
    for area in areas:
        posters.poster(RequestFactory().get("/"), code=area.code, size="a4")
    filled = 0
    for area, data in zip(areas, told, strict=True):
        found = [item for item in each_once(find_outstanding(release, area)) if item.indicator.question][:4]
        lines = [str(line) for line in data["lines"]]
        for item, line in zip(found, lines, strict=False):
            assert figure_sentence(item.indicator, area, item.figure, as_frequency=True, margin=False) in line
            assert re.search(r" Dat is (hoger|lager) dan in (de rest van Zwolle|\d{4})\.$", line)
        assert not any("Dat is" in line for line in lines[len(found) :])
        filled += 0 < len(found) < len(lines)
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
