"""The order of names in a list: the alphabet, with the numbers in a name as numbers, and what the folder chose."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.areas import Area, AreaLevel, Geography, read_geography
from vergezicht.areas.alphabet import in_alphabet
from vergezicht.areas.finding import find_areas

ZWOLLE = Path(__file__).parents[2] / "municipalities/zwolle"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XIV", "XIX", "XX", "XXXIX")
WORDS = st.text(st.sampled_from("abcdefghjk"), min_size=2, max_size=6)


@pytest.mark.parametrize(
    "names",
    [
        ("Holtenbroek", *(f"Holtenbroek {roman}" for roman in ROMAN), "Holtenbroek-Zuid"),
        ("Wijk 00", "Wijk 1", "Wijk 02", "Wijk 10", "Wijk 10 Oost", "Wijk 100", "Wijk Noord"),
        ("Voorst-A", "Voorst-B", "Voorst-C", "Voorst-D", "Voorst-L"),
        ("Aa-landen", "Één-West", "Eén-Zuid", "émile", "Zuid"),
        ("Rozenbuurt", "’s-Gravenzande", "Schelle", "'t Harde", "Tippe"),
        ("De Weezenlanden", "Het Noorden", "Oud-Assendorp", "Oude Mars"),
        ("Dix", "Mix", "Vivaldi", "Xi"),
    ],
)
def test_names_stand_as_somebody_looks_for_them(names: tuple[str, ...]) -> None:
    assert sorted(sorted(names, reverse=True), key=in_alphabet) == list(names)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_names_can_be_put_in_order(one: str, other: str) -> None:
    assert (in_alphabet(one) < in_alphabet(other)) + (in_alphabet(other) < in_alphabet(one)) <= 1
    assert in_alphabet(one) == in_alphabet(f" {one}-")


@given(WORDS, st.integers(0, 10_000), st.integers(0, 10_000))
def test_numbers_count_by_what_they_are_worth(word: str, one: int, other: int) -> None:
    assert (in_alphabet(f"{word} {one}") < in_alphabet(f"{word} {other}")) == (one < other)


@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=3))
def test_names_of_words_alone_stand_word_for_word_whatever_their_capitals(one: list[str], other: list[str]) -> None:
    assert (in_alphabet("-".join(one).title()) < in_alphabet(" ".join(other))) == (one < other)


def test_a_list_is_by_name_and_what_a_program_reads_by_code() -> None:
    zwolle = read_geography(ZWOLLE / "areas.csv")
    holtenbroek = next(area for area in zwolle.at(AreaLevel.WIJK) if area.name == "Holtenbroek")
    listed = zwolle.listed(AreaLevel.BUURT, holtenbroek.code)
    assert [area.name for area in listed] == [f"Holtenbroek {number}" for number in ("I", "II", "III", "IV")]
    assert set(listed) == set(zwolle.members(holtenbroek.code))
    assert zwolle.members(holtenbroek.code)[0].name == "Holtenbroek IV"
    for level in zwolle.levels:
        assert sorted(zwolle.listed(level), key=lambda area: area.code) == sorted(
            zwolle.at(level), key=lambda area: area.code
        )
    assert zwolle.in_order(reversed(zwolle.areas)) == tuple(
        area for level in zwolle.levels for area in zwolle.listed(level)
    )


def test_stadsdelen_stand_as_their_municipality_wrote_them() -> None:
    names = ("Centrum", "Noord", "Oost", "Zuid", "West")
    parts = tuple(Area(f"SD{n}", AreaLevel.STADSDEEL, name, name.lower(), ("GM",)) for n, name in enumerate(names))
    there = Geography((Area("GM", AreaLevel.GEMEENTE, "Ergens", "ergens"), *parts))
    assert there.listed(AreaLevel.STADSDEEL) == parts


def test_areas_that_were_perhaps_meant_stand_by_name() -> None:
    zwolle = read_geography(ZWOLLE / "areas.csv")
    found = [zwolle[one.code].name for one in find_areas("bedrijventerrein", zwolle, None, None).found]
    assert found == sorted(found, key=in_alphabet) and len(found) > 4


@pytest.mark.parametrize("written", ["Zwolle-Zuid", "zwolle zuid", "Zwolle Zuid 12"])
def test_the_name_of_the_municipality_before_that_of_an_area_makes_no_difference(written: str) -> None:
    zwolle = read_geography(ZWOLLE / "areas.csv")
    finding = find_areas(written, zwolle, None, None)
    assert finding.exact and zwolle[finding.found[0].code].name == "Zuid"
