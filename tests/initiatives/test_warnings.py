"""Mail that would go to nobody is told to who can do something about it, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.staff import warnings as staff_warnings

pytestmark = pytest.mark.django_db
WORDS = "Herinneringen gaan nergens heen"


@pytest.mark.parametrize(
    ("desk", "above", "told"),
    [("", "", {"desk_mail", "escalation_mail"}), ("desk@example.org", "", {"escalation_mail"}),
     ("desk@example.org", "above@example.org", set())],
)  # fmt: skip
def test_an_empty_mailbox_is_told_on_the_start_screen(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, desk: str, above: str, told: set[str]
) -> None:
    given = replace(rules(), desk_mail=desk, escalation_mail=above)
    monkeypatch.setattr(staff_warnings, "rules", lambda: given)
    page = admin_client.get("/beheer/").content.decode()
    assert (WORDS in page) == bool(told)
    said = page.partition(WORDS)[2].partition("</section>")[0]
    before, _, for_the_technician = said.partition("<details>")
    assert {name for name in ("desk_mail", "escalation_mail") if f"<code>{name}</code>" in for_the_technician} == told
    assert ("krijgt geen bericht" in before) == ("desk_mail" in told)
    assert ("veel te laat" in before) == ("escalation_mail" in told)
    assert "_mail" not in before and ".toml" not in before


@pytest.mark.parametrize("role", ["Wijkmanager", "Communicatie", "Onderzoeker"])
def test_who_cannot_mend_it_is_not_bothered(client: Client, role: str) -> None:
    user = get_user_model().objects.create_user(role, "", "geheim")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert WORDS not in client.get("/beheer/", follow=True).content.decode()
