"""What residents started, for the council: plans, places, support and answer terms, per area and per year.

Everything is counted from what is logged; the same account stands on a page and on paper.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncYear
from django.utils import timezone

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import CouncilItem
from vergezicht.initiatives.answer_terms import AnswerTerm, TermResult, terms_of
from vergezicht.initiatives.models import Campaign, FundingScheme, Initiative, PlaceChange, PlaceState, Support
from vergezicht.initiatives.queries import all_places, districts_of, public_initiatives, support_counts
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState
from vergezicht.languages import say
from vergezicht.languages.marks import kept
from vergezicht.publication.papers.prints import of_day, printed, written
from vergezicht.publication.papers.sheets import named
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path

ACCOUNT, ACCOUNT_PDF = "/raad/initiatieven/", "/raad/initiatieven.pdf"
_MADE = {InitiativeState.REALISED, InitiativeState.MAINTAINED}
_COMING = {PlaceState.WISH, PlaceState.IDEA, PlaceState.PREPARING}


@dataclass
class Line:
    """One row of the account: an area or a year. ``terms`` are counts per result."""

    name: str
    path: str = ""
    plans: int = 0
    realised: int = 0
    rejected: int = 0
    support: int = 0
    places: int = 0
    coming: int = 0
    opened: int = 0
    year_has_places: bool = True  # whether the register was kept then
    terms: Counter[TermResult] = field(default_factory=Counter)

    @property
    def kept(self) -> int:
        return self.terms[TermResult.KEPT]

    @property
    def late(self) -> int:
        """Answered too late, or late and not answered yet."""
        return self.terms[TermResult.LATE] + self.terms[TermResult.OVERDUE]

    @property
    def running(self) -> int:
        return self.terms[TermResult.RUNNING]


@dataclass(frozen=True)
class Account:
    """Per area, together (what is about two areas counts once), per year, the terms that are late now, and what was
    done to make it known."""

    areas: list[Line]
    total: Line
    years: list[Line]
    overdue: list[tuple[Initiative, AnswerTerm]]
    items: list[CouncilItem]
    campaigns: int
    schemes: int
    days: int
    day: date


def account() -> Account:
    """The whole account as it is now, in a fixed number of queries."""
    today = timezone.localdate()
    plans = list(public_initiatives().prefetch_related("changes", "responses"))
    terms = {
        item.pk: terms_of(item.changes.all(), item.responses.all(), days=rules().answer_days, today=today)
        for item in plans
    }
    lines = {area.code: Line(area.name, area_path(area)) for area in municipality().geography.listed(top_level())}
    rest = Line(say("Heel {name}, of gebied onbekend", name=municipality().name))
    total = Line(say("Samen"))

    def counting(codes: Iterable[str]) -> list[Line]:
        return [total, *([lines[code] for code in districts_of(codes)] or [rest])]

    supported = support_counts(plans)
    for item in plans:
        for line in counting(item.areas):
            line.plans += 1
            line.realised += item.state in _MADE
            line.rejected += item.state == InitiativeState.REJECTED
            line.support += supported[item.pk].total()
            line.terms.update(term.result for term in terms[item.pk])
    for place in all_places():
        for line in counting([place.area]):
            line.places += place.exists_now
            line.coming += place.state in _COMING
    areas = [*lines.values(), *([rest] if rest.plans or rest.places or rest.coming else [])]
    overdue = [(item, term) for item in plans for term in terms[item.pk] if term.result == TermResult.OVERDUE]
    return Account(
        areas=areas,
        total=total,
        years=_per_year(plans, terms, list(PlaceChange.objects.all())),
        overdue=sorted(overdue, key=lambda pair: pair[1].due),
        items=list(CouncilItem.objects.filter(is_public=True, code__in=rules().council_items)),
        campaigns=Campaign.objects.filter(is_public=True).count(),
        schemes=FundingScheme.objects.count(),
        days=rules().answer_days,
        day=_last_change(plans, terms),
    )


def _per_year(plans: list[Initiative], terms: dict[int, list[AnswerTerm]], changes: list[PlaceChange]) -> list[Line]:
    """Plans by the year they became public, places as they were at its end (or are now), the rest by the year it
    happened; years without anything are told too."""
    lines: dict[int, Line] = defaultdict(lambda: Line(""))
    for item in plans:
        if item.published_at is not None:
            lines[timezone.localdate(item.published_at).year].plans += 1
        for change in item.changes.all():
            year = timezone.localdate(change.at).year
            if change.target == InitiativeState.REALISED:
                lines[year].realised += 1
            if change.target == InitiativeState.REJECTED:
                lines[year].rejected += 1
        for term in terms[item.pk]:
            lines[term.opened.year].terms[term.result] += 1
    rows = Support.objects.filter(initiative__in=public_initiatives()).annotate(year=TruncYear("confirmed_at"))
    for year, count in rows.values_list("year").annotate(Count("pk")).order_by():
        lines[year.year].support = count
    for change in changes:
        # what was open when it came into the register did not open then
        lines[timezone.localdate(change.at).year].opened += bool(change.source) and change.target == PlaceState.OPEN
    if not lines:
        return []
    found = []
    state: dict[int, str] = {}
    known_from = min((timezone.localdate(item.at).year for item in changes), default=max(lines) + 1)
    for year in range(min(lines), max(lines) + 1):
        line = lines[year]
        line.name, line.year_has_places = str(year), year >= known_from
        state |= {item.place_id: item.target for item in changes if timezone.localdate(item.at).year == year}
        line.places = sum(PlaceState(now).exists_now for now in state.values())
        line.coming = sum(PlaceState(now) in _COMING for now in state.values())
        found.append(line)
    return found


def _last_change(plans: Iterable[Initiative], terms: dict[int, list[AnswerTerm]]) -> date:
    """The day of the last change that is told, so that the same content gives the same bytes."""
    days = [date(1970, 1, 1)]
    for item in plans:
        days += [timezone.localdate(change.at) for change in item.changes.all()]
        days += [term.closed or term.opened for term in terms[item.pk]]
    return max(days)


def account_paper() -> bytes:
    """The account as a tagged PDF."""
    told = account()
    data = {
        "items": [{"name": named(item), "text": kept(item.text), "state": say(item.state.label)}
                  for item in told.items],
        "lead": _summary(told),
        "areas": _areas(told),
        "years": _years(told),
        "overdue": {"title": say("Nu te laat"), "rows": [_overdue(item, term) for item, term in told.overdue]},
        **of_day(say("Bewoners beginnen iets: stand voor de raad"), told.day, ACCOUNT, _rules(told)),
    }  # fmt: skip
    return printed("residents.typ", data, day=told.day)


def _summary(told: Account) -> str:
    total = told.total
    return say(
        "Bewoners maakten {plans} plannen openbaar; {realised} zijn gerealiseerd of in beheer en {rejected} konden "
        "niet doorgaan. Zij kregen {support} keer steun: van wie een plan steunt, meedoet of kan helpen. Op {kept} van "
        "de {ended} afgelopen termijnen kwam het antwoord op tijd. Er zijn {places} plekken om elkaar te ontmoeten "
        "bekend en {coming} in voorbereiding of gewenst. Om dat bekend te maken: {campaigns} campagnes, {schemes} "
        "regelingen, en een stappenplan voor elk gebied.",
        plans=total.plans, realised=total.realised, rejected=total.rejected, support=total.support, kept=total.kept,
        ended=total.kept + total.late, places=total.places, coming=total.coming, campaigns=told.campaigns,
        schemes=told.schemes,
    )  # fmt: skip


def _rules(told: Account) -> str:
    return say(
        "Een antwoord is op tijd als het binnen {days} dagen na de dag van indienen kwam; een besluit om door te gaan "
        "of af te wijzen telt als antwoord. Wordt een plan na een antwoord of besluit opnieuw bekeken, dan begint een "
        "nieuwe termijn. Een ingetrokken plan telt niet mee. Een termijn telt in het jaar waarin hij begon, een plan "
        "in elk gebied waar het over gaat. Plekken staan er zoals ze aan het eind van het jaar waren.",
        days=told.days,
    )


def _areas(told: Account) -> dict[str, Any]:
    names = ("plans", "realised", "support", "places", "coming", "kept", "late")
    return {
        "title": say("Per gebied"),
        "headings": [
            say("Gebied"), say("Plannen"), say("Gerealiseerd"), say("Steun"), say("Plekken"), say("Gewenst"),
            say("Op tijd"), say("Te laat"),
        ],
        "rows": [[line.name, *(str(getattr(line, name)) for name in names)] for line in [*told.areas, told.total]],
    }  # fmt: skip


def _years(told: Account) -> dict[str, Any]:
    return {
        "title": say("Per jaar"),
        "headings": [
            say("Jaar"), say("Plannen"), say("Gerealiseerd"), say("Niet"), say("Steun"), say("Plekken"),
            say("Nieuw open"), say("Gewenst"), say("Op tijd"), say("Te laat"), say("Loopt nog"),
        ],
        "rows": [_year(line) for line in told.years],
        "none": say("Er is nog niets geteld."),
    }  # fmt: skip


def _year(line: Line) -> list[str]:
    places = (line.places, line.opened, line.coming) if line.year_has_places else ("–",) * 3
    counts = (line.plans, line.realised, line.rejected, line.support, *places, line.kept, line.late, line.running)
    return [line.name, *map(str, counts)]


def _overdue(item: Initiative, term: AnswerTerm) -> str:
    title, day = kept(item.title), written(term.due)
    return say("{title}: het antwoord had er op {day} moeten zijn.", title=title, day=day)
