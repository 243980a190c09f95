"""The other forms of a story, in the language it was translated into: slides, cards, paper, parts for other sites."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from odfdo import Document
from tests.languages.leftovers import EveryWord, dutch_on
from tests.publication.structured import things_on

from vergezicht.challenges.ground import municipality
from vergezicht.languages import say, speaking
from vergezicht.languages.marks import in_dutch
from vergezicht.publication.addresses import Address, public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.papers import cards
from vergezicht.publication.views import posters, story_paper
from vergezicht.stories.living import living_numbers
from vergezicht.stories.models import StoryPage, TranslatedText
from vergezicht.stories.paths import area_path
from vergezicht.stories.translating.translation import Translation
from vergezicht.stories.translating.words import Text, texts_of
from vergezicht.stories.translating.writing import save_texts, version_of

pytestmark = pytest.mark.django_db
FORMS = ("/verhaal/", "/delen/verhaal", "/ingesloten/verhaal/")


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> StoryPage:
    """The example on a site with a second language, its own words and every text of the story translated."""
    both = replace(municipality(), languages=("nl", "en"), words={"en": EveryWord()})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    page = StoryPage.objects.get(slug="verhaal")
    texts = texts_of(page)
    saved = save_texts(page, "en", {text.place: _english(text) for text in texts}, {})
    assert not saved.refused and saved.kept == len(texts)
    return page


def _english(text: Text) -> str:
    """As many words as there are lines, with the numbers and links of the Dutch."""
    kept = living_numbers.shown_in(text.words)
    kept += [f"[Link]({number})" for number in re.findall(r"\]\((\d+)\)", text.words)]
    return "\n".join(["Told " + " ".join(kept), *["again"] * (text.words.count("\n") if not text.rich else 0)])


def _forms(root: str = "/en") -> dict[str, Address]:
    return {one.path: one for one in public_addresses() if one.path.startswith(tuple(root + path for path in FORMS))}


def test_every_form_of_a_story_is_there_in_its_languages(story: StoryPage) -> None:
    assert set(_forms()) == {f"/en{path}" for path in _forms("")}
    assert {"/en/verhaal/verhaal.pdf", "/en/delen/verhaal.png", "/en/verhaal/presenteren/"} <= set(_forms())
    title = next(part for part in Translation(story, "en").parts if part.text.place == "title")
    save_texts(story, "en", {"title": ""}, {"title": version_of(title)})
    assert not _forms()


@pytest.mark.usefixtures("story")
def test_no_word_of_them_stays_dutch_and_every_address_in_them_is_there() -> None:
    known = {one.path for one in public_addresses()}
    names = [area.name for area in municipality().geography]
    on_site = re.compile(rf"{re.escape(settings.SITE_URL)}(/[^\"<&#\s]*)")
    pages = {path: one for path, one in _forms().items() if path.endswith("/")}
    assert len(pages) > 20
    for path, address in pages.items():
        html = render_address(address).decode()
        assert '<html lang="en"' in html and "\ue000" not in html
        assert not dutch_on(on_site.sub("", html), names), path
        assert set(on_site.findall(html)) <= known, path


@pytest.mark.usefixtures("story")
def test_a_story_tells_programs_its_language_and_so_does_the_way_to_it() -> None:
    pages = {one.path: one for one in public_addresses() if one.path in {"/en/verhaal/", "/en/delen/verhaal/"}}
    (told,) = things_on(render_address(pages["/en/verhaal/"]).decode())
    assert told["inLanguage"] == "en" and told["headline"].startswith("Told")
    (told,) = things_on(render_address(pages["/en/delen/verhaal/"]).decode())
    assert told["itemListElement"][0]["item"] == f"{settings.SITE_URL}/en/verhaal/"


@pytest.mark.usefixtures("story")
def test_what_is_shared_leads_to_the_same_language() -> None:
    forms = _forms()
    shared = BeautifulSoup(render_address(forms["/en/delen/verhaal/"]), "html.parser")
    given = [item["value"] for item in shared.select("input")] + [
        BeautifulSoup(item.get_text(), "html.parser").iframe["src"] for item in shared.select("textarea")
    ]
    assert len(given) > 10
    assert all(address.removeprefix(settings.SITE_URL) in forms for address in given)
    assert all(link["href"].partition("#")[0] in forms for link in shared.select("main a:not([href^='#'])"))
    path = next(path for path in forms if re.fullmatch(r"/en/delen/verhaal/[^/]+/", path))
    chapter = BeautifulSoup(render_address(forms[path]), "html.parser")
    card = chapter.select_one("meta[property='og:image']")["content"].removeprefix(settings.SITE_URL)
    assert card in forms and card.startswith("/en/")
    onward = chapter.select_one("meta[http-equiv=refresh]")["content"].removeprefix("0; url=")
    assert onward == chapter.select_one("main a.button")["href"] and onward.startswith("/en/verhaal/#")
    seen, step = 0, "/en/ingesloten/verhaal/"
    while step:
        framed = BeautifulSoup(render_address(forms[step]), "html.parser")
        assert framed.select_one("footer a[target=_top]")["href"].startswith("/en/verhaal/")
        following = framed.select_one(".framed__steps .button--primary")
        seen, step = seen + 1, following["href"] if following else ""
    assert seen == len(StoryPage.objects.get(slug="verhaal").chapters) + 1


def test_paper_says_in_which_language_each_piece_is(story: StoryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    part = next(text for text in texts_of(story) if "Betrokken zijn" in text.words)
    TranslatedText.objects.filter(place__in=[part.place, "lead"]).delete()
    made = render_address(_forms()["/en/verhaal/kern/kern.pdf"])
    assert made.startswith(b"%PDF") and b"/Lang(en)" in made
    given: list[str] = []
    monkeypatch.setattr(story_paper, "_printed", lambda content, *rest: given.append(content) or b"%PDF")
    render_address(_forms()["/en/verhaal/cijfers/cijfers.pdf"])
    paper = json.loads(given[0])
    assert (paper["lang"], paper["lead"]) == ("en", in_dutch(story.lead))
    assert paper["words"]["contents"] == "Contents" and paper["title"].startswith("Told")
    runs = [run for one in paper["parts"] for run in one.get("runs", ())]
    dutch = "".join(run["text"] for run in runs if run["lang"] == "nl")
    assert "Betrokken zijn" in dutch and "not been fully translated" not in dutch
    links = [run["link"] for run in runs if run["link"].startswith(settings.SITE_URL)]
    assert links and all(link.startswith(f"{settings.SITE_URL}/en/") for link in links)
    assert paper["address"] == f"{settings.SITE_URL}/en/verhaal/cijfers/"
    with speaking("en"):
        assert say("Antwoorden") in paper["tables"][0]["headings"]


def test_a_document_says_in_which_language_each_piece_is(story: StoryPage) -> None:
    part = next(text for text in texts_of(story) if "Betrokken zijn" in text.words)
    TranslatedText.objects.filter(place__in=[part.place, "lead"]).delete()
    made = Document(io.BytesIO(render_address(_forms()["/en/verhaal/cijfers/cijfers.odt"])))
    assert made.meta.language == "en" and made.meta.title.startswith("Told")
    told = "".join(map(str, made.body.xpath(".//text()")))
    assert "\ue000" not in told and "\ue001" not in told
    dutch = "".join(map(str, made.body.xpath('.//text:span[@text:style-name="Language_nl"]//text()')))
    assert "Betrokken zijn" in dutch and story.lead in dutch
    with speaking("en"):
        heads = [str(text) for text in made.body.xpath(".//table:table-header-rows//text:p/text()")]
        assert say("Antwoorden") in heads and "Antwoorden" not in heads
    links = [str(link) for link in made.body.xpath(".//text:a/@xlink:href") if str(link).startswith(settings.SITE_URL)]
    assert links and all(link.startswith(f"{settings.SITE_URL}/en/") for link in links)


def test_a_card_says_what_its_page_says_in_that_language(story: StoryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    TranslatedText.objects.filter(place="lead").delete()
    made: list[tuple[cards.Card, str]] = []
    monkeypatch.setattr(cards, "_drawn", lambda card, foot, _: made.append((card, foot)) or b"")
    forms = {path: one for path, one in _forms().items() if path.endswith(".png")}
    assert len(forms) == len(story.chapters) + 1
    for one in forms.values():
        render_address(one)
    first, foot = made[0]
    assert (first.title, first.sentence) == ("Told", story.lead)
    assert "\ue000" not in str(made) and foot.endswith("Example content")
    assert all(card.title.startswith("Told") for card, _ in made)


@pytest.mark.usefixtures("story")
def test_every_page_with_a_card_has_it_in_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[cards.Card] = []
    names = [area.name for area in municipality().geography]
    monkeypatch.setattr(cards, "_drawn", lambda card, *_: made.append(card) or b"")
    known = {one.path: one for one in public_addresses()}
    challenge = next(path for path in known if re.fullmatch("/en/opgaven/[^/]+/", path) and "/versies/" not in path)
    for page, above in {
        "/en/": municipality().name, "/en/stadsdelen/noord/": "City district", challenge: "District challenge · ",
        "/en/themas/veiligheid/": "", "/en/cijfers/eenzaamheid/": "Figures",
    }.items():  # fmt: skip
        html = BeautifulSoup(render_address(known[page]).decode(), "html.parser")
        path = html.select_one("meta[property='og:image']")["content"].removeprefix(settings.SITE_URL)
        assert path.startswith("/en/delen/")
        render_address(known[path])
        assert made[-1].above.startswith(above)
        if page not in {"/en/", challenge}:  # where an editor wrote the sentence
            assert not dutch_on(f"<p>{made[-1].sentence}</p>", names)


def test_the_poster_of_an_area_speaks_every_language_of_the_site_whatever_stories_speak(
    story: StoryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    TranslatedText.objects.filter(page_id=story.pk).delete()
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(posters, "printed", lambda name, data, **drawn: told.append(data) or b"%PDF")
    area = municipality().geography.gemeente
    path = f"/en{posters.poster_path(area, 'a4')}"
    render_address(next(one for one in public_addresses() if one.path == path))
    (poster,) = told
    assert poster["when"].startswith("This is what your neighbours said in 20")
    assert poster["address"] == f"{settings.SITE_URL}/en{area_path(area)}"
    assert poster["figures"]
