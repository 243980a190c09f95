"""The same story about another area: what was bound to the one is bound to the other, and what cannot follow by
itself is told to the editor."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail import blocks
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.pictures.sentences import place
from vergezicht.problems import BadInput, Problems
from vergezicht.stories.drawing.field import DrawingBlock
from vergezicht.stories.drawing.marks import shown_marks
from vergezicht.stories.living import living_numbers
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.moving.arriving import broken_claims
from vergezicht.stories.moving.copying import renewed
from vergezicht.stories.moving.leaving import FLAGS, TEXTS
from vergezicht.stories.moving.rebinding import WORDS, Rebinding
from vergezicht.stories.reading import by_chapter, called
from vergezicht.stories.reviewing.plain_language import sentences_of
from vergezicht.stories.stored import leaves, relink, rewrite

_NOWORDS = {"slug", "panorama_indicator"}
_MADE, _FROM, _TO = "wagtail.create", "van_gebied", "naar_gebied"  # what the log of the page keeps of the two areas


@dataclass(frozen=True)
class Remark:
    """Something to look at: the block it is in ("" when it is none), what an editor calls that, and what about it."""

    block: str
    where: str
    what: str


@dataclass(frozen=True)
class Retelling:
    """The new draft with what moved (per kind), what is still to choose, claims that fail, and names left in texts."""

    story: StoryPage
    moved: dict[str, int]
    to_choose: list[Remark]
    broken: list[str]
    named: list[Remark]


def areas_in(story: StoryPage) -> list[Area]:
    """The areas below the gemeente to which something in the story is bound, as they are listed."""
    moving = Rebinding(None, None)
    moving.body(story.body.get_prep_value())
    moving.text(story.lead)
    return [area for area in _below_the_gemeente() if area.code in moving.met]


def areas_to_choose(bound: list[Area]) -> dict[str, list[Area]]:
    """Every area that a story with things bound to these can be retold about, per level in words."""
    levels = {area.level for area in bound}
    found: dict[str, list[Area]] = {}
    for area in _below_the_gemeente():
        if area.level not in levels:
            continue
        found.setdefault(area.level.plural.capitalize(), []).append(area)
    return found


def retell(
    source: StoryPage, code: str, other_code: str, *, title: str = "", slug: str = "", user: Any = None
) -> Retelling:
    """A new draft of ``source`` about the area ``other_code`` instead of ``code``; the source stays as it is.

    Raises ``BadInput`` with everything that is wrong; then nothing has changed.
    """
    problems = Problems()
    known = {area.code: area for area in _below_the_gemeente()}
    area, other = known.get(code), known.get(other_code)
    if area is None:
        problems.add("kies het gebied waar het verhaal over gaat", hint="een stadsdeel, wijk of buurt")
    if other is None:
        problems.add("kies het nieuwe gebied", hint="een stadsdeel, wijk of buurt")
    if area is not None and other is not None:
        if area == other:
            problems.add(f"het nieuwe gebied is hetzelfde: {place(area)}", hint="kies een ander gebied")
        elif area.level != other.level:
            problems.add(
                f"{place(area)} is een {area.level} en {place(other)} een {other.level}",
                hint="kies twee gebieden van hetzelfde niveau",
            )
    if area is not None and area not in areas_in(source):
        problems.add(f"niets in dit verhaal hoort bij {place(area)}", hint="kies een gebied dat in het verhaal zit")
    title = title.strip() or (_capital(place(other)) if other is not None else "")
    address = _free_address(slug.strip() or title, problems) if slug.strip() or title else ""
    if len(title) > (most := StoryPage._meta.get_field("title").max_length):
        problems.add(f"de titel is te lang: hoogstens {most} tekens")
    if len(problems) or area is None or other is None:
        raise BadInput(problems)
    try:
        with transaction.atomic():
            return _make(source, area, other, title, address, user)
    except ValidationError as error:
        for message in error.messages:
            problems.add(message)
        raise BadInput(problems) from error


def _free_address(wanted: str, problems: Problems) -> str:
    home, address = HomePage.objects.first(), slugify(wanted)
    if home is None:
        problems.add("er is nog geen startpagina om het verhaal onder te zetten")
    elif not address:
        problems.add("dit adres kan niet", got=wanted, hint="gebruik letters en cijfers")
    elif Page.objects.child_of(home).filter(slug=address).exists():
        problems.add(f"er is al een pagina met het adres /{address}/", hint="geef een ander adres")
    return address


def _make(source: StoryPage, area: Area, other: Area, title: str, address: str, user: Any) -> Retelling:
    moving = Rebinding(area, other)
    story = StoryPage(live=False, owner=user, cycle=source.cycle, cover_image=source.cover_image, body=[])
    for name in (*TEXTS, *FLAGS):
        setattr(story, name, getattr(source, name))
    story.title, story.draft_title, story.slug = title, title, address
    story.lead = moving.text(source.lead)
    HomePage.objects.first().add_child(instance=story)
    body = moving.body(renewed(source.body.get_prep_value()))
    story.body = [_to_itself(story, item, source.pk) for item in body]
    story.save_revision(user=user, changed=True)
    story.save(clean=False)
    story = StoryPage.objects.get(pk=story.pk)
    log(instance=story, action=_MADE, user=user, data={_FROM: area.code, _TO: other.code})
    places = _places(story)
    return Retelling(
        story,
        dict(moving.moved),
        _to_choose(moving, places),
        list(broken_claims(story)),
        list(_named(story, area, places)),
    )


def _below_the_gemeente() -> list[Area]:
    geography = municipality().geography
    return [area for level in geography.levels if level != AreaLevel.GEMEENTE for area in geography.listed(level)]


def _to_itself(story: StoryPage, item: Any, source: int) -> Any:
    """The block in which a link to the story that was the template leads to the new story."""

    def leaf(block: blocks.Block, value: Any, where: str) -> Any:
        if isinstance(block, blocks.PageChooserBlock):
            return story.pk if value == source else value
        if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
            return relink(value, lambda pk: str(story.pk) if pk == str(source) else pk)
        return value

    return rewrite(story.body.stream_block, [item], leaf, lambda where, what: None)[0]


def _places(story: StoryPage) -> dict[str, str]:
    """Each block by its chapter and its own label."""
    return {
        str(block.id): ", ".join(dict.fromkeys(filter(None, (chapter, called(block.block, block.value)))))
        for chapter, block in by_chapter(story.body)
    }


def still_named(story: StoryPage) -> Iterator[Remark]:
    """Of a story that was made about another area: every sentence in which the former one is named; else nothing."""
    area, _ = _retold(story)
    if area is not None:
        yield from _named(story, area, _places(story))


def still_bound(story: StoryPage) -> list[Remark]:
    """Of a story that was made about another area: what in it still lies in the former one; else nothing."""
    area, other = _retold(story)
    if area is None:
        return []
    moving = Rebinding(area, other)
    moving.body(story.body.get_prep_value(), has_moved=True)
    moving.text(story.lead)
    return _to_choose(moving, _places(story))


def _retold(story: StoryPage) -> tuple[Area | None, Area | None]:
    """The area of its template and its own; of what was made before the second was kept, that is None."""
    made = PageLogEntry.objects.filter(page=story.pk, action=_MADE, data__has_key=_FROM).first()
    kept = {} if made is None else made.data
    geography = municipality().geography
    area, other = (geography.get(kept[name]) if name in kept else None for name in (_FROM, _TO))
    return area, other


def _to_choose(moving: Rebinding, places: dict[str, str]) -> list[Remark]:
    return [Remark(block, places.get(block, "Inleiding"), what) for block, what in dict.fromkeys(moving.to_choose)]


def _named(story: StoryPage, area: Area, places: dict[str, str]) -> Iterator[Remark]:
    """Every sentence in which the area is still named in plain words."""
    name = re.compile(rf"(?<![\w-]){re.escape(area.name)}(?![\w-])")
    release = current_release()
    for block, where, text in _texts(story, places):
        shown = living_numbers.fill_in_plain(text, release) if release is not None else text
        for sentence in sentences_of(shown):
            if name.search(said := html.unescape(sentence)):
                yield Remark(block, where, said)


def _texts(story: StoryPage, places: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in TEXTS:
        if name not in _NOWORDS:
            yield "", _capital(str(StoryPage._meta.get_field(name).verbose_name)), getattr(story, name)
    for item in story.body:
        for block, value, _ in leaves(item.block, item.block.get_prep_value(item.value)):
            if isinstance(block, DrawingBlock):
                yield from ((item.id, places[item.id], mark.name) for mark in shown_marks(value or ""))
            elif isinstance(block, WORDS) and isinstance(value, str):
                yield item.id, places[item.id], value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
