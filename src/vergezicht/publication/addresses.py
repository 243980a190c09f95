"""Every address of the public site, and what makes it. What is not listed here does not exist for a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality, streets, themes
from vergezicht.challenges.models import Challenge, ChallengeVersion, Conversation, CouncilItem, Course, Cycle
from vergezicht.challenges.queries import public_challenges
from vergezicht.initiatives.models import Campaign
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import PUBLIC_STATES
from vergezicht.languages import SOURCE, known_languages, spoken
from vergezicht.publication.features.declared import collections
from vergezicht.publication.features.described import PAGE
from vergezicht.publication.news import recent_news
from vergezicht.publication.open_data.dcat import CATALOGUE, TURTLE, is_survey, wave_path
from vergezicht.publication.pages.depths import Depth
from vergezicht.publication.pages.embedding import HEIGHT, indicator_frame_path, parts_of
from vergezicht.publication.pages.mentions import read_stories
from vergezicht.publication.papers import sheets
from vergezicht.publication.papers.cards import all_cards, card_path
from vergezicht.publication.residents import ACCOUNT, ACCOUNT_PDF
from vergezicht.publication.translated import in_language, other_languages
from vergezicht.publication.views import (
    accessibility,
    answers,
    areas,
    campaigns,
    challenges,
    conversations,
    council,
    cycles,
    data,
    editions,
    explore,
    feeds,
    indicators,
    initiatives,
    mapped,
    paper,
    partners,
    places,
    posters,
    presenting,
    residents,
    sharing,
    stories,
    story_paper,
    system,
    texts,
    versions,
    walks,
)
from vergezicht.stories.models import HomePage, StoryPage, TextPage
from vergezicht.stories.paths import (
    PLACES,
    STORIES,
    area_path,
    challenge_path,
    conversation_path,
    course_path,
    cycle_path,
    indicator_path,
    theme_path,
    version_path,
    versions_path,
)
from vergezicht.stories.translating.translation import Translation, in_spoken_language
from vergezicht.stories.what_changed import log_of

T = TypeVar("T")


@dataclass(frozen=True)
class Address:
    """A path and the view behind it. ``listed`` is whether it belongs in the site map.

    ``speaks`` are the other languages in which its page exists; ``language`` is the one it is in.
    """

    path: str
    view: Callable[[HttpRequest], HttpResponse]
    listed: bool = True
    speaks: frozenset[str] = frozenset()
    language: str = SOURCE


def public_addresses() -> Iterator[Address]:
    """All addresses, those that speak more languages once for each; with one language there is nothing beside Dutch."""
    addresses = list(_addresses())
    others = other_languages()
    spoken = {one.code: frozenset(item.path for item in addresses if one.code in item.speaks) for one in others}
    for address in addresses:
        if not address.speaks:
            yield address
            continue
        languages = (known_languages()[SOURCE], *(one for one in others if one.code in address.speaks))
        for language in languages:
            paths = spoken.get(language.code, frozenset())
            view = in_language(address.view, address.path, language, languages, paths)
            yield replace(address, path=f"{language.root}{address.path}", view=view, language=language.code)


def _read_once(read: Callable[[], T]) -> Callable[[], T]:
    """What many pages need, read once in every language."""
    known: dict[str, T] = {}

    def found() -> T:
        if spoken().code not in known:
            known[spoken().code] = read()
        return known[spoken().code]

    return found


def _addresses() -> Iterator[Address]:
    """Every address in Dutch: the editors' pages, one per area, challenge, indicator and theme, overviews and data."""
    every = _every_language()
    yield from _pages()
    yield Address("/gebieden/", areas.overview, speaks=every)
    told = _read_once(read_stories)
    for area in municipality().geography:
        yield Address(area_path(area), partial(areas.detail, code=area.code, stories=told), speaks=every)
    yield from _challenges()
    yield from _cycles()
    for theme in themes():
        yield Address(theme_path(theme), partial(challenges.theme, code=theme.code), speaks=every)
    yield Address("/cijfers/", indicators.overview, speaks=every)
    release = current_release()
    if release is not None:
        yield Address(explore.SETTINGS, explore.settings, listed=False, speaks=every)
        if streets() is not None:
            yield Address(explore.STREETS, explore.where_streets_lie, listed=False)
        for level in release.geography.levels:
            yield Address(explore.areas_path(level), partial(explore.areas, level=level), listed=False)
        for indicator in release.indicators:
            view = partial(explore.figures, code=indicator.code)
            yield Address(explore.figures_path(indicator.code), view, listed=False, speaks=every)
            view = partial(indicators.detail, code=indicator.code, stories=told)
            yield Address(indicator_path(indicator), view, speaks=every)
            view = partial(sharing.indicator, code=indicator.code)
            yield Address(indicator_frame_path(indicator), view, listed=False, speaks=every)
            file = f"{indicator_path(indicator)}{indicator.slug}"
            yield Address(f"{file}.csv", partial(data.indicator_csv, code=indicator.code), listed=False)
            yield Address(f"{file}.xlsx", partial(data.indicator_xlsx, code=indicator.code), listed=False, speaks=every)
        for area in municipality().geography:
            file = f"{area_path(area)}{area.slug}"
            yield Address(f"{file}.csv", partial(data.area_csv, code=area.code), listed=False)
            yield Address(f"{file}.xlsx", partial(data.area_xlsx, code=area.code), listed=False, speaks=every)
            for size in posters.SIZES:
                view = partial(posters.poster, code=area.code, size=size)
                yield Address(posters.poster_path(area, size), view, listed=False, speaks=every)
    yield from _places()
    yield from _initiatives()
    yield from _feeds()
    yield from _shared()
    yield Address("/methode/", data.method, speaks=every)
    yield Address("/open-data/", data.catalogue, speaks=every)
    yield Address(CATALOGUE, data.harvested, listed=False)
    yield Address(TURTLE, data.harvested_turtle, listed=False)
    for one in filter(is_survey, release.releases if release else ()):
        for period in one.periods:
            view = partial(data.wave_csv, release=one, period=period)
            yield Address(wave_path(one, period), view, listed=False)
    yield Address(PAGE, mapped.explained, speaks=every)
    for collection in collections():
        yield Address(collection.file, partial(mapped.collection, collection=collection), listed=False)
    yield from _accessibility()
    yield Address("/zoeken/", system.search, speaks=every)
    yield Address("/edities/", editions.overview, speaks=every)
    yield Address(system.NOT_FOUND, system.not_found, listed=False, speaks=every)
    yield Address("/robots.txt", system.robots, listed=False)
    yield Address("/.well-known/security.txt", system.security, listed=False)


def _places() -> Iterator[Address]:
    every = _every_language()
    yield Address(PLACES, places.overview, speaks=every)
    for name, view in (("csv", places.csv), ("geojson", places.geojson), ("json", places.json_ld)):
        yield Address(f"{PLACES}ontmoetingsplekken.{name}", view, listed=False)
    for area in municipality().geography:
        if area.level not in {AreaLevel.GEMEENTE, AreaLevel.BUURT}:
            yield Address(places.places_path(area), partial(places.detail, code=area.code), speaks=every)


def _challenges() -> Iterator[Address]:
    """Only what was adopted: a concept has no address, and neither has anything under it."""
    every = _every_language()
    yield Address("/opgaven/", challenges.overview, speaks=every)
    for course in Course:
        yield Address(course_path(course), partial(challenges.by_course, course=course), speaks=every)
    for slug in public_challenges().values_list("slug", flat=True):
        challenge = Challenge(slug=slug)
        yield Address(challenge_path(challenge), partial(challenges.detail, slug=slug), speaks=every)
        yield Address(versions_path(challenge), partial(versions.overview, slug=slug), listed=False, speaks=every)
    for version in ChallengeVersion.objects.select_related("challenge").only("number", "challenge__slug"):
        view = partial(versions.detail, slug=version.challenge.slug, number=version.number)
        yield Address(version_path(version), view, listed=False, speaks=every)


def _cycles() -> Iterator[Address]:
    every = _every_language()
    yield Address("/gesprekken/", conversations.overview, speaks=every)
    for slug in Conversation.objects.filter(is_public=True).values_list("slug", flat=True):
        view = partial(conversations.detail, slug=slug)
        yield Address(conversation_path(Conversation(slug=slug)), view, speaks=every)
        view = partial(texts.of_conversation, slug=slug)
        yield Address(texts.texts_path(Conversation(slug=slug)), view, listed=False, speaks=every)
    yield Address("/antwoorden/", answers.overview, speaks=every)
    yield Address("/partners/", partners.overview, speaks=every)
    yield Address("/cycli/", cycles.overview, speaks=every)
    for slug in Cycle.objects.values_list("slug", flat=True):
        yield Address(cycle_path(Cycle(slug=slug)), partial(cycles.detail, slug=slug), speaks=every)
        view = partial(texts.of_cycle, slug=slug)
        yield Address(texts.texts_path(Cycle(slug=slug)), view, listed=False, speaks=every)
    yield Address(council.ROOT, council.overview, speaks=every)
    yield Address(sheets.COUNCIL_NOTE, council.note, listed=False, speaks=every)
    for slug in CouncilItem.objects.filter(is_public=True).values_list("slug", flat=True):
        view = partial(texts.of_council_item, slug=slug)
        yield Address(texts.texts_path(CouncilItem(slug=slug)), view, listed=False, speaks=every)
    for area in municipality().geography:
        if sheets.has_sheet(area):
            yield Address(sheets.sheet_path(area), partial(council.sheet, code=area.code), listed=False, speaks=every)
            view = partial(council.document, code=area.code)
            yield Address(sheets.document_path(area), view, listed=False, speaks=every)


def _feeds() -> Iterator[Address]:
    """News and agenda per area and theme; the news is read once for all of them."""
    news = _read_once(recent_news)
    yield Address("/agenda.ics", feeds.agenda, listed=False, speaks=_every_language())
    for area in municipality().geography:
        yield from _news(area_path(area), partial(feeds.of_area, area, news))
        view = partial(feeds.agenda, area=area)
        yield Address(f"{area_path(area)}agenda.ics", view, listed=False, speaks=_every_language())
    for theme in themes():
        yield from _news(theme_path(theme), partial(feeds.of_theme, theme.code, news))


def _news(path: str, channel: Callable[[], feeds.Channel]) -> Iterator[Address]:
    every = _every_language()
    yield Address(f"{path}nieuws.atom", partial(feeds.atom, channel=channel), listed=False, speaks=every)
    yield Address(f"{path}nieuws.json", partial(feeds.json_feed, channel=channel), listed=False, speaks=every)


def _initiatives() -> Iterator[Address]:
    root = initiatives.INITIATIVES
    every = _every_language()
    yield Address(root, initiatives.overview, speaks=every)
    yield Address(f"{root}initiatieven.csv", initiatives.csv, listed=False)
    yield Address(f"{root}initiatieven.json", initiatives.json, listed=False)
    for slug in public_initiatives().values_list("slug", flat=True):
        yield Address(f"{root}{slug}/", partial(initiatives.detail, slug=slug), speaks=every)
    for area in initiatives.areas_with_initiatives():
        view = partial(initiatives.in_area, code=area.code)
        yield Address(f"{root.rstrip('/')}{area_path(area)}", view, speaks=every)
    for category in rules().categories:
        if public_initiatives().filter(category=category.code).exists():
            yield Address(
                f"{root}categorie/{category.code}/", partial(initiatives.in_category, category=category), speaks=every
            )
    for state in PUBLIC_STATES:
        if public_initiatives().filter(state=state).exists():
            yield Address(f"{root}stand/{state.value}/", partial(initiatives.in_state, state=state), speaks=every)
    yield Address(ACCOUNT, residents.page, speaks=every)
    yield Address(ACCOUNT_PDF, residents.paper, listed=False, speaks=every)
    yield Address(campaigns.CAMPAIGNS, campaigns.overview, speaks=every)
    for campaign in Campaign.objects.filter(is_public=True):
        yield from _campaign(campaign)
    yield Address(initiatives.SCHEMES, initiatives.schemes, speaks=every)
    for area in municipality().geography:
        yield Address(initiatives.begin_path(area), partial(initiatives.begin, code=area.code), speaks=every)
        if area.level != AreaLevel.BUURT:
            yield Address(paper.steps_path(area), partial(paper.steps, code=area.code), listed=False, speaks=every)


def _campaign(campaign: Campaign) -> Iterator[Address]:
    slug, every = campaign.slug, _every_language()
    yield Address(campaigns.campaign_path(campaign), partial(campaigns.detail, slug=slug), speaks=every)
    for area in campaigns.poster_areas(campaign):
        for size in campaigns.SIZES:
            view = partial(campaigns.poster, slug=slug, code=area.code, size=size)
            yield Address(campaigns.poster_path(campaign, area, size), view, listed=False, speaks=every)
        view = partial(campaigns.card, slug=slug, code=area.code)
        yield Address(campaigns.card_path(campaign, area), view, listed=False, speaks=every)


def _pages() -> Iterator[Address]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return
    root = site.root_page
    if StoryPage.objects.live().count() > 1:
        yield Address(STORIES, stories.overview, speaks=_every_language())
    for page in Page.objects.live().descendant_of(root, inclusive=True).order_by("path").specific():
        path = "/" + page.url_path.removeprefix(root.url_path)
        if isinstance(page, StoryPage):
            yield from _story(page, path)
        elif path == accessibility.STATEMENT:
            yield Address(path, partial(accessibility.with_page, page=page), speaks=_languages_of(page))
        else:
            yield Address(path, partial(_serve, page=page), speaks=_languages_of(page))


def _accessibility() -> Iterator[Address]:
    """The page about accessibility where no editor made one, and the log as soon as there is something in it."""
    if not TextPage.objects.live().filter(slug=accessibility.STATEMENT.strip("/")).exists():
        yield Address(accessibility.STATEMENT, accessibility.alone, speaks=_every_language())
    if accessibility.has_log():
        yield Address(accessibility.LOG_EARL, accessibility.log_earl, listed=False)
        yield Address(accessibility.LOG_CSV, accessibility.log_rows, listed=False)


def _story(page: StoryPage, path: str) -> Iterator[Address]:
    """A story at its three depths; only the whole of it is listed, the other two say less or the same."""
    speaks = _languages_of(page)
    if log_of(page):
        yield Address(stories.changed_path(page), partial(stories.changed, page=page), listed=False, speaks=speaks)
    for depth in Depth:
        view = partial(stories.read, page=page, depth=depth)
        yield Address(depth.path(path), view, listed=depth == Depth.STORY, speaks=speaks)
        view = partial(story_paper.paper, page=page, depth=depth)
        yield Address(story_paper.paper_path(page, depth), view, listed=False, speaks=speaks)
        view = partial(story_paper.document, page=page, depth=depth)
        yield Address(story_paper.document_path(page, depth), view, listed=False, speaks=speaks)
    for anchor, file in stories.walk_paths(page).items():
        yield Address(file, partial(walks.gpx, page=page, anchor=anchor), listed=False, speaks=speaks)
    view = partial(presenting.present, page=page)
    yield Address(presenting.presenting_path(page), view, listed=False, speaks=speaks)


def _every_language() -> frozenset[str]:
    return frozenset(language.code for language in other_languages())


def _languages_of(page: Page) -> frozenset[str]:
    """Those into which an editor translated it; the way in is there in all of them."""
    if isinstance(page, HomePage):
        return _every_language()
    return frozenset(code for code in _every_language() if Translation(page, code).exists)


def _serve(request: HttpRequest, page: Page) -> HttpResponse:
    response: HttpResponse = in_spoken_language(page).serve(request)
    return response


def _shared() -> Iterator[Address]:
    """Cards, and what of a story can be shared or shown elsewhere; the pages themselves are what search finds."""
    speaks = {stories.story_path(story): _languages_of(story) for story in StoryPage.objects.live()}
    for page, make in all_cards():
        said = speaks.get(page.partition("#")[0], _every_language())
        yield Address(card_path(page), partial(sharing.card, make=make), listed=False, speaks=said)
    yield Address(HEIGHT, sharing.height, listed=False)
    for story in StoryPage.objects.live():
        said = speaks[stories.story_path(story)]
        yield Address(stories.share_path(story), partial(sharing.story, page=story), listed=False, speaks=said)
        for chapter in story.chapters:
            view = partial(sharing.chapter, page=story, anchor=chapter.anchor)
            yield Address(sharing.chapter_path(story, chapter), view, listed=False, speaks=said)
        for number in range(len(story.chapters) + 1):
            view = partial(sharing.step, page=story, number=number)
            yield Address(sharing.step_path(story, number), view, listed=False, speaks=said)
        for part in parts_of(story):
            view = partial(sharing.part, page=story, anchor=part.anchor)
            yield Address(part.path, view, listed=False, speaks=said)
