"""What is Dutch on a page in another language says so, also where no element can stand inside another."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.languages import speaking
from vergezicht.languages.marks import capitalised, in_dutch, kept, own_words, shown
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

DUTCH = in_dutch("Veilig?")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (f"<h1>{DUTCH} now</h1>", '<h1><span lang="nl">Veilig?</span> now</h1>'),
        (f"<title>{DUTCH} · Zwolle</title>", '<title lang="nl">Veilig? · Zwolle</title>'),
        (f"<title>Share: {DUTCH} · Zwolle</title>", "<title>Share: Veilig? · Zwolle</title>"),
        (f'<option value="a">{DUTCH}</option>', '<option lang="nl" value="a">Veilig?</option>'),
        (f'<svg><text x="1">{DUTCH}</text></svg>', '<svg><text lang="nl" x="1">Veilig?</text></svg>'),
        (f"<svg><desc>{DUTCH} by district.</desc></svg>", "<svg><desc>Veilig? by district.</desc></svg>"),
        (f'<img src="/a" alt="{DUTCH}">', '<img lang="nl" src="/a" alt="Veilig?">'),
        (f'<meta name="description" content="{DUTCH}">', '<meta lang="nl" name="description" content="Veilig?">'),
        (f'<div role="group" aria-label="{DUTCH}">x</div>', '<div role="group" aria-label="Veilig?">x</div>'),
    ],
)
def test_dutch_is_marked_where_something_can_carry_it(html: str, wanted: str) -> None:
    with speaking("en"):
        assert shown(html) == wanted


def test_words_of_the_municipality_without_a_translation_are_dutch() -> None:
    with speaking("en", {"Groen": "Green"}):
        assert (own_words("Groen"), own_words("Water")) == ("Green", in_dutch("Water"))
        assert kept(own_words("Water")) == in_dutch("Water"), "and marked once"
        assert capitalised(in_dutch("ijs")) == in_dutch("IJs") and capitalised("ijs") == "Ijs"
    assert own_words("Water") == "Water"


@pytest.mark.django_db
def test_a_label_inside_a_sentence_says_that_it_is_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "vergezicht.publication.translated.municipality", lambda: replace(municipality(), languages=("nl", "en"))
    )
    release = current_release()
    words = {text for item in release.indicators for text in (item.title, item.label, item.question)} - {""}
    words |= {item.title for item in themes()} | {municipality().survey_name}
    known = sorted((re.escape(text) for text in words if len(text) > 4), key=len, reverse=True)
    said = re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)", re.IGNORECASE)
    wanted = ("/en/cijfers/", "/en/stadsdelen/noord/", "/en/themas/veiligheid/", "/en/methode/", "/en/initiatieven/")
    feeds = [one for one in public_addresses() if re.fullmatch(r"/en/themas/[^/]+/nieuws\.\w+", one.path)]
    assert feeds and not any(DUTCH[0] in render_address(one).decode() for one in feeds)
    for address in public_addresses():
        if address.path in wanted or address.path == f"/en/cijfers/{release.indicators[0].slug}/":
            page = BeautifulSoup(render_address(address), "html.parser")
            for element in page.select("[lang=nl], script, style, svg, head"):
                element.decompose()
            left = [text for text in page.stripped_strings if said.search(text)]
            assert not left, address.path
