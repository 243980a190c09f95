"""Sharing a story: a page with every link and code, a page per chapter with its own card, parts for other sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from vergezicht import pictures
from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release
from vergezicht.languages import say
from vergezicht.publication.assets import asset_file
from vergezicht.publication.pages.depths import Depth
from vergezicht.publication.pages.embedding import Part, cover_path, frame_code, parts_of
from vergezicht.publication.papers.cards import Card, card_path, drawn_card
from vergezicht.publication.views.stories import share_path, story_path
from vergezicht.publication.views.story_paper import document_path, paper_path
from vergezicht.stories.headings import one_level_up
from vergezicht.stories.models import StoryPage
from vergezicht.stories.models.story import Chapter
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path, indicator_path
from vergezicht.stories.story_block import files_of
from vergezicht.stories.translating.translation import in_spoken_language


def chapter_path(page: StoryPage, chapter: Chapter) -> str:
    """/delen/verhaal/veiligheid/: leads on to the chapter, and carries its card for who only looks at the link."""
    return f"{share_path(page)}{chapter.anchor}/"


def step_path(page: StoryPage, number: int) -> str:
    """/ingesloten/verhaal/3/; the cover for 0."""
    return f"{cover_path(page)}{number}/" if number else cover_path(page)


def card(request: HttpRequest, make: Callable[[], Card]) -> HttpResponse:
    return HttpResponse(drawn_card(make()), content_type="image/png")


def story(request: HttpRequest, page: StoryPage) -> HttpResponse:
    """Everything there is to share of a story, also without a script."""
    path, page = story_path(page), in_spoken_language(page)
    codes: dict[str, list[tuple[Part, str]]] = {}
    for part in parts_of(page):
        codes.setdefault(part.chapter, []).append((part, frame_code(part.path, part.title)))
    context = {
        "story": page,
        "path": path,
        "card": card_path(path),
        "papers": [(depth.label, paper_path(page, depth), document_path(page, depth)) for depth in Depth],
        "chapters": [
            (item, chapter_path(page, item), card_path(f"{path}#{item.anchor}"), codes.get(item.anchor, []))
            for item in page.chapters
        ],
        "parts": codes.get("", []),
        "code": frame_code(cover_path(page), page.title),
    }
    return render(request, "publication/share.html", context)


def chapter(request: HttpRequest, page: StoryPage, anchor: str) -> HttpResponse:
    path, page = f"{story_path(page)}#{anchor}", in_spoken_language(page)
    context = {"story": page, "chapter": page.chapter(anchor), "path": path, "card_page": path}
    return render(request, "publication/share_chapter.html", context)


def part(request: HttpRequest, page: StoryPage, anchor: str) -> HttpResponse:
    """One figure or map in a frame."""
    path, page = f"{story_path(page)}#{anchor}", in_spoken_language(page)
    part = next(item for item in parts_of(page) if item.anchor == anchor)
    context = {"title": part.title, "path": path, "content": [_shown(part)], "source": _source(part), **_files(part)}
    return _framed(request, context)


def step(request: HttpRequest, page: StoryPage, number: int) -> HttpResponse:
    """The story in a frame, chapter by chapter, with links to go on: scrolling in a frame is a trap."""
    page = in_spoken_language(page)
    chapters = page.chapters
    found = chapters[number - 1] if number else None
    context: dict[str, Any] = {
        "title": found.title if found else page.title,
        "path": f"{story_path(page)}#{found.anchor}" if found else story_path(page),
        "lead": "" if found else page.lead,
        "kern": found.kern if found else (),
        "count": say("{number} van {count}", number=number, count=len(chapters)) if found else "",
        "previous": step_path(page, number - 1) if number else "",
        "next": step_path(page, number + 1) if number < len(chapters) else "",
        "content": [],
    }
    first = next((item for item in parts_of(page) if found and item.block.id in {one.id for one in found.blocks}), None)
    if first is not None:
        context |= {"content": [_shown(first)], "source": _source(first), **_files(first)}
    return _framed(request, context)


def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator in a frame: its map of the smallest areas, or where it has none the comparison."""
    release = current_release()
    assert release is not None  # noqa: S101  # addresses exist only for indicators of the adopted release
    found = release.indicator(code)
    level = next((item for item in reversed(release.geography.levels) if item.fineness <= found.lowest_level.fineness),
                 AreaLevel.GEMEENTE)  # fmt: skip
    if level == AreaLevel.GEMEENTE:
        picture = pictures.intervals(release, code, top_level(), link=area_path, id_prefix="beeld")
    else:
        picture = pictures.choropleth(release, code, level, link=area_path, id_prefix="beeld")
    content = render_to_string("stories/parts/picture.html", {"picture": picture, "heading": "h3"})
    context = {
        "title": found.title,
        "path": indicator_path(found),
        "figure": True,
        "source": picture.source,
        "content": [mark_safe(content)],  # noqa: S308  # our own template
    }
    return _framed(request, context)


def height(request: HttpRequest) -> HttpResponse:
    """The script that a page of somebody else may load to give our frames their height."""
    return HttpResponse(asset_file("frame-height.js").read_bytes(), content_type="text/javascript")


def _framed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """In a story the headings of a block stand under a chapter, here under the title."""
    return HttpResponse(one_level_up(render_to_string("publication/framed.html", context, request)))


def _shown(part: Part) -> str:
    return str(part.block.render({"prefix": part.anchor}))


def _source(part: Part) -> str:
    """Where its figures come from: the block itself says so under a table that is folded away."""
    shown = part.block.block.get_context(part.block.value, {"prefix": part.anchor})
    panel, pair = shown.get("panel"), shown.get("pair")
    cards = [*(shown.get("key_figures") or ()), *(card for _, card in (pair.sides if pair else ()))]
    found = [shown.get("picture"), *(panel.tables if panel else ()), *(card.picture for card in cards)]
    return next((picture.source for picture in found if isinstance(picture, pictures.Picture)), "")


def _files(part: Part) -> dict[str, list[str]]:
    """What the block asks for beside the stylesheet, by kind."""
    names = files_of([part.block])
    if "data-side-panel" in _shown(part):
        names.append("side-panel.js")
    return {kind: [name for name in names if name.endswith(f".{kind}")] for kind in ("css", "js")}
