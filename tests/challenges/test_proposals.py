"""Four eyes: what is public changes only when somebody else approved it, whatever the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.models import (
    Action,
    Challenge,
    ChallengeState,
    Conversation,
    CouncilItem,
    Cycle,
    Proposal,
    ProposalDecision,
)
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.proposals import (
    approve,
    differences,
    may_decide,
    open_proposals,
    propose,
    propose_adoption,
    propose_publishing,
    reject,
    withdraw,
)
from vergezicht.challenges.versions.text_history import versions_of_text
from vergezicht.publication.addresses import public_addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Any:
    return make_user("manager", Role.DISTRICT_MANAGER)


@pytest.fixture
def board() -> Any:
    return make_user("bestuurder", Role.BOARD)


def _concept() -> Challenge:
    concept = Challenge.objects.create(
        cycle=Cycle.objects.get(slug="2020-2022"), code="X1", slug="x1", title="Een concept", kind="kans",
        areas=["SD1"], themes=["groen"], reason="x", goal="x",
    )  # fmt: skip
    Action.objects.create(challenge=concept, title="Een actie")
    return concept


def _changed(goal: str) -> Challenge:
    challenge = Challenge.objects.get(code="M1")
    challenge.goal = goal
    return challenge


def test_a_concept_is_adopted_by_somebody_else(manager: Any, board: Any) -> None:
    concept = _concept()
    proposal = propose_adoption(concept, user=manager, role="Wijkmanager")
    assert not may_decide(proposal, manager)
    approve(proposal, user=board, role="Bestuur")
    concept = Challenge.objects.get(pk=concept.pk)
    assert concept.state == ChallengeState.ADOPTED
    assert concept.versions.get().role == "Wijkmanager, vastgesteld door Bestuur"
    assert concept.versions.get().content["actions"][0]["title"] == "Een actie"


def test_a_concept_that_changed_after_it_was_handed_in_is_handed_in_again(manager: Any, board: Any) -> None:
    concept = _concept()
    proposal = propose_adoption(concept, user=manager, role="Wijkmanager")
    Action.objects.create(challenge=concept, title="Nog gauw een actie erbij")
    with pytest.raises(ValidationError, match="Leg haar opnieuw voor"):
        approve(proposal, user=board, role="Bestuur")
    assert not Challenge.objects.get(pk=concept.pk).is_public
    approve(propose_adoption(concept, user=manager, role="Wijkmanager"), user=board, role="Bestuur")
    assert Challenge.objects.get(pk=concept.pk).is_public


def test_nobody_approves_what_they_wrote_also_not_by_sql_or_with_two_roles() -> None:
    both = make_user("dubbel", Role.DISTRICT_MANAGER, Role.BOARD, Role.ADMINISTRATOR)
    proposal = propose(_changed("Anders."), user=both, role="Wijkmanager", reason="Zo.")
    assert proposal is not None
    with pytest.raises(PermissionDenied):
        approve(proposal, user=both, role="Bestuur")
    with pytest.raises(DatabaseError, match="niet zelf vast"), transaction.atomic():
        ProposalDecision.objects.bulk_create(
            [ProposalDecision(proposal=proposal, outcome="vastgesteld", decider=both.pk, role="Bestuur")]
        )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE challenges_proposal SET proposer = 0 WHERE id = %s", [proposal.pk])
    both.is_superuser = True
    assert not may_decide(proposal, both)


def test_who_wrote_an_earlier_draft_does_not_approve_the_later_one(manager: Any, board: Any) -> None:
    administrator = make_user("beheer", Role.ADMINISTRATOR)
    first = propose(_changed("Eerst."), user=administrator, role="Beheerder", reason="Zo.")
    second = propose(_changed("Daarna."), user=manager, role="Wijkmanager", reason="Zo.")
    assert first is not None and second is not None
    assert first.decision.outcome == "vervangen"
    assert not may_decide(second, administrator)
    assert may_decide(second, board)


def test_what_others_changed_in_the_meantime_is_not_overwritten(manager: Any, board: Any) -> None:
    proposal = propose(_changed("Anders."), user=manager, role="Wijkmanager", reason="Zo.")
    assert proposal is not None
    assert [(name, after) for name, _, after in differences(proposal)] == [("doel", "Anders.")]
    Challenge.objects.filter(code="M1").update(budget_note="Iets anders.")
    challenge = approve(proposal, user=board, role="Bestuur")
    assert isinstance(challenge, Challenge)
    assert Challenge.objects.get(code="M1").budget_note == "Iets anders.", "only what was proposed is changed"
    again = propose(_changed("Weer anders."), user=manager, role="Wijkmanager", reason="Zo.")
    assert again is not None
    Challenge.objects.filter(code="M1").update(goal="Achterlangs.")
    with pytest.raises(ValidationError, match="Intussen veranderde doel"):
        approve(again, user=board, role="Bestuur")


def test_a_decision_is_taken_once(manager: Any, board: Any) -> None:
    proposal = propose(_changed("Anders."), user=manager, role="Wijkmanager", reason="Zo.")
    assert proposal is not None
    with pytest.raises(ValidationError, match="Zeg waarom"):
        reject(proposal, user=board, role="Bestuur", note=" ")
    with pytest.raises(PermissionDenied):
        withdraw(proposal, user=board, role="Bestuur")
    withdraw(proposal, user=manager, role="Wijkmanager")
    with pytest.raises(ValidationError, match="al besloten"):
        approve(Proposal.objects.get(pk=proposal.pk), user=board, role="Bestuur")
    assert propose(_changed(Challenge.objects.get(code="M1").goal), user=manager, role="Wijkmanager") is None


def test_targets_partners_and_milestones_go_with_the_proposal(manager: Any, board: Any) -> None:
    challenge = Challenge.objects.get(code="M1")
    targets = list(challenge.targets.all())
    targets[0].value = 85
    challenge.targets = targets
    proposal = propose(challenge, user=manager, role="Wijkmanager", reason="Haalbaar.")
    assert proposal is not None and proposal.changed == ["targets"]
    assert Challenge.objects.get(code="M1").targets.get().value != 85
    actions = Challenge.objects.get(code="M1").actions.count()
    approve(proposal, user=board, role="Bestuur")
    assert Challenge.objects.get(code="M1").targets.get().value == 85
    assert Challenge.objects.get(code="M1").actions.count() == actions


def test_a_conversation_and_a_cycle_keep_every_text_they_had(manager: Any) -> None:
    other = make_user("redactie", Role.COMMUNICATION)
    conversation = Conversation.objects.get(slug="met-de-bus-door-noord")
    conversation.summary = "We reden langs drie plekken."
    proposal = propose(conversation, user=manager, role="Wijkmanager", reason="Preciezer.")
    assert proposal is not None
    assert Conversation.objects.get(pk=conversation.pk).summary != "We reden langs drie plekken."
    approve(proposal, user=other, role="Communicatie")
    last = versions_of_text(conversation).last()
    assert last is not None and (last.number, last.changed, last.reason) == (2, ["summary"], "Preciezer.")
    cycle = Cycle.objects.get(slug="2020-2022")
    cycle.lessons = "Eerder beginnen."
    text = propose(cycle, user=other, role="Communicatie", reason="Terugblik.")
    assert text is not None
    approve(text, user=manager, role="Wijkmanager")
    assert [version.content["lessons"] for version in versions_of_text(cycle)][-1] == "Eerder beginnen."


def test_the_line_ends_of_a_browser_are_no_change(manager: Any, client: Client) -> None:
    client.login(username="manager", password="geheim")
    challenge = Challenge.objects.get(code="M1")
    assert "\n" in challenge.criteria
    path = f"/beheer/wijkopgaven/edit/{challenge.pk}/"
    data = form_data(client.get(path).content.decode())
    sent = {name: value.replace("\r\n", "\n").replace("\n", "\r\n") if isinstance(value, str) else value
            for name, value in data.items()}  # fmt: skip
    sent["title"] = "Kamperpoort: samen een buurt"
    answer = client.post(path, sent)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert open_proposals().get().changed == ["title"], "and no reason was asked"


def test_a_motion_changes_by_four_eyes_and_a_step_is_told_at_once(client: Client) -> None:
    make_user("redactie", Role.COMMUNICATION)
    other = make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="redactie", password="geheim")
    item = CouncilItem.objects.get(code="M13")
    old, count = item.text, item.steps.count()
    challenges = set(item.challenges.values_list("pk", flat=True))
    added = Challenge.objects.exclude(pk__in=challenges).filter(state="lopend").first()
    assert added is not None
    path = f"/beheer/raad/edit/{item.pk}/"
    data = form_data(client.get(path).content.decode())
    data |= {"text": "Een andere tekst.", "challenges": [*challenges, added.pk]}
    assert client.post(path, data).status_code == 200, "a change of what is public asks a reason"
    data |= {"change_reason": "Zo staat zij in het besluit."}
    data |= {"step_state": "afgedaan", "step_text": "De raad kreeg antwoord.", "step_date": "2022-07-01"}
    answer = client.post(path, data)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    item = CouncilItem.objects.get(code="M13")
    assert (item.text, item.steps.count(), item.state) == (old, count + 1, "afgedaan")
    assert set(item.challenges.values_list("pk", flat=True)) == challenges
    proposal = open_proposals().get()
    told = {name: after for name, _, after in differences(proposal)}
    assert told["wat is gevraagd of beloofd?"] == "Een andere tekst."
    assert added.title in told["wijkopgaven die hieraan werken"]
    approve(proposal, user=other, role="Wijkmanager")
    item = CouncilItem.objects.get(code="M13")
    assert item.text == "Een andere tekst."
    assert set(item.challenges.values_list("pk", flat=True)) == {*challenges, added.pk}
    assert item.steps.count() == count + 1
    last = versions_of_text(item).last()
    assert last is not None
    assert (last.number, last.changed, last.role) == (2, ["text"], "Communicatie, vastgesteld door Wijkmanager")


def test_a_motion_becomes_public_by_two_and_is_not_deleted_then(client: Client) -> None:
    make_user("redactie", Role.COMMUNICATION)
    other = make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="redactie", password="geheim")
    data = form_data(client.get("/beheer/raad/new/").content.decode())
    data |= {"kind": "motie", "code": "M40", "slug": "m40-bankjes", "title": "Bankjes", "text": "Zet bankjes neer.",
             "date": "2022-02-01", "owner_role": "College", "is_public": "on"}  # fmt: skip
    answer = client.post("/beheer/raad/new/", data)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    item = CouncilItem.objects.get(code="M40")
    assert not item.is_public
    proposal = open_proposals().get()
    assert "Zet bankjes neer." in client.get(f"/beheer/werk/ter-vaststelling/{proposal.pk}/").content.decode()
    approve(proposal, user=other, role="Wijkmanager")
    item = CouncilItem.objects.get(code="M40")
    assert item.is_public and versions_of_text(item).count() == 1
    get_user_model().objects.create_superuser("baas", "", "geheim")
    client.login(username="baas", password="geheim")
    client.post(f"/beheer/raad/delete/{item.pk}/")
    assert CouncilItem.objects.filter(pk=item.pk).exists()


def test_a_public_conversation_is_withdrawn_by_two_and_never_deleted(manager: Any, client: Client) -> None:
    other = make_user("redactie", Role.COMMUNICATION)
    client.login(username="manager", password="geheim")
    conversation = Conversation.objects.get(slug="met-de-bus-door-noord")
    client.post(f"/beheer/gesprekken/delete/{conversation.pk}/")
    assert Conversation.objects.filter(pk=conversation.pk).exists()
    path = f"/beheer/gesprekken/edit/{conversation.pk}/"
    data = form_data(client.get(path).content.decode()) | {"change_reason": "Een punt leidt naar iemand."}
    data.pop("is_public")
    answer = client.post(path, data)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert Conversation.objects.get(pk=conversation.pk).is_public
    approve(open_proposals().get(), user=other, role="Communicatie")
    assert not Conversation.objects.get(pk=conversation.pk).is_public
    assert "/gesprekken/met-de-bus-door-noord/" not in {item.path for item in public_addresses()}


def test_a_new_action_and_a_new_cycle_wait_too(manager: Any, client: Client) -> None:
    other = make_user("redactie", Role.COMMUNICATION)
    administrator = make_user("beheer", Role.ADMINISTRATOR)
    client.login(username="beheer", password="geheim")
    challenge = Challenge.objects.get(code="M1")
    data = form_data(client.get("/beheer/acties/new/").content.decode())
    data |= {"challenge": challenge.pk, "title": "Een nieuwe bank", "change_reason": "Op verzoek."}
    answer = client.post("/beheer/acties/new/", data)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert not Action.objects.filter(title="Een nieuwe bank").exists()
    data = form_data(client.get("/beheer/cycli/new/").content.decode())
    data |= {"name": "2022–2024", "slug": "2022-2024", "starts": "2022-01-01", "ends": "2024-01-01"}
    assert client.post("/beheer/cycli/new/", data).status_code == 302
    assert not Cycle.objects.filter(slug="2022-2024").exists()
    for proposal in open_proposals():
        assert not may_decide(proposal, administrator)
        approve(proposal, user=other, role="Communicatie")
    assert Action.objects.get(title="Een nieuwe bank").challenge == challenge
    assert versions_of_text(Cycle.objects.get(slug="2022-2024")).count() == 1


def test_a_conversation_becomes_public_by_two(manager: Any, client: Client) -> None:
    client.login(username="manager", password="geheim")
    hidden = Conversation.objects.create(
        cycle=Cycle.objects.get(slug="2020-2022"), slug="nieuw", title="Nieuw", date="2022-01-01", method="muur",
        areas=["SD1"], summary="x",
    )  # fmt: skip
    path = f"/beheer/gesprekken/edit/{hidden.pk}/"
    data = form_data(client.get(path).content.decode()) | {"is_public": "on", "summary": "Over de straat."}
    assert client.post(path, data).status_code == 302
    hidden = Conversation.objects.get(pk=hidden.pk)
    assert (hidden.is_public, hidden.summary) == (False, "Over de straat.")
    proposal = open_proposals().get()
    Conversation.objects.filter(pk=hidden.pk).update(summary="Achteraf anders.")
    other = make_user("redactie", Role.COMMUNICATION)
    with pytest.raises(ValidationError, match="opnieuw"):
        approve(proposal, user=other, role="Communicatie")
    approve(propose_publishing(hidden, user=manager, role="Wijkmanager"), user=other, role="Communicatie")
    assert Conversation.objects.get(pk=hidden.pk).is_public


def test_the_screens_of_four_eyes(manager: Any, board: Any, client: Client) -> None:
    concept = _concept()
    client.login(username="manager", password="geheim")
    for state in ("lopend", "afgesloten"):
        path = f"/beheer/wijkopgaven/edit/{concept.pk}/"
        data = form_data(client.get(path).content.decode()) | {"state": state}
        assert "eerst vastgesteld" in client.post(path, data).content.decode()
    answer = client.post(f"/beheer/werk/opgaven/{concept.slug}/voorleggen/")
    path = answer.headers["Location"]
    assert "Een ander stelt het vast" in client.get(path).content.decode()
    assert client.post(path, {"besluit": "vaststellen"}).headers["Location"] == "/beheer/"
    assert not Challenge.objects.get(pk=concept.pk).is_public
    client.login(username="bestuurder", password="geheim")
    assert "Bekijken en besluiten" in client.get("/beheer/werk/ter-vaststelling/").content.decode()
    assert "Kies een besluit" in client.post(path, {}).content.decode()
    assert "met een rol die u hebt" in client.post(path, {"besluit": "vaststellen", "role": "College"}).content.decode()
    assert client.post(path, {"besluit": "vaststellen"}).status_code == 302
    assert Challenge.objects.get(pk=concept.pk).is_public
    assert "door Bestuur" in client.get(path).content.decode()
