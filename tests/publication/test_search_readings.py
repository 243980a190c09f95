"""Search: what is read into a question, what counts as a flood, and what goes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from vergezicht.publication.search.documents import Document
from vergezicht.publication.search.index import FILE, build_index
from vergezicht.publication.search.page import results
from vergezicht.publication.search.query import Found, search


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
