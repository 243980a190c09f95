"""Residents' initiatives: all, per area, category and state; one; funding schemes; and "begin iets in je buurt"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.queries import all_challenges, challenges_for
from vergezicht.initiatives.exchange import initiatives_csv, initiatives_json
from vergezicht.initiatives.models import FundingScheme, Initiative, LetterKind, LetterState, OfficialResponse
from vergezicht.initiatives.points import has_borders
from vergezicht.initiatives.queries import (
    all_places,
    initiatives_of,
    keys_in,
    may_be_supported,
    may_be_written_to,
    public_initiatives,
    shares_ground,
    supply_of,
    support_counts,
    support_lines,
)
from vergezicht.initiatives.rules import Category, rules
from vergezicht.initiatives.states import FINAL, PUBLIC_STATES, InitiativeState
from vergezicht.languages import say
from vergezicht.languages.marks import own_words
from vergezicht.pictures.locator import locator
from vergezicht.pictures.picture import Picture
from vergezicht.publication.pages.subjects import of_areas, of_days, of_state
from vergezicht.publication.views.paper import steps_path
from vergezicht.stories.paths import area_path, initiative_path, places_path
from vergezicht.stories.present import KeyFigure, areas_named, key_figures

INITIATIVES, SCHEMES, BEGIN = "/initiatieven/", "/regelingen/", "/begin/"
MOST = 60  # cards on one page; beyond that the lists per area lead the way


@dataclass(frozen=True)
class Card:
    """An initiative in a list."""

    initiative: Initiative
    path: str
    areas: list[Area]
    category: str
    support: list[str]


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    title: str
    text: str
    role: str


@dataclass(frozen=True)
class Helped:
    """A wijkopgave that something new could help, with its figures for the area."""

    challenge: Challenge
    figures: list[KeyFigure]


def begin_path(area: Area) -> str:
    return f"{BEGIN.rstrip('/')}{area_path(area)}"


def areas_with_initiatives() -> list[Area]:
    """Areas that get a list of their own: those with something to list."""
    codes = {code for codes in public_initiatives().values_list("areas", flat=True) for code in codes}
    return [area for area in municipality().geography if shares_ground(codes, area)]


def overview(request: HttpRequest) -> HttpResponse:
    """Everything, newest change first, with ways to look by area, category and state."""
    found = list(public_initiatives().values_list("pk", "areas", "category", "state"))
    geography = municipality().geography
    largest = geography.listed(geography.levels[1]) if len(geography.levels) > 1 else ()
    categories, states = Counter(category for *_, category, _ in found), Counter(state for *_, state in found)
    context = {
        "areas": [(area, f"{INITIATIVES.rstrip('/')}{area_path(area)}", count) for area in largest
                  if (count := sum(shares_ground(codes, area) for _, codes, *_ in found))],
        "categories": [(item, f"{INITIATIVES}categorie/{item.code}/", categories[item.code])
                       for item in rules().categories if categories[item.code]],
        "states": [(say(state.label), f"{INITIATIVES}stand/{state.value}/", states[state.value])
                   for state in PUBLIC_STATES if states[state.value]],
    }  # fmt: skip
    return _list(request, say("Wat bewoners beginnen"), [key for key, *_ in found], **context)


def in_area(request: HttpRequest, code: str) -> HttpResponse:
    area = municipality().geography[code]
    found = keys_in(area, public_initiatives())
    title = say("Initiatieven in {area}", area=area.name)
    return _list(request, title, found, area=area, begin=begin_path(area), subjects=of_areas([code]))


def in_category(request: HttpRequest, category: Category) -> HttpResponse:
    found = _keys(public_initiatives().filter(category=category.code))
    return _list(request, say("Initiatieven: {what}", what=own_words(category.title).lower()), found, chosen=True)


def in_state(request: HttpRequest, state: InitiativeState) -> HttpResponse:
    return _list(
        request,
        say("Initiatieven: {what}", what=say(state.label).lower()),
        _keys(public_initiatives().filter(state=state)),
        chosen=True,
    )


def _keys(initiatives: QuerySet[Initiative]) -> list[int]:
    return list(initiatives.values_list("pk", flat=True))


def _list(request: HttpRequest, title: str, keys: Sequence[int], **context: Any) -> HttpResponse:
    more = max(0, len(keys) - MOST)
    context |= {"page_title": title, "cards": cards_of(initiatives_of(keys[:MOST])), "count": len(keys), "more": more}
    return render(request, "publication/initiatives.html", context)


def cards_of(initiatives: list[Initiative]) -> list[Card]:
    """Cards for a list, in two queries."""
    counts = support_counts(initiatives)
    return [
        Card(item, initiative_path(item), areas_named(item.areas), _category(item), support_lines(counts[item.pk]))
        for item in initiatives
    ]


def _category(initiative: Initiative) -> str:
    return next((own_words(item.title) for item in rules().categories if item.code == initiative.category), "")


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative: the plan, the running term, the answer, support, the wijkopgave it helps, the timeline."""
    initiative = public_initiatives().select_related("place").get(slug=slug)
    (card,) = cards_of([initiative])
    areas = areas_named(initiative.areas)
    slugs = list(initiative.challenges.values_list("slug", flat=True))
    helped = challenges_for(slugs=slugs) if slugs else []
    responses = list(initiative.responses.all())
    term = initiative.term_on(timezone.localdate())
    context = {
        "initiative": initiative,
        "subjects": [
            *of_areas(initiative.areas),
            *of_state(InitiativeState(initiative.state)),
            *of_days(initiative.published_at),
        ],
        "card": card,
        "areas": areas,
        "term": term,
        "is_first_term": term is not None and term.start == initiative.submitted_on,
        "responses": responses,
        "moments": _timeline(initiative, responses),
        "pictures": list(initiative.pictures.all()),
        "schemes": list(initiative.schemes.all()),
        "questions": list(initiative.letters.filter(kind=LetterKind.QUESTION, state=LetterState.ACCEPTED)),
        "stopped": initiative.state in FINAL,
        "helped": [_helped(item, areas[0] if areas else municipality().geography.gemeente, n)
                   for n, item in enumerate(helped)],
        "map": _map(initiative, areas),
        "supportable": may_be_supported(initiative),
        "takes_messages": may_be_written_to(initiative),
    }  # fmt: skip
    return render(request, "publication/initiative.html", context)


def _map(initiative: Initiative, areas: list[Area]) -> Picture | None:
    """Where it is, when the submitter gave a point for everybody and the map shows real borders."""
    point, release = initiative.shown_point, current_release()
    if point is None or release is None or not areas or not has_borders():
        return None
    return locator(release, areas[0].code, id_prefix="plek", point=point.in_metres)


def _timeline(initiative: Initiative, responses: Sequence[OfficialResponse]) -> list[Moment]:
    """Changes of state since it was handed in, and official answers, oldest first. The reason for the file stays out;
    a rejection and an end are told with their reason, once: not beside the answer that says the same."""
    answered = {response.text for response in responses}
    told = {InitiativeState.REJECTED, InitiativeState.ENDED}
    moments = [
        Moment(
            item.at,
            say(str(item.get_target_display())),
            item.note or (item.reason if item.target in told and item.reason not in answered else ""),
            item.role,
        )
        for item in initiative.changes.all()
    ]
    for response in responses:
        at = timezone.make_aware(datetime.combine(response.date, datetime.max.time().replace(microsecond=0)))
        moments.append(
            Moment(
                at,
                say("Antwoord: {outcome}", outcome=say(response.get_outcome_display()).lower()),
                response.text,
                response.role,
            )
        )
    return sorted(moments, key=lambda moment: moment.at)


def _helped(challenge: Challenge, area: Area, number: int) -> Helped:
    return Helped(challenge, key_figures(challenge.indicators[:2], area=area.code, prefix=f"h{number}"))


def schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme with its rules; those that are over are left out."""
    today = timezone.localdate()
    found = [(item, item.is_open(today)) for item in FundingScheme.objects.all() if not item.is_over(today)]
    return render(request, "publication/schemes.html", {"schemes": found})


def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin iets in je buurt: the steps, whom to ask, what others did, what it would help, where to meet."""
    area = municipality().geography[code]
    found = keys_in(area, public_initiatives())
    challenges = sorted(challenges_for(area=code), key=lambda item: not item.indicators)[:3]
    context = {
        "area": area,
        "subjects": of_areas([code]),
        "path": area_path(area),
        "steps": rules().steps,
        "contacts": rules().contacts_for(area),
        "cards": cards_of(initiatives_of(found[:6])),
        "list_path": f"{INITIATIVES.rstrip('/')}{area_path(area)}" if found else INITIATIVES,
        "count": len(found),
        "helped": [_helped(item, area, n) for n, item in enumerate(challenges)],
        "in_parts": sum(shares_ground(item.areas, area) for item in all_challenges()),
        "places": supply_of(area, all_places()),
        "places_path": places_path(area),
        "schemes": FundingScheme.objects.exists(),
        "release": current_release(),
        "days": rules().answer_days,
        "steps_path": steps_path(area),
    }
    return render(request, "publication/begin.html", context)


def csv(request: HttpRequest) -> HttpResponse:
    """All public initiatives, for others to take over."""
    return HttpResponse(initiatives_csv(public_initiatives()), content_type="text/csv; charset=utf-8")


def json(request: HttpRequest) -> HttpResponse:
    return HttpResponse(initiatives_json(public_initiatives()), content_type="application/json")
