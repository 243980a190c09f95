"""A story as one archive: its text, its images and recordings, and references that hold on another site
(docs/story-archive.md). The same story gives the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import PurePosixPath
from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.keys import key_of
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.moving.history import history_of
from vergezicht.stories.moving.translations import translations_of
from vergezicht.stories.stored import relink, rewrite

FORMAT, VERSION = "vergezicht-verhaal", 1
MANIFEST = "verhaal.json"
TEXTS = ("title", "slug", "seo_title", "search_description", "lead", "cover_alt", "cover_credit", "panorama_indicator")
FLAGS = ("show_in_menus", "is_example")
DAYS = ("first_published_at", "last_published_at")
ITSELF = "."
FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name: an archive says nothing of when it was made


def write_archive(story: StoryPage) -> bytes:
    """The archive of a story as it is given: as it is online, or its last saved draft.

    Raises ``FileNotFoundError`` when a file of an image or a recording is gone.
    """
    packing = _Packing(story)
    body = rewrite(story.body.stream_block, list(story.body.raw_data), packing.leaf, packing.odd)
    release = current_release()
    facts: dict[str, Any] = {name: getattr(story, name) for name in (*TEXTS, *FLAGS)}
    facts |= {name: moment.isoformat() if (moment := getattr(story, name)) else None for name in DAYS}
    facts |= {
        "live": story.live,
        "after": _sibling_before(story),
        "cycle": story.cycle.slug if story.cycle else None,
        "cover_image": packing.image(story.cover_image),
        "body": body,
    }
    if translations := translations_of(story):
        facts["translations"] = translations
    if history := history_of(story):
        facts["changes"] = history
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "municipality": municipality().geography.gemeente.code,
        "releases": [one.folder.name for one in release.releases] if release else [],
        "story": facts,
        "images": packing.images,
        "documents": packing.documents,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    return _zipped({MANIFEST: text.encode(), **packing.files})


def _sibling_before(story: StoryPage) -> str:
    """The page it comes after, "" when it comes first: lists and the search index keep the order."""
    before = Page.objects.get(pk=story.pk).get_prev_sibling()
    return str(before.slug) if before is not None else ""


class _Packing:
    """Collects files while the body is gone through, and gives each the name under which the body finds it."""

    def __init__(self, story: StoryPage) -> None:
        self.story = story
        self.images: dict[str, dict[str, Any]] = {}
        self.documents: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self._names: dict[tuple[str, int], str] = {}

    def odd(self, where: str, what: str) -> None:
        """A draft may hold what its block does not know; it goes along as it is, and is told of at the other side."""

    def leaf(self, block: blocks.Block, value: Any, where: str) -> Any:
        if isinstance(block, ImageChooserBlock):
            return self.image(block.to_python(value) if value else None)
        if isinstance(block, DocumentChooserBlock):
            return self.document(block.to_python(value) if value else None)
        if isinstance(block, blocks.PageChooserBlock):
            return self.page(value)
        if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
            return relink(value, lambda pk: self.page(pk) or "")
        return value

    def page(self, pk: Any) -> str | None:
        """A page by its address below the start page."""
        page = Page.objects.filter(pk=key_of(str(pk or ""))).first()
        if page is None:
            return None
        if page.pk == self.story.pk:
            return ITSELF
        home = HomePage.objects.first()
        return "/" + str(page.url_path).removeprefix(home.url_path if home else "/")

    def image(self, image: Any) -> str | None:
        if image is None:
            return None
        name = self._add("images", image)
        self.images[name] |= {"description": image.description} | {one: getattr(image, one) for one in FOCUS}
        return name

    def document(self, document: Any) -> str | None:
        return self._add("documents", document) if document is not None else None

    def _add(self, kind: str, item: Any) -> str:
        key = (kind, item.pk)
        if key not in self._names:
            listed = self.images if kind == "images" else self.documents
            self._names[key] = name = f"{kind}/{len(listed) + 1}/{PurePosixPath(item.file.name).name}"
            with item.file.storage.open(item.file.name) as stream:
                self.files[name] = stream.read()
            digest = hashlib.sha256(self.files[name]).hexdigest()
            listed[name] = {"title": item.title, "sha256": digest, "bytes": len(self.files[name])}
            listed[name]["tags"] = sorted(item.tags.names())
        return self._names[key]


def _zipped(files: dict[str, bytes]) -> bytes:
    """Stored, not deflated: pictures are packed already, and every version of zlib gives other bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
