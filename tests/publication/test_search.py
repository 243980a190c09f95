"""Search: Dutch words in every form, typing errors, compounds, nothing that breaks it, and fast."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vergezicht.publication.search.documents import Document, documents_of
from vergezicht.publication.search.index import FILE, build_index, index_file, static_index
from vergezicht.publication.search.page import MARK, fill_in, results
from vergezicht.publication.search.query import Found, search
from vergezicht.publication.search.words import Splitter, fold, found_in, nearest, words
from vergezicht.publication.serving.files import EditionServer
from vergezicht.publication.serving.headers import security_headers

TEXTS = {
    "/verhaal/": ("Van getallen naar vergezichten", "Bewoners van Zwolle over prettig wonen en groen in de stad."),
    "/cijfers/veiligheid/": (
        "Veiligheidsgevoel in de buurt",
        "Het gevoel van veiligheid. Voelt u zich weleens onveilig?",
    ),
    "/buurten/kamperpoort/": ("Kamperpoort", "Een buurt met veel nieuwe woningen, smalle fietspaden en gezonde lucht."),
    "/opgaven/groen/": ("Meer groen, minder steen", "Bewoners planten bomen. Het is een reële kans: minder hitte."),
    "/gesprekken/bustour/": ("Bustour", "Met de bus langs huizen en tuinen. Ouderen vertelden wat zij missen."),
    "/methode/": ("Hoe komen we aan deze cijfers?", "Wegen, marges en het aantal antwoorden."),
}


def page(title: str, text: str) -> str:
    return (
        f'<html><head><title>x</title><meta name="description" content="Kort: {title}"></head><body><nav>menu</nav>'
        f"<main><h1>{title}</h1><p>{text}</p><table><tr><td>tabelwoord</td></tr></table></main></body></html>"
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / FILE
    documents = [item for address, (title, text) in TEXTS.items() for item in documents_of(address, page(title, text))]
    assert build_index(path, documents, [["ouderen", "senioren", "65-plus"]]) == len(TEXTS)
    return path


def paths(found: Found) -> list[str]:
    return [hit.path for _, hits in found.groups for hit in hits]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("groen", "/opgaven/groen/"),
        ("GROEN", "/opgaven/groen/"),
        ("huis", "/gesprekken/bustour/"),
        ("fietspad", "/buurten/kamperpoort/"),
        ("gezond", "/buurten/kamperpoort/"),
        ("woning", "/buurten/kamperpoort/"),
        ("reele", "/opgaven/groen/"),
        ("reële kansen", "/opgaven/groen/"),
        ("gevoel", "/cijfers/veiligheid/"),
        ("veiligheid", "/cijfers/veiligheid/"),
        ("veilighied", "/cijfers/veiligheid/"),
        ("kamperport", "/buurten/kamperpoort/"),
        ("kamp", "/buurten/kamperpoort/"),
        ("senioren", "/gesprekken/bustour/"),
        ("65-plus", "/gesprekken/bustour/"),
        ("bewoner bomen", "/opgaven/groen/"),
        ("wat is de marge van een cijfer", "/methode/"),
    ],
)
def test_what_a_reader_types_is_found(index: Path, query: str, path: str) -> None:
    assert path in paths(search(index, query))


def test_a_compound_is_found_by_a_part_that_stands_nowhere_alone_in_it(tmp_path: Path) -> None:
    documents = [
        Document("/a/", "Cijfers", "Veiligheidsgevoel", "", "veiligheidsgevoel"),
        Document("/b/", "Cijfers", "Iets anders", "", "gevoel gevoel veiligheid veiligheid"),
    ]
    build_index(tmp_path / FILE, documents)
    assert paths(search(tmp_path / FILE, "gevoel")) == ["/b/", "/a/"]


def test_only_the_last_word_may_still_be_being_typed(tmp_path: Path) -> None:
    documents = [
        Document("/a/", "Cijfers", "Groen", "", "groen in de straat"),
        Document("/b/", "Cijfers", "Groente", "", "groentesoep straat"),
        Document("/c/", "Cijfers", "Groenstrook", "", "strook strook groenstrook straat"),
    ]
    build_index(tmp_path / FILE, documents)
    assert sorted(paths(search(tmp_path / FILE, "straat groen"))) == ["/a/", "/b/", "/c/"]
    assert sorted(paths(search(tmp_path / FILE, "groen straat"))) == ["/a/", "/c/"]
    assert sorted(paths(search(tmp_path / FILE, "groent straat"))) == ["/b/"]


def test_a_word_that_all_pages_have_is_looked_for_in_titles_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And every page is found still, with any number of such words, and after a word that few have."""
    monkeypatch.setattr("vergezicht.publication.search.query._MOST_RANKED", 5)
    texts = [("Fietspad", "In de buurt is vuurwerk. Buurt, buurt."), *[("Plein", "Een buurt in Zwolle.")] * 8]
    texts += [("De buurt", "Hier staat Zwolle."), ("Zwolle", "Een stad met een buurt."), ("Zwolse buurten", "Lijst.")]
    documents = [
        item for number, (title, text) in enumerate(texts) for item in documents_of(f"/{number}/", page(title, text))
    ]
    path = tmp_path / FILE
    build_index(path, documents)
    assert set(paths(search(path, "buurt"))[:2]) == {"/9/", "/11/"}
    assert search(path, "buurt").count == len(texts)
    assert set(paths(search(path, "zwolle buurt"))[:3]) == {"/9/", "/10/", "/11/"}
    assert search(path, "zwolle buurt").count == len(texts) - 1
    assert set(paths(search(path, "vuurwerk zwolle"))[:3]) == {"/0/", "/10/", "/11/"}
    assert search(path, "vuurwerk zwolle").count == len(texts)


def test_the_group_of_the_best_hit_comes_first_and_titles_before_texts(tmp_path: Path) -> None:
    documents = [
        Document(f"/buurten/{number}/", "Gebieden", f"Buurt {number}", "", "Cijfers: eenzaamheid, veiligheid, groen")
        for number in range(30)
    ]
    documents += [Document("/cijfers/eenzaamheid/", "Cijfers", "Eenzaamheid", "Wie voelt zich eenzaam?", "")]
    build_index(tmp_path / FILE, documents)
    found = search(tmp_path / FILE, "eenzaamheid")
    assert [(name, len(hits)) for name, hits in found.groups] == [("Cijfers", 1), ("Gebieden", 30)]


def test_a_hit_shows_the_word_where_it_stands(tmp_path: Path) -> None:
    text = (
        "Over heel iets anders. " * 40 + "Op het plein staan <b>reële</b> bomen van de buurman. " + "En nog meer. " * 40
    )
    build_index(tmp_path / FILE, [Document("/a/", "Gesprekken", "Bustour", "Een samenvatting.", text)])
    told = results(search(tmp_path / FILE, "boom reele"))
    assert "&lt;b&gt;<b>reële</b>&lt;/b&gt; <b>bomen</b> van de buurman" in told
    assert "… " in told and "Een samenvatting." not in told and len(told) < 900
    build_index(tmp_path / "b.sqlite", [Document("/a/", "Gesprekken", "Bustour", "Over een boom.", text)])
    assert "Over een <b>boom</b>." in results(search(tmp_path / "b.sqlite", "bomen"))


def test_an_edition_of_before_is_searched_too(tmp_path: Path) -> None:
    """Its index has no texts, no subjects and no endings: the summary stays, and there is nothing to narrow by."""
    build_index(tmp_path / FILE, [Document("/a/", "Gesprekken", "Bustour", "Een samenvatting.", "Bomen.")])
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
        connection.execute("ALTER TABLE document DROP COLUMN text")
        connection.execute("DROP TABLE subject")
        connection.execute("DROP INDEX vocabulary_end")
    assert search(tmp_path / FILE, "boemn").meant == "bomen"
    found = search(tmp_path / FILE, "bomen", asked_for={"soort": "gesprekken"})
    assert "Een samenvatting." in results(found) and (found.count, found.facets, found.chosen) == (1, (), ())


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=8), max_size=3))
@settings(deadline=None)
def test_places_of_words_are_in_the_text_and_in_order(text: str, asked: list[str]) -> None:
    places = list(found_in(text, [word for one in asked for word in words(one)]))
    edges = [edge for place in places for edge in place]
    assert edges == sorted(edges) and all(0 <= edge <= len(text) for edge in edges)


def test_a_correction_is_told(index: Path) -> None:
    found = search(index, "kamperport")
    text = results(found)
    assert ("Er was niets voor “kamperport”" in text and 'href="/zoeken/?q=kamperpoort"' in text) or not found.meant


def test_nothing_is_found_for_nothing_and_for_what_is_not_there(index: Path) -> None:
    assert search(index, "  ").count == 0 and results(search(index, "")) == ""
    assert "Niets gevonden" in results(search(index, "xylofoonconcert"))
    assert search(index, "tabelwoord").count == 0


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_search_or_the_page(index: Path, query: str) -> None:
    page_text = fill_in(f'<title>Zoeken</title><input value="">{MARK}', search(index, query))
    assert "<script" not in page_text.lower().replace("&lt;script", "")


@pytest.mark.parametrize("query", ['" OR 1 --', "title:", "NEAR(a b)", "*", "a AND", "(", '"', "<img src=x onerror=1>"])
def test_syntax_is_only_text(index: Path, query: str) -> None:
    text = fill_in(f'<input value="">{MARK}', search(index, query))
    assert "<img" not in text and 'value="""' not in text


def test_words_as_people_write_them() -> None:
    assert fold("Reële CRÈME") == "reele creme"
    assert words("Foto's van '50-plussers'") == ["foto", "van", "50", "plussers"]
    splitter = Splitter({"veiligheid": 2, "gevoel": 3, "wijk": 9, "opgave": 2})
    assert splitter.parts("veiligheidsgevoel") == {"veiligheid", "gevoel"}
    assert splitter.parts("wijkopgave") == {"wijk", "opgave"}
    assert Splitter({"wijk": 2}).parts("wijkopgave") == frozenset()
    assert Splitter({"wijk": 2, "opgave": 1}).parts("wijkopgave") == frozenset()


@given(st.text("abcdefgh", min_size=5, max_size=12), st.integers(0, 99), st.sampled_from("xyz"))
@settings(max_examples=200, deadline=None)
def test_one_typing_error_of_any_kind_is_seen_through(meant: str, place: int, wrong: str) -> None:
    at = place % (len(meant) - 1)
    exchanged = meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :]
    for typed in (
        meant[:at] + meant[at + 1 :],
        meant[:at] + wrong + meant[at:],
        meant[:at] + wrong + meant[at + 1 :],
        exchanged,
    ):
        assert nearest(typed, {meant: 1, "klmnopqrs": 9}) == meant


def test_the_nearest_word_is_the_common_one() -> None:
    known = {"buurt": 40, "beurt": 2, "buur": 9}
    assert nearest("buurtt", known) == "buurt"
    assert nearest("xyz", known) is None and nearest("fiets", known) is None
    assert nearest("poep", {"soep": 9}) is None, "of so short a word one letter is much"
    assert nearest("sope", {"soep": 9}) == "soep" and nearest("bomn", {"bomen": 9}) == "bomen"


@pytest.mark.parametrize("typed", ["veilgheid", "eviligheid", "veiligheis", "veiligheidd", "beiligheid"])
def test_an_error_at_either_end_of_a_word_is_corrected(tmp_path: Path, typed: str) -> None:
    build_index(
        tmp_path / FILE, [Document("/cijfers/veiligheid/", "Cijfers", "Veiligheid", "", "Veiligheid in de wijk")]
    )
    assert search(tmp_path / FILE, typed).meant == "veiligheid"


def test_a_story_is_a_story_wherever_it_stands() -> None:
    body = '<body class="page page--{}"><main><h1>Zuid</h1></main></body>'
    groups = [next(documents_of("/zo-leeft-zuid/", body.format(kind))).group for kind in ("story", "text")]
    assert groups == ["Verhaal", "Over deze site"]


def test_pages_with_the_same_heading_are_told_apart() -> None:
    """By the title of the browser; a drawing has one too, and a page without one is found by its heading."""
    drawn = "<svg><title>Kaart · Zwolle</title></svg>"
    html = f"<title>{{}}</title><main>{drawn}<h1>Begin iets in uw buurt</h1><p>Zo.</p></main>"
    titles = ["Begin iets in Berkum (wijk) · Zwolle", "Begin iets in Berkum (buurt) · Zwolle", ""]
    found = [item.title for title in titles for item in documents_of("/begin/wijken/berkum/", html.format(title))]
    assert found == ["Begin iets in Berkum (wijk)", "Begin iets in Berkum (buurt)", "Begin iets in uw buurt"]


def test_a_story_is_found_by_chapter() -> None:
    html = (
        '<main><h1>Het verhaal</h1><section class="chapter tone-1" id="veilig"><p>Veiligheid</p>'
        "<h2>Voelen we ons veilig?</h2>"
        '<p>Steeds meer.</p></section><section class="chapter" id="groen"><h2>Groen</h2><p>Bomen.</p></section></main>'
    )
    found = list(documents_of("/verhaal/", html))
    assert [item.path for item in found] == ["/verhaal/", "/verhaal/#veilig", "/verhaal/#groen"]
    assert found[1].title == "Voelen we ons veilig? (Het verhaal)" and found[1].text == "Steeds meer."


def test_ten_thousand_documents_are_searched_in_a_moment(tmp_path: Path) -> None:
    """No timed test: far more than the 50 ms of the promise, so that only a wrong plan fails (see bench/)."""
    chance = random.Random(1)
    syllables = ["wij", "buur", "groen", "veilig", "park", "hui", "speel", "zorg", "water", "markt"]
    vocabulary = ["".join(chance.sample(syllables, 2)) + chance.choice(["", "en", "heid"]) for _ in range(3000)]
    documents = [
        Document(
            f"/d/{number}/",
            "Cijfers",
            " ".join(chance.choices(vocabulary, k=4)),
            "",
            " ".join(chance.choices(vocabulary, k=60)),
        )
        for number in range(10_000)
    ]
    build_index(tmp_path / FILE, documents)
    start = time.perf_counter()
    for word in vocabulary[:20]:
        assert search(tmp_path / FILE, word[:6]).count
    assert (time.perf_counter() - start) / 20 < 1.0


def test_the_copy_without_a_server_knows_the_same_pages() -> None:
    documents = [item for address, (title, text) in TEXTS.items() for item in documents_of(address, page(title, text))]
    kept = json.loads(static_index(documents, [["ouderen", "senioren", "65-plus"], ["prettig wonen", "leefbaarheid"]]))
    assert kept["synonyms"] == [["ouderen", "senioren"]], "a phrase is left to the server"
    assert [row[0] for row in kept["rows"]] == [item.path for item in documents]
    assert kept["texts"]["words"].split() == sorted(kept["texts"]["words"].split())
    told = {path for path in TEXTS if "buurt" in TEXTS[path][0].lower() or "buurt" in TEXTS[path][1].lower()}
    assert _rows_with(kept, "texts", "buurt") == told
    assert _rows_with(kept, "texts", "gevoel") == {"/cijfers/veiligheid/"}
    assert _rows_with(kept, "titles", "cijfers") == {"/methode/"}
    assert "de" in kept["silent"].split() and "de" not in kept["texts"]["words"].split()


def _rows_with(kept: dict[str, Any], part: str, word: str) -> set[str]:
    steps = kept[part]["rows"].split(";")[kept[part]["words"].split().index(word)].split()
    return {kept["rows"][row][0] for row in accumulate(map(int, steps))}


def test_the_server_answers_on_the_page_itself(tmp_path: Path, index: Path) -> None:
    edition = tmp_path / "0001"
    (edition / "site" / "zoeken").mkdir(parents=True)
    (edition / "site/zoeken/index.html").write_text(f'<title>Zoeken · X</title><input value="">{MARK}', "utf-8")
    (edition / FILE).write_bytes(index.read_bytes())
    (edition / "site/en/zoeken").mkdir(parents=True)
    (edition / "site/en/zoeken/index.html").write_text(MARK, "utf-8")
    build_index(edition / index_file("en"), [Document("/en/a/", "Cijfers", "A policy", "", "")], language="en")
    described = {"etag": "a", "type": "text/html; charset=utf-8", "encodings": []}
    files = {"zoeken/index.html": described, "en/zoeken/index.html": described}
    (edition / "edition.json").write_text(json.dumps({"files": files, "style_hashes": ["sha256-x="]}), "utf-8")
    (tmp_path / "current").symlink_to("0001")
    told: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        told.update(headers, status=status)

    def ask(query: str, method: str = "GET", path: str = "/zoeken/") -> str:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
        return b"".join(EditionServer(tmp_path, https=True)(environ, start)).decode()

    answer = ask("q=groen+%3Cb%3E")
    assert 'value="groen &lt;b&gt;"' in answer and "/opgaven/groen/" in answer
    assert told["Cache-Control"] == "no-store" and told["X-Robots-Tag"] == "noindex"
    assert set(dict(security_headers("sha256-x=", https=True))) <= set(told)
    assert ask("q=groen", "HEAD") == ""
    assert "/en/a/" in ask("q=policies", path="/en/zoeken/")
    assert MARK in ask("q=") and told["ETag"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("meeting", ["/en/a/"]),
        ("policies", ["/en/b/"]),
        ("happy", ["/en/b/"]),
        ("studies of neighbours", ["/en/a/"]),
        ("what are the studies about", ["/en/a/"]),
        ("cars", ["/en/b/"]),
    ],
)
def test_english_is_stemmed_as_english(tmp_path: Path, query: str, found: list[str]) -> None:
    """As Dutch it would not know that a meeting is where people meet, and would take care for car."""
    documents = [
        Document("/en/a/", "Cijfers", "A study", "", "A study of neighbours who meet and care"),
        Document("/en/b/", "Cijfers", "By cars", "", "Everybody has happiness itself, a policy without cars"),
    ]
    build_index(tmp_path / FILE, documents, language="en")
    assert paths(search(tmp_path / FILE, query, "en")) == found
