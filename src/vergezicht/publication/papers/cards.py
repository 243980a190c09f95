"""Cards: what a page or a chapter says, in a picture of 1200 × 630 drawn from its own figures, to send around."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from functools import partial
from html import unescape

from django.utils.html import strip_tags
from PIL import Image

from vergezicht import pictures
from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, indicators_of, municipality, themes
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.queries import areas_of, public_challenges
from vergezicht.figures import Theme
from vergezicht.languages import in_words, say
from vergezicht.languages.marks import capitalised, unmarked
from vergezicht.paper.printing import as_png
from vergezicht.pictures import Picture, PictureKind
from vergezicht.publication.papers import PAPERS
from vergezicht.publication.papers.drawings import drawings_in, standing_alone
from vergezicht.publication.papers.prints import UNDATED
from vergezicht.publication.papers.reprints import printed_once
from vergezicht.publication.views.stories import SHARE, story_path
from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path, challenge_path, indicator_path, theme_path
from vergezicht.stories.present import home_panorama, story_panorama
from vergezicht.stories.translating.translation import in_spoken_language

_COLOURS = 128  # of a drawing in flat colours; a quarter of the weight
_LONGEST = {"map": 150, "chart": 150, "none": 150, "wide": 85}  # signs of what is said; above a horizon is less room
_WIDTH = {"map": 464.0, "chart": 560.0, "wide": 1080.0, "none": 0.0}  # px of a drawing on the card
# Every page of these kinds has a card, and says so in its head; pages of a story do so themselves.
_WITH_CARD = re.compile(r"/(?:(?:gemeente|(?:stadsdelen|wijken|buurten|opgaven|themas|cijfers)/[^/]+)/)?")

# What only shows where an area lies, and the horizon, which has no room under it.
_WITHOUT_CAPTION = {PictureKind.LOCATOR, PictureKind.PANORAMA}
_SAID_OF_DRAWING = re.compile(
    r'<p class="(?:picture|key-figure)__sentence">(.*?)</p>|class="in-words">.*?<p>(.*?)</p>', re.DOTALL
)


@dataclass(frozen=True)
class Card:
    """The words above, the title, a sentence; a drawing with the shapes it uses, a text for who cannot see it and what
    stands under it: what is drawn, of which year.
    """

    above: str
    title: str
    sentence: str
    drawing: str = ""
    alt: str = ""
    shapes: str = ""
    shape: str = "map"
    caption: str = ""


def card_path(page: str) -> str:
    """/delen/verhaal.png for /verhaal/, /delen/verhaal/veiligheid.png for its chapter /verhaal/#veiligheid."""
    return f"{SHARE}{page.strip('/').replace('/#', '/') or 'start'}.png"


def has_card(page: str) -> bool:
    """Whether a page has a card, as far as its address tells."""
    return _WITH_CARD.fullmatch(page) is not None


def drawn_card(card: Card) -> bytes:
    """The card as PNG; the same words and drawing, the same bytes."""
    place = municipality()
    foot = f"{place.name} · {in_words(place.site_title)}" + (f" · {say('Voorbeeldinhoud')}" if place.example else "")
    drawing = standing_alone(card.drawing, width=_WIDTH[card.shape], shapes=card.shapes) if card.drawing else b""
    said = replace(card, drawing="", shapes="", shape=card.shape if drawing else "none")
    return _drawn(Card(*map(unmarked, astuple(said))), foot, drawing)


@printed_once
def _drawn(card: Card, foot: str, drawing: bytes) -> bytes:
    said = _short(card.sentence, _LONGEST[card.shape])
    data = {"above": card.above, "title": card.title, "sentence": said, "alt": card.alt, "shape": card.shape,
            "caption": card.caption, "foot": foot}  # fmt: skip
    files = {"drawing.svg": drawing} if drawing else {}
    png = as_png(PAPERS / "page.typ", data=data, day=UNDATED, pictures=files)
    packed = io.BytesIO()
    flat = (
        Image.open(io.BytesIO(png))
        .convert("RGB")
        .quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    )
    flat.save(packed, "PNG")
    return packed.getvalue()


def all_cards() -> Iterator[tuple[str, Callable[[], Card]]]:
    """The page or chapter that each card is of, and what makes it."""
    for home in HomePage.objects.live():
        yield "/", partial(_home, home)
    for story in StoryPage.objects.live():
        path = story_path(story)
        yield path, partial(_story, story)
        for chapter in story.chapters:
            yield f"{path}#{chapter.anchor}", partial(_chapter, story, chapter.anchor)
    for area in municipality().geography:
        yield area_path(area), partial(_area, area)
    for challenge in public_challenges():
        yield challenge_path(challenge), partial(_challenge, challenge)
    for theme in themes():
        yield theme_path(theme), partial(_theme, theme.code)
    release = current_release()
    for indicator in release.indicators if release is not None else ():
        yield indicator_path(indicator), partial(_indicator, indicator.code)


def _home(page: HomePage) -> Card:
    page = in_spoken_language(page)
    return _card(municipality().name, page.title, fill_in_words(page.lead), home_panorama(), shape="wide")


def _story(page: StoryPage) -> Card:
    page = in_spoken_language(page)
    above = page.cycle.name if page.cycle else municipality().name
    horizon = story_panorama(page.panorama_indicator) or home_panorama()
    return _card(above, page.title, fill_in_words(page.lead), horizon, shape="wide")


def _card(above: str, title: str, sentence: str, picture: Picture | None, *, shape: str = "map") -> Card:
    if picture is None:
        return Card(above, title, sentence, shape=shape)
    caption = "" if picture.kind in _WITHOUT_CAPTION else picture.title
    return Card(above, title, sentence, picture.svg, picture.alt, "", shape, caption)


def _chapter(page: StoryPage, anchor: str) -> Card:
    """The first drawing of the chapter, whatever block it is in, and what is said of it; that of its theme when it has
    none. Where nothing is said of it, the first sentence of the kern.
    """
    page = in_spoken_language(page)
    chapter = page.chapter(anchor)
    sentence = fill_in_words(chapter.kern[0]) if chapter.kern else ""
    for block in chapter.blocks:
        html = block.render({"prefix": f"b{block.id[:8]}"})
        drawings = [html[start:end] for start, end in drawings_in(html)]
        shown = [item for item in drawings if "vz-base" not in item]
        if shown:
            base = re.search(r'data-base="([^"]+)"', shown[0])
            shapes = next((item for item in drawings if base and "vz-base" in item and f'"{base[1]}-b"' in item), "")
            drawn, alt = (re.search(rf"<{tag}[^>]*>([^<]*)", shown[0]) for tag in ("title", "desc"))
            shape = "map" if "viewBox" in shown[0][: shown[0].index(">")] else "chart"
            said = _SAID_OF_DRAWING.search(html)
            sentence = unescape(strip_tags(said[1] or said[2])) if said else sentence
            caption = unescape(drawn[1]) if drawn else ""
            told = alt[1] if alt else caption
            return Card(page.title, chapter.title, sentence, shown[0], told, shapes, shape, caption)
    found = _first_map(chapter.theme) if chapter.theme else None
    return _card(page.title, chapter.title, sentence, found)


def _area(area: Area) -> Card:
    release = current_release()
    if area.level == AreaLevel.GEMEENTE and themes():
        place = _first_map(themes()[0])
    else:
        place = pictures.locator(release, area.code, id_prefix="plek") if release else None
    above, sentence = capitalised(say(area.level.value)), ""
    for indicator in release.indicators if release else ():
        figure = release.figure(indicator.code, area.code)
        if figure is not None and figure.is_shown and indicator.question:
            sentence = pictures.figure_sentence(release.indicator(indicator.code), area, figure, margin=False)
            above = f"{above} · {figure.period}"
            break
    told = sentence or say("Wat bewoners van {area} zeggen over hun buurt.", area=area.name)
    return _card(above, area.name, told, place)


def _challenge(challenge: Challenge) -> Card:
    release, found = current_release(), areas_of(challenge)
    place = pictures.locator(release, *(area.code for area in found), id_prefix="plek") if release and found else None
    above = f"{say('Wijkopgave')} · {say(challenge.course.label).lower()}"
    return _card(above, challenge.title, challenge.goal, place)


def _theme(code: str) -> Card:
    theme = next(item for item in themes() if item.code == code)
    found = _first_map(theme)
    return _card(theme.title, theme.question, found.sentence if found else "", found)


def _indicator(code: str) -> Card:
    release = current_release()
    assert release is not None  # noqa: S101  # there are indicators only with an adopted release
    indicator = release.indicator(code)
    level = top_level() if indicator.lowest_level == AreaLevel.GEMEENTE else indicator.lowest_level
    found = pictures.choropleth(release, indicator.code, level, id_prefix="kaart")
    return _card(say("Cijfers"), indicator.title, found.sentence, found)


def _first_map(theme: Theme) -> Picture | None:
    release = current_release()
    first = next(iter(indicators_of(theme.code)), None)
    return pictures.choropleth(release, first.code, top_level(), id_prefix="kaart") if release and first else None


def _short(text: str, most: int) -> str:
    """Whole sentences as long as they fit; the first one at least, cut when it must."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    told = sentences.pop(0)
    while sentences and len(told) + len(sentences[0]) < most:
        told += " " + sentences.pop(0)
    return told if len(told) <= most else told[:most].rsplit(" ", 1)[0] + " …"
