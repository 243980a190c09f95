"""Erasing reaches everything: the database, the current edition and every edition before it; plans and campaigns."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import connection
from django.utils import timezone
from tests.initiatives.invented import brought_to

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.lifecycle import erase
from vergezicht.initiatives.models import Activity, Campaign
from vergezicht.initiatives.states import InitiativeState
from vergezicht.publication import addresses as every
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking import bake as baking
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.baking.editions import bake_waiting, request_edition

pytestmark = pytest.mark.django_db
CANARY = "kanarie5519"


def unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return {".br": brotli.decompress, ".gz": gzip.decompress}.get(path.suffix, bytes)(content)


def test_what_is_erased_is_in_no_table_and_in_no_edition(
    editions: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    told = ("/initiatieven/", "/campagnes/", "/edities/", "/gemeente/", "/zoeken/", "/regelingen/", "/open-data/kaart/")

    def few() -> Any:
        return (item for item in every.public_addresses() if item.path.startswith(told))

    monkeypatch.setattr(baking, "public_addresses", few)
    initiative = brought_to(InitiativeState.SUPPORT, CANARY, summary=CANARY, body=CANARY)
    other = brought_to(InitiativeState.SUPPORT, "Blijft staan")
    for reason in ("een", "twee"):
        request_edition(reason)
        bake_waiting()
        brought_to(InitiativeState.PUBLISHED, f"Iets anders {reason}")
    holding = [path for path in editions.glob("0*/**/*") if path.is_file() and CANARY.encode() in unpacked(path)]
    assert len({path.relative_to(editions).parts[0] for path in holding}) == 2, "it was in both editions"
    assert {"features.sqlite", "initiatieven.geojson"} <= {path.name for path in holding}
    erase(initiative)
    request_edition("gewist")
    bake_waiting()
    request_edition("nog een")
    bake_waiting()
    left = [path for path in editions.rglob("*") if path.is_file() and CANARY.encode() in unpacked(path)]
    assert not left
    assert not [path for path in editions.rglob(f"*{CANARY}*") if path.is_file()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            assert CANARY not in str(cursor.fetchall()), table
    kept = editions / "0001" / "site" / "initiatieven" / other.slug / "index.html"
    assert kept.is_file(), "only what was erased goes"


def test_a_step_plan_is_a_tagged_pdf_with_the_same_bytes_and_a_buurt_uses_that_of_its_wijk() -> None:
    found = {item.path: item for item in public_addresses()}
    plans = [path for path in found if path.endswith("/stappenplan.pdf")]
    geography = municipality().geography
    assert len(plans) == sum(area.level.value != "buurt" for area in geography)
    plan = render_address(found[plans[0]])
    assert plan.startswith(b"%PDF-")
    assert b"/MarkInfo" in plan or b"/StructTreeRoot" in plan
    assert plan == render_address(found[plans[0]])
    for path in (path for path in found if path.startswith("/begin/") and path.endswith("/")):
        page = render_address(found[path]).decode()
        assert any(f'href="{plan}"' in page for plan in plans), path


def test_a_campaign_counts_down_and_lists_what_neighbours_do(admin_client: Any) -> None:
    day = timezone.localdate() + timedelta(days=9)
    campaign = Campaign.objects.create(title="Burendag", slug="burendag-t", date=day, summary="Samen.", is_public=True)
    Activity.objects.create(campaign=campaign, title="Soep", area=next(iter(municipality().geography)).code)
    Campaign.objects.create(title="Concept", slug="concept-t", date=day, summary="Nog niet.")
    found = {item.path: item for item in public_addresses()}
    page = render_address(found["/campagnes/burendag-t/"]).decode()
    assert "Nog 9 dagen" in page
    assert "Soep" in page
    assert "/campagnes/concept-t/" not in found
    assert "Concept" not in render_address(found["/campagnes/"]).decode()
    for path in ("campagnes/", "campagnes/new/", "activiteiten/", "activiteiten/new/"):
        assert admin_client.get(f"/beheer/{path}").status_code == 200
