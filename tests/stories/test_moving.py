"""A story leaves as one archive and comes back the same; what is wrong with an archive is told at once."""

from __future__ import annotations

import hashlib
import html
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from wagtail.images import get_image_model

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.problems import BadInput
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking import bake as baking
from vergezicht.stories.models import StoryPage, TranslatedText
from vergezicht.stories.moving import unpacking
from vergezicht.stories.moving.arriving import read_archive
from vergezicht.stories.moving.copying import choices_of
from vergezicht.stories.moving.leaving import MANIFEST, write_archive
from vergezicht.stories.translating.words import texts_of
from vergezicht.stories.translating.writing import save_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> bytes:
    return write_archive(StoryPage.objects.get(slug="verhaal"))


def _changed(archive: bytes, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> bytes:
    """The archive after somebody worked on it."""
    with zipfile.ZipFile(io.BytesIO(archive)) as given:
        files = {name: given.read(name) for name in given.namelist()}
    manifest = json.loads(files[MANIFEST])
    change(manifest, files)
    files[MANIFEST] = json.dumps(manifest).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def _refused(content: bytes, **options: Any) -> str:
    before = StoryPage.objects.count(), get_image_model().objects.count()
    with pytest.raises(BadInput) as caught:
        read_archive(content, file="verhaal.zip", **options)
    assert (StoryPage.objects.count(), get_image_model().objects.count()) == before
    return str(caught.value)


def _edition(folder: Path) -> dict[str, bytes]:
    settings.EDITIONS_FOLDER = folder
    baked = baking.bake(1, reason="test").folder
    assert baked is not None
    site = baked / "site"
    return {str(path.relative_to(site)): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


@pytest.fixture
def own_media(db: None, settings: Any, tmp_path: Path) -> None:
    """Only the images as they came: tests that were rolled back leave files, and renditions in the cache."""
    originals = Path(settings.MEDIA_ROOT) / "original_images"
    shutil.copytree(originals, tmp_path / "media" / "original_images")
    settings.MEDIA_ROOT = tmp_path / "media"
    get_image_model().get_rendition_model().objects.all().delete()
    cache.clear()


@pytest.mark.usefixtures("own_media")
def test_export_wipe_import_gives_the_same_edition(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:  # fmt: skip
    """Of the addresses that a story has a part in, in both of its languages; the others do not read it."""
    settings.BROTLI_QUALITY = 1
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    story = StoryPage.objects.get(slug="verhaal")
    save_texts(story, "en", {text.place: f"EN {text.words}" for text in texts_of(story)[:20]}, {})
    TranslatedText.objects.filter(place="lead").update(source="Dit stond er eerst.")
    part = {"chapter": "", "title": "", "block": "Inleiding", "state": "gewijzigd"}
    story.changes.create(why="De inleiding was te lang.", mends_error=True, parts=[part])
    archive = write_archive(story)
    every = public_addresses
    part = ("/verhaal/", "/delen/verhaal/", "/ingesloten/", "/stadsdelen/", "/over/", "/en/verhaal/")
    monkeypatch.setattr(
        baking, "public_addresses", lambda: [one for one in every() if one.path == "/" or one.path.startswith(part)]
    )
    settings.EDITIONS_FOLDER = tmp_path
    before = _edition(tmp_path / "before")
    assert b"has changed since" in before["en/verhaal/index.html"]
    assert "De inleiding was te lang." in before["verhaal/veranderd/index.html"].decode()
    with django_capture_on_commit_callbacks(execute=True):
        StoryPage.objects.get(slug="verhaal").delete()
        for image in get_image_model().objects.all():
            image.delete()
    assert not get_image_model().objects.exists()
    assert not [one for one in every() if one.path == "/verhaal/"]
    arrival = read_archive(archive, file="verhaal.zip", publish=True)
    assert arrival.story.live
    after = _edition(tmp_path / "after")
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert write_archive(StoryPage.objects.get(slug="verhaal")) == archive


def test_the_same_story_gives_the_same_bytes(archive: bytes) -> None:
    assert write_archive(StoryPage.objects.get(slug="verhaal").get_latest_revision_as_object()) == archive


def test_it_comes_in_beside_the_first_as_a_draft_and_takes_the_images_that_are_here(archive: bytes) -> None:
    images = get_image_model().objects.count()
    arrival = read_archive(archive, file="verhaal.zip", slug="tweede")
    assert not arrival.story.live
    assert get_image_model().objects.count() == images
    assert any(line.startswith("beeld: ") for line in arrival.linked)
    assert any(line.startswith("indicator: ") for line in arrival.linked)
    first = StoryPage.objects.get(slug="verhaal")
    assert [block.id for block in arrival.story.body] == [block.id for block in first.body]


def test_a_story_is_only_replaced_when_told_and_then_by_a_draft(archive: bytes) -> None:
    assert "er is al een pagina" in _refused(archive)
    other = _changed(archive, lambda manifest, files: manifest["story"].update(title="Anders"))
    arrival = read_archive(other, file="verhaal.zip", replace=True)
    page = StoryPage.objects.get(slug="verhaal")
    assert arrival.story.pk == page.pk
    assert page.title != "Anders"
    assert page.live
    assert page.get_latest_revision_as_object().title == "Anders"


def test_everything_that_is_wrong_is_told_at_once(archive: bytes) -> None:
    def spoil(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        body = manifest["story"]["body"]
        next(item for item in body if item["type"] == "figure")["value"]["indicator"] = "bestaat_niet"
        next(item for item in body if item["type"] == "text")["value"] = "<p onclick='x'>a <script>b</script></p>"
        next(item for item in body if item["type"] == "quote")["value"]["gek"] = 1
        body.append({"type": "raket", "value": {}, "id": "x"})
        manifest["story"]["cycle"] = "1850"
        name = next(iter(manifest["images"]))
        files[name] = b"geen beeld"
        manifest["images"][name]["sha256"] = hashlib.sha256(b"geen beeld").hexdigest()

        manifest["story"]["changes"] = [{"at": "gisteren", "why": "", "mends_error": False, "parts": []}]

    told = _refused(_changed(archive, spoil), slug="anders")
    named = ("wijziging 1", "veld gek", "soort blok", "cyclus 1850", "images/1")
    for part in ("indicator bestaat_niet", "<script>", "onclick", *named):
        assert part in told, (part, told)
    assert "(Kaart of grafiek), indicator: indicator bestaat_niet" in told
    assert "kolom" not in told


def test_a_damaged_or_hostile_archive_is_refused(archive: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "geen leesbaar zip-bestand" in _refused(b"onzin")
    assert "geen leesbaar zip-bestand" in _refused(archive[:-200])

    def damage(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        files[next(iter(manifest["images"]))] += b"x"

    def escape(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
        files |= {"../kwaad.webp": b"x", "/etc/kwaad": b"x", "images/1/../../x": b"x", "images/9/over.webp": b"x"}

    assert "controlesom" in _refused(_changed(archive, damage))
    told = _refused(_changed(archive, escape))
    assert told.count("deze naam mag niet") == 3
    assert "staat niet in de lijst" in told
    assert "deze versie" in _refused(_changed(archive, lambda manifest, files: manifest.update(version=99)))
    assert "geen archief" in _refused(_changed(archive, lambda manifest, files: manifest.update(format="x")))
    monkeypatch.setattr(unpacking, "MOST_TEXT", 1000)
    assert "te groot" in _refused(archive)
    monkeypatch.setattr(unpacking, "MOST_FILES", 1)
    assert "te veel bestanden" in _refused(archive)


def _in_one_folder(archive: bytes) -> bytes:
    """As a computer makes it of an archive that was unzipped: one folder around everything, and files of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(buffer, "w") as made:
        made.writestr("mijn verhaal/", b"")
        for name in given.namelist():
            made.writestr(f"mijn verhaal/{name}", given.read(name))
        for name in ("__MACOSX/mijn verhaal/._verhaal.json", "mijn verhaal/.DS_Store"):
            made.writestr(name, b"x")
    return buffer.getvalue()


def test_an_archive_that_was_unzipped_and_zipped_again_in_a_folder_is_read_the_same(archive: bytes) -> None:
    content = _in_one_folder(archive)
    assert unpacking.is_archive(content)
    story = read_archive(content, file="verhaal.zip", slug="tweede").story
    assert [block.block_type for block in story.body] == [
        block.block_type for block in StoryPage.objects.get(slug="verhaal").body
    ]


def test_a_description_that_stops_halfway_says_so_with_its_line(archive: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(buffer, "w") as made:
        made.writestr(MANIFEST, b"\n\n" + given.read(MANIFEST)[:-20].replace(b"\n", b" "))
    assert "houdt te vroeg op, in regel 3" in _refused(buffer.getvalue())


@pytest.mark.parametrize("indent", [None, 1])
def test_json_that_is_cut_anywhere_is_known_and_json_with_a_fault_is_not(indent: int | None) -> None:
    whole = {"a": [1, -2.5e3, True, None, False, 'é€ x"', "\\"], "b": {"c": {}, "dé\n": "ü"}}
    for is_ascii in (True, False):
        content = json.dumps(whole, indent=indent, ensure_ascii=is_ascii).encode()
        assert [size for size in range(1, len(content)) if unpacking.cut_off(content[:size]) is None] == []
    for wrong in (b'{"a":1,}', b'{"a":1}x', b'{"a":1}ab', b"<html>", b"{a:1}", b"", b"[1,]", b"[" * 200_000):
        assert unpacking.cut_off(wrong) is None


def test_the_editor_exports_and_reads_in_again_with_a_report(client: Client) -> None:
    client.force_login(User.objects.create_superuser("redactie", password="x"))
    story = StoryPage.objects.get(slug="verhaal")
    assert f"/beheer/verhaal/{story.pk}/archief.zip" in client.get(f"/beheer/pages/{story.pk}/edit/").content.decode()
    content = client.get(f"/beheer/verhaal/{story.pk}/archief.zip").content
    assert content == write_archive(story.get_latest_revision_as_object())

    def read_in(content: bytes, slug: str) -> tuple[int, str]:
        upload = SimpleUploadedFile("verhaal.zip", content)
        answer = client.post("/beheer/verhaal/inlezen/", {"file": upload, "slug": slug})
        return answer.status_code, answer.content.decode()

    assert "‘resources’" in client.get("/beheer/verhaal/inlezen/").content.decode()  # said before anything went wrong
    status, page = read_in(content, "")
    assert status == 400
    assert "er is al een pagina" in page
    status, page = read_in(content, "vanuit-beheer")
    assert status == 200
    assert "Gekoppeld" in page
    assert not StoryPage.objects.get(slug="vanuit-beheer").live
    partner = User.objects.create_user("partner-y", password="x")
    partner.groups.add(Group.objects.get(name="Partner"))
    client.force_login(partner)
    read_in(content, "van-partner")
    assert not StoryPage.objects.filter(slug="van-partner").exists()


def test_a_chapter_is_copied_to_another_story_with_its_images_and_ids_of_its_own(
    client: Client, archive: bytes
) -> None:
    client.force_login(User.objects.create_superuser("redactie", password="x"))
    source = StoryPage.objects.get(slug="verhaal")
    other = read_archive(archive, file="verhaal.zip", slug="ander").story
    chapter = next(one for one in source.chapters if any(block.block_type == "image" for block in one.blocks))
    head = next(
        block for block in source.body if block.block_type == "chapter" and block.value["title"] == chapter.title
    )
    address = f"/beheer/verhaal/{source.pk}/kopieren/"
    choices = html.unescape(client.get(address).content.decode())
    assert chapter.title in choices
    text = next(block for block in source.body if block.block_type == "text")
    assert f"Tekst: {' '.join(strip_tags(text.value.source).split()[:3])}" in choices, "a text is known by its words"
    answer = client.post(address, {"block": [head.id], "target": other.pk})
    assert answer["Location"] == f"/beheer/pages/{other.pk}/edit/"
    after = StoryPage.objects.get(pk=other.pk).get_latest_revision_as_object()
    count = len(chapter.blocks) + 1
    assert len(after.body) == len(other.body) + count
    end = next((place for place, block in enumerate(after.body) if block.block_type == "sources"), len(after.body))
    new = list(after.body)[end - count : end]
    assert [block.block_type for block in new] == ["chapter", *(block.block_type for block in chapter.blocks)]
    assert not {block.id for block in new} & {block.id for block in other.body}
    images = [[one.value["image"].pk for one in part if one.block_type == "image"] for part in (new, chapter.blocks)]
    assert images[0] == images[1] != []
    assert after.body[-1].block_type == "sources", "which close a story"
    last = [block for block in source.body if block.block_type == "chapter"][-1]
    client.post(address, {"block": [last.id], "target": other.pk})
    after = StoryPage.objects.get(pk=other.pk).get_latest_revision_as_object()
    assert [block.block_type for block in after.body].count("sources") == 1, "they belong to no chapter"
    answer = client.post(address, {"block": [text.id], "target": other.pk}, follow=True)
    assert "1 blok gekopieerd; het staat achteraan, vóór de bronnen" in answer.content.decode()
    after = StoryPage.objects.get(pk=other.pk).get_latest_revision_as_object()
    copied = [block.id for block in after.body if block.block_type == "text"][-1]
    *_, way = BeautifulSoup(answer.content, "html.parser").select(".messages li.success a")
    assert way["href"] == f"#block-{copied}-section", "the message leads to the first of them"


def test_stories_of_one_title_are_told_apart_by_their_address_and_whether_they_are_online(
    client: Client, archive: bytes
) -> None:
    client.force_login(User.objects.create_superuser("redactie", password="x"))
    source = StoryPage.objects.get(slug="verhaal")
    drafts = [read_archive(archive, file="verhaal.zip", slug=slug).story for slug in ("noord", "zuid")]
    page = BeautifulSoup(client.get(f"/beheer/verhaal/{drafts[0].pk}/kopieren/").content, "html.parser")
    told = {option["value"]: option.get_text() for option in page.select("#target option")}
    assert told == {
        str(source.pk): f"{source.title} · online · /verhaal/",
        str(drafts[1].pk): f"{source.title} · niet online · /zuid/",
    }


def test_blocks_of_one_kind_are_told_apart_by_what_was_chosen_in_them() -> None:
    story = StoryPage(title="Kaarten", lead="Kort.")
    map_of = {"indicator": "liveability_mark", "kind": "kaart", "level": "buurt", "interpretation": "Lang. " * 40}
    values = (map_of, map_of | {"level": "wijk"}, map_of | {"indicator": "social_cohesion", "interpretation": ""})
    story.body = story.body.stream_block.to_python(
        [{"type": "figure", "value": value, "id": str(place)} for place, value in enumerate(values)]
    )
    release = current_release()
    assert release is not None
    first, second, third = (choice.label for choice in choices_of(story))
    mark, cohesion = (release.indicator(name).title for name in ("liveability_mark", "social_cohesion"))
    assert first.startswith(f"Kaart of grafiek: {mark} · Kaart · buurten · Lang.") and len(first) < 120
    assert second.startswith(f"Kaart of grafiek: {mark} · Kaart · wijken")
    assert third.startswith(f"Kaart of grafiek: {cohesion} · Kaart · buurten")
