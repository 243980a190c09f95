"""What stands out in an area, as the start of a challenge; and the briefing for tonight's meeting, on paper."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.attention.urgency import urgent_challenges
from vergezicht.challenges.choices import area_choices
from vergezicht.challenges.ground import current_adoptions, current_release, municipality
from vergezicht.challenges.judging.findings import Finding, find_outstanding
from vergezicht.challenges.models import Challenge, ChallengeKind, ChallengeState, Cycle
from vergezicht.challenges.queries import conversations_for
from vergezicht.challenges.references import FigureReference, parse_reference
from vergezicht.challenges.roles import first_role, roles_of
from vergezicht.challenges.screens.addressed import free_slug
from vergezicht.challenges.screens.rights import for_who_may, for_workers
from vergezicht.figures import FigureSource, Reference
from vergezicht.pictures.notation import figure_text, margin_text
from vergezicht.pictures.sentences import change_sentence, difference_sentence

_MOST = 12
_KINDS = {True: ChallengeKind.OPPORTUNITY, False: ChallengeKind.PROBLEM, None: ChallengeKind.OPPORTUNITY}


def told(finding: Finding) -> dict[str, object]:
    """A finding as its figure, its margin and one sentence."""
    release = current_release()
    assert release is not None  # noqa: S101  # a finding comes from a release
    if finding.comparison.reference == Reference.PREVIOUS_WAVE:
        sentence = change_sentence(finding.indicator, finding.comparison, finding.before, finding.figure)
    else:
        city = release.geography.gemeente
        sentence = difference_sentence(finding.indicator, finding.comparison, city, finding.figure)
    return {
        "finding": finding,
        "text": figure_text(finding.indicator, finding.figure),
        "margin": margin_text(finding.indicator, finding.figure),
        "sentence": sentence,
        "tone": {True: "gunstig", False: "ongunstig", None: "context"}[finding.better],
    }


@for_workers
def outstanding(request: HttpRequest) -> HttpResponse:
    """Per area what stands out in the adopted release; without an area: which areas stand out."""
    release = current_release()
    geography = municipality().geography
    code = request.GET.get("gebied", "")
    area = geography.get(code)
    found = find_outstanding(release, area) if release is not None and area is not None else []
    context = {
        "release": release,
        "adoptions": current_adoptions(),
        "area": area,
        "areas": area_choices(),
        "code": code,
        "findings": [told(item) for item in found],
        "overview": _overview() if area is None else [],
        "cycles": Cycle.objects.order_by("-starts"),
    }
    return render(request, "challenges/editor/outstanding.html", context)


def _overview() -> list[tuple[Area, int, dict[str, object]]]:
    """Areas above the buurt by how much stands out, with the first finding of each."""
    release = current_release()
    if release is None:
        return []
    rows = []
    for area in release.geography:
        if area.level in {AreaLevel.STADSDEEL, AreaLevel.WIJK} and (found := find_outstanding(release, area)):
            rows.append((found[0].at_least, area, len(found), told(found[0])))
    return [(area, count, first) for _, area, count, first in sorted(rows, key=lambda row: -row[0])]


@for_who_may("begin_challenge")
@require_POST
def begin_challenge(request: HttpRequest) -> HttpResponse:
    """A concept from a finding: with its figure, its area and its theme; the words are for the wijkmanager."""
    release, geography = current_release(), municipality().geography
    reference = parse_reference(request.POST.get("figuur", ""))
    cycle = get_object_or_404(Cycle, slug=request.POST.get("cyclus", ""))
    if release is None or reference is None or not release.has_indicator(reference.indicator):
        raise Http404
    area = geography.get(reference.area)
    if area is None:
        raise Http404
    if not roles_of(request.user):
        raise PermissionDenied
    with transaction.atomic():
        Cycle.objects.select_for_update().get(pk=cycle.pk)  # one at a time: a second press finds the first concept
        begun = Challenge.objects.filter(cycle=cycle, state=ChallengeState.CONCEPT, figures=[str(reference)]).first()
        better = _better(release, area, reference, request.POST.get("vergeleken", ""))
        concept = begun or _concept(cycle, release, reference, area, first_role(request.user), _KINDS[better])
    if begun:
        messages.info(request, "Met dit cijfer is al een concept begonnen. Dit is het.")
    else:
        messages.success(request, "Dit is een concept: niemand ziet het tot het is vastgesteld. Ga eerst in gesprek.")
    if request.user.has_perm("challenges.change_challenge"):
        return redirect("wijkopgaven:edit", concept.pk)
    return redirect("work_desk", concept.slug)


def _better(release: FigureSource, area: Area, reference: FigureReference, compared: str) -> bool | None:
    """Whether the finding with this figure is favourable, in the comparison where the concept was begun."""
    found = [item for item in find_outstanding(release, area) if item.reference_text == str(reference)]
    same = [item for item in found if item.comparison.reference.value == compared]
    return next((item.better for item in [*same, *found]), None)


def _concept(
    cycle: Cycle, release: FigureSource, reference: FigureReference, area: Area, role: str, kind: ChallengeKind
) -> Challenge:
    indicator = release.indicator(reference.indicator)
    return Challenge.objects.create(
        cycle=cycle,
        code=_free_code(cycle),
        slug=free_slug(Challenge, f"{indicator.slug}-{area.slug}"),
        title=f"{area.name}: {indicator.title.lower()}"[:120],
        kind=kind,
        areas=[area.code],
        themes=[indicator.theme],
        indicators=[indicator.code],
        figures=[str(reference)],
        owner_role=role,
    )


def _free_code(cycle: Cycle) -> str:
    taken = set(Challenge.objects.filter(cycle=cycle).values_list("code", flat=True))
    return next(code for number in range(1, len(taken) + 2) if (code := f"C{number}") not in taken)


@for_workers
def briefing(request: HttpRequest, code: str) -> HttpResponse:
    """One area on one or two sheets: what stands out, what we do, what waits, what was said."""
    geography = municipality().geography
    area = geography.get(code)
    if area is None:
        raise Http404
    release = current_release()
    found = find_outstanding(release, area) if release is not None else []
    context = {
        "area": area,
        "release": release,
        "today": timezone.localdate(),
        "findings": [told(item) for item in found[:_MOST]],
        "more": max(0, len(found) - _MOST),
        "urgent": [item for item in urgent_challenges(area=code) if item.challenge.is_public],
        "conversations": conversations_for(area=code)[:4],
    }
    return render(request, "challenges/editor/briefing.html", context)


@for_workers
def briefings(request: HttpRequest) -> HttpResponse:
    """Choose the area of a briefing."""
    if code := request.GET.get("gebied", ""):
        return redirect("work_briefing", code)
    levels = [level for level in municipality().geography.levels if level != AreaLevel.GEMEENTE]
    return render(request, "challenges/editor/briefings.html", {"areas": area_choices(levels)})
