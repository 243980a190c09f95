"""Initiatives from and to other sites, what hundreds of spam posts do, and whether strangers get at anything."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from tests.initiatives.filling_in import handed_in
from tests.initiatives.invented import brought_to

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.exchange import exported, initiatives_csv, initiatives_json, take_over
from vergezicht.initiatives.models import Initiative, StateChange
from vergezicht.initiatives.moderation import decide
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.states import InitiativeState
from vergezicht.problems import BadInput

pytestmark = pytest.mark.django_db
S = InitiativeState


def a_row(**changed: str) -> dict[str, str]:
    area = municipality().geography.at(AreaLevel.WIJK)[0].code
    return {"kenmerk": "mw-1", "titel": "Een buurtmoestuin", "kort": "Samen groente kweken.", "categorie": "Ontmoeten",
            "gebied": area, "adres": "https://elders.example/1", **changed}  # fmt: skip


def a_file(tmp_path: Path, *rows: dict[str, str]) -> Path:
    path = tmp_path / "elders.json"
    path.write_text(json.dumps({"initiatieven": list(rows)}), "utf-8")
    return path


def test_what_comes_from_elsewhere_waits_and_is_taken_over_once(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_row(), a_row(kenmerk="mw-2", titel="Een bank"))
    assert take_over(path, source="Elders").new == 2
    first = Initiative.objects.get(source_key="mw-1")
    assert (first.state, first.source_name) == (S.SUBMITTED, "Elders")
    assert first not in public_initiatives()
    again = take_over(a_file(tmp_path, a_row(titel="Een moestuin")), source="Elders")
    assert (again.new, again.changed) == (0, 1)
    first.refresh_from_db()
    assert first.title == "Een moestuin"
    decide(first, S.PUBLISHED, role="Moderator")
    assert take_over(a_file(tmp_path, a_row(titel="Iets heel anders")), source="Elders").kept == 1
    first.refresh_from_db()
    assert first.title == "Een moestuin", "what was judged is not changed from outside"


def test_every_problem_is_told_at_once_and_then_nothing_is_kept(tmp_path: Path) -> None:
    bad = [a_row(), a_row(titel="", gebied="XX9"), a_row(kenmerk="b", categorie="Ruimtevaart", adres="javascript:1"),
           a_row(kenmerk="c", kort="<script>alert(1)</script>", soort="x"),
           a_row(kenmerk="d", adres="http://127.0.0.1:8000/initiatieven/a/")]  # fmt: skip
    with pytest.raises(BadInput) as caught:
        take_over(a_file(tmp_path, *bad), source="Elders")
    told = str(caught.value)
    for words in (
        "ontbreekt",
        "XX9",
        "Ruimtevaart",
        "webadres",
        "HTML",
        "onbekende soort",
        "deze site zelf",
        "staat er al",
    ):
        assert words in told, words
    assert not Initiative.objects.exclude(source_key="").exists()
    path = tmp_path / "kapot.json"
    path.write_text("[1, 2", "utf-8")
    with pytest.raises(BadInput, match="JSON"):
        take_over(path, source="Elders")


def test_what_goes_out_can_come_in_elsewhere_and_runs_no_formula(tmp_path: Path, settings: Any) -> None:
    brought_to(S.SUPPORT, "=SOM(1;2)", summary="@lokaal", body="+31")
    text = initiatives_csv(public_initiatives())
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == public_initiatives().count()
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]
    other = brought_to(S.SUPPORT, "Om mee te nemen", category="ontmoeten")
    path = tmp_path / "uit.json"
    path.write_text(initiatives_json([other]), "utf-8")
    settings.SITE_URL = "https://een-andere-site.example"
    assert take_over(path, source="De vorige site").new == 1


def test_the_day_it_became_public_is_the_day_here() -> None:
    item = brought_to(S.SUPPORT, "Net na middernacht")
    item.published_at = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    assert exported([item])[0]["openbaar_sinds"] == "2026-11-30"


def test_a_moderator_clears_two_hundred_spam_posts_and_finds_the_five_real_ones(admin_client: Client) -> None:
    spam = [brought_to(S.SUBMITTED, f"Spam {n}").pk for n in range(200)]
    real = [brought_to(S.SUBMITTED, f"Echt {n}").pk for n in range(5)]
    queue = "/beheer/wachtrij/?stand=ingediend"
    clicks = 0
    while Initiative.objects.filter(pk__in=spam, state=S.SUBMITTED).exists():
        page = admin_client.get(queue).content.decode()
        ticked = [pk for pk in spam if f'value="{pk}"' in page]
        assert ticked, "spam stands before what is real"
        admin_client.post(
            queue, {"initiatief": ticked, "target": "afgewezen", "role": "Moderator", "standard": "Reclame"}
        )
        clicks += 1
    assert clicks <= 5
    page = admin_client.get(queue).content.decode()
    assert all(f'value="{pk}"' in page for pk in real)
    admin_client.post(queue, {"initiatief": real, "target": "gepubliceerd", "role": "Moderator"})
    assert public_initiatives().filter(pk__in=real).count() == 5
    assert StateChange.objects.filter(initiative__in=spam, target=S.REJECTED).count() == 200


SCREENS = (
    *("wachtrij/", "berichten/", "initiatieven/", "initiatieven/new/", "regelingen/new/"),
    *("ontmoetingsplekken/new/", "campagnes/new/", "activiteiten/new/", "initiatieven-antwoorden/new/"),
)


@pytest.mark.parametrize("path", SCREENS)
def test_no_screen_opens_for_a_stranger_or_for_staff_without_the_right(client: Client, path: str) -> None:
    user = get_user_model().objects.create_user("lezer", "", "geheim")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for _ in range(2):
        for answer in (client.get(f"/beheer/{path}"), client.post(f"/beheer/{path}", {"target": "ja", "role": "x"})):
            assert answer.status_code in {302, 403}
            assert answer.status_code == 403 or not answer.headers["Location"].startswith(f"/beheer/{path}")
        client.force_login(user)


def test_the_code_of_one_opens_nothing_of_another(client: Client) -> None:
    mine, code = handed_in(client)
    other, _ = handed_in(client, title="Van een ander", address="ander@example.org")
    for action in ("wis", "trek-in", "draag-over", "bezwaar", "nog-daar", "bewaar"):
        names = {"initiatief": other.pk, "initiative": other.pk, "slug": other.slug, "nieuw_adres": "x@example.org"}
        client.post("/meedoen/mijn/", {"code": code, "action": action, "zeker": "ja", **names})
    other.refresh_from_db()
    assert (other.title, other.state) == ("Van een ander", S.SUBMITTED)
    assert not other.letters.exists()
    mine.refresh_from_db()
    assert mine.erased_at is not None
