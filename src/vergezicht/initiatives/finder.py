"""Four questions to a funding scheme: what, how much, with whom, and for which wijkopgave. Says when nothing fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import Applicant, FundingScheme, InitiativeKind
from vergezicht.initiatives.queries import shares_ground
from vergezicht.languages import noted, say
from vergezicht.pictures.notation import number


class Fit(StrEnum):
    """How well a scheme fits, best first."""

    FITS = noted("past")
    PARTLY = noted("past voor een deel")
    LATER = noted("past, maar nog niet open")
    NOT = noted("past niet")


@dataclass(frozen=True)
class Plan:
    """The four answers. ``amount`` is in euros, None when unknown; ``for_challenge`` None is "weet ik niet";
    ``area`` is a code, empty when not told."""

    kind: str
    amount: int | None
    applicant: str
    for_challenge: bool | None
    area: str = ""


@dataclass(frozen=True)
class Match:
    """A scheme with its fit, why it does not fit, and what to mind when it does."""

    scheme: FundingScheme
    fit: Fit
    why: tuple[str, ...]


def match(plan: Plan, schemes: Iterable[FundingScheme], today: date) -> list[Match]:
    """Every scheme with its fit on this day, best first and within that by name; schemes that are over are left out."""
    order = list(Fit)
    found = [_judge(plan, scheme, today) for scheme in schemes if not scheme.is_over(today)]
    return sorted(found, key=lambda item: (order.index(item.fit), item.scheme.name))


def _judge(plan: Plan, scheme: FundingScheme, today: date) -> Match:
    against = []
    if scheme.kinds and plan.kind not in scheme.kinds:
        against.append(say("Alleen voor: {whom}.", whom=_labels(scheme.kinds, InitiativeKind)))
    if scheme.applicants and plan.applicant not in scheme.applicants:
        against.append(say("Alleen voor: {whom}.", whom=_labels(scheme.applicants, Applicant)))
    if scheme.needs_challenge and plan.for_challenge is False:
        against.append(say("Het plan moet een wijkopgave helpen."))
    geography = municipality().geography
    here = geography.get(plan.area)
    if scheme.areas and here is not None and not shares_ground(scheme.areas, here):
        against.append(_only_in(scheme))
    if against:
        return Match(scheme, Fit.NOT, tuple(against))
    mind = []
    fit = Fit.FITS
    if scheme.areas and here is None:
        mind.append(_only_in(scheme))
        fit = Fit.PARTLY
    if scheme.needs_challenge and plan.for_challenge is None:
        mind.append(say("Zoek eerst uit of uw plan een wijkopgave helpt: dat moet."))
        fit = Fit.PARTLY
    if plan.amount is not None and plan.amount > 0:
        if scheme.max_amount is not None and plan.amount > scheme.max_amount:
            mind.append(
                say("Hoogstens € {amount}: voor de rest zoekt u iets anders.", amount=number(scheme.max_amount, 0))
            )
            fit = Fit.PARTLY
        if scheme.max_share is not None and scheme.max_share < 100:
            mind.append(
                say("Hoogstens {share}% van de kosten: de rest komt van uzelf of van anderen.", share=scheme.max_share)
            )
            fit = Fit.PARTLY
    if scheme.opens_later(today) and scheme.open_from is not None:
        mind.insert(0, say("Aanvragen kan vanaf {day}.", day=date_format(scheme.open_from, "j F Y")))
        fit = Fit.LATER
    return Match(scheme, fit, tuple(mind))


def _labels(codes: Iterable[str], choices: type[InitiativeKind] | type[Applicant]) -> str:
    return ", ".join(say(str(choices(code).label)).lower() for code in codes if code in choices.values)


def _only_in(scheme: FundingScheme) -> str:
    geography = municipality().geography
    areas = geography.in_order(geography[one] for one in scheme.areas if one in geography)
    return say("Alleen in: {areas}.", areas=", ".join(area.name for area in areas))
