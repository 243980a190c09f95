"""A story as slides for a meeting: what is on each, and what whoever presents has as notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString

from vergezicht.languages import say
from vergezicht.pictures import Picture, PictureKind
from vergezicht.stories.headings import one_level_up
from vergezicht.stories.models import StoryPage

_ROWS = {PictureKind.INTERVALS: 8, PictureKind.ANSWERS: 4}  # as many as the last row of a room can read
_TEXT = {"Tekst", "Opbouw"}  # groups of blocks that become notes; the others are a slide of their own


@dataclass(frozen=True)
class Slide:
    """One thing to look at: a title with sentences, a step of a map, or a block as it is in the story."""

    kind: str
    title: str = ""
    above: str = ""
    sentences: tuple[str, ...] = ()
    html: SafeString | None = None
    step: Any = None
    notes: tuple[SafeString, ...] = ()


def slides_of(page: StoryPage) -> tuple[list[Slide], str]:
    """The slides in order, and the shapes that the maps of all steps use. A text between two becomes notes."""
    shapes: list[str] = []
    found = [Slide("cover", page.title, sentences=(page.lead,))]
    found += _shown(page.opening, page.title, shapes)
    for chapter in page.chapters:
        found.append(Slide("kern", chapter.title, page.title, chapter.kern))
        found += _shown(chapter.blocks, chapter.title, shapes)
    return _with_notes(found), "".join(shapes)


def _shown(blocks: list[Any], above: str, shapes: list[str]) -> Iterator[Slide]:
    for block in blocks:
        prefix = f"p{block.id[:8]}"
        if block.block_type == "side_panel":
            panel = block.block.get_context(block.value, {"prefix": prefix})["panel"]
            if panel is not None:
                shapes.append(panel.base)
                for step in panel.steps:
                    note = conditional_escape(step.picture.sentence)
                    yield Slide("step", step.title, above, step=step, notes=(note,))
                    if step.image:
                        shown = {"item": step.image, "sizes": "100vw", "follows": False}
                        html = render_to_string("stories/parts/captioned.html", shown)
                        yield Slide("block", above=step.title, html=html)
        elif block.block_type == "quote" or block.block.meta.group not in _TEXT:
            yield from _drawn(block, above, prefix)
        else:
            yield Slide("notes", notes=(SafeString(block.render({"prefix": prefix})),))


def _drawn(block: Any, above: str, prefix: str) -> Iterator[Slide]:
    """A block as it is in the story; a drawing with many rows is told in equal parts."""
    picture: Picture | None = block.block.get_context(block.value, {"prefix": prefix}).get("picture")
    most = _ROWS.get(picture.kind, 0) if picture is not None else 0
    if picture is None or not most or picture.rows <= most:
        yield Slide("block", above=above, html=_higher(block.render({"prefix": prefix})))
        return
    parts = ceil(picture.rows / most)
    each = ceil(picture.rows / parts)
    for number in range(parts):
        told = say("{0} van {1}").replace("{0}", str(number + 1)).replace("{1}", str(parts))
        shown = {"prefix": f"{prefix}-{number}", "part": slice(number * each, (number + 1) * each)}
        yield Slide("block", above=f"{above} · {told}", html=_higher(block.render(shown)))


def _with_notes(slides: list[Slide]) -> list[Slide]:
    """What is only text goes to the notes of the slide before it."""
    found: list[Slide] = []
    for slide in slides:
        if slide.kind != "notes" or not found:
            found.append(slide)
        elif strip_tags(slide.notes[0]).strip():
            found[-1] = replace(found[-1], notes=(*found[-1].notes, _higher(slide.notes[0])))
    return found


def _higher(html: str) -> SafeString:
    """A slide has no chapter above it."""
    return SafeString(one_level_up(html))
