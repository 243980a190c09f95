"""The states of an initiative and what may follow on what: data, that forms, screens, triggers and tests all read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from vergezicht.languages import noted


class InitiativeState(models.TextChoices):
    CONCEPT = "concept", noted("Concept")
    SUBMITTED = "ingediend", noted("Ingediend")
    PUBLISHED = "gepubliceerd", noted("Gepubliceerd")
    SUPPORT = "steun", noted("Zoekt steun")
    FEASIBILITY = "haalbaarheid", noted("Wordt bekeken")
    AGREEMENTS = "afspraken", noted("Afspraken maken")
    UNDER_WAY = "uitvoering", noted("In uitvoering")
    REALISED = "gerealiseerd", noted("Gerealiseerd")
    MAINTAINED = "beheer", noted("In beheer")
    REJECTED = "afgewezen", noted("Kan niet doorgaan")
    WITHDRAWN = "ingetrokken", noted("Ingetrokken")
    ENDED = "beeindigd", noted("Beëindigd")


class Party(models.TextChoices):
    """Who may make a change of state."""

    SUBMITTER = "indiener", "Indiener"
    MUNICIPALITY = "gemeente", "Gemeente"


@dataclass(frozen=True)
class Transition:
    """One allowed change.

    ``starts_term`` sets an answer term running when none runs; ``needs_reason`` refuses without a reason.
    """

    source: InitiativeState
    target: InitiativeState
    parties: frozenset[Party]
    needs_reason: bool = False
    starts_term: bool = False


S = InitiativeState
_BOTH = frozenset(Party)
_MUNICIPALITY = frozenset({Party.MUNICIPALITY})
_SUBMITTER = frozenset({Party.SUBMITTER})

# After publication somebody can always stop: the submitter withdraws, the municipality rejects or ends with a reason.
_OPEN = (S.PUBLISHED, S.SUPPORT, S.FEASIBILITY, S.AGREEMENTS)
_MADE = (S.UNDER_WAY, S.REALISED, S.MAINTAINED)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.CONCEPT, S.SUBMITTED, _BOTH, starts_term=True),
    Transition(S.SUBMITTED, S.PUBLISHED, _MUNICIPALITY),
    Transition(S.SUBMITTED, S.REJECTED, _MUNICIPALITY, needs_reason=True),
    Transition(S.SUBMITTED, S.WITHDRAWN, _SUBMITTER),
    Transition(S.PUBLISHED, S.SUBMITTED, _MUNICIPALITY, needs_reason=True),
    Transition(S.PUBLISHED, S.SUPPORT, _MUNICIPALITY),
    Transition(S.PUBLISHED, S.FEASIBILITY, _MUNICIPALITY, starts_term=True),
    Transition(S.SUPPORT, S.FEASIBILITY, _MUNICIPALITY, starts_term=True),
    Transition(S.FEASIBILITY, S.SUPPORT, _MUNICIPALITY, needs_reason=True),
    Transition(S.FEASIBILITY, S.AGREEMENTS, _MUNICIPALITY),
    Transition(S.AGREEMENTS, S.FEASIBILITY, _MUNICIPALITY, needs_reason=True, starts_term=True),
    Transition(S.AGREEMENTS, S.UNDER_WAY, _MUNICIPALITY),
    Transition(S.UNDER_WAY, S.AGREEMENTS, _MUNICIPALITY, needs_reason=True),
    Transition(S.UNDER_WAY, S.REALISED, _MUNICIPALITY),
    Transition(S.REALISED, S.MAINTAINED, _MUNICIPALITY),
    *(Transition(state, S.REJECTED, _MUNICIPALITY, needs_reason=True) for state in _OPEN),
    *(Transition(state, S.WITHDRAWN, _SUBMITTER) for state in (*_OPEN, S.UNDER_WAY)),
    *(Transition(state, S.ENDED, _MUNICIPALITY, needs_reason=True) for state in _MADE),
    # An appeal that is granted: somebody else looks again, within a new term.
    Transition(S.REJECTED, S.SUBMITTED, _MUNICIPALITY, needs_reason=True, starts_term=True),
)

# What readers see, in the order of the lists; a rejected initiative only when it was published before.
PUBLIC_STATES = (S.SUPPORT, S.PUBLISHED, S.FEASIBILITY, S.AGREEMENTS, S.UNDER_WAY, S.REALISED, S.MAINTAINED, S.REJECTED,
                 S.ENDED)  # fmt: skip
WITH_TERM = frozenset({S.SUBMITTED, S.PUBLISHED, S.SUPPORT, S.FEASIBILITY})
SUPPORTABLE = frozenset({S.PUBLISHED, S.SUPPORT, S.FEASIBILITY, S.AGREEMENTS, S.UNDER_WAY})
FINAL = frozenset({S.REJECTED, S.WITHDRAWN, S.ENDED})
# A submitter may change the words until the municipality has begun to judge them.
CHANGEABLE = frozenset({S.CONCEPT, S.SUBMITTED})


def transition(source: str, target: str) -> Transition | None:
    """The allowed change between two states; None when there is none."""
    return next((item for item in TRANSITIONS if (item.source, item.target) == (source, target)), None)


def next_states(source: str, party: Party) -> list[InitiativeState]:
    """Where an initiative may go from here, by whom."""
    return [item.target for item in TRANSITIONS if item.source == source and party in item.parties]
