"""At the end of a cycle: promised and done, and what the next cycle does with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.loader import render_to_string
from tests.challenges.people import make_user

from vergezicht.challenges.carrying_over import Choice, carry_over, to_decide
from vergezicht.challenges.ground import current_adoptions
from vergezicht.challenges.guards import remove_guards
from vergezicht.challenges.judging.evaluating import effect_of, promises_of, standing_evaluation
from vergezicht.challenges.judging.evidence import judge_targets
from vergezicht.challenges.models import (
    Challenge,
    ChallengeState,
    Course,
    CourseSignal,
    Cycle,
    Effect,
)
from vergezicht.challenges.queries import all_challenges
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.history import with_content
from vergezicht.challenges.versions.proposals import approve, open_proposal, open_proposals
from vergezicht.stories.overview import FiguresBeside, beside_the_judgement

pytestmark = pytest.mark.django_db


def _full(code: str) -> Challenge:
    return with_content().select_related("cycle").get(code=code)


def test_the_account_tells_every_promise_and_its_end() -> None:
    challenge = _full("M0")
    promises = {item.title: item for item in promises_of(challenge)}
    assert promises["Wijkkrant met portretten"].course == Course.STOPPED
    assert all(item.at_start for item in promises.values())
    evaluation = standing_evaluation(challenge)
    assert len(evaluation.evidence["promises"]) == 2
    assert evaluation.release_checksum == current_adoptions()[0].checksum


def test_a_promise_that_was_deleted_by_hand_is_still_told() -> None:
    from django.db import connection

    challenge = _full("M3")
    action = challenge.actions.first()
    remove_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM challenges_action_partners WHERE action_id = %s", [action.pk])
        cursor.execute("DELETE FROM challenges_action WHERE id = %s", [action.pk])
    gone = [item for item in promises_of(_full("M3")) if item.is_gone]
    assert [item.title for item in gone] == [action.title]


def test_the_effect_is_what_the_figures_show() -> None:
    for code in ("M0", "N0", "W0", "Z0"):
        challenge = _full(code)
        judged = judge_targets(challenge)
        moved = [item.judgement.moved for item in judged]
        assert standing_evaluation(challenge).effect == effect_of(judged)
        if not any(moved):
            assert effect_of(judged) == Effect.NOT_DEMONSTRABLE
    assert effect_of([]) == Effect.NO_FIGURES


def test_a_figure_from_before_the_challenge_says_so() -> None:
    """The newest wave of the example is of 2020; what was adopted in 2021 cannot have moved it."""
    for challenge in all_challenges():
        adopted = challenge.versions.order_by("number").first().recorded_at.year
        for item in judge_targets(challenge):
            assert item.is_from_before == (item.current is not None and int(item.current.period) < adopted)
    late = [item for item in all_challenges() if any(one.is_from_before for one in judge_targets(item))]
    assert late


def test_how_many_are_called_on_course_against_the_figures() -> None:
    challenges = all_challenges()
    judged = [item for item in challenges if item.course == Course.ON_COURSE]
    against = [item for item in judged if item.latest_check.signal == CourseSignal.OFF_COURSE]
    unclear = [item for item in judged if item.latest_check.signal == CourseSignal.UNCLEAR]
    late = [
        item for item in judged
        if max(int(one["current"]["period"]) for one in item.latest_check.evidence["targets"])
        < item.versions.get(number=1).recorded_at.year
    ]  # fmt: skip
    assert against and unclear and len(judged) == len(against) + len(unclear), "all that the example has"
    told = f"{len(unclear)} keer niet aantoonbaar en {len(against)} keer van koers"
    assert beside_the_judgement(challenges) == FiguresBeside(len(judged), told, len(late))
    assert len(late) > 0
    assert beside_the_judgement([item for item in challenges if item not in judged]) is None
    said = render_to_string("stories/parts/figures_beside.html", {"beside": FiguresBeside(3, told, 3)})
    assert "Al die cijfers zijn van vóór" in said
    said = render_to_string("stories/parts/figures_beside.html", {"beside": FiguresBeside(3, told, 2)})
    assert "Bij 2 daarvan" in said
    against[0].latest_check.signal = CourseSignal.ON_COURSE
    assert beside_the_judgement(against[:1]) is None, "people and figures say the same"


def test_differences_of_a_percentage_are_told_in_points() -> None:
    steps = [step for item in all_challenges() for one in judge_targets(item) for step in one.judgement.steps]
    told = [step for step in steps if step.startswith(("Verandering:", "Verschil daarmee:"))]
    assert told and all("%" not in step and "punt" in step for step in told)


@pytest.fixture
def manager() -> Any:
    return make_user("manager", Role.DISTRICT_MANAGER, Role.BOARD)


@pytest.fixture
def next_cycle() -> Cycle:
    return Cycle.objects.create(
        name="Cyclus 2022-2024", slug="2022-2024", starts=date(2022, 1, 1), ends=date(2024, 12, 31)
    )


def _choices(cycle: Cycle) -> dict[int, Choice]:
    decisions = ["doorgaan", "aanpassen", "afronden", "stoppen"]
    return {item.pk: Choice(decisions[number % 4], f"Reden {number}") for number, item in enumerate(to_decide(cycle))}


def test_a_cycle_is_carried_over_in_one_sitting(next_cycle: Cycle, manager: Any) -> None:
    cycle = Cycle.objects.get(slug="2020-2022")
    choices = _choices(cycle)
    done = carry_over(cycle, to=next_cycle, choices=choices, user=manager, role="Wijkmanager")
    assert len(done) == 14
    assert to_decide(cycle) == []
    for entry in done:
        old = Challenge.objects.get(pk=entry.challenge_id)
        expected = ChallengeState.STOPPED if entry.decision == "stoppen" else ChallengeState.CLOSED
        assert (old.state, old.state_reason) == (expected, entry.reason)
        assert old.versions.order_by("-number").first().reason == "Overdracht naar Cyclus 2022-2024"
        if entry.successor is None:
            assert entry.decision in {"afronden", "stoppen"}
            continue
        new = entry.successor
        assert (new.cycle, new.title, new.goal) == (next_cycle, old.title, old.goal)
        assert not new.is_public
        assert not new.versions.exists()
        assert (open_proposal(new) is not None) == (entry.decision == "doorgaan")
        assert new.targets.count() == old.targets.count()
        assert {item.partner_id for item in new.involvements.all()} == {
            item.partner_id for item in old.involvements.all()
        }
        running = [item.title for item in old.actions.all() if not item.is_over]
        assert [item.title for item in new.actions.all()] == running
    assert next_cycle.pk not in {item.cycle_id for item in all_challenges()}, "nothing goes on before it is adopted"


def test_what_continues_runs_once_somebody_else_adopted_it(next_cycle: Cycle, manager: Any) -> None:
    cycle = Cycle.objects.get(slug="2020-2022")
    choices = {item.pk: Choice("doorgaan", "Nog niet klaar.") for item in to_decide(cycle)}
    done = carry_over(cycle, to=next_cycle, choices=choices, user=manager, role="Wijkmanager")
    proposals = list(open_proposals())
    assert {item.object_id for item in proposals} == {entry.successor_id for entry in done}
    board = make_user("bestuurder", Role.BOARD)
    for proposal in proposals:
        with pytest.raises(PermissionDenied):
            approve(proposal, user=manager, role="Wijkmanager")
        approve(proposal, user=board, role="Bestuur")
    assert {item.cycle_id for item in all_challenges()} == {next_cycle.pk}
    for entry in done:
        new = Challenge.objects.get(pk=entry.successor_id)
        assert new.state == ChallengeState.RUNNING
        assert [(one.role, one.reason) for one in new.versions.all()] == [
            ("Wijkmanager, vastgesteld door Bestuur", "Nog niet klaar.")
        ]


def test_nothing_is_carried_over_when_one_decision_lacks_its_reason(next_cycle: Cycle, manager: Any) -> None:
    cycle = Cycle.objects.get(slug="2020-2022")
    choices = _choices(cycle)
    keys = list(choices)
    del choices[keys[0]]
    choices[keys[1]] = Choice("stoppen", " ")
    choices[keys[2]] = Choice("weg", "x")
    with pytest.raises(ValidationError) as caught:
        carry_over(cycle, to=next_cycle, choices=choices, user=manager, role="Wijkmanager")
    assert len(caught.value.messages) == 3
    assert len(to_decide(cycle)) == 14
    assert not Challenge.objects.filter(cycle=next_cycle).exists()


def test_a_cycle_is_not_carried_over_to_itself(manager: Any) -> None:
    cycle = Cycle.objects.get(slug="2020-2022")
    with pytest.raises(ValidationError, match="andere cyclus"):
        carry_over(cycle, to=cycle, choices=_choices(cycle), user=manager, role="x")
