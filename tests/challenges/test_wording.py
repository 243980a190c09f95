"""What is decided about reads as people read it: all of a concept, a target as a sentence, nothing that is empty."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.challenges.people import make_user

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.models import Action, Challenge, Cycle, Target
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.history import with_content
from vergezicht.challenges.versions.proposals import approve, differences, propose, propose_adoption
from vergezicht.figures.indicator import IndicatorKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Any:
    return make_user("manager", Role.DISTRICT_MANAGER)


def test_who_adopts_a_concept_sees_all_of_it_and_no_word_that_it_was_adopted(manager: Any, client: Client) -> None:
    release, geography = current_release(), municipality().geography
    assert release is not None
    share = next(item for item in release.indicators if item.kind == IndicatorKind.SHARE and not item.measured_in)
    concept = Challenge.objects.create(
        cycle=Cycle.objects.get(slug="2020-2022"), code="X1", slug="x1", title="Een concept", kind="kans",
        areas=["WK019313"], themes=[share.theme], indicators=[share.code], figures=[f"{share.code}@SD1#2020"],
        reason="x", goal="Het doel.",
    )  # fmt: skip
    Target.objects.create(challenge=concept, indicator=share.code, area="SD1", value=61, baseline_period="2020",
                          year=2024)  # fmt: skip
    Action.objects.create(challenge=concept, title="Een actie")
    proposal = propose_adoption(concept, user=manager, role="Wijkmanager")
    client.login(username="manager", password="geheim")
    page = client.get(f"/beheer/werk/ter-vaststelling/{proposal.pk}/").content.decode()
    place = geography["SD1"].name
    for told in ("Het doel.", "Adres op de site",
                 geography["WK019313"].name, "Een actie", f"{share.title}, {place} (2020)",
                 f"{share.title}, {place}: 61% in 2024, vanaf de meting van 2020."):  # fmt: skip
        assert told in page, told
    assert "Vastgesteld." not in page
    for code in ("WK019313", "SD1", share.code):
        assert not re.search(rf"\b{code}\b", page), code
    approve(proposal, user=make_user("bestuurder", Role.BOARD), role="Bestuur")
    assert concept.versions.get().reason == "Vastgesteld."


def test_a_changed_target_is_a_sentence_in_the_notation_of_its_indicator(manager: Any) -> None:
    target = Target.objects.filter(challenge__state="lopend", kind="waarde").first()
    assert target is not None
    challenge = with_content().get(pk=target.challenge_id)
    (changed,) = [item for item in challenge.targets.all() if item.pk == target.pk]
    changed.year = 2031
    challenge.targets = [item if item.pk != target.pk else changed for item in challenge.targets.all()]
    proposal = propose(challenge, user=manager, role="Wijkmanager", reason="Zo.")
    assert proposal is not None
    ((name, before, after),) = differences(proposal)
    assert name == "streefdoelen"
    assert "in 2031, vanaf de meting van" in after and "in 2031" not in before
    assert target.indicator not in after and " · " not in after
    assert municipality().geography[target.area].name in after


def test_a_new_action_shows_what_is_filled_in_with_its_days_in_dutch(manager: Any) -> None:
    action = Action(challenge=Challenge.objects.get(code="M1"), title="Een bank", starts=date(2027, 5, 1))
    proposal = propose(action, user=manager, role="Wijkmanager", reason="Zo.")
    assert proposal is not None
    told = {name: after for name, _, after in differences(proposal)}
    assert told["begint op"] == "1 mei 2027"
    assert told["wijkopgave"] == Challenge.objects.get(code="M1").title
    assert "" not in told.values()
    assert not any("order" in name for name in told)
