"""A challenge never ends silently; a course check freezes its evidence and answers the one before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from vergezicht.challenges.ground import adoption_of, current_release
from vergezicht.challenges.judging.course_checks import Answer, Change, open_adjustments, record_check
from vergezicht.challenges.judging.evidence import gather_evidence, is_stale
from vergezicht.challenges.judging.targets import TargetSignal
from vergezicht.challenges.models import (
    Action,
    Adjustment,
    Challenge,
    ChallengeState,
    Course,
    CourseCheck,
    CourseSignal,
    Cycle,
    ProgressUpdate,
    Target,
)
from vergezicht.challenges.queries import all_challenges, earlier_challenges
from vergezicht.challenges.versions.history import with_content

pytestmark = pytest.mark.django_db


def _full(code: str) -> Challenge:
    return with_content().select_related("cycle").get(code=code)


def test_to_stop_or_to_merge_needs_a_reason_and_a_way_on() -> None:
    challenge = Challenge.objects.get(code="M1")
    challenge.state = ChallengeState.MERGED
    with pytest.raises(ValidationError) as caught:
        challenge.full_clean()
    assert {"state_reason", "merged_into"} <= set(caught.value.message_dict)
    challenge.merged_into = challenge
    challenge.state_reason = "x"
    with pytest.raises(ValidationError, match="in zichzelf"):
        challenge.full_clean()


def test_what_was_public_stays_public_at_its_address() -> None:
    challenge = Challenge.objects.get(code="M1")
    challenge.state, challenge.slug = ChallengeState.CONCEPT, "anders"
    with pytest.raises(ValidationError) as caught:
        challenge.full_clean()
    assert {"state", "slug"} <= set(caught.value.message_dict)
    with pytest.raises(ValidationError, match="verdwijnt niet"):
        challenge = Challenge.objects.get(code="M1")
        challenge.delete()
    with pytest.raises(ValidationError, match="verdwijnt niet"):
        challenge.actions.first().delete()


def test_a_target_has_a_value_or_a_direction() -> None:
    challenge = Challenge.objects.get(code="M1")
    target = Target(
        challenge=challenge, indicator="lonely", area="SD1", kind="waarde", baseline_period="2018", year=2022
    )
    with pytest.raises(ValidationError, match="Vul de waarde in"):
        target.full_clean()
    target.kind, target.value = "stijgen", 3.0
    with pytest.raises(ValidationError, match="hoort geen waarde"):
        target.full_clean()


def test_a_concept_is_in_no_list() -> None:
    cycle = Cycle.objects.get(slug="2020-2022")
    Challenge.objects.create(
        cycle=cycle, code="X1", slug="x1", title="x", kind="kans", areas=["SD1"], reason="x", goal="x"
    )
    assert "x1" not in {item.slug for item in (*all_challenges(), *earlier_challenges())}


def test_what_was_carried_over_is_listed_apart() -> None:
    assert {item.code for item in earlier_challenges()} == {"M0", "N0", "W0", "Z0"}
    assert not {item.code for item in all_challenges()} & {"M0", "N0", "W0", "Z0"}


def test_an_action_is_not_coloured_by_what_a_neighbourhood_thinks() -> None:
    """The status of an action is its own: no figure of the release changes it, and it changes no signal."""
    challenge = _full("M2")
    before = gather_evidence(challenge)
    for action in challenge.actions.all():
        Action.objects.filter(pk=action.pk).update(status=Course.OFF_COURSE, status_reason="x")
    after = gather_evidence(_full("M2"))
    assert after.signal == before.signal
    assert after.trace == before.trace
    assert after.content["targets"] == before.content["targets"]
    assert after.content["actions"] != before.content["actions"]


def _check(challenge: Challenge, **options: Any) -> CourseCheck:
    signal = gather_evidence(challenge).signal
    verdict = Course.ON_COURSE if signal != CourseSignal.OFF_COURSE else Course.ADJUST
    values: dict[str, Any] = {
        "date": date(2022, 3, 1),
        "verdict": verdict,
        "role": "Wijkmanager",
        "story": "Zo is het.",
    }
    return record_check(challenge, **values | options)


def test_a_check_freezes_its_evidence_with_release_and_checksum() -> None:
    challenge = _full("M2")
    check = _check(challenge, answers=_answers(challenge))
    adopted = adoption_of(check.evidence["targets"][0]["indicator"])
    assert (check.release_name, check.release_checksum) == (adopted.folder, adopted.checksum)
    assert len(check.release_checksum) == 64
    first = check.evidence["targets"][0]
    figure = current_release().figure(first["indicator"], first["area"])
    assert first["current"]["value"] == figure.value
    assert (first["current"]["low"], first["current"]["high"], first["current"]["n"]) == (
        figure.low,
        figure.high,
        figure.n,
    )
    assert any(step in line for step in first["steps"] for line in check.trace)
    assert check.trace[0].startswith(f"{first['title']}, {first['area_name']}: ")
    assert check.next_due == date(2022, 3, 1) + timedelta(days=91)


def test_the_signal_follows_from_the_targets() -> None:
    for challenge in with_content().select_related("cycle").filter(cycle__slug="2020-2022"):
        evidence = gather_evidence(challenge, today=date(2021, 12, 1))
        signals = {item.judgement.signal for item in evidence.targets}
        assert (evidence.signal == CourseSignal.OFF_COURSE) == (TargetSignal.OFF_COURSE in signals)
    challenge.targets.all().delete()
    assert gather_evidence(_full(challenge.code)).signal == CourseSignal.NO_TARGETS


def test_a_verdict_beside_the_signal_needs_its_reason() -> None:
    challenge = _full("M1")
    signal = gather_evidence(challenge).signal
    verdict = Course.OFF_COURSE if signal == CourseSignal.ON_COURSE else Course.REACHED
    with pytest.raises(ValidationError, match="anders dan wat de cijfers zeggen"):
        _check(challenge, verdict=verdict)
    check = _check(challenge, verdict=verdict, differs_because="Dat merken we in de straat.")
    assert check.differs


def test_a_check_without_story_or_evidence_is_not_kept() -> None:
    challenge = _full("M1")
    with pytest.raises(ValidationError, match="gewone taal"):
        _check(challenge, story=" ")
    with pytest.raises(ValidationError, match="zonder bewijs"):
        CourseCheck(challenge=challenge, date=date(2022, 1, 1), verdict="op-koers", role="x", story="x").full_clean()


def _answers(challenge: Challenge) -> list[Answer]:
    return [Answer(item.pk, "gedaan", "Het is gebeurd.") for item in open_adjustments(challenge)]


def test_the_next_check_must_answer_the_adjustments_of_the_last() -> None:
    challenge = _full("O2")
    waiting = open_adjustments(challenge)
    assert len(waiting) == 1
    before = CourseCheck.objects.count()
    with pytest.raises(ValidationError, match="vorige bijsturing"):
        _check(challenge)
    with pytest.raises(ValidationError, match="in een zin"):
        _check(challenge, answers=[Answer(waiting[0].pk, "gedaan", " ")])
    with pytest.raises(ValidationError, match="openstaat"):
        _check(challenge, answers=[*_answers(challenge), Answer(987654, "gedaan", "x")])
    assert CourseCheck.objects.count() == before, "half a check is no check"
    changes = [Change("tijd", "Een half jaar langer.", "Gemeente", date(2022, 9, 1))]
    check = _check(challenge, answers=_answers(challenge), changes=changes)
    assert waiting[0].pk in {answer.adjustment_id for answer in check.answers.all()}
    assert [item.text for item in open_adjustments(challenge)] == ["Een half jaar langer."]


def test_a_wrong_adjustment_leaves_no_check() -> None:
    challenge = _full("M1")
    before = CourseCheck.objects.count()
    with pytest.raises(ValidationError):
        _check(challenge, changes=[Change("onzin", "x", "y")])
    assert (CourseCheck.objects.count(), Adjustment.objects.filter(text="x").count()) == (before, 0)


def test_a_correction_stands_beside_the_check_it_corrects() -> None:
    challenge = _full("M1")
    old = challenge.latest_check
    with pytest.raises(ValidationError, match="met de reden"):
        _check(challenge, supersedes=old)
    new = _check(challenge, supersedes=old, date=old.date, correction_reason="Het aantal klopte niet.")
    challenge = _full("M1")
    assert challenge.latest_check == new
    assert old in challenge.checks.all()
    assert old not in challenge.standing_checks
    with pytest.raises(ValidationError, match="dezelfde opgave"):
        _check(_full("M3"), supersedes=old, correction_reason="x")


def test_a_report_of_progress_is_written_once() -> None:
    update = ProgressUpdate.objects.first()
    update.text = "Toch niet."
    with pytest.raises(ValidationError, match="staat vast"):
        update.save()


@pytest.mark.parametrize(
    ("status", "days", "stale"),
    [
        (Course.ON_COURSE, 91, False),
        (Course.ON_COURSE, 92, True),
        (Course.NOT_STARTED, 400, False),
        (Course.FINISHED, 400, False),
        (Course.STOPPED, 400, False),
        (Course.ADJUST, 400, True),
    ],
)
def test_an_action_is_stale_when_nothing_was_heard_in_its_interval(status: Course, days: int, stale: bool) -> None:
    action = Action.objects.get(title="Elke maand een buurtontbijt")
    last = action.last_update.date
    action.status = status
    assert is_stale(action, today=last + timedelta(days=days)) is stale
