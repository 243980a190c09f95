"""Every screen and every role: who gets in, who is sent away, and with which role somebody signs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.models import Action, Challenge, CouncilItem, CourseCheck, Proposal
from vergezicht.challenges.roles import Role, put_roles, role_named, roles_of
from vergezicht.challenges.versions.proposals import propose

pytestmark = pytest.mark.django_db

W, R, C, B, A = (Role.DISTRICT_MANAGER, Role.RESEARCHER, Role.COMMUNICATION, Role.BOARD, Role.ADMINISTRATOR)
STAFF = {W, R, C, B, A}

# Every work screen by its name, with a path and the roles that get in. A screen that is not here fails a test below.
SCREENS: dict[str, tuple[str, set[Role]]] = {
    "work_list": ("werk/", STAFF),
    "work_desk": ("werk/opgaven/{slug}/", STAFF),
    "work_check": ("werk/opgaven/{slug}/koerscheck/", {W, A}),
    "work_evaluation": ("werk/opgaven/{slug}/terugblik/", {W, A}),
    "work_correct_check": ("werk/koerschecks/{check}/verbeteren/", {W, A}),
    "work_progress": ("werk/acties/{action}/voortgang/", {W, A}),
    "work_carry_over": ("werk/cycli/2020-2022/overdracht/", {W, B, A}),
    "work_outstanding": ("werk/wat-valt-op/", STAFF),
    "work_briefings": ("werk/briefing/", STAFF),
    "work_briefing": ("werk/briefing/SD1/", STAFF),
    "work_own_actions": ("werk/mijn-acties/", set()),
    "work_own_report": ("werk/mijn-acties/{action}/", set()),
    "work_grid": ("werk/raster/", {W, A}),
    "work_workbook_in": ("werk/raster/werkboek/", {W, A}),
    "work_workbook_out": ("werk/raster/acties.xlsx", {W, A}),
    "work_ground_figures": ("werk/cijfers/aanleiding/", STAFF),
    "work_needs": ("werk/wie-waar/", STAFF),
    "work_invitations": ("werk/partnerlinks/", {W, A}),
    "work_proposals": ("werk/ter-vaststelling/", STAFF),
    "work_proposal": ("werk/ter-vaststelling/{proposal}/", STAFF),
}
POSTS: dict[str, tuple[str, set[Role]]] = {
    "work_begin": ("werk/wat-valt-op/opgave/", {W, R, A}),
    "work_hand_in": ("werk/opgaven/{slug}/voorleggen/", {W, C, A}),
}
EDITOR: dict[str, set[Role]] = {
    "wijkopgaven/": STAFF,
    "wijkopgaven/new/": {W, C, A},
    "wijkopgaven/edit/{challenge}/": {W, C, A},
    "acties/edit/{action}/": {W, C, A},
    "gesprekken/new/": {W, C, A},
    "cycli/new/": {A},
    "cycli/edit/1/": {W, C, A},
    "koerschecks/edit/{check}/": set(),
    "raad/": STAFF,
    "raad/new/": {W, C, A},
    "raad/edit/1/": {W, C, A},
    "postbussen/": {A},
    "partneraccounts/new/": {A},
    "users/": {A},
    "zoekwoorden/": {C, A},
    "zoekwoorden/new/": {C, A},
}


def _places() -> dict[str, Any]:
    challenge = Challenge.objects.get(code="M2")
    challenge.goal = "Anders."
    author = make_user("schrijver", Role.COMMUNICATION)
    proposal = propose(challenge, user=author, role="Communicatie", reason="x")
    assert isinstance(proposal, Proposal) and challenge.latest_check is not None
    return {"slug": challenge.slug, "check": challenge.latest_check.pk, "action": challenge.actions.first().pk,
            "challenge": challenge.pk, "proposal": proposal.pk}  # fmt: skip


def _gets_in(answer: Any) -> bool:
    return answer.status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_own_screens_and_no_other(role: Role, client: Client) -> None:
    places = _places()
    make_user("iemand", role)
    client.login(username="iemand", password="geheim")
    for name, (path, allowed) in SCREENS.items():
        answer = client.get("/beheer/" + path.format(**places))
        assert _gets_in(answer) == (role in allowed), name
    for path, allowed in EDITOR.items():
        answer = client.get("/beheer/" + path.format(**places))
        assert _gets_in(answer) == (role in allowed), path


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_do_changes_nothing(role: Role, client: Client) -> None:
    places = _places()
    make_user("iemand", role)
    client.login(username="iemand", password="geheim")
    before = _counts()
    for name, (path, allowed) in (SCREENS | POSTS).items():
        if role not in allowed:
            answer = client.post("/beheer/" + path.format(**places), {"besluit": "vaststellen", "verdict": "bereikt"})
            assert answer.status_code in {302, 403, 405}, name
    for path, allowed in EDITOR.items():
        if role not in allowed:
            client.post("/beheer/" + path.format(**places), {"title": "Ingebroken", "story": "Ingebroken"})
    assert _counts() == before
    assert client.get("/beheer/").status_code == 200


def _counts() -> tuple[Any, ...]:
    return (
        list(Challenge.objects.order_by("pk").values()), list(Action.objects.order_by("pk").values()),
        CourseCheck.objects.count(), Proposal.objects.count(), Group.objects.count(),
    )  # fmt: skip


def test_every_work_screen_is_in_the_table() -> None:
    from vergezicht.challenges.wagtail_hooks import work_urls

    assert {item.name for item in work_urls()} == set(SCREENS) | set(POSTS)
    assert get_resolver().reverse_dict.getlist("wagtailadmin_home")


def test_a_role_is_known_by_the_name_of_its_group() -> None:
    assert role_named("Wijkmanager Noord") == Role.DISTRICT_MANAGER
    assert role_named("Wijkmanagers") is None
    Group.objects.create(name="Wijkmanager Noord")
    put_roles()
    user = make_user("noord", Role.PARTNER, Role.BOARD)
    user.groups.add(Group.objects.get(name="Wijkmanager Noord"), Group.objects.create(name="Vrijdagmiddag"))
    assert roles_of(user) == ["Wijkmanager Noord", "Partner", "Bestuur"]
    assert user.has_perm("challenges.check_challenge")


def test_nobody_signs_with_a_role_of_somebody_else(client: Client) -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="manager", password="geheim")
    challenge = Challenge.objects.get(code="O1")
    data = {"date": "2022-03-01", "verdict": "bijsturen", "story": "x", "differs_because": "x", "confidence": "laag",
            "role": "Bestuur"}  # fmt: skip
    path = f"/beheer/werk/opgaven/{challenge.slug}/koerscheck/"
    assert "met een rol die u hebt" in client.post(path, data).content.decode()
    assert 'value="Bestuur"' not in client.get(path).content.decode()


def test_a_step_of_a_motion_is_signed_and_added_never_changed(client: Client) -> None:
    make_user("redactie", Role.COMMUNICATION)
    client.login(username="redactie", password="geheim")
    item = CouncilItem.objects.get(code="M13")
    path = f"/beheer/raad/edit/{item.pk}/"
    data = form_data(client.get(path).content.decode())
    count = item.steps.count()
    assert client.post(path, data | {"step_state": "afgedaan"}).status_code == 200
    assert item.steps.count() == count
    data |= {"step_state": "afgedaan", "step_text": "De raad kreeg antwoord.", "step_date": "2022-07-01"}
    answer = client.post(path, data)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    item = CouncilItem.objects.get(code="M13")
    assert item.latest is not None
    assert (item.state, item.latest.role, item.steps.count()) == ("afgedaan", "Communicatie", count + 1)
    with pytest.raises(ValidationError):
        item.latest.delete()
