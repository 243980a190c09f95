"""The page of an area: what stands out first, a list to jump by, what to take along last."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.judging.findings import find_outstanding
from vergezicht.figures import Reference
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.stories.paths import area_path, figure_anchor, indicator_path

pytestmark = pytest.mark.django_db


def read(path: str) -> BeautifulSoup:
    address = next(item for item in public_addresses() if item.path == path)
    return BeautifulSoup(render_address(address), "html.parser")


@pytest.mark.parametrize("path", ["/gemeente/", "/stadsdelen/noord/", "/wijken/berkum/", "/buurten/berkum/"])
def test_every_part_can_be_jumped_to_in_the_order_of_the_page(path: str) -> None:
    page = read(path)
    jumps = [link["href"].removeprefix("#") for link in page.select(".ways a")]
    order = [item["id"] for item in page.select("main [id]") if item["id"] in jumps]
    assert jumps == order
    assert {heading["id"] for heading in page.select("main h2[id]")} - {"cijfers"} <= set(jumps)
    assert {f"t-{theme.slug}" for theme in themes()} <= set(jumps)


def test_what_stands_out_comes_first_and_what_to_take_along_last() -> None:
    page = read("/stadsdelen/noord/")
    headings = [heading["id"] for heading in page.select("main section > h2")]
    assert headings[:4] == ["opvalt", "opgaven", "verhaal", "cijfers"]
    assert headings[-1] == "meenemen"
    kinds = ("pdf", "odt", "atom", "ics")
    downloads = page.select(", ".join(["main a[download]", *(f"main a[href$='.{kind}']" for kind in kinds)]))
    assert len(downloads) > 4
    assert all(link.find_parent("section").h2["id"] == "meenemen" for link in downloads)


def test_what_stands_out_is_what_the_release_found_each_figure_once() -> None:
    release = current_release()
    assert release is not None
    for area in municipality().geography.at(AreaLevel.WIJK)[:4]:
        found = dict.fromkeys(indicator_path(item.indicator) for item in find_outstanding(release, area))
        shown = [link["href"] for link in read(area_path(area)).select("section:has(> #opvalt) h3 a")]
        assert shown == list(found)[:3]


def test_the_method_says_by_which_rule_figures_stand_out_on_a_page_and_on_a_poster() -> None:
    told = read("/methode/").select_one("section:has(> #opvalt)").get_text(" ", strip=True)
    assert "hoogstens drie cijfers" in told and "De poster van een gebied volgt dezelfde regel" in told


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(item.name[1]) for item in read("/buurten/berkum/").select("main :is(h1, h2, h3, h4, h5)")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_an_area_around_it_with_the_same_name_says_what_it_is() -> None:
    assert read("/buurten/berkum/").select_one(".crumbs a[href='/wijken/berkum/']").get_text() == "Berkum (wijk)"


def test_every_figure_has_a_place_of_its_own_that_a_number_in_a_story_can_point_to() -> None:
    page = read("/stadsdelen/noord/")
    card = page.select_one("#cijfer-prettig-wonen-in-de-buurt")
    assert card.select_one("h4 a")["href"] == "/cijfers/prettig-wonen-in-de-buurt/"
    cards = page.select("section:has(> #cijfers) .key-figure")
    assert len(cards) == len({card["id"] for card in cards}) > 10


def test_a_chapter_that_does_not_name_the_area_says_why_it_is_listed() -> None:
    told = {item.get_text(" ", strip=True) for item in read("/stadsdelen/noord/").select(".mentions li")}
    assert any("het thema van een opgave hier" in text for text in told)
    told = {item.get_text(" ", strip=True) for item in read("/buurten/berkum/").select(".mentions li")}
    assert any("over Oost, waar Berkum in ligt" in text for text in told)


def test_the_key_figures_of_the_first_page_say_what_their_line_shows_and_where_they_come_from() -> None:
    band = read("/").select_one("section:has(> #kort)")
    told = band.get_text(" ", strip=True)
    release = current_release()
    assert release is not None
    assert "De streepjes zijn de stadsdelen. Een breed streepje is van meer dan één." in told
    assert f", {release.periods[-1]}" in band.select_one(".source").get_text()
    assert {link["href"] for link in band.select(".source a")} == {"/methode/", "/cijfers/"}


def test_who_has_little_time_reads_three_answers_above_everything_else() -> None:
    page = read("/buurten/kamperpoort/")
    short = page.select_one("h1 + dl.in-short")
    assert [item.get_text() for item in short.select("dt")] == [
        "Wat opvalt",
        "Wat we er samen aan doen",
        "Wat u kunt doen",
    ]
    stands_out, doing, do = short.select("dd")
    cards = page.select("section:has(> #opvalt) h3")
    assert len(cards) == 3
    assert all(card.get_text(strip=True) in stands_out.get_text() for card in cards)
    assert stands_out.get_text().count("dan Zwolle)") + stands_out.get_text().count("dan in ") == 3
    listed = page.select("section:has(> #opgaven) .card__title a")
    assert [link["href"] for link in doing.select("a")] == [link["href"] for link in listed]
    assert do.select_one("a")["href"] == "/begin/buurten/kamperpoort/"
    assert "14 wijkopgaven gaan over Zwolle" in read("/gemeente/").select("dl.in-short dd")[1].get_text()


def test_a_closed_theme_says_how_many_figures_are_in_it_and_which_differ_demonstrably() -> None:
    release = current_release()
    assert release is not None
    area = next(one for one in municipality().geography.at(AreaLevel.WIJK) if one.slug == "berkum")
    found = [one for one in find_outstanding(release, area) if one.comparison.reference == Reference.MUNICIPALITY]
    folds = {fold.h3.get_text(): fold for fold in read("/wijken/berkum/").select("details.theme-fold")}
    assert set(folds) == {theme.title for theme in themes()}
    for theme in themes():
        fold = folds[theme.title]
        here = [one.indicator.title for one in found if one.indicator.theme == theme.code]
        said = fold.summary.span.get_text()
        assert said.startswith(f"{len(fold.select('.key-figure'))} cijfer")
        assert all(title in said for title in here)
        assert ("aantoonbaar" in said) == bool(here)
        for sign in fold.summary.select("[aria-hidden=true]"):
            assert sign.extract().get_text().strip() in "▲▼"
        heard = fold.summary.span.get_text()
        assert not set(heard) & set("▲▼") and "wijken" not in heard and "( " not in heard
        assert heard.count("lager)") + heard.count("hoger)") == len(here)
        assert fold.select_one(f"#t-{theme.slug}").find_parent("details") is fold
        assert fold.summary.find("a") is None
    changed = read("/gemeente/").select("details.theme-fold summary span")
    assert any("aantoonbaar veranderd" in one.get_text() for one in changed)


def test_an_area_without_figures_says_so_and_not_that_nothing_differs() -> None:
    release = current_release()
    assert release is not None
    told = {
        area: [figure.is_shown for one in release.indicators if (figure := release.figure(one.code, area.code))]
        for area in municipality().geography.at(AreaLevel.BUURT)
    }
    empty = next(area for area, shown in told.items() if not any(shown))
    page = read(f"/buurten/{empty.slug}/")
    assert "verschilt aantoonbaar" not in page.select_one("dl.in-short").get_text()
    assert page.get_text().count(f"Van {empty.name} zijn er geen cijfers") == 2
    one = release.indicators[0].code
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vergezicht.publication.views.areas._is_told", lambda indicator, _: indicator.code == one)
        page = read(f"/buurten/{empty.slug}/")
    sentence = page.select_one("dl.in-short").get_text()
    assert f"Van {empty.name} is er maar 1 van de" in sentence
    assert ("verschilt niet aantoonbaar" in sentence) == bool(current_release().comparisons(area=empty.code))
    some = next(area for area, shown in told.items() if any(shown) and not all(shown))
    page = read(f"/buurten/{some.slug}/")
    assert "zijn er geen cijfers" not in page.get_text() and "er maar" not in page.get_text()
    for fold in page.select("details.theme-fold"):
        cards, names = fold.select(".key-figure"), fold.select("li[id]:not(.key-figure)")
        assert not any("geen cijfer" in card.svg.get_text() for card in cards)
        assert all(name.a and re.search(r", (om|omdat) ", name.get_text()) for name in names)
        if cards and names:
            assert fold.summary.span.get_text().startswith(f"{len(cards)} van de {len(cards) + len(names)} cijfers")


def test_an_area_without_figures_has_no_cards_but_the_way_to_the_nearest_and_the_names_in_a_fold() -> None:
    release, geography = current_release(), municipality().geography
    assert release is not None

    def told(area: Area) -> list[bool]:
        return [figure.is_shown for one in release.indicators if (figure := release.figure(one.code, area.code))]

    empty = next(area for area in geography.at(AreaLevel.BUURT) if not any(told(area)))
    levels = (AreaLevel.WIJK, AreaLevel.STADSDEEL, AreaLevel.GEMEENTE)
    holders = [holder for level in levels if (holder := geography.ancestor(empty.code, level))]
    around = [holder for holder in holders if sum(told(holder)) * 2 >= len(release.indicators)]
    page = read(f"/buurten/{empty.slug}/")
    assert not page.select(".key-figure, #opvalt, a[href^='#t-'], a[href='#opvalt'], [data-unfold]")
    section = page.select_one("section:has(> #cijfers)")
    assert [link["href"] for link in section.select(".empty a")] == [area_path(around[0])]
    (fold,) = section.select("details.theme-fold")
    assert fold.h3.get_text() == "Geen cijfers" and not fold.has_attr("open")
    names = fold.select("li[id]")
    assert len(names) == len(release.indicators) and f"{len(names)} cijfers zijn er van" in fold.summary.get_text()
    assert {name.a["href"] for name in names} == {indicator_path(one) for one in release.indicators}
    assert {name["id"] for name in names} == {figure_anchor(one) for one in release.indicators}


def test_an_area_with_hardly_a_figure_has_cards_of_these_alone_and_the_rest_in_one_fold() -> None:
    """As where a register counts every buurt, and nearly nobody answered."""
    release = current_release()
    assert release is not None
    one = release.indicators[0]
    theme = next(theme for theme in themes() if theme.code == one.theme)
    holder = municipality().geography.ancestor("BU01931000", AreaLevel.WIJK)
    assert holder is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "vergezicht.publication.views.areas._is_told",
            lambda indicator, area: indicator.code == one.code or area.level != AreaLevel.BUURT,
        )
        page = read(area_path(municipality().geography["BU01931000"]))
    section = page.select_one("section:has(> #cijfers)")
    assert [fold.h3.get_text() for fold in section.select("details.theme-fold")] == [theme.title, "Geen cijfers"]
    assert [card["id"] for card in section.select(".key-figure")] == [figure_anchor(one)]
    assert [link["href"] for link in section.select(".empty a")] == [area_path(holder)]
    assert len(section.select("li[id]")) == len(release.indicators)


def test_more_wijkopgaven_than_one_reads_as_cards_are_a_list_with_how_far_they_are() -> None:
    page = read("/gemeente/").select_one("section:has(> #opgaven)")
    rows = page.select(".in-hand li")
    assert len(rows) == 14 and not page.select(".card")
    assert all(row.select_one("a[href^='/opgaven/']") and row.select_one(".state") for row in rows)
    few = read("/stadsdelen/noord/").select_one("section:has(> #opgaven)")
    assert few.select(".card") and not few.select(".in-hand")
