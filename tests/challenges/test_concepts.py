"""A concept may be incomplete; what is handed in or adopted may not."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.judging.findings import Finding, find_outstanding
from vergezicht.challenges.models import Challenge, ChallengeKind, ChallengeState, Cycle, Proposal
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.history import checksum_of, content_of, with_content

pytestmark = pytest.mark.django_db

FIGURE = "speeding@WK019312#2020"


@pytest.fixture
def manager(client: Client) -> Any:
    user = make_user("manager", Role.DISTRICT_MANAGER)
    client.force_login(user)
    return user


def _begin(client: Client, figure: str = FIGURE, **options: str) -> Challenge:
    client.post("/beheer/werk/wat-valt-op/opgave/", {"figuur": figure, "cyclus": "2020-2022", **options})
    return Challenge.objects.get(state=ChallengeState.CONCEPT, figures=[figure])


def test_a_concept_begins_without_words_and_with_an_address_that_may_stay(client: Client, manager: Any) -> None:
    concept = _begin(client)
    assert (concept.goal, concept.reason) == ("", "")
    assert not concept.slug.startswith("concept")
    text = client.get(f"/beheer/wijkopgaven/edit/{concept.pk}/").content.decode()
    assert "Wat merken bewoners als het lukt?" in text and "Wat zien we in de cijfers" in text


def _findings() -> list[Finding]:
    release = current_release()
    assert release is not None
    return [found for area in release.geography for found in find_outstanding(release, area)]


@pytest.mark.parametrize(("better", "kind"), [(True, ChallengeKind.OPPORTUNITY), (False, ChallengeKind.PROBLEM)])
def test_its_kind_follows_from_the_finding(client: Client, manager: Any, better: bool, kind: ChallengeKind) -> None:
    found = next(item for item in _findings() if item.better is better)
    concept = _begin(client, found.reference_text, vergeleken=found.comparison.reference.value)
    assert concept.kind == kind
    text = client.get(f"/beheer/werk/wat-valt-op/?gebied={found.area.code}").content.decode()
    assert f'name="vergeleken" value="{found.comparison.reference.value}"' in text


def test_without_goal_or_reason_it_is_not_handed_in(client: Client, manager: Any) -> None:
    concept = _begin(client)
    desk = f"/beheer/werk/opgaven/{concept.slug}/"
    assert "Leg voor ter vaststelling" not in client.get(desk).content.decode()
    told = client.post(f"{desk}voorleggen/", follow=True).content.decode()
    assert "zonder het doel" in told and "zonder de aanleiding" in told

    edit = f"/beheer/wijkopgaven/edit/{concept.pk}/"
    form = form_data(client.get(edit).content.decode())
    page = BeautifulSoup(client.post(edit, form | {"state": "vastgesteld"}).content, "html.parser")
    for name, word in (("goal", "zonder het doel"), ("reason", "zonder de aanleiding")):
        assert word in page.find(id=f"id_{name}").find_parent(class_="w-field").get_text()
    assert not Proposal.objects.exists()

    client.post(edit, form | {"title": "Nog steeds een concept"})
    concept.refresh_from_db()
    assert concept.title == "Nog steeds een concept"
    client.post(edit, form | {"state": "vastgesteld", "goal": "Rustig verkeer.", "reason": "Er wordt hard gereden."})
    assert Proposal.objects.get().object_id == concept.pk


def test_the_board_adopts_nothing_that_is_incomplete(client: Client, manager: Any) -> None:
    concept, board = _begin(client), make_user("bestuurder", Role.BOARD)
    proposal = Proposal.objects.create(
        content_type=ContentType.objects.get_for_model(Challenge), object_id=concept.pk, title=concept.title,
        before={"state": "concept"}, after={"state": "vastgesteld"}, role="Wijkmanager", proposer=manager.pk,
        basis=checksum_of(content_of(with_content().get(pk=concept.pk))),
    )  # fmt: skip
    client.force_login(board)
    answer = client.post(f"/beheer/werk/ter-vaststelling/{proposal.pk}/", {"besluit": "vaststellen", "role": "Bestuur"})
    assert "zonder het doel" in answer.content.decode()
    assert not Challenge.objects.get(pk=concept.pk).is_public


def test_a_concept_that_still_holds_the_questions_is_emptied(client: Client, manager: Any) -> None:
    questions = import_module("vergezicht.challenges.migrations.0011_concepts_begin_empty")
    concept, public = _begin(client), Challenge.objects.get(code="M1")
    Challenge.objects.filter(pk=concept.pk).update(goal=questions._QUESTIONS["goal"], reason="Eigen woorden.")
    questions.take_out_questions(apps, None)
    concept.refresh_from_db()
    assert (concept.goal, concept.reason) == ("", "Eigen woorden.")
    assert Challenge.objects.get(code="M1").goal == public.goal


def test_a_concept_is_begun_with_what_can_be_answered_then_and_leads_to_its_own_page(
    client: Client, manager: Any
) -> None:
    path = "/beheer/wijkopgaven/new/"
    page = client.get(path).content.decode()
    form = form_data(page)
    fields = BeautifulSoup(page, "html.parser").select("form[data-edit-form] [name]")
    asked = {str(field["name"]) for field in fields} - {"csrfmiddlewaretoken", "next"}
    assert asked == {"title", "cycle", "code", "kind", "owner_role", "areas", "themes", "indicators", "figures",
                     "change_role"}  # fmt: skip
    given = {"title": "Meer groen", "cycle": Cycle.objects.get(slug="2020-2022").pk, "code": "X1", "kind": "kans",
             "areas": ["SD1"], "themes": ["participatie"], "indicators": ["lonely"]}  # fmt: skip
    answer = client.post(path, form | given)
    begun = Challenge.objects.get(code="X1")
    assert answer.headers["Location"] == f"/beheer/werk/opgaven/{begun.slug}/"
    assert (begun.state, begun.check_interval_days, begun.indicators) == (ChallengeState.CONCEPT, 91, ["lonely"])
    later = form_data(client.get(f"/beheer/wijkopgaven/edit/{begun.pk}/").content.decode())
    assert {"goal", "reason", "state", "slug", "check_interval_days", "merged_into"} <= set(later)
