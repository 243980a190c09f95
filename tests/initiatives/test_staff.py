"""Staff: a queue with one action on many, what came by phone, answers that stand, and the rules of a new day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.initiatives.invented import an_initiative, brought_to

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Cycle, Milestone
from vergezicht.initiatives.models import Campaign, FundingScheme, Initiative, OfficialResponse, StateChange, Support
from vergezicht.initiatives.rules import read_rules
from vergezicht.initiatives.states import InitiativeState
from vergezicht.problems import BadInput
from vergezicht.publication.baking.daily import start_day
from vergezicht.publication.models import Edition, EditionState

pytestmark = pytest.mark.django_db
S = InitiativeState
NEW = "/beheer/initiatieven/new/"
QUEUE = "/beheer/wachtrij/?stand=ingediend"


def test_many_are_moved_at_once_and_each_is_written_down(admin_client: Client) -> None:
    good = [brought_to(S.SUBMITTED, f"Goed {n}") for n in range(3)]
    spam = [brought_to(S.SUBMITTED, f"Spam {n}") for n in range(20)]
    fields = {"target": "afgewezen", "role": "Moderator", "reason": "", "note": ""}
    ticked = {"initiatief": [item.pk for item in spam]}
    told = admin_client.post(QUEUE, fields | ticked, follow=True).content.decode()
    assert "Geef een reden" in told
    assert Initiative.objects.filter(state=S.REJECTED, title__startswith="Spam").count() == 0
    told = admin_client.post(QUEUE, fields | ticked | {"reason": "Reclame."}, follow=True).content.decode()
    assert "20 initiatieven naar" in told
    assert StateChange.objects.filter(target=S.REJECTED, reason="Reclame.", role="Moderator").count() == 20
    for sent in ("²", "9" * 40, "een"):
        told = admin_client.post(QUEUE, fields | {"initiatief": [sent], "reason": "x"}, follow=True).content.decode()
        assert "Vink eerst een of meer initiatieven aan." in told
    published = {"initiatief": [item.pk for item in good], "target": "gepubliceerd", "role": "Moderator"}
    admin_client.post(QUEUE, published)
    assert Initiative.objects.filter(state=S.PUBLISHED, title__startswith="Goed").count() == 3
    admin_client.post(QUEUE, published)
    assert StateChange.objects.filter(target=S.PUBLISHED, initiative=good[0]).count() == 1, (
        "a second click does nothing"
    )


def test_the_queue_takes_a_bounded_number_of_queries(admin_client: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(3):
        brought_to(S.SUBMITTED, f"Een {n}")
    admin_client.get(QUEUE)
    for n in range(20):
        brought_to(S.SUBMITTED, f"Meer {n}")
    with django_assert_max_num_queries(45):
        page = admin_client.get(QUEUE).content.decode()
    assert "Meer 19" in page


def test_only_who_may_change_initiatives_sees_the_queue(client: Client) -> None:
    user = get_user_model().objects.create_user("lezer", "", "geheim")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client.get(QUEUE).status_code == 302
    client.login(username="lezer", password="geheim")
    assert client.get(QUEUE).status_code in {302, 403}
    assert client.post(QUEUE, {"target": "gepubliceerd", "role": "x"}).status_code in {302, 403}
    assert b"Wachtrij" not in client.get("/beheer/").content


def by_phone(title: str, **more: Any) -> dict[str, Any]:
    """What staff type of an idea that came by phone."""
    area = municipality().geography.at(AreaLevel.WIJK)[0].code
    return {"title": title, "summary": "Om te zitten.", "kind": "fysiek", "category": "ontmoeten",
            "origin": "telefoon", "areas": [area], "precision": "straat", "street": "de hoek", "needs": ["grond"],
            "name_mode": "alias", "agreement": "geen"} | more  # fmt: skip


def test_what_came_by_phone_is_entered_and_goes_through_the_same_states(admin_client: Client) -> None:
    fields = by_phone("Een bank, zei mevrouw")
    answer = admin_client.post(NEW, fields)
    assert answer.status_code == 302, answer.content.decode()
    initiative = Initiative.objects.get(title="Een bank, zei mevrouw")
    assert (initiative.state, initiative.origin, initiative.slug) == (S.CONCEPT, "telefoon", "een-bank-zei-mevrouw")
    moved = {"initiatief": initiative.pk, "target": "ingediend", "role": "Wijkbeheerder"}
    admin_client.post("/beheer/wachtrij/?stand=concept", moved)
    initiative.refresh_from_db()
    assert initiative.state == S.SUBMITTED
    assert initiative.term is not None
    edited = admin_client.post(f"/beheer/initiatieven/edit/{initiative.pk}/", fields | {"state": "gerealiseerd"})
    assert edited.status_code == 302
    initiative.refresh_from_db()
    assert initiative.state == S.SUBMITTED, "the form cannot change the state"


def test_an_answer_stops_the_term_and_stands(admin_client: Client) -> None:
    initiative = brought_to(S.FEASIBILITY)
    fields = {"initiative": initiative.pk, "outcome": "ja", "text": "Het kan.", "role": "Wijkbeheerder",
              "date": timezone.localdate().isoformat(), "next_step": "Bellen"}  # fmt: skip
    assert admin_client.post("/beheer/initiatieven-antwoorden/new/", fields).status_code == 302
    assert Initiative.objects.get(pk=initiative.pk).term is None
    response = OfficialResponse.objects.get(initiative=initiative)
    for action in ("edit", "delete"):
        answer = admin_client.post(
            f"/beheer/initiatieven-antwoorden/{action}/{response.pk}/", fields | {"text": "Toch niet."}
        )
        assert answer.status_code in {302, 403, 404}
    assert OfficialResponse.objects.get(pk=response.pk).text == "Het kan."


def test_every_screen_opens(admin_client: Client) -> None:
    initiative = an_initiative()
    for path in ("initiatieven/", "initiatieven/new/", f"initiatieven/edit/{initiative.pk}/",
                 "initiatieven-antwoorden/", "initiatieven-antwoorden/new/", "regelingen/", "regelingen/new/",
                 "wachtrij/",
                 *(f"wachtrij/?stand={state.value}" for state in S)):  # fmt: skip
        assert admin_client.get(f"/beheer/{path}").status_code == 200, path


def test_a_new_day_asks_for_an_edition_only_when_something_runs() -> None:
    Edition.objects.all().delete()
    start_day()
    assert not Edition.objects.exists(), "nothing is online yet"
    online = Edition.objects.create(number=1, state=EditionState.PUBLISHED, reason="x", finished_at=timezone.now())
    start_day()
    assert Edition.objects.count() == 1, "today's edition is of today"
    Edition.objects.filter(pk=online.pk).update(finished_at=timezone.now() - timedelta(days=1))
    start_day()
    assert Edition.objects.filter(state=EditionState.REQUESTED).count() == 1


def test_a_milestone_that_passed_and_a_cycle_that_ended_ask_for_an_edition() -> None:
    Initiative.objects.update(response_due=None)
    for changes in (Campaign.objects, FundingScheme.objects, Support.objects):
        changes.all().delete()
    today = timezone.localdate()
    Milestone.objects.update(due=today)
    Edition.objects.all().delete()
    Edition.objects.create(
        number=1, state=EditionState.PUBLISHED, reason="x", finished_at=timezone.now() - timedelta(days=1)
    )
    start_day()
    requested = Edition.objects.filter(state=EditionState.REQUESTED)
    assert not requested.exists()
    Milestone.objects.filter(done_on=None).update(due=today - timedelta(days=1))
    start_day()
    assert requested.count() == 1
    requested.delete()
    Milestone.objects.update(due=today)
    Cycle.objects.update(ends=today - timedelta(days=1))
    start_day()
    assert requested.count() == 1


def test_what_is_not_public_asks_for_no_edition_and_is_never_its_reason() -> None:
    Edition.objects.all().delete()
    brought_to(S.SUBMITTED, "Kanarie")
    assert not Edition.objects.exists()
    brought_to(S.PUBLISHED, "Kanarie twee")
    assert "Kanarie" not in Edition.objects.get().reason


def test_the_rules_of_a_municipality_are_checked_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "initiatives.toml"
    assert read_rules(path).answer_days == 42
    path.write_text('answer_days = 0\ncolour = "rood"\n[[contact]]\nrole = "Rol"\nareas = ["XX1"]\n', "utf-8")
    with pytest.raises(BadInput) as caught:
        read_rules(path)
    told = str(caught.value)
    for word in ("answer_days", "colour", "XX1"):
        assert word in told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("overeenkomst.pdf", b"MZ\x90 een programma", "Dit is geen pdf."),
        ("overeenkomst.pdf.exe", b"%PDF-1.7 met een andere naam", "Dit is geen pdf."),
        ("overeenkomst.pdf", b"%PDF-1.7" + bytes(10 * 1024 * 1024), "De overeenkomst is te groot"),
    ],
    ids=["program", "name", "size"],
)
def test_an_agreement_is_a_pdf_of_a_bounded_size(admin_client: Client, name: str, content: bytes, told: str) -> None:
    answer = admin_client.post(
        NEW, by_phone("Tuin met afspraken", agreement="adoptie", agreement_file=SimpleUploadedFile(name, content))
    )
    assert told in answer.content.decode()
    assert not Initiative.objects.filter(title="Tuin met afspraken").exists()
