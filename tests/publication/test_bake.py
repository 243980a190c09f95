"""An edition is complete, is swapped in whole, and a bake that fails changes nothing for readers."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import resolve
from pytest_django import DjangoDbBlocker
from tests.publication.service import Answer
from tests.publication.structured import things_on, wrong_with

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.queries import all_challenges
from vergezicht.publication.addresses import Address, public_addresses
from vergezicht.publication.baking import bake as baking
from vergezicht.publication.baking.editions import bake_waiting, request_edition
from vergezicht.publication.models import Edition, EditionState
from vergezicht.publication.serving.files import EditionServer
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def handful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start page, challenges, open data, editions: what happens to an edition does not depend on what is in it."""
    every = public_addresses
    kept = ("/opgaven/", "/open-data/", "/edities/")
    monkeypatch.setattr(
        baking, "public_addresses", lambda: [one for one in every() if one.path == "/" or one.path.startswith(kept)]
    )


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind of page that is not there for every area, figure or initiative, so that all of them take part."""
    monkeypatch.setattr(baking, "public_addresses", partial(_some, public_addresses))


def _some(every: Callable[[], Iterable[Address]]) -> list[Address]:
    per_area = ("/buurten/", "/wijken/", "/stadsdelen/", "/begin/", "/ontmoetingsplekken/")
    many = (*per_area, "/cijfers/", "/initiatieven/", "/delen/", "/verkennen/")
    return [item for item in every() if not item.path.startswith(many)]


@pytest.fixture(scope="module")
def kept_first(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Path:
    """A folder with a first edition of a few addresses."""
    folder = tmp_path_factory.mktemp("first") / "editions"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, override_settings(EDITIONS_FOLDER=folder):
        patch.setattr(baking, "public_addresses", partial(_some, public_addresses))
        assert baking.bake(1, reason="eerste").folder == folder / "0001"
        connection.close()
    return folder


@pytest.fixture
def first(kept_first: Path, editions: Path, few: None) -> Path:
    """The folder for editions, with the first of a few addresses in it."""
    return Path(shutil.copytree(kept_first, editions, symlinks=True))


def _links(text: str) -> Iterator[str]:
    yield from re.findall(r'(?:href|src)="([^"]+)"', text)
    for group in re.findall(r'srcset="([^"]+)"', text):
        yield from (part.split()[0] for part in group.split(","))


def test_every_address_is_a_file_with_its_packed_forms(baked: Path) -> None:
    manifest = json.loads((baked / "edition.json").read_text("utf-8"))
    for address in public_addresses():
        name = address.path.lstrip("/") + ("index.html" if address.path.endswith("/") else "")
        assert name in manifest["files"], address.path
        for encoding in manifest["files"][name]["encodings"]:
            assert (baked / "site" / f"{name}.{encoding}").is_file()
    assert {"br", "gz"} == set(manifest["files"]["index.html"]["encodings"])


def test_every_internal_link_leads_somewhere(baked: Path, html: dict[str, str]) -> None:
    broken, server = set(), EditionServer(baked.parent, https=False)
    for name, text in html.items():
        for link in _links(text):
            if link.startswith(("http", "tel:", "mailto:", "data:")):
                continue
            if link.startswith("/meedoen/"):
                resolve(urlsplit(link).path)  # an open form, answered by Django: raises when there is none
                continue
            if link.startswith("/api/"):
                assert Answer(server, unescape(link)).status == 200, link
                continue
            path, _, fragment = link.partition("#")
            path = path.partition("?")[0]  # a question is answered on its page
            target = (
                name if not path else path.lstrip("/") + ("index.html" if path.endswith("/") or path == "/" else "")
            )
            if not (baked / "site" / target).is_file() or (
                fragment and target.endswith(".html") and f'id="{fragment}"' not in html[target]
            ):
                broken.add((name, link))
    assert not broken


def test_no_page_asks_anything_of_another_host(html: dict[str, str]) -> None:
    for name, text in html.items():
        tags = r'script|link(?! rel="canonical")|img|source|iframe|video|audio'
        loaded = re.findall(rf'<(?:{tags})[^>]*?(?:href|src|srcset)="(https?:[^"]+)"', text)
        assert not loaded, name
        assert "@import" not in text


def test_no_page_needs_inline_styles_or_handlers(html: dict[str, str]) -> None:
    for name, text in html.items():
        assert not re.search(r"<[^>]+\sstyle=", text), name
        assert not re.search(r"<[^>]+\son[a-z]+=", text), name
        assert re.findall(r'<script(?![^>]*\ssrc=)(?! type="application/ld\+json">)', text) == [], name


def test_what_pages_tell_programs_is_whole_and_leads_to_what_is_there(baked: Path, html: dict[str, str]) -> None:
    told = {name: things_on(text) for name, text in html.items()}
    assert {thing["@type"] for things in told.values() for thing in things} == {
        "Article", "AdministrativeArea", "BreadcrumbList", "DataCatalog", "Dataset", "ItemList", "Place", "WebSite",
    }  # fmt: skip
    for name, things in told.items():
        assert not [wrong for thing in things for wrong in wrong_with(thing, baked / "site")], name


def test_ids_are_unique_on_every_page(html: dict[str, str]) -> None:
    for name, text in html.items():
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), (name, sorted({item for item in ids if ids.count(item) > 1})[:5])


def test_every_page_says_that_the_content_is_an_example(html: dict[str, str]) -> None:
    assert all("Voorbeeldinhoud" in text for text in html.values())


def test_every_page_has_one_main_heading_and_no_skipped_levels(html: dict[str, str]) -> None:
    for name, text in html.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])[\s>]", text)]
        assert levels.count(1) == 1, name
        skipped = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert not skipped, (name, skipped)


def test_a_suppressed_figure_is_nowhere(baked: Path, zwolle_release: Path) -> None:
    """The page of an area without answers has no card and no number: of every figure it has the name, and why not."""
    from vergezicht.figures import open_release

    release = open_release(zwolle_release)
    empty = next(area for area in release.geography if not area.inhabited)
    assert all(not figure.is_shown for figure in release.figures(area=empty.code))
    text = (baked / "site" / "buurten" / empty.slug / "index.html").read_text("utf-8")
    assert 'class="key-figure"' not in text and "vz-big" not in text.rpartition("</style>")[2]
    names = re.findall(r'<li id="cijfer-[^"]*"><a [^>]*>([^<]*)</a>([^<]*)</li>', text)
    assert {name for name, _ in names} == {indicator.title for indicator in release.indicators}
    assert all(re.fullmatch(r", (om|omdat) \D+", why) for _, why in names)


def test_baking_again_makes_no_new_edition(first: Path) -> None:
    request_edition("nog eens")
    second = bake_waiting()
    assert second.state == EditionState.UNCHANGED
    assert second.number is None
    assert sorted(path.name for path in first.iterdir()) == ["0001", "current"]


def test_the_page_of_editions_names_its_edition_in_its_language_and_is_no_news_in_any(
    editions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    addresses = [one for one in public_addresses() if one.path.endswith(("/edities/", "/404.html"))]
    monkeypatch.setattr(baking, "public_addresses", lambda: addresses)
    request_edition("eerste")
    assert bake_waiting().state == EditionState.PUBLISHED
    site = editions / "current" / "site"
    assert "Nu te zien: Editie 1, " in (site / "edities/index.html").read_text("utf-8")
    assert "You see: Edition 1, " in (site / "en/edities/index.html").read_text("utf-8")
    missing = (site / "en/404.html").read_text("utf-8")
    assert 'hreflang="nl" href="/">' in missing and 'href="/404.html"' not in missing
    request_edition("nog eens")
    assert bake_waiting().state == EditionState.UNCHANGED


def test_a_change_reaches_only_the_pages_it_is_on(first: Path) -> None:
    challenge = Challenge.objects.get(code="M2")
    challenge.goal = "Overal schaduw."
    challenge.save()
    edition = bake_waiting()
    assert edition.number == 2
    assert f"/opgaven/{challenge.slug}/" in edition.changed
    assert "/verhaal/" in edition.changed
    assert "/opgaven/kamperpoort-samen-een-buurt/" not in edition.changed
    assert "Overal schaduw." in (first / "current/site/opgaven" / challenge.slug / "index.html").read_text("utf-8")


def test_a_withdrawn_page_is_gone_from_the_next_edition(first: Path) -> None:
    StoryPage.objects.get().unpublish()
    bake_waiting()
    assert not (first / "current/site/verhaal").exists()
    assert (first / "0001/site/verhaal/index.html").is_file()


def test_requests_are_joined_until_one_begins(editions: Path, handful: None) -> None:
    request_edition("een")
    request_edition("twee")
    assert Edition.objects.get(state=EditionState.REQUESTED).reason == "een; twee"


@pytest.mark.parametrize("number", [28, 13])
def test_a_disk_that_fails_leaves_the_old_edition_online(
    editions: Path, handful: None, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    request_edition("eerste")
    bake_waiting()
    before = sorted(path.name for path in editions.iterdir())
    Challenge.objects.filter(code="M1").update(goal="Anders")
    written = 0
    ordinary = Path.write_bytes

    def fails_half_way(path: Path, content: bytes) -> int:
        nonlocal written
        written += 1
        if written > 20:
            raise OSError(number, "no")
        return ordinary(path, content)

    monkeypatch.setattr(Path, "write_bytes", fails_half_way)
    request_edition("tweede")
    failed = bake_waiting()
    assert failed.state == EditionState.FAILED
    assert failed.number is None
    assert "vorige editie staat nog steeds online" in failed.error
    assert sorted(path.name for path in editions.iterdir()) == before
    assert (editions / "current").resolve().name == "0001"


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The editions on a disk of their own, in memory, of 64 MB."""
    disk = tmp_path / "schijf"
    disk.mkdir()
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    mounted = subprocess.run(
        [*rights, "mount", "-t", "tmpfs", "-o", "size=64m,mode=777", "disk", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk")
    settings.EDITIONS_FOLDER = disk / "editions"
    yield disk
    subprocess.run([*rights, "umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_edition_online(small_disk: Path, handful: None) -> None:
    request_edition("eerste")
    bake_waiting()
    Challenge.objects.filter(code="M1").update(goal="Anders")
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 400_000))
    request_edition("tweede")
    failed = bake_waiting()
    assert failed.state == EditionState.FAILED
    assert "de schijf is vol" in failed.error
    editions = small_disk / "editions"
    assert sorted(path.name for path in editions.iterdir()) == ["0001", "current"]
    assert (editions / "current/site/index.html").is_file()
    (small_disk / "ballast").unlink()
    request_edition("nog eens")
    assert bake_waiting().state == EditionState.PUBLISHED


def test_a_page_that_cannot_be_made_stops_the_edition(
    editions: Path, handful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vergezicht.publication.views.data.render", lambda *_, **__: 1 / 0)
    request_edition("kapot")
    edition = bake_waiting()
    assert edition.state == EditionState.FAILED
    assert "ZeroDivisionError" in edition.error
    assert list(editions.iterdir()) == []


def test_what_a_killed_bake_left_is_swept(editions: Path, handful: None) -> None:
    (editions / ".bezig-oud").mkdir(parents=True)
    request_edition("eerste")
    bake_waiting()
    assert not (editions / ".bezig-oud").exists()


def test_a_reader_sees_the_old_edition_or_the_new_never_a_mixture(tmp_path: Path) -> None:
    for number in (1, 2):
        for name in ("a", "b"):
            path = tmp_path / f"{number:04d}" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(str(number))
    baking._swap(tmp_path, tmp_path / "0001")
    seen, stop = set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            folder = (tmp_path / "current").resolve(strict=True)
            seen.add(((folder / "a").read_text(), (folder / "b").read_text()))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(300):
        baking._swap(tmp_path, tmp_path / f"{turn % 2 + 1:04d}")
    stop.set()
    reader.join()
    assert seen <= {("1", "1"), ("2", "2")}


def test_what_an_editor_writes_is_text_never_markup(first: Path) -> None:
    Challenge.objects.filter(code="M1").update(title='<script>alert("x")</script>', goal="<b>vet</b> & {onzin}")
    request_edition("aanval")
    assert bake_waiting().state == EditionState.PUBLISHED
    for path in (first / "current/site").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text
        assert "<b>vet" not in text


def test_two_do_not_bake_at_once(editions: Path, handful: None) -> None:
    request_edition("de een")
    editions.mkdir()
    other = os.open(editions, os.O_RDONLY)  # as another process would
    fcntl.flock(other, fcntl.LOCK_EX)
    assert bake_waiting() is None
    assert Edition.objects.get().state == EditionState.REQUESTED
    os.close(other)
    assert bake_waiting().state == EditionState.PUBLISHED


def test_a_bake_that_was_killed_is_made_after_all(editions: Path, handful: None) -> None:
    killed = request_edition("de een")
    Edition.objects.filter(pk=killed.pk).update(state=EditionState.BAKING)
    request_edition("de ander")
    made = bake_waiting()
    assert made.pk == killed.pk
    assert made.state == EditionState.PUBLISHED
    assert bake_waiting().reason == "de ander"


def test_a_folder_that_was_never_recorded_does_not_stop_the_next_edition(editions: Path, handful: None) -> None:
    (editions / "0007/site").mkdir(parents=True)
    request_edition("na een storing")
    made = bake_waiting()
    assert made.state == EditionState.PUBLISHED
    assert made.number == 8


def test_every_page_of_an_edition_tells_of_the_same_moment(
    editions: Path, handful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when every challenge is renamed after the first page."""
    render, lists = baking.render_address, []

    def then_renamed(address: Address) -> bytes:
        content = render(address)
        if address.path == "/opgaven/":
            lists.append(content.decode())
        Challenge.objects.update(title="Heel anders")
        return content

    title = all_challenges()[0].title
    monkeypatch.setattr(baking, "render_address", then_renamed)
    baking.bake(1, reason="test")
    assert title in lists[0]
