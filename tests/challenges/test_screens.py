"""The work screens: every step of the cycle as a wijkmanager does it, and refused to whoever may not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import escape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.attention.urgency import next_check_on, urgency_of, urgent_challenges, with_work
from vergezicht.challenges.judging.course_checks import open_adjustments
from vergezicht.challenges.models import (
    Action,
    CarryOver,
    Challenge,
    ChallengeState,
    Conversation,
    Course,
    CourseCheck,
    Cycle,
    Evaluation,
    Proposal,
)
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.history import with_content
from vergezicht.challenges.versions.proposals import approve

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client: Client) -> Client:
    user = get_user_model().objects.create_superuser("wijkmanager", "", "geheim")
    for name in ("Wijkmanager Midden", "Wijkmanager Oost"):
        user.groups.add(Group.objects.create(name=name))
    client.login(username="wijkmanager", password="geheim")
    return client


@pytest.fixture
def outsider(client: Client) -> Client:
    """Somebody who may enter the editor, and no more."""
    user = get_user_model().objects.create_user("lezer", "", "geheim")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.login(username="lezer", password="geheim")
    return client


def _paths() -> list[str]:
    challenge = Challenge.objects.get(code="M2")
    slug = challenge.slug
    return [
        "/beheer/werk/",
        f"/beheer/werk/opgaven/{slug}/",
        f"/beheer/werk/opgaven/{slug}/koerscheck/",
        f"/beheer/werk/opgaven/{slug}/terugblik/",
        f"/beheer/werk/koerschecks/{challenge.latest_check.pk}/verbeteren/",
        f"/beheer/werk/acties/{challenge.actions.first().pk}/voortgang/",
        "/beheer/werk/cycli/2020-2022/overdracht/",
        "/beheer/werk/wat-valt-op/",
        "/beheer/werk/wat-valt-op/?gebied=WK019313",
        "/beheer/werk/briefing/",
        "/beheer/werk/briefing/WK019313/",
    ]


def test_every_screen_opens(worker: Client) -> None:
    for path in _paths():
        answer = worker.get(path)
        assert answer.status_code == 200, path
        assert 'lang="nl"' in answer.content.decode()
    for path in ("wijkopgaven", "acties", "gesprekken", "partners", "cycli", "koerschecks", "releases"):
        assert worker.get(f"/beheer/{path}/").status_code == 200, path
    for model, path in ((Challenge, "wijkopgaven"), (Action, "acties"), (Conversation, "gesprekken")):
        assert worker.get(f"/beheer/{path}/new/").status_code == 200, path
        assert worker.get(f"/beheer/{path}/edit/{model.objects.first().pk}/").status_code == 200, path


def test_whoever_may_not_work_on_challenges_is_refused(outsider: Client) -> None:
    for path in _paths():
        for answer in (outsider.get(path), outsider.post(path, {"verdict": "op-koers", "story": "x"})):
            assert answer.status_code in {302, 403}, path
            assert b"Assendorp" not in answer.content, path
    before = Challenge.objects.count()
    outsider.post("/beheer/werk/wat-valt-op/opgave/", {"figuur": "lonely@SD1#2020", "cyclus": "2020-2022"})
    assert Challenge.objects.count() == before


def test_without_login_every_screen_asks_for_one(client: Client) -> None:
    for path in _paths():
        assert client.get(path).status_code == 302


# Urgency


def test_what_waits_longest_comes_first() -> None:
    today = date(2022, 6, 1)
    urgent = urgent_challenges(today=today)
    weights = [item.weight for item in urgent]
    assert weights == sorted(weights, reverse=True)
    wipstrik = next(item for item in urgent if item.challenge.code == "O2")
    kinds = {concern.kind for concern in wipstrik.concerns}
    assert {"koerscheck", "bijsturing"} <= kinds
    assert all(item.challenge.code not in {"M0", "N0"} for item in urgent), "what was carried over waits for nothing"


@pytest.mark.parametrize(
    ("days", "waits", "late"), [(-15, False, False), (-14, True, False), (0, True, False), (1, True, True)]
)
def test_a_check_waits_two_weeks_ahead_and_is_late_the_day_after(days: int, waits: bool, late: bool) -> None:
    challenge = with_work().get(code="O1")
    due = next_check_on(challenge)
    assert due == challenge.latest_check.next_due
    concerns = urgency_of(challenge, today=due + timedelta(days=days)).concerns
    found = [concern for concern in concerns if concern.kind == "koerscheck"]
    assert bool(found) is waits
    assert (found[0].is_late if found else False) is late


def test_a_challenge_that_was_never_checked_is_due_one_interval_after_it_was_adopted() -> None:
    challenge = with_work().get(code="M3")
    assert challenge.cycle.starts < date(2021, 4, 15)
    assert next_check_on(challenge) == date(2021, 4, 15) + timedelta(days=91)


def test_a_stopped_challenge_asks_only_for_its_account() -> None:
    challenge = with_work().get(code="Z2")
    kinds = {concern.kind for concern in urgency_of(challenge, today=date(2023, 2, 1)).concerns}
    assert "koerscheck" not in kinds
    assert {"overdracht", "terugblik"} <= kinds


def test_the_list_can_be_narrowed_and_takes_a_bounded_number_of_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        found = urgent_challenges(area="SD1")
    assert {item.challenge.code for item in found} == {"M1", "M2", "M3"}
    assert urgent_challenges(owners=["Niemand"]) == []


# A course check


def _check_data(challenge: Challenge, **options: Any) -> dict[str, Any]:
    data = {
        "date": "2022-03-01", "verdict": "bijsturen", "story": "Het gaat langzamer dan we hoopten.",
        "differs_because": "Dat merken we in de straat.", "confidence": "middel", "who": "wijkmanager en 3 bewoners",
        "role": "Wijkmanager Oost",
    }  # fmt: skip
    for item in open_adjustments(challenge):
        data |= {f"antwoord-{item.pk}-outcome": "gedaan", f"antwoord-{item.pk}-text": "Het plan ligt er."}
    return data | options


def test_a_check_starts_from_the_last_and_records_everything_at_once(worker: Client) -> None:
    challenge = Challenge.objects.get(code="O2")
    path = f"/beheer/werk/opgaven/{challenge.slug}/koerscheck/"
    text = worker.get(path).content.decode()
    assert escape(challenge.latest_check.story) in text
    assert "Toen spraken we af" in text
    assert form_data(text)["verdict"] == ["van-koers"], "the verdict of last time is chosen beforehand"
    assert form_data(text)["story"] == "", "but its story is not: that was of that day"
    data = _check_data(challenge) | {
        "bijsturing-0-kind": "actie-anders", "bijsturing-0-text": "Eerst tellen, dan pas borden.",
        "bijsturing-0-owner_role": "Gemeente", "bijsturing-0-due": "2022-06-01",
    }  # fmt: skip
    answer = worker.post(path, data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    check = Challenge.objects.get(code="O2").latest_check
    assert (check.verdict, check.role) == ("bijsturen", "Wijkmanager Oost")
    assert check.evidence["targets"]
    assert check.answers.count() == 1
    assert [item.text for item in check.adjustments.all()] == ["Eerst tellen, dan pas borden."]


def test_a_check_that_is_not_complete_says_what_is_missing_and_keeps_what_was_typed(worker: Client) -> None:
    challenge = Challenge.objects.get(code="O2")
    before = CourseCheck.objects.count()
    data = _check_data(challenge, story="", who="drie bewoners")
    key = open_adjustments(challenge)[0].pk
    data |= {f"antwoord-{key}-text": "", "bijsturing-1-text": "Half ingevuld"}
    answer = worker.post(f"/beheer/werk/opgaven/{challenge.slug}/koerscheck/", data)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert CourseCheck.objects.count() == before
    assert "nog niet bewaard" in text
    assert "of maak de hele rij leeg" in text
    assert "drie bewoners" in text and "Half ingevuld" in text


def test_a_verdict_beside_the_figures_is_asked_for_its_reason(worker: Client) -> None:
    challenge = Challenge.objects.get(code="O2")
    answer = worker.post(
        f"/beheer/werk/opgaven/{challenge.slug}/koerscheck/",
        _check_data(challenge, verdict="bereikt", differs_because=""),
    )
    assert "anders dan wat de cijfers zeggen" in answer.content.decode()


def test_a_correction_is_a_new_check(worker: Client) -> None:
    challenge = Challenge.objects.get(code="M1")
    old = challenge.latest_check
    path = f"/beheer/werk/koerschecks/{old.pk}/verbeteren/"
    assert old.story in worker.get(path).content.decode()
    data = _check_data(challenge) | {"correction_reason": "Een telfout."}
    assert worker.post(path, data).status_code == 302
    new = Challenge.objects.get(code="M1").latest_check
    assert new.supersedes == old
    assert worker.get(path).status_code == 404, "a check is corrected once; then the correction is"


# Actions, texts, conversations


def test_an_action_is_brought_up_to_date_in_one_screen(worker: Client) -> None:
    action = Action.objects.get(title="Verlichting langs het fietspad")
    milestone = action.milestones.get()
    data = {"text": "De lampen hangen.", "status": "op-koers", "status_reason": "", "noticed": "Het pad is licht.",
            "done": [str(milestone.pk)], "date": "2022-01-10", "role": "Wijkmanager Oost"}  # fmt: skip
    assert worker.post(f"/beheer/werk/acties/{action.pk}/voortgang/", data).status_code == 302
    action = Action.objects.get(pk=action.pk)
    assert (action.status, action.phase, action.noticed) == ("op-koers", "uitvoering", "Het pad is licht.")
    assert action.milestones.get().done_on == date(2022, 1, 10)
    assert action.last_update.text == "De lampen hangen."
    version = action.challenge.versions.order_by("-number").first()
    assert (version.role, version.changed) == ("Wijkmanager Oost", ["actions"])


def test_a_report_for_the_worse_without_a_reason_changes_nothing(worker: Client) -> None:
    action = Action.objects.get(title="Verlichting langs het fietspad")
    data = {"text": "Het lukt niet.", "status": "gestopt", "status_reason": "", "noticed": "", "date": "2022-01-10"}
    answer = worker.post(f"/beheer/werk/acties/{action.pk}/voortgang/", data)
    assert "hoort een reden" in answer.content.decode()
    assert not action.updates.exists()
    assert Action.objects.get(pk=action.pk).status == Course.NOT_STARTED


def test_changing_a_public_goal_asks_why_and_waits_for_somebody_else(worker: Client) -> None:
    challenge = Challenge.objects.get(code="M1")
    path = f"/beheer/wijkopgaven/edit/{challenge.pk}/"
    data = form_data(worker.get(path).content.decode())
    assert data["goal"] == challenge.goal
    data["goal"] = "Iedereen hoort erbij."
    answer = worker.post(path, data)
    assert answer.status_code == 200
    assert "blijft te lezen" in answer.content.decode()
    data |= {"change_reason": "Zo zeiden bewoners het zelf.", "change_role": "Wijkmanager Midden"}
    answer = worker.post(path, data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert Challenge.objects.get(code="M1").goal == challenge.goal, "readers keep what was approved"
    proposal = Proposal.objects.get()
    assert (proposal.changed, proposal.role) == (["goal"], "Wijkmanager Midden"), "nothing else changed on the way"
    assert "Iedereen hoort erbij." in worker.get(path).content.decode(), "editing goes on where the proposal left off"
    approve(proposal, user=make_user("bestuurder", Role.BOARD), role="Bestuur")
    version = challenge.versions.order_by("-number").first()
    assert version.content["goal"] == "Iedereen hoort erbij."
    assert version.role == "Wijkmanager Midden, vastgesteld door Bestuur"
    assert (version.changed, version.reason) == (["goal"], "Zo zeiden bewoners het zelf.")


def test_a_conversation_is_written_with_its_harvest(worker: Client) -> None:
    conversation = Conversation.objects.get(slug="met-de-bus-door-noord")
    path = f"/beheer/gesprekken/edit/{conversation.pk}/"
    data = form_data(worker.get(path).content.decode())
    assert data["harvest-0-text"] == conversation.harvest.first().text
    links = [set(item.challenges.all()) for item in conversation.harvest.all()]
    data |= {"harvest-0-text": "Het fietspad is donker, vooral bij de brug.", "change_reason": "Zo is het gezegd."}
    answer = worker.post(path, data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    approve(Proposal.objects.get(), user=make_user("redacteur", Role.COMMUNICATION), role="Communicatie")
    conversation = Conversation.objects.get(pk=conversation.pk)
    assert conversation.harvest.first().text == "Het fietspad is donker, vooral bij de brug."
    assert [set(item.challenges.all()) for item in conversation.harvest.all()] == links
    data["harvest-0-text"] = "Mevrouw Bakker belde: 06-12345678"
    answer = worker.post(path, data)
    assert answer.status_code == 200
    assert "telefoonnummer" in answer.content.decode()


def test_a_wrong_reference_is_refused_where_it_is_written(worker: Client) -> None:
    challenge = Challenge.objects.get(code="M1")
    path = f"/beheer/wijkopgaven/edit/{challenge.pk}/"
    data = form_data(worker.get(path).content.decode()) | {"figures": "lonely@SD1#2020\nweg@SD1", "change_reason": "x"}
    answer = worker.post(path, data)
    assert "‘weg’ (Midden): dit cijfer staat niet in de vastgestelde cijfers" in answer.content.decode()


def test_a_public_challenge_cannot_be_deleted_in_the_editor(worker: Client) -> None:
    challenge = Challenge.objects.get(code="M1")
    action = challenge.actions.first()
    check = challenge.latest_check
    for path in (
        f"wijkopgaven/delete/{challenge.pk}/",
        f"acties/delete/{action.pk}/",
        f"koerschecks/delete/{check.pk}/",
    ):
        assert worker.post(f"/beheer/{path}").status_code in {302, 403, 404}
    assert Challenge.objects.filter(code="M1").exists()
    assert Action.objects.filter(pk=action.pk).exists()
    worker.post(f"/beheer/koerschecks/edit/{check.pk}/", {"story": "Anders."})
    assert CourseCheck.objects.get(pk=check.pk).story == check.story


# From a figure to a challenge, and to the end of its cycle


def test_a_concept_begins_with_a_figure(worker: Client) -> None:
    answer = worker.post(
        "/beheer/werk/wat-valt-op/opgave/", {"figuur": "speeding@WK019312#2020", "cyclus": "2020-2022"}
    )
    concept = Challenge.objects.get(state=ChallengeState.CONCEPT)
    assert answer.headers["Location"] == f"/beheer/wijkopgaven/edit/{concept.pk}/"
    assert (concept.figures, concept.areas, concept.themes) == (
        ["speeding@WK019312#2020"],
        ["WK019312"],
        ["veiligheid"],
    )
    worker.post("/beheer/werk/wat-valt-op/opgave/", {"figuur": "speeding@WK019312#2020", "cyclus": "2020-2022"})
    assert Challenge.objects.get(state=ChallengeState.CONCEPT) == concept, "a second press makes no second concept"
    for wrong in ({"figuur": "nee"}, {"figuur": "weg@SD1"}, {"figuur": "lonely@SD99"}):
        answer = worker.post("/beheer/werk/wat-valt-op/opgave/", {**wrong, "cyclus": "2020-2022"})
        assert answer.status_code == 404


def test_an_account_is_given_and_can_be_corrected(worker: Client) -> None:
    challenge = Challenge.objects.get(code="O2")
    path = f"/beheer/werk/opgaven/{challenge.slug}/terugblik/"
    text = worker.get(path).content.decode()
    assert "Tellen hoeveel auto&#x27;s er staan" in text
    data = {"date": "2022-12-01", "promised": "x", "done": "y", "not_done": "", "effect": "niet-aantoonbaar",
            "effect_note": "", "unexpected": "", "lessons": "z", "role": "Wijkmanager Oost"}  # fmt: skip
    assert worker.post(path, data).status_code == 302
    assert worker.post(path, data | {"done": "toch meer"}).status_code == 302
    first, second = Evaluation.objects.filter(challenge=challenge).order_by("pk")
    assert second.supersedes == first
    assert first.evidence["promises"]


def test_a_cycle_is_carried_over_in_one_screen(worker: Client) -> None:
    Cycle.objects.create(name="Cyclus 2022-2024", slug="2022-2024", starts=date(2022, 1, 1), ends=date(2024, 12, 31))
    path = "/beheer/werk/cycli/2020-2022/overdracht/"
    keys = list(Challenge.objects.filter(cycle__slug="2020-2022").values_list("pk", flat=True))
    data: dict[str, Any] = {"to": "2022-2024", "role": "Wijkmanager Midden"}
    for key in keys:
        data |= {f"opgave-{key}-decision": "doorgaan", f"opgave-{key}-reason": "Het is nog niet klaar."}
    before = CarryOver.objects.count()
    answer = worker.post(path, data | {f"opgave-{keys[0]}-reason": ""})
    assert answer.status_code == 200
    answer = worker.post(path, data | {"to": "", "role": ""})
    assert "Kies de cyclus" in answer.content.decode()
    assert CarryOver.objects.count() == before
    assert worker.post(path, data).status_code == 302
    assert CarryOver.objects.count() == before + 14
    assert with_content().filter(cycle__slug="2022-2024").count() == 14
    assert "is besloten" in worker.get(path).content.decode()


def test_the_briefing_holds_what_is_needed_tonight(worker: Client) -> None:
    text = worker.get("/beheer/werk/briefing/WK019313/").content.decode()
    for part in ("Assendorp: meer groen, minder steen", "Een muur vol ideeën", "De proef krijgt een half jaar langer"):
        assert part in text
    assert worker.get("/beheer/werk/briefing/WK000000/").status_code == 404
    assert worker.get("/beheer/werk/briefing/?gebied=SD1").headers["Location"].endswith("/briefing/SD1/")


@pytest.mark.parametrize("index", range(11))
def test_every_screen_takes_a_bounded_number_of_queries(
    worker: Client, index: int, django_assert_max_num_queries: Any
) -> None:
    path = _paths()[index]
    worker.get(path)
    with django_assert_max_num_queries(50):
        worker.get(path)


def _way(worker: Client, path: str) -> str:
    (way,) = re.findall(r"<ol class=.*?</ol>", worker.get(path).content.decode(), re.DOTALL)
    return str(way)


def test_every_screen_tells_the_way_to_it(worker: Client) -> None:
    desk = f"/beheer/werk/opgaven/{Challenge.objects.get(code='M2').slug}/"
    for path, part in ((desk, r'<a class="[^"]*" href="/beheer/werk/">'), ("/beheer/werk/", "<div[^>]*>")):
        way = _way(worker, path)
        assert re.search(r'href="/beheer/">\s*Start\s*</a>', way)
        assert re.search(rf"{part}\s*Mijn opgaven\s*</", way)
    assert "Mijn opgaven" not in _way(worker, "/beheer/werk/briefing/")
