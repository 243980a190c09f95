"""A story from an archive: everything is looked at first, then all of it comes in, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.text import slugify
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.models import Cycle
from vergezicht.problems import BadInput, Problems
from vergezicht.stories.living.claims import check_claim, claim_name, claims_in
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.moving.history import bring_history
from vergezicht.stories.moving.leaving import DAYS, FLAGS, FOCUS, ITSELF, TEXTS
from vergezicht.stories.moving.looking import Looking
from vergezicht.stories.moving.translations import bring_translations
from vergezicht.stories.moving.unpacking import Archive, open_archive
from vergezicht.stories.reading import texts_in
from vergezicht.stories.stored import relink, rewrite


@dataclass
class Arrival:
    """What came in: the story, and per kind what was made, what was already there, what an editor should look at."""

    story: StoryPage
    made: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_archive(content: bytes, *, file: str, slug: str = "", replace: bool = False, publish: bool = False) -> Arrival:
    """The story in an archive, as a draft unless ``publish``. An existing story is only replaced when told to, by a
    new draft of the same page. Raises ``BadInput`` with everything that is wrong; then nothing has changed."""
    problems = Problems(file)
    archive = open_archive(content, problems)
    if archive is None:
        raise BadInput(problems)
    return bring_in(archive, problems, slug=slug, replace=replace, publish=publish)


def bring_in(
    archive: Archive, problems: Problems, *, slug: str = "", replace: bool = False, publish: bool = False
) -> Arrival:
    """The same for an archive that was opened."""
    return _Coming(archive, problems, slug).bring_in(replace=replace, publish=publish)


class _Coming:
    def __init__(self, archive: Archive, problems: Problems, slug: str) -> None:
        self.archive, self.problems = archive, problems
        self.facts: dict[str, Any] = archive.manifest["story"]
        given = slug or self.facts.get("slug")
        self.slug = slugify(given) if isinstance(given, str) else ""
        self.home = HomePage.objects.first()
        self.written: list[Any] = []

    def bring_in(self, *, replace: bool, publish: bool) -> Arrival:
        looking = Looking(self.archive, self.problems, self._page_at)
        looking.look()
        existing = self._existing(replace)
        self.problems.raise_if_any()
        try:
            with transaction.atomic():
                arrival = self._make(existing, publish)
        except BaseException as error:
            for item in self.written:  # the database forgets by itself, the disk does not
                item.file.storage.delete(item.file.name)
            if isinstance(error, ValidationError):
                for message in error.messages:
                    self.problems.add(message)
                raise BadInput(self.problems) from error
            raise
        arrival.linked += looking.linked
        arrival.remarks += list(broken_claims(arrival.story))
        return arrival

    def _existing(self, replace: bool) -> StoryPage | None:
        if self.home is None:
            self.problems.add("er is nog geen startpagina om het verhaal onder te zetten")
            return None
        if not self.slug:
            self.problems.add("het verhaal heeft geen adres (slug)", hint="geef er een")
        taken = Page.objects.child_of(self.home).filter(slug=self.slug).first()
        if taken is None:
            return None
        story = StoryPage.objects.filter(pk=taken.pk).first()
        if story is None or not replace:
            self.problems.add(
                f"er is al een pagina met het adres /{self.slug}/",
                hint="geef een ander adres",
            )
        return story

    def _page_at(self, path: Any) -> int | None:
        """The page behind an address below the start page; 0 for the story itself, which has no number yet."""
        if path == ITSELF:
            return 0
        if not isinstance(path, str) or self.home is None or not path.startswith("/"):
            return None
        found = Page.objects.filter(url_path=f"{self.home.url_path}{path.lstrip('/')}").first()
        return int(found.pk) if found else None

    def _make(self, existing: StoryPage | None, publish: bool) -> Arrival:
        facts, made, linked = self.facts, list[str](), list[str]()
        items = {name: self._file(name, made, linked) for name in self.archive.files}
        story = existing or StoryPage(live=False)
        for name in (*TEXTS, *FLAGS):
            setattr(story, name, facts[name])
        story.slug, story.draft_title = self.slug, facts["title"]
        story.cycle = Cycle.objects.filter(slug=facts["cycle"]).first() if facts["cycle"] else None
        story.cover_image = items.get(facts["cover_image"])
        if existing is None and self.home is not None:
            story.body = []
            self.home.add_child(instance=story)
            story = self._placed(story)
        story.body = self._body(facts["body"], items, story.pk)
        revision = story.save_revision(changed=True)
        if publish:
            revision.publish()
            days = {name: datetime.fromisoformat(facts[name]) for name in DAYS if facts[name]}
            StoryPage.objects.filter(pk=story.pk).update(**days)
        elif existing is None:
            story.save(clean=False)
        bring_translations(story, facts.get("translations", []), published=publish)
        bring_history(story, facts.get("changes", []), published=publish)
        return Arrival(StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object(), made, linked)

    def _placed(self, story: StoryPage) -> StoryPage:
        """After the page it came after, when that is here; else last."""
        after = self.facts["after"]
        others = Page.objects.child_of(self.home).exclude(pk=story.pk)
        target = others.filter(slug=after).first() if after else others.order_by("path").first()
        if target is not None:
            story.move(target, "right" if after else "left")
        return StoryPage.objects.get(pk=story.pk)

    def _body(self, body: Any, items: dict[str, Any], pk: int) -> Any:
        def page(path: Any) -> int | None:
            found = self._page_at(path)
            return pk if found == 0 else found

        def leaf(block: Any, value: Any, where: str) -> Any:
            if isinstance(block, (ImageChooserBlock, DocumentChooserBlock)):
                return items[value].pk if value else None
            if isinstance(block, blocks.PageChooserBlock):
                return page(value) if value else None
            if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
                return relink(value, lambda path: str(page(path) or ""))
            return value

        stream = StoryPage._meta.get_field("body").stream_block
        return rewrite(stream, body, leaf, lambda where, what: None)

    def _file(self, name: str, made: list[str], linked: list[str]) -> Any:
        """The image or recording of this name: the one that is here already when it is the same, else a new one."""
        is_image = name.startswith("images/")
        facts = self.archive.manifest["images" if is_image else "documents"][name]
        content, file_name = self.archive.files[name], PurePosixPath(name).name
        model = get_image_model() if is_image else get_document_model()
        told = {"title": facts["title"]} | ({one: facts[one] for one in ("description", *FOCUS)} if is_image else {})
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # how Wagtail knows a file
        for item in model.objects.filter(**told):
            if item.file.storage.exists(item.file.name) and item.get_file_hash() == digest:
                linked.append(f"{'beeld' if is_image else 'opname'}: {item.title}")
                return item
        stream = ContentFile(content)
        item = model(**told, file=ImageFile(stream, name=file_name) if is_image else ContentFile(content, file_name))
        item.save()
        self.written.append(item)
        item.tags.set(facts["tags"])
        item.save()
        made.append(f"{'beeld' if is_image else 'opname'}: {item.title}")
        return item


def broken_claims(story: StoryPage) -> Iterator[str]:
    """The sentences that say what the figures of this site do not."""
    release = current_release()
    for text in texts_in(story.body) if release is not None else ():
        for claim in claims_in(text):
            if not (check := check_claim(claim, release)).holds:
                yield f"{claim_name(claim, release)} klopt hier niet: {check.reason}"
