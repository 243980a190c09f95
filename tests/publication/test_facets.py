"""Facets: hits narrowed by what their pages are about, by plain links, and what a page says that it is about."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Course
from vergezicht.challenges.queries import all_challenges, earlier_challenges, public_challenges
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.states import InitiativeState
from vergezicht.languages import speaking
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.assets import asset_file
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.subjects import of_areas, of_days, of_periods
from vergezicht.publication.search.documents import Document, documents_of
from vergezicht.publication.search.facets import FACETS, Subject, bits, kind_of, narrow, numbers_in
from vergezicht.publication.search.index import FILE, build_index, static_index
from vergezicht.publication.search.page import END, KEPT, MARK, fill_in, offer, results
from vergezicht.publication.search.query import MOST, Found, browse, search
from vergezicht.publication.serving.files import EditionServer
from vergezicht.stories.models import StoryPage
from vergezicht.stories.paths import challenge_path, initiative_path

NOORD, ZUID = Subject("stadsdeel", "noord", "Noord"), Subject("stadsdeel", "zuid", "Zuid")
SAFE, GREEN = Subject("thema", "veiligheid", "Veiligheid"), Subject("thema", "groen", "Groen & water")
OLD, NEW = Subject("jaar", "2020", "2020"), Subject("jaar", "2022", "2022")
PAGE = f'<title>Zoeken · X</title><form><input value="">{KEPT}</form><div>{MARK}{END}</div>'
DOCUMENTS = [
    Document("/wijken/a/", "Gebieden", "Wijk A", "", "bomen", (NOORD,)),
    Document("/wijken/b/", "Gebieden", "Wijk B", "", "bomen", (NOORD, ZUID)),
    Document("/opgaven/a/", "Wijkopgaven", "Opgave A", "", "bomen", (ZUID, SAFE, OLD, NEW)),
    Document("/opgaven/b/", "Wijkopgaven", "Opgave B", "", "bomen", (NOORD, GREEN, NEW)),
    Document("/methode/", "Over deze site", "Methode", "", "marges", ()),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facets") / FILE
    build_index(path, DOCUMENTS)
    return path


def paths(found: Found) -> set[str]:
    return {hit.path for _, hits in found.groups for hit in hits}


def offered(found: Found) -> dict[str, dict[str, int]]:
    return {facet.name: {subject.code: count for subject, count in facet.counted} for facet in found.facets}


def links(html: str) -> dict[str, str]:
    return {link.get_text(): str(link["href"]) for link in BeautifulSoup(html, "html.parser").select("a")}


def test_every_facet_says_how_many_hits_each_value_leaves(index: Path) -> None:
    found = search(index, "bomen")
    assert found.count == 4
    assert offered(found) == {
        "soort": {"gebieden": 2, "wijkopgaven": 2},
        "stadsdeel": {"noord": 3, "zuid": 2},
        "thema": {"groen": 1, "veiligheid": 1},
        "jaar": {"2022": 2, "2020": 1},
    }
    assert list(offered(found)["jaar"]) == ["2022", "2020"]


def test_a_choice_leaves_what_it_said_and_the_facet_still_tells_of_its_other_values(index: Path) -> None:
    found = search(index, "bomen", asked_for={"stadsdeel": "zuid"})
    assert paths(found) == {"/wijken/b/", "/opgaven/a/"} and found.count == 2
    assert offered(found)["stadsdeel"] == {"noord": 3, "zuid": 2}
    assert "thema" not in offered(found), "one theme among the hits is no choice"
    both = search(index, "bomen", asked_for={"stadsdeel": "zuid", "soort": "wijkopgaven"})
    assert paths(both) == {"/opgaven/a/"}


def test_without_words_a_choice_finds_all_about_it(index: Path) -> None:
    found = search(index, "", asked_for={"stadsdeel": "noord"})
    assert paths(found) == {"/wijken/a/", "/wijken/b/", "/opgaven/b/"}
    assert "3 resultaten" in results(found) and "<title>Noord · Zoeken" in fill_in(PAGE, found)
    none = search(index, "", asked_for={"thema": "veiligheid", "stadsdeel": "noord"})
    assert none.count == 0 and "Niets gevonden met deze keuzes" in results(none)


@pytest.mark.parametrize("value", ["bestaat-niet", "", "<script>alert(1)</script>", '" OR 1', "Noord", "noord\x00"])
def test_a_choice_that_does_not_exist_is_as_good_as_none(index: Path, value: str) -> None:
    found = search(index, "bomen", asked_for={"stadsdeel": value, "onzin": value})
    assert (found.count, found.chosen) == (4, ())
    assert not search(index, "", asked_for={"stadsdeel": value}).is_asked
    assert "script" not in fill_in(PAGE, found)


def test_every_choice_has_a_link_that_takes_it_away_and_the_form_keeps_it(index: Path) -> None:
    found = search(index, "bomen & <i>", asked_for={"stadsdeel": "noord", "thema": "groen"})
    page = fill_in(PAGE, found)
    told = BeautifulSoup(page, "html.parser")
    chosen = {str(link["aria-label"]): str(link["href"]) for link in told.select(".chosen__item")}
    assert chosen == {
        "Stadsdeel: Noord, haal deze keuze weg": "/zoeken/?q=bomen+%26+%3Ci%3E&thema=groen",
        "Thema: Groen & water, haal deze keuze weg": "/zoeken/?q=bomen+%26+%3Ci%3E&stadsdeel=noord",
    }
    assert links(page)["Alles wissen"] == "/zoeken/?q=bomen+%26+%3Ci%3E"
    assert [(one["name"], one["value"]) for one in told.select("[type=hidden]")] == [
        ("stadsdeel", "noord"), ("thema", "groen")
    ]  # fmt: skip
    assert "<i>" not in page and "&stadsdeel" not in page
    assert not told.select(".facet"), "one hit leaves nothing to choose"
    (current,) = BeautifulSoup(results(search(index, "bomen", asked_for={"stadsdeel": "noord"})), "html.parser").select(
        "strong[aria-current=true]"
    )
    assert current.get_text() == "Noord"


def test_when_a_choice_leaves_nothing_the_way_back_says_how_much_there_was(index: Path) -> None:
    text = results(search(index, "methode", asked_for={"stadsdeel": "noord"}))
    assert "Niets gevonden voor “methode” met deze keuzes" in text
    assert links(text)["1 resultaat"] == "/zoeken/?q=methode" and "Stadsdeel: Noord" in text


def test_more_hits_than_are_listed_are_all_counted(tmp_path: Path) -> None:
    documents = [Document(f"/wijken/{n}/", "Gebieden", f"Wijk {n}", "", "boom", (NOORD,)) for n in range(MOST + 5)]
    documents += [Document("/opgaven/a/", "Wijkopgaven", "Een boom", "", "boom", (ZUID,))]
    build_index(tmp_path / FILE, documents)
    found = search(tmp_path / FILE, "boom")
    assert found.count == MOST + 6 and len(paths(found)) == MOST
    assert offered(found)["stadsdeel"] == {"noord": MOST + 5, "zuid": 1}
    assert f"Hieronder staan de eerste {MOST}" in results(found) and f"Gebieden ({MOST + 5})" in results(found)
    assert paths(search(tmp_path / FILE, "boom", asked_for={"stadsdeel": "zuid"})) == {"/opgaven/a/"}


@given(st.sets(st.integers(1, 40)), st.lists(st.sets(st.integers(1, 40)), max_size=4), st.data())
def test_narrowing_is_what_sets_would_do(matched: set[int], about: list[set[int]], data: st.DataObject) -> None:
    subjects = [Subject(("thema", "jaar")[n % 2], str(n), str(n)) for n in range(len(about))]
    known = dict(zip(subjects, about, strict=True))
    chosen = [s for s in subjects[:2] if data.draw(st.booleans())]
    left = narrow(bits(matched), {subject: bits(numbers) for subject, numbers in known.items()}, chosen)
    kept = matched.intersection(*(known[subject] for subject in chosen))
    assert set(numbers_in(left.documents)) == kept
    for facet in left.facets:
        others = matched.intersection(*(known[s] for s in chosen if s.facet != facet.name))
        assert dict(facet.counted) == {s: len(others & known[s]) for s in subjects
                                       if s.facet == facet.name and others & known[s]}  # fmt: skip


def test_all_there_is_to_choose_stands_on_the_page_before_anything_is_asked(index: Path) -> None:
    page = offer(PAGE, browse(index))
    assert links(page)["Noord"] == "/zoeken/?stadsdeel=noord" and "Noord</a> (3)" in page
    found = search(index, "", asked_for={"stadsdeel": "noord"})
    asked = fill_in(page, found)
    assert "Of blader" not in asked and "3 resultaten" in asked
    assert fill_in(f"{MARK}</div>", found).endswith("</div>"), "a page of an edition of before"


def test_the_copy_without_a_server_knows_the_same_subjects() -> None:
    told = json.loads(static_index(DOCUMENTS))
    for row, item in zip(told["rows"], DOCUMENTS, strict=True):
        known = {tuple(told["subjects"][place][:2]) for place in row[4]}
        assert known == {(one.facet, one.code) for one in (kind_of(item.group), *item.subjects)}


def test_the_script_knows_the_same_facets() -> None:
    script = asset_file("search.js").read_text("utf-8")
    found = re.search(r"const FACETS = {(.+)};", script)
    assert found is not None
    assert dict(re.findall(r'(\w+): "(\w+)"', found[1])) == FACETS


def test_facets_are_said_in_the_language_of_the_page(index: Path) -> None:
    found = search(index, "", asked_for={"soort": "gebieden"})
    page = fill_in(PAGE, found, "en")
    assert "Kind: Areas" in page and "Clear all" in page and 'href="/en/zoeken/?soort=gebieden&amp;stadsdeel=' in page


def test_a_page_says_what_it_is_about_and_a_chapter_has_its_own_theme() -> None:
    html = (
        '<head><meta name="vergezicht:thema" content="Veiligheid" data-code="veiligheid">'
        '<meta name="vergezicht:thema" lang="nl" content="Groen" data-code="groen">'
        '<meta name="vergezicht:jaar" content="2022" data-code="2022"><meta name="vergezicht:onzin" content="x"></head>'
        '<main><h1>Verhaal</h1><section class="chapter" id="a" data-theme="groen"><h2>Bomen</h2></section>'
        '<section class="chapter" id="b"><h2>Nog iets</h2></section></main>'
    )
    page, trees, rest = documents_of("/verhaal/", html)
    green, year = Subject("thema", "groen", "Groen", "nl"), Subject("jaar", "2022", "2022")
    assert page.subjects == (Subject("thema", "veiligheid", "Veiligheid"), green, year)
    assert trees.subjects == (green, year) and rest.subjects == (year,)


def test_the_server_narrows_and_ignores_what_is_not_there(tmp_path: Path, index: Path) -> None:
    edition = tmp_path / "0001"
    (edition / "site" / "zoeken").mkdir(parents=True)
    (edition / "site/zoeken/index.html").write_text(PAGE, "utf-8")
    (edition / FILE).write_bytes(index.read_bytes())
    files = {"zoeken/index.html": {"etag": "a", "type": "text/html; charset=utf-8", "encodings": []}}
    (edition / "edition.json").write_text(json.dumps({"files": files, "style_hashes": ["sha256-x="]}), "utf-8")
    (tmp_path / "current").symlink_to("0001")
    told: dict[str, Any] = {}

    def ask(query: str) -> str:
        told.clear()
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/zoeken/", "QUERY_STRING": query}
        answer = EditionServer(tmp_path, https=True)(environ, lambda status, headers: told.update(headers))
        return b"".join(answer).decode()

    narrowed = ask("q=bomen&stadsdeel=zuid&thema=%3Cscript%3E")
    assert "/opgaven/a/" in narrowed and "/opgaven/b/" not in narrowed and "script" not in narrowed
    assert told["Cache-Control"] == "no-store"
    assert "/wijken/a/" in ask("stadsdeel=noord&stadsdeel=zuid")
    assert ask("stadsdeel=nergens&q=") == PAGE and told["ETag"]


def _about(html: str) -> set[tuple[str, str]]:
    found = BeautifulSoup(html, "html.parser").select('meta[name^="vergezicht:"]')
    return {(str(one["name"]).partition(":")[2], str(one["data-code"])) for one in found}


@pytest.mark.django_db
def test_pages_say_only_what_somebody_recorded_about_them() -> None:
    wanted = {
        "/wijken/holtenbroek/": {("stadsdeel", "noord")},
        "/gemeente/": set(),
        "/themas/veiligheid/": {("thema", "veiligheid")},
        "/gesprekken/met-de-bus-door-noord/": {("stadsdeel", "noord"), ("jaar", "2020")},
        "/methode/": set(),
        "/opgaven/": set(),
    }
    story = StoryPage.objects.live().first()
    assert story is not None
    starts = ("/opgaven/holtenbroek-de-buurt-als-thuis/", "/cijfers/vei")
    also = {*wanted, "/initiatieven/bankje-met-boekenkast/", "/verhaal/"}
    asked = [one for one in public_addresses()
             if one.path in also or (one.path.endswith("/") and one.path.startswith(starts))]  # fmt: skip
    pages = {one.path: render_address(one).decode() for one in asked}
    assert {path: _about(pages[path]) for path in wanted} == wanted
    challenge = _about(pages["/opgaven/holtenbroek-de-buurt-als-thuis/"])
    assert ("stadsdeel", "noord") in challenge and {"thema", "stand", "jaar"} <= {facet for facet, _ in challenge}
    assert {facet for facet, _ in _about(pages["/initiatieven/bankje-met-boekenkast/"])} == {
        "stadsdeel", "stand", "jaar"
    }  # fmt: skip
    found = list(documents_of("/verhaal/", pages["/verhaal/"]))
    themed = [{one.code for one in item.subjects if one.facet == "thema"} for item in found]
    assert len(themed[0]) > 1 and all(len(codes) <= 1 for codes in themed[1:]) and any(themed[1:])


@pytest.mark.django_db
def test_a_challenge_of_an_earlier_cycle_says_of_which_and_not_how_it_stands() -> None:
    pages = {one.path: one for one in public_addresses()}
    earlier, standing = earlier_challenges()[0], all_challenges()[0]
    (then,) = documents_of("/opgaven/then/", render_address(pages[challenge_path(earlier)]).decode())
    (now,) = documents_of("/opgaven/now/", render_address(pages[challenge_path(standing)]).decode())
    assert then.title == f"{earlier.title} ({earlier.cycle.name})" and now.title == standing.title
    assert [any(one.facet == "stand" for one in item.subjects) for item in (then, now)] == [False, True]


@pytest.mark.django_db
def test_only_challenges_and_initiatives_are_counted_as_such() -> None:
    groups: dict[str, set[str]] = {}
    for one in (one for one in public_addresses() if one.listed):
        for item in documents_of(one.path, "<main><h1>X</h1></main>"):
            groups.setdefault(item.group, set()).add(item.path)
    initiatives = {initiative_path(item) for item in public_initiatives()}
    assert groups["Wijkopgaven"] == {challenge_path(item) for item in public_challenges()}
    assert {"/opgaven/", "/cycli/", "/partners/"} <= groups["Meer over de wijkopgaven"]
    assert groups["Initiatieven"] == initiatives
    lists = groups["Overzichten van initiatieven en plekken"]
    assert {"/initiatieven/", "/ontmoetingsplekken/"} <= lists
    assert {path.split("/")[1] for path in lists} == {"initiatieven", "ontmoetingsplekken"}
    assert {path.split("/")[1] for path in groups["Begin iets in uw buurt"]} == {"begin", "regelingen"}


@pytest.mark.django_db
def test_a_theme_without_a_translation_says_that_it_is_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(municipality(), languages=("nl", "en"), words={})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    address = next(one for one in public_addresses() if one.path == "/en/themas/veiligheid/")
    (page,) = documents_of(address.path, render_address(address).decode(), root="/en")
    assert page.subjects == (Subject("thema", "veiligheid", "Veiligheid", "nl"),)


def test_a_wijk_on_both_sides_of_a_border_is_about_both_and_the_whole_about_none() -> None:
    geography = municipality().geography
    assert of_areas([geography.gemeente.code]) == []
    for wijk in geography.at(geography.levels[2]):
        held = {geography.ancestor(buurt.code, geography.levels[1]) for buurt in geography.members(wijk.code)}
        assert {subject.code for subject in of_areas([wijk.code])} == {area.slug for area in held if area}


def test_years_are_those_of_days_and_of_waves() -> None:
    from datetime import UTC, date, datetime

    def codes(subjects: list[Subject]) -> list[str]:
        return [subject.code for subject in subjects]

    assert codes(of_days(date(2018, 9, 1), date(2020, 8, 31))) == ["2018", "2019", "2020"]
    assert codes(of_days(datetime(2025, 12, 31, 23, 30, tzinfo=UTC))) == ["2026"], "it was 2026 already here"
    assert codes(of_days(None)) == []
    assert codes(of_periods(["2022", "2018", "2021-2023", "2024 Q1", "voorjaar"])) == [
        "2018", "2021", "2022", "2023", "2024"
    ]  # fmt: skip


def test_the_words_for_how_it_stands_do_not_clash() -> None:
    """Challenges and initiatives share a facet, and so a place for codes in addresses."""
    assert not {one.value for one in Course} & {one.value for one in InitiativeState}
    with speaking("en"):
        assert all(re.fullmatch(r"[a-z]+", name) for name in FACETS)
