"""Search: what is read into a question, what counts as a flood, and what goes first."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from vergezicht.publication.search.documents import Document
from vergezicht.publication.search.index import FILE, build_index
from vergezicht.publication.search.page import results
from vergezicht.publication.search.query import Found, search
from vergezicht.publication.search.words import nearest


def paths(found: Found) -> list[str]:
    return [hit.path for _, hits in found.groups for hit in hits]


@pytest.mark.parametrize(
    ("query", "meant", "path"),
    [("buurtmarges", "buurt marges", "/methode/"), ("tuinwoningen", "tuin woningen", "/buurten/kamperpoort/")],
)
def test_a_compound_that_stands_nowhere_is_taken_apart(tmp_path: Path, query: str, meant: str, path: str) -> None:
    """A site about the feeling of safety may never say veiligheidsgevoel."""
    documents = [
        Document("/methode/", "Over deze site", "Hoe komen we aan deze cijfers?", "", "De marges van een buurt."),
        Document("/buurten/kamperpoort/", "Gebieden", "Kamperpoort", "", "Een tuin bij nieuwe woningen."),
        Document("/gesprekken/", "Gesprekken", "Bustour", "", "Een buurt met een tuin."),
    ]
    build_index(tmp_path / FILE, documents)
    found = search(tmp_path / FILE, query)
    assert (found.meant, paths(found)) == (meant, [path])
    assert "Er was niets voor" in results(found)


def test_a_compound_is_not_taken_apart_into_words_that_most_pages_have(tmp_path: Path) -> None:
    """Kerkstraat is no page with a church and a street; its parts tell something only where few pages have both."""
    common = [Document(f"/{n}/", "Gebieden", f"Buurt {n}", "", "Een kerk en een straat.") for n in range(30)]
    rare = [Document(f"/r{n}/", "Gebieden", f"Plek {n}", "", "Een tuin bij nieuwe woningen.") for n in range(2)]
    build_index(tmp_path / FILE, common + rare)
    assert search(tmp_path / FILE, "kerkstraat").count == 0
    assert search(tmp_path / FILE, "kerkstraat woningen").meant == "", "the rest of the question is answered"
    assert search(tmp_path / FILE, "tuinwoningen").count == 2
    build_index(tmp_path / "b", [*common, Document("/k/", "Cijfers", "Naar de kerk", "", "Een straat met een kerk.")])
    assert paths(search(tmp_path / "b", "kerkstraat")) == ["/k/"], "what is about one of them may be meant"


@pytest.mark.parametrize(
    ("query", "meant", "path"),
    [
        ("geluidsoverlast", "overlast", "/cijfers/overlast/"),
        ("velig", "veilig", "/cijfers/veilig/"),
        ("dwarsstraat", "", ""),
    ],
)
def test_what_a_word_is_a_kind_of_is_found_and_what_only_shares_a_stem_with_a_word_that_says_nothing_is_not(
    tmp_path: Path, query: str, meant: str, path: str
) -> None:
    documents = [
        Document("/cijfers/overlast/", "Cijfers", "Overlast van buren", "", "Veel overlast, en een straat."),
        Document("/cijfers/veilig/", "Cijfers", "Hoe veilig is het?", "", "Veel mensen voelen zich veilig op straat."),
        *(Document(f"/begin/{n}/", "Begin", f"Begin iets {n}", "", "Er is veel te doen.") for n in range(30)),
    ]
    build_index(tmp_path / FILE, documents)
    found = search(tmp_path / FILE, query)
    assert (found.meant, paths(found)) == (meant, [path] if path else [])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jeugt", "jeugd"), ("avont", "avond"), ("stadsrant", "stadsrand"),
        ("vijlig", "veilig"), ("klijn", "klein"), ("pleijn", "plein"), ("ijland", "eiland"), ("bleid", "blijd"),
        ("gebauw", "gebouw"), ("vrauwen", "vrouwen"), ("auders", "ouders"),
    ],
)  # fmt: skip
def test_what_sounds_the_same_in_dutch_is_what_was_meant(tmp_path: Path, typed: str, meant: str) -> None:
    """Of two words that differ in as many letters, too; and jeugd is only a synonym of what the site says."""
    told = "avond stadsrand veilig klein plein eiland blijd gebouw vrouwen ouders vijftig gebruik"
    documents = [
        Document("/woorden/", "Over deze site", "Woorden", "", told),
        Document("/jongeren/", "Opgaven", "Jongeren", "", "Een jeugdbudget voor jongeren."),
    ]
    build_index(tmp_path / FILE, documents, [["jongeren", "jeugd"], ["bejaarden", "jeucht"]])
    found = search(tmp_path / FILE, typed)
    assert (found.meant, paths(found)) == (meant, ["/jongeren/" if meant == "jeugd" else "/woorden/"])


@pytest.mark.parametrize("typed", ["hart", "biet", "meit", "raat"])
def test_of_a_word_of_four_letters_the_sound_says_too_little(tmp_path: Path, typed: str) -> None:
    """A heart is not hard, and a beet is not what is bid."""
    build_index(tmp_path / FILE, [Document("/a/", "Cijfers", "Hard", "", "hard bied meid raad")])
    assert search(tmp_path / FILE, typed).count == 0


def test_the_sounds_of_dutch_are_not_those_of_english() -> None:
    assert nearest("klijn", {"klein": 1}) == "klein"
    assert nearest("klijn", {"klein": 1}, "en") is None


def test_what_has_the_word_itself_goes_before_what_has_a_synonym(tmp_path: Path) -> None:
    documents = [Document(f"/i/{n}/", "Initiatieven", "Auto", "", "Auto, auto.") for n in range(40)]
    documents += [Document("/cijfers/p/", "Cijfers", "Problemen met parkeren", "", "Veel tekst. " * 200)]
    documents += [Document(f"/b/{n}/", "Gebieden", f"Buurt {n}", "", "Niets.") for n in range(200)]
    build_index(tmp_path / FILE, documents, [["parkeren", "auto's"]])
    found = search(tmp_path / FILE, "parkeren")
    assert paths(found)[0] == "/cijfers/p/" and found.count == 41
    assert search(tmp_path / FILE, "problemen auto").count == 1, "each word may be a synonym"


def test_what_is_called_just_so_goes_first_with_its_group(tmp_path: Path) -> None:
    often = "Assendorp Assendorp Assendorp"
    documents = [
        Document("/opgaven/a/", "Wijkopgaven", "Assendorp: meer groen in Assendorp", "", often),
        Document("/buurten/oud/", "Gebieden", "Oud-Assendorp (buurt)", "", often),
        Document("/wijken/a/", "Gebieden", "Assendorp (wijk)", "", "Een wijk."),
        Document("/samen/", "Verhaal", "Samen in Assendorp", "", "Een verhaal."),
    ]
    build_index(tmp_path / "x.sqlite", documents)
    paths = [hit.path for query in ("assendorp", "Samen in Assendorp", "assendrop")
             for hit in search(tmp_path / "x.sqlite", query).groups[0][1][:1]]  # fmt: skip
    assert paths == ["/wijken/a/", "/samen/", "/wijken/a/"]


def test_what_has_the_word_in_its_title_goes_before_what_has_it_often_in_its_text(tmp_path: Path) -> None:
    documents = [Document(f"/b/{n}/", "Gebieden", f"Buurt {n}", "", "Jeugd jeugd jeugd.") for n in range(3)]
    documents += [Document("/c/", "Cijfers", "Hoe gaat het met de jeugd van onze hele gemeente", "", "Tekst. " * 400)]
    build_index(tmp_path / FILE, documents)
    assert paths(search(tmp_path / FILE, "jeugd"))[0] == "/c/"


def test_a_hit_says_by_which_other_word_it_was_found(tmp_path: Path) -> None:
    long = "Iets anders. " * 60
    documents = [
        Document("/a/", "Verhaal", "Samen", "Een verhaal.", f"{long}Wat jongeren zeggen. {long}"),
        Document("/b/", "Cijfers", "Plekken voor jongeren", "Een cijfer.", long),
        Document("/c/", "Gesprekken", "Bustour", "Over de jeugd.", f"Over de jeugd. {long}"),
        Document("/d/", "Meedoen", "Vertel het", "Een formulier.", "Vertel.", also="jongeren"),
    ]
    build_index(tmp_path / FILE, documents, [["jeugd", "jongeren"]])
    found = search(tmp_path / FILE, "jeugd")
    assert {hit.path: hit.via for _, hits in found.groups for hit in hits} == {
        "/a/": "jongeren",
        "/b/": "jongeren",
        "/c/": "",
        "/d/": "",  # the word is one that nobody sees
    }
    told = BeautifulSoup(results(found), "html.parser")
    items = {item.a["href"]: item for item in told.select(".results li")}
    assert [item.h3.get_text() for item in items.values()] == [item.a.get_text() for item in items.values()]
    assert items["/a/"].p.get_text().startswith("Gevonden via “jongeren”. … ")
    assert items["/a/"].p.b.get_text() == "jongeren"
    assert items["/b/"].p.get_text() == "Gevonden via “jongeren”. Een cijfer."
    assert items["/c/"].p.get_text() == "Over de jeugd." and items["/c/"].p.b.get_text() == "jeugd"
    assert [head.name for head in told.select("h2, h3")].count("h3") == 4, (
        "each hit has a heading under that of its group"
    )
