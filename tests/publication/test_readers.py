"""How often pages are read: counted per day and page, of nobody, and only what is on the site."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vergezicht.challenges.ground import municipality
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.assets import asset_file, asset_path
from vergezicht.publication.baking.bake import CURRENT, render_address
from vergezicht.publication.models import PageRead
from vergezicht.publication.readers.counting import KEPT, forget_counts, reads_since, record
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db
ADDRESS = "/meedoen/geteld/"


@pytest.fixture
def online(tmp_path: Path, settings: object) -> list[str]:
    """The story as it is online; gives the anchors of its chapters."""
    settings.EDITIONS_FOLDER = tmp_path
    page = tmp_path / CURRENT / "site" / "verhaal" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(render_address(next(one for one in public_addresses() if one.path == "/verhaal/")))
    return [chapter.anchor for chapter in StoryPage.objects.get().chapters]


def told(client: Client, **given: str) -> int:
    return client.post(ADDRESS, given).status_code


def counts() -> dict[tuple[str, str], int]:
    return {(row.path, row.part): row.count for row in PageRead.objects.all()}


def test_a_page_is_opened_and_chapters_are_reached(client: Client, online: list[str]) -> None:
    first, second = online[:2]
    assert told(client, path="/verhaal/", parts=first, opened="") == 204
    assert told(client, path="/verhaal/", parts=second) == 204  # later, in the same visit
    assert told(client, path="/verhaal/", parts=f"{first} {first}", opened="") == 204
    assert counts() == {("/verhaal/", ""): 2, ("/verhaal/", first): 2, ("/verhaal/", second): 1}


@pytest.mark.parametrize(
    ("path", "parts"),
    [("/nergens/", ""), ("/verhaal", ""), ("/../verhaal/", ""), ("//verhaal/", ""), ("/verhaal/?q=ik", ""),
     ("/verhaal/", "bestaat-niet"), ("/verhaal/", '"><b>'), ("", "")],
)  # fmt: skip
def test_what_is_not_on_the_site_is_not_kept(client: Client, online: list[str], path: str, parts: str) -> None:
    assert told(client, path=path, parts=parts, opened="") == 204
    assert told(client, path="/verhaal/", parts=" ".join([online[0], *(f"x{n}" for n in range(99))])) == 204
    assert counts() == {}


def test_nothing_is_counted_for_another_site_or_when_it_is_off(
    client: Client, online: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(ADDRESS, {"path": "/verhaal/", "opened": ""}, headers={"Sec-Fetch-Site": "cross-site"})
    assert client.get(ADDRESS).status_code == 405
    off = replace(municipality(), counts_readers=False)
    monkeypatch.setattr("vergezicht.publication.readers.receiving.municipality", lambda: off)
    told(client, path="/verhaal/", opened="")
    assert counts() == {}


def test_nothing_of_the_reader_is_kept(client: Client, online: list[str]) -> None:
    answer = client.post(
        ADDRESS, {"path": "/verhaal/", "opened": ""}, REMOTE_ADDR="203.0.113.9", headers={"User-Agent": "Toestel"}
    )
    assert not answer.cookies and answer["Cache-Control"] == "no-store"
    assert {field.name for field in PageRead._meta.get_fields()} == {"id", "day", "path", "part", "count"}
    kept = [str(value) for row in PageRead.objects.values_list() for value in row]
    assert not any("203.0" in value or "Toestel" in value for value in kept)


def test_a_page_has_the_script_only_when_the_municipality_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    story = next(one for one in public_addresses() if one.path == "/verhaal/")
    said = "Wij tellen hoe vaak een pagina wordt gelezen"
    html = render_address(story).decode()
    script = asset_path("counting.js")
    assert f'src="{script}"' in html and said in html
    assert f'"{ADDRESS}"' in asset_file("counting.js").read_text("utf-8")
    draft = StoryPage.objects.get().get_latest_revision_as_object().make_preview_request()
    draft.render()
    assert script not in draft.content.decode(), "an editor who looks at a draft is no reader"
    off = replace(municipality(), counts_readers=False)
    monkeypatch.setattr("vergezicht.publication.context.municipality", lambda: off)
    html = render_address(story).decode()
    assert script not in html and said not in html


def test_the_screen_tells_how_far_a_story_is_read_and_gives_a_file(client: Client, online: list[str]) -> None:
    for reached in (online[:3], online[:1], online[:1], []):
        record("/verhaal/", reached, opened=True)
    PageRead.objects.create(day=timezone.localdate() - timedelta(days=20), path="/verhaal/", part="", count=5)
    week, month = (reads_since(timezone.localdate() - timedelta(days=days))[0] for days in (6, 29))
    assert (week.count, month.count) == (4, 9)
    assert [chapter.share for chapter in week.chapters[:4]] == [0.75, 0.25, 0.25, 0]
    assert [chapter.title for chapter in week.chapters] == [c.title for c in StoryPage.objects.get().chapters]
    client.force_login(User.objects.create_superuser("redactie"))
    html = client.get(reverse("readers"), {"termijn": "week"}).content.decode()
    assert week.title in html and "4 keer" in html and "Tellen staat uit" not in html
    file = client.get(reverse("readers"), {"vorm": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert rows[1] == ["/verhaal/", month.title, "", "9"]
    assert rows[2][2:] == [week.chapters[0].title, "3"]


def test_only_who_may_enter_the_editor_sees_it(client: Client) -> None:
    assert client.get(reverse("readers")).status_code == 302


def test_counts_go_after_two_years() -> None:
    for age in (KEPT, KEPT + timedelta(days=1)):
        PageRead.objects.create(day=timezone.localdate() - age, path="/", part="", count=1)
    assert forget_counts() == 1
    assert PageRead.objects.count() == 1
