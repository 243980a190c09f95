"""Doors: forms and desks are found by what a reader comes to do, in every language, and lead to where they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from vergezicht.languages import SOURCE, known_languages, speaking
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.search.documents import Document, documents_of
from vergezicht.publication.search.doors import ALSO, FORMS, with_doors
from vergezicht.publication.search.index import FILE, build_index, index_file
from vergezicht.publication.search.query import search

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """The index of the pages that have words of their own, and of some that say the same words."""
    with django_db_blocker.unblock():
        addresses = [item for item in public_addresses() if item.path in ALSO or item.path.startswith("/opgaven/")]
        pages = [one for item in addresses for one in documents_of(item.path, render_address(item).decode())]
    path = tmp_path_factory.mktemp("doors") / FILE
    build_index(path, list(with_doors(pages)))
    yield path


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("idee indienen", "/meedoen/idee/"),
        ("initiatief starten", "/meedoen/idee/"),
        ("bezwaar", "/meedoen/code/"),
        ("klacht", "/meedoen/melden/"),
        ("nieuwsbrief", "/meedoen/volgen/"),
        ("gemeenteraad", "/raad/"),
        ("buurthuis", "/ontmoetingsplekken/"),
        ("mijn postcode", "/gebieden/"),
        ("steekproef", "/methode/"),
        ("slechtziend", "/toegankelijkheid/"),
    ],
)
def test_who_searches_for_what_to_do_finds_where(index: Path, query: str, path: str) -> None:
    found = search(index, query)
    assert found.meant in {"", query}
    listed = [hit.path for _, hits in found.groups for hit in hits]
    assert path in listed[:3]
    words = next(also for door, also in (*ALSO.items(), *((form[0], form[3]) for form in FORMS)) if door == path)
    assert not any(words in hit.summary for _, hits in found.groups for hit in hits), "nobody sees these"


def test_a_door_is_called_what_stands_above_its_form(client: Client) -> None:
    for document in with_doors(()):
        page = unescape(client.get(document.path).content.decode())
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        assert heading and heading[1].strip() == document.title, document.path
    assert {item.path for item in public_addresses()} >= set(ALSO), "words for a page that is not there"


def test_doors_are_told_in_the_language_of_the_reader(tmp_path: Path) -> None:
    root = known_languages()["en"].root
    council = Document(f"{root}/raad/", "Over deze site", "For the council", "Decisions.", "Decisions.")
    with speaking("en"):
        documents = list(with_doors([council], root=root))
    with speaking(SOURCE):
        assert not {item.title for item in documents} & {item.title for item in with_doors([])}
    build_index(tmp_path / index_file("en"), documents, language="en")
    assert [hit.path for _, hits in search(tmp_path / index_file("en"), "complaint", "en").groups for hit in hits] == [
        f"{root}/meedoen/melden/"
    ]
    hits = search(tmp_path / index_file("en"), "politics", "en").groups
    assert [hit.path for _, group in hits for hit in group] == [f"{root}/raad/"]
