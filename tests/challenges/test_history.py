"""Nothing vanishes: every change of a public challenge is a version, and any moment can be read back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vergezicht.challenges.models import Action, Challenge, ChallengeState, Course, Milestone, Target
from vergezicht.challenges.versions.history import (
    NEEDS_REASON,
    PARTS,
    checksum_of,
    content_of,
    record_unseen_changes,
    sitting,
    version_at,
    with_content,
)

pytestmark = pytest.mark.django_db


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=timezone.get_current_timezone())


def _last(challenge: Challenge) -> Any:
    return challenge.versions.order_by("-number").first()


def test_every_field_of_a_challenge_is_in_a_version_or_is_named_here() -> None:
    """A field that is forgotten would vanish silently."""
    not_public = {"id", "cycle", "code", "slug", "is_example", "changed_at", "check_interval_days"}
    fields = {field.name for field in Challenge._meta.concrete_fields}
    assert fields - not_public == set(PARTS) - {"targets", "partners", "actions"}
    content = content_of(with_content().get(code="M2"))
    in_action = set(content["actions"][0]) - {"partners", "milestones"}
    fields = {field.name for field in Action._meta.concrete_fields}
    assert fields - {"challenge", "sort_order", "update_interval_days"} == in_action
    fields = {field.name for field in Target._meta.concrete_fields}
    assert fields - {"id", "challenge"} == set(content["targets"][0])
    assert set(PARTS) >= NEEDS_REASON


def test_what_is_public_is_always_the_last_version() -> None:
    for challenge in with_content().exclude(state=ChallengeState.CONCEPT):
        assert _last(challenge).checksum == checksum_of(_last(challenge).content)
        assert _last(challenge).content["goal"] == challenge.goal
    assert record_unseen_changes() == 0


def test_a_sitting_is_one_version_with_its_role_and_reason() -> None:
    challenge = Challenge.objects.get(code="M1")
    before = challenge.versions.count()
    with sitting(role="Wijkmanager Midden", reason="Afgesproken op de wijkavond"):
        challenge.goal = "Iedereen groet elkaar."
        challenge.save()
        target = challenge.targets.get()
        target.value = 85
        target.save()
        action = challenge.actions.first()
        action.noticed = "Elke zaterdag."
        action.save()
    version = _last(challenge)
    assert version.number == before + 1
    assert (version.role, version.reason) == ("Wijkmanager Midden", "Afgesproken op de wijkavond")
    assert version.changed == ["goal", "targets", "actions"]
    assert version.content["targets"][0]["value"] == 85


def test_a_change_that_matters_needs_a_reason_or_nothing_is_changed() -> None:
    challenge = Challenge.objects.get(code="M1")
    with pytest.raises(ValidationError, match="doel hoort een reden"), sitting(role="Wijkmanager"):
        challenge.goal = "Stilletjes anders."
        challenge.save()
    assert Challenge.objects.get(code="M1").goal != "Stilletjes anders."
    with sitting(role="Wijkmanager"):
        challenge = Challenge.objects.get(code="M1")
        challenge.budget_note = "Uit een ander potje."
        challenge.save()
    assert _last(challenge).changed == ["budget_note"]


def test_nothing_changed_is_no_version() -> None:
    challenge = Challenge.objects.get(code="M1")
    before = challenge.versions.count()
    with sitting(role="Wijkmanager", reason="Niets"):
        challenge.save()
    assert challenge.versions.count() == before


def test_a_concept_has_no_versions_until_it_is_adopted() -> None:
    cycle = Challenge.objects.get(code="M1").cycle
    concept = Challenge.objects.create(
        cycle=cycle, code="X1", slug="x1", title="x", kind="kans", areas=["SD1"], reason="x", goal="x"
    )
    Action.objects.create(challenge=concept, title="x")
    assert not concept.versions.exists()
    with sitting(role="College", reason="Vastgesteld"):
        concept.state = ChallengeState.ADOPTED
        concept.save()
    assert concept.versions.get().number == 1
    assert concept.versions.get().content["actions"][0]["title"] == "x"


def test_a_change_outside_the_screens_is_found_and_told() -> None:
    challenge = Challenge.objects.get(code="M1")
    Challenge.objects.filter(pk=challenge.pk).update(goal="Langs de achterdeur.")
    assert record_unseen_changes() == 1
    assert _last(challenge).role == "onbekend"
    assert "buiten de schermen om" in _last(challenge).reason
    assert _last(challenge).content["goal"] == "Langs de achterdeur."
    assert record_unseen_changes() == 0


def test_what_was_there_before_versions_begins_with_the_first() -> None:
    """As after the migration of a site that was already online."""
    example = Challenge.objects.get(code="M1")
    Challenge.objects.bulk_create(
        [Challenge(cycle=example.cycle, code="X2", slug="x2", title="x", kind="kans", areas=["SD1"], reason="x",
                   goal="x", state=ChallengeState.RUNNING)]
    )  # fmt: skip
    assert record_unseen_changes() == 1
    first = Challenge.objects.get(code="X2").versions.get()
    assert (first.number, first.changed) == (1, [])
    assert "versies werden bijgehouden" in first.reason


def test_finding_unseen_changes_takes_a_bounded_number_of_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        record_unseen_changes()


def test_a_partner_or_a_milestone_is_part_of_the_version() -> None:
    action = Action.objects.get(title="Regenton-actie")
    Milestone.objects.create(action=action, title="Eerste honderd")
    assert _last(action.challenge).changed == ["actions"]
    other = next(item for item in action.challenge.involvements.all())
    other.delete()
    assert _last(action.challenge).changed == ["partners"]


def test_a_version_is_never_older_than_the_one_before() -> None:
    challenge = Challenge.objects.get(code="M1")
    early = _noon(2001, 1, 1)
    with pytest.raises(ValidationError, match="nooit ouder"), sitting(role="x", reason="x", at=early):
        challenge.goal = "Vroeger was alles beter."
        challenge.save()


def test_an_example_can_be_read_back_as_it_was() -> None:
    challenge = Challenge.objects.get(code="N1")
    spring = _noon(2021, 5, 1)
    version = version_at(challenge, spring)
    assert version.content["goal"] != challenge.goal
    assert {action["status"] for action in version.content["actions"]} == {Course.NOT_STARTED}
    assert version_at(challenge, _noon(2019, 1, 1)) is None
    assert version_at(challenge, timezone.now()).content["goal"] == challenge.goal


_changes = st.lists(
    st.tuples(
        st.sampled_from(["goal", "title", "budget", "action", "target", "stop", "raw", "nothing"]),
        st.text(alphabet="abcdé <&{}", min_size=1, max_size=8),
        st.integers(0, 3),
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=_changes)
def test_any_moment_of_any_history_reads_as_it_was_that_day(changes: list[tuple[str, str, int]]) -> None:
    from django.db import transaction

    try:
        with transaction.atomic():
            challenge = Challenge.objects.get(code="W3")
            moment = timezone.now() + timedelta(days=1)
            public: list[tuple[datetime, dict[str, Any]]] = []
            for kind, text, days in changes:
                moment += timedelta(days=days, seconds=1)
                _change(kind, text, moment)
                public.append((moment, content_of(with_content().get(pk=challenge.pk))))
            for when, content in public:
                assert checksum_of(version_at(challenge, when).content) == checksum_of(content)
            numbers = list(challenge.versions.order_by("number").values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
            transaction.set_rollback(True)
    finally:
        assert not Challenge.objects.get(code="W3").versions.filter(recorded_at__gt=timezone.now()).exists()


def _change(kind: str, text: str, moment: datetime) -> None:
    challenge = Challenge.objects.get(code="W3")
    if kind == "raw":
        with sitting(role="x", reason="x", at=moment):
            challenge.save()
            Challenge.objects.filter(pk=challenge.pk).update(goal=text)
        return
    with sitting(role="Wijkmanager", reason="omdat", at=moment):
        if kind == "goal":
            challenge.goal = text
        elif kind == "title":
            challenge.title = text
        elif kind == "budget":
            challenge.budget_note = text
        elif kind == "stop":
            challenge.state, challenge.state_reason = ChallengeState.STOPPED, text + "."
        elif kind == "action":
            Action.objects.create(challenge=challenge, title=text)
        elif kind == "target":
            challenge.targets.all().delete()
        challenge.save()
