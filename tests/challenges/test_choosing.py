"""The forms of the work: choosing several by ticking, and a code that is taken is told at its field."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.challenges.sent_back import form_data

from vergezicht.challenges.models import Action, Challenge, Conversation, CouncilItem, Partner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "name"),
    [("acties", "partners"), ("raad", "challenges"), ("gesprekken", "harvest-__prefix__-challenges")],
)
def test_several_are_chosen_by_ticking(admin_client: Client, path: str, name: str) -> None:
    text = admin_client.get(f"/beheer/{path}/new/").content.decode()
    marked = text[text.index(f'name="{name}"') :]
    assert 'data-controller="vergezicht-choices"' in marked[: marked.index(">")]
    assert "website/js/choices" in text


def test_the_partners_of_an_action_are_kept(admin_client: Client) -> None:
    challenge = Challenge.objects.get(code="M1")
    concept = Challenge.objects.create(
        cycle=challenge.cycle, code="X1", slug="x1", title="Een concept", kind="kans", areas=["SD1"], themes=["groen"]
    )
    chosen = list(Partner.objects.values_list("pk", flat=True)[:2])
    path = f"/beheer/acties/new/?opgave={concept.pk}"
    data = form_data(admin_client.get(path).content.decode())
    answer = admin_client.post(path, data | {"title": "Samen", "partners": chosen})
    assert answer.status_code == 302
    assert set(Action.objects.get(title="Samen").partners.values_list("pk", flat=True)) == set(chosen)


def test_a_code_that_is_taken_is_told_at_its_field(admin_client: Client) -> None:
    challenge, item = Challenge.objects.get(code="M1"), CouncilItem.objects.first()
    assert item is not None
    asked = [
        ("wijkopgaven", {"title": "Nog een", "cycle": challenge.cycle_id, "code": "M1", "kind": "kans",
                         "areas": ["SD1"], "themes": ["groen"]}, "heeft een andere opgave dit kenmerk al"),
        ("raad", {"kind": item.kind, "code": item.code, "date": f"{item.date:%Y-%m-%d}", "title": "Nog een",
                  "text": "x", "owner_role": "College"}, "van deze datum bestaat al"),
    ]  # fmt: skip
    for path, given, told in asked:
        address = f"/beheer/{path}/new/"
        text = admin_client.get(address).content.decode()
        page = BeautifulSoup(admin_client.post(address, form_data(text) | given).content, "html.parser")
        field = page.find(id="id_code").find_parent(class_="w-field")
        assert told in field.get_text()
        assert field.select_one(".help"), "what is asked is explained"
        assert [line.get_text(strip=True) for line in page.select(".messages li")] and told not in page.find(
            class_="messages"
        ).get_text()


def test_what_is_used_nowhere_says_so(admin_client: Client) -> None:
    concept = Conversation.objects.create(
        cycle=Challenge.objects.get(code="M1").cycle, title="Weg ermee", slug="weg", date="2022-01-01", method="muur",
        areas=["SD1"], summary="x",
    )  # fmt: skip
    partner = Partner.objects.create(name="Niemand", slug="niemand")
    for path in (f"gesprekken/delete/{concept.pk}", f"partners/delete/{partner.pk}"):
        assert "0 verwijzingen" not in admin_client.get(f"/beheer/{path}/").content.decode()
    assert "Nergens anders gebruikt." in admin_client.get(f"/beheer/partners/delete/{partner.pk}/").content.decode()
