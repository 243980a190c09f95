"""The address on the site: explained, and made from the title when nobody writes one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.challenges.sent_back import form_data

from vergezicht.challenges.models import Challenge, Conversation, CouncilItem, Cycle

pytestmark = pytest.mark.django_db


def saved(client: Client, path: str, **given: Any) -> None:
    page = client.get(path).content.decode()
    assert ">Slug" not in page
    answer = client.post(path, form_data(page) | given)
    assert answer.status_code == 302, re.findall(r"error-message[^>]*>(.*?)</", answer.content.decode(), re.S)


def test_an_address_that_is_left_empty_is_made_from_the_title(admin_client: Client) -> None:
    cycle = Cycle.objects.get(slug="2020-2022").pk
    challenge = {"title": "Meer groen in het Hart", "cycle": cycle, "code": "X1", "kind": "kans",
                 "areas": ["SD1"], "themes": ["participatie"]}  # fmt: skip
    saved(admin_client, "/beheer/wijkopgaven/new/", **challenge)
    saved(admin_client, "/beheer/wijkopgaven/new/", **challenge | {"code": "X2"})
    slugs = set(Challenge.objects.filter(code__in=["X1", "X2"], cycle=cycle).values_list("slug", flat=True))
    assert slugs == {"meer-groen-in-het-hart", "meer-groen-in-het-hart-2"}
    for kind in ("gesprekken", "raad"):
        assert "Adres op de site" in admin_client.get(f"/beheer/{kind}/new/").content.decode()
    saved(admin_client, "/beheer/gesprekken/new/", title="Aan tafel", cycle=cycle, date="2022-01-01", method="muur",
          areas=["SD1"], summary="x")  # fmt: skip
    assert Conversation.objects.filter(slug="aan-tafel").exists()
    saved(admin_client, "/beheer/raad/new/", kind="motie", code="M40", title="Bankjes", text="x", date="2022-02-01",
          owner_role="College")  # fmt: skip
    assert CouncilItem.objects.filter(slug="bankjes").exists()


def test_an_address_that_is_emptied_stays(admin_client: Client) -> None:
    challenge = Challenge.objects.get(code="M1")
    path = f"/beheer/wijkopgaven/edit/{challenge.pk}/"
    given = form_data(admin_client.get(path).content.decode())
    answer = admin_client.post(path, given | {"slug": "", "goal": "Anders.", "change_reason": "Zo."})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert Challenge.objects.get(code="M1").slug == challenge.slug
