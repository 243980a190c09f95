"""What waits, by urgency; and the desk of one challenge, from which every step is one tap away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from vergezicht.challenges.attention.needs import needs
from vergezicht.challenges.attention.own import own_roles
from vergezicht.challenges.attention.reminders import roles_without_mailbox
from vergezicht.challenges.attention.urgency import next_check_on, urgency_of, urgent_challenges, with_work
from vergezicht.challenges.choices import area_choices
from vergezicht.challenges.judging.evidence import gather_evidence
from vergezicht.challenges.models import Challenge, ChallengeState
from vergezicht.challenges.queries import areas_of
from vergezicht.challenges.screens.rights import for_workers
from vergezicht.challenges.versions.proposals import open_proposal, proposed_actions

OWN = "mijn"


@for_workers
def work_list(request: HttpRequest) -> HttpResponse:
    """Challenges by urgency, narrowed by area and by owner role; to begin with one's own, for who has any."""
    own = own_roles(request.user)
    area, owner = request.GET.get("gebied", ""), request.GET.get("trekker", OWN if own else "")
    urgent = urgent_challenges(area=area, owners=own if owner == OWN else {owner} - {""})
    owners = Challenge.objects.order_by("owner_role").values_list("owner_role", flat=True).distinct()
    context = {
        "waiting": [item for item in urgent if item.concerns],
        "quiet": [item for item in urgent if not item.concerns],
        "areas": area_choices(),
        "owners": owners,
        "own": own,
        "area": area,
        "owner": owner,
    }
    return render(request, "challenges/editor/work_list.html", context)


@for_workers
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One challenge: what waits, its actions, its last check, and the way to every step."""
    challenge = get_object_or_404(with_work(), slug=slug)
    today = timezone.localdate()
    carried = getattr(challenge, "carry_over", None)
    context = {
        "challenge": challenge,
        "areas": areas_of(challenge),
        "urgent": urgency_of(challenge, today=today),
        "evidence": gather_evidence(challenge, today=today),
        "next_check": next_check_on(challenge) if challenge.is_running else None,
        "versions": challenge.versions.order_by("-number").defer("content")[:5],
        "carried": carried,
        "is_over": challenge.cycle.ends < today,
        "is_concept": challenge.state == ChallengeState.CONCEPT,
        "proposal": open_proposal(challenge),
        "proposed": proposed_actions(challenge),
    }
    return render(request, "challenges/editor/desk.html", context)


@for_workers
def internal_view(request: HttpRequest) -> HttpResponse:
    """By partner and by role: who is needed where, what clashes, what is overdue."""
    partners, owners = needs()
    groups = [("Per partner", partners), ("Per trekker", owners)]
    context = {"groups": groups, "unreachable": roles_without_mailbox()}
    return render(request, "challenges/editor/needs.html", context)
