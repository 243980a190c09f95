"""Conversations: which there were, and what each brought; from every point to its figure and its challenge."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.areas import Area
from vergezicht.challenges.ground_figures import GroundFigure, ground_figures
from vergezicht.challenges.models import Challenge, Conversation, HarvestItem
from vergezicht.challenges.models.conversation import HarvestKind
from vergezicht.challenges.queries import public_conversations
from vergezicht.publication.pages.subjects import of_areas, of_days
from vergezicht.stories.present import areas_named


@dataclass(frozen=True)
class Point:
    """One point of the harvest, with where it leads."""

    text: str
    figures: list[GroundFigure]
    challenges: list[Challenge]


def overview(request: HttpRequest) -> HttpResponse:
    """All public conversations by cycle, newest first."""
    conversations = public_conversations()
    cycles = sorted({item.cycle for item in conversations}, key=lambda cycle: cycle.starts, reverse=True)
    groups = [(cycle, [_row(item) for item in conversations if item.cycle == cycle]) for cycle in cycles]
    people = sum(item.participants or 0 for item in conversations)
    return render(
        request, "publication/conversations.html", {"groups": groups, "count": len(conversations), "people": people}
    )


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One conversation: how it went, whether people recognised the figures, and what it brought."""
    conversation = next(item for item in public_conversations() if item.slug == slug)
    harvest = sorted(conversation.harvest.all(), key=lambda item: HarvestKind.values.index(item.kind))
    groups = [
        (HarvestKind(kind), [_point(item) for item in items]) for kind, items in groupby(harvest, key=lambda i: i.kind)
    ]
    context = {
        "conversation": conversation,
        "subjects": [*of_areas(conversation.areas), *of_days(conversation.date)],
        "areas": areas_named(conversation.areas),
        "groups": groups,
        "challenges": challenges_from(conversation),
    }
    return render(request, "publication/conversation.html", context)


def challenges_from(conversation: Conversation) -> list[Challenge]:
    """The public challenges that its harvest led to, each once."""
    found = {item.pk: item for point in conversation.harvest.all() for item in point.challenges.all()}
    return [found[key] for key in sorted(found)]


def _row(conversation: Conversation) -> tuple[Conversation, list[Area], list[Challenge]]:
    return conversation, areas_named(conversation.areas), challenges_from(conversation)


def _point(item: HarvestItem) -> Point:
    return Point(item.text, ground_figures(item.figures), list(item.challenges.all()))
