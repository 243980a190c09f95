"""Ten thousand initiatives and fifty thousand supports: every list and screen in a bounded number of queries."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import Initiative, Letter, StateChange, Support
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState
from vergezicht.publication.baking.bake import anonymous_request
from vergezicht.publication.news import recent_news
from vergezicht.publication.residents import account
from vergezicht.publication.views import feeds, initiatives, residents

pytestmark = pytest.mark.django_db
S = InitiativeState
PLANS, SUPPORTS, LETTERS = 10_000, 50_000, 2_000


@pytest.fixture
def crowd() -> list[Initiative]:
    """Half of them public, half in the queue; each with its log, as the database wants it."""
    wijken = municipality().geography.at(AreaLevel.WIJK)
    now = timezone.now()
    Initiative.objects.bulk_create(
        [
            Initiative(title=f"Plan {n}", slug=f"veel-{n}", summary="Samen iets doen.", areas=[wijken[n % 16].code],
                       category=rules().categories[n % 6].code, term_start=now.date(), response_due=now.date())
            for n in range(PLANS)
        ],
        batch_size=1000,
    )  # fmt: skip
    made = list(Initiative.objects.filter(slug__startswith="veel-").order_by("pk"))
    for source, target, chosen in ((S.CONCEPT, S.SUBMITTED, made), (S.SUBMITTED, S.PUBLISHED, made[: PLANS // 2])):
        changes = [StateChange(initiative=item, source=source, target=target, role="Rol", at=now) for item in chosen]
        StateChange.objects.bulk_create(changes, batch_size=1000)
        Initiative.objects.filter(pk__in=range(chosen[0].pk, chosen[-1].pk + 1)).update(state=target)
    Initiative.objects.filter(state=S.PUBLISHED, published_at=None).update(published_at=now)
    Support.objects.bulk_create(
        [
            Support(initiative=made[n % (PLANS // 2)], kind="steun", address_hash=secrets.token_hex(32))
            for n in range(SUPPORTS)
        ],
        batch_size=2000,
    )
    Letter.objects.bulk_create(
        [Letter(kind="melding", about="/", reason="onjuist", expires_at=now) for _ in range(LETTERS)], batch_size=1000
    )
    return made


def _page(view: Callable[..., HttpResponse], **options: Any) -> Callable[[], Any]:
    request: HttpRequest = anonymous_request("/initiatieven/")
    return lambda: view(request, **options).content


def test_every_list_and_screen_takes_a_bounded_number_of_queries(crowd: list[Initiative], admin_client: Client) -> None:
    wijk = municipality().geography.at(AreaLevel.WIJK)[0].code
    measured: list[tuple[str, Callable[[], Any], int]] = [
        ("overview", _page(initiatives.overview), 12),
        ("of an area", _page(initiatives.in_area, code=wijk), 8),
        ("of a category", _page(initiatives.in_category, category=rules().categories[0]), 8),
        ("of a state", _page(initiatives.in_state, state=S.PUBLISHED), 8),
        ("one", _page(initiatives.detail, slug=crowd[0].slug), 24),
        ("begin", _page(initiatives.begin, code=wijk), 20),
        ("open data", _page(initiatives.csv), 8),
        ("for the council", _page(residents.page), 24),
        ("agenda", _page(feeds.agenda), 12),
        ("news", recent_news, 16),
        ("account", account, 14),
        ("queue", lambda: admin_client.get("/beheer/wachtrij/").content, 45),
        ("letters", lambda: admin_client.get("/beheer/berichten/").content, 30),
        ("the list of staff", lambda: admin_client.get("/beheer/initiatieven/").content, 45),
    ]
    admin_client.get("/beheer/wachtrij/")  # what is read once per process
    too_many, slow = {}, {}
    for name, look, most in measured:
        began = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            look()
        took = time.process_time() - began
        if len(asked) > most:
            too_many[name] = len(asked)
        if took > 6:
            slow[name] = round(took, 1)
    assert too_many == {}
    assert slow == {}
