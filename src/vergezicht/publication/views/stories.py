"""A story at each of its depths: the whole of it, its kern alone, or with every table open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from wagtail.models import Site

from vergezicht.publication.pages import structured_data
from vergezicht.publication.pages.depths import Depth, keep_depth
from vergezicht.publication.pages.subjects import of_days, of_themes
from vergezicht.publication.readers.telling import reads_told
from vergezicht.stories.gpx import waypoints
from vergezicht.stories.models import StoryChange, StoryPage
from vergezicht.stories.reading import with_reading_time
from vergezicht.stories.translating.translation import in_spoken_language
from vergezicht.stories.what_changed import chapters_of, log_of

SHARE = "/delen/"
CHANGED = "veranderd/"
WALK = "wandeling"  # before the name of a block in the address of its file
# What of a chapter, and of what stands before the first, belongs to the kern, beside its three sentences.
_IN_CORE = {"challenges", "headline"}


def story_path(page: StoryPage) -> str:
    """/verhaal/, as all addresses without the host."""
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    return "/" + str(page.url_path).removeprefix(root.url_path)


def changed_path(page: StoryPage) -> str:
    """/verhaal/veranderd/: what its publications changed."""
    return f"{story_path(page)}{CHANGED}"


def share_path(page: StoryPage) -> str:
    """/delen/verhaal/: everything there is to share of it."""
    return f"{SHARE}{story_path(page).strip('/')}/"


def walk_paths(page: StoryPage) -> dict[str, str]:
    """/verhaal/wandeling-1a2b3c4d.gpx of every walk with a point in it, by the anchor of its block. The title of a walk
    may change, the address of its file does not."""
    walks = (block for block in page.body if block.block_type == "tour" and waypoints(block.value))
    return {f"b{block.id[:8]}": f"{story_path(page)}{WALK}-{block.id[:8]}.gpx" for block in walks}


def changed(request: HttpRequest, page: StoryPage) -> HttpResponse:
    """What was changed in the story since it went online, newest first."""
    told = in_spoken_language(page)
    log = log_of(page)
    changes = [(at, item, chapters_of(item, told) if isinstance(item, StoryChange) else []) for at, item in log]
    context = {"story": told, "path": story_path(page), "changes": changes}
    return render(request, "publication/story_changes.html", context)


def overview(request: HttpRequest) -> HttpResponse:
    """Every story by title and lead, the newest first; the menu leads here as soon as there are several."""
    published = StoryPage.objects.live().order_by("-first_published_at", "path")
    told = [(in_spoken_language(page), story_path(page), page.first_published_at) for page in published]
    return render(request, "publication/stories.html", {"stories": told})


def read(request: HttpRequest, page: StoryPage, depth: Depth) -> HttpResponse:
    """The story; links to stories in it lead to the same depth, except those that choose one."""
    path = story_path(page)
    page = in_spoken_language(page)
    context = page.get_context(request)
    context |= {
        "path": path,
        "walks": walk_paths(page),
        "subjects": [
            *of_themes(chapter.theme.code for chapter in context["chapters"] if chapter.theme),
            *of_days(page.first_published_at),
        ],
        "structured": [structured_data.story(page)],
        "card_page": path,
        "share": share_path(page),
        "depth": depth,
        "depths": [(item, item.path(path)) for item in Depth],
        "with_figures": depth == Depth.FIGURES,
        "changed": changed_path(page) if (log := log_of(page)) else "",
        "changed_on": log[0][0] if log else None,
        "mended": page.changes.filter(mends_error=True).first(),
        "reads": reads_told(path, (chapter.anchor for chapter in context["chapters"])),
    }
    if depth == Depth.CORE:
        context["opening"] = [block for block in context["opening"] if block.block_type in _IN_CORE]
        for chapter in context["chapters"]:
            chapter.blocks = [block for block in chapter.blocks if block.block_type in _IN_CORE]
    stories = [story_path(story) for story in StoryPage.objects.live()]
    html = render_to_string(page.template, context, request)
    return HttpResponse(keep_depth(with_reading_time(html), depth, pages=stories))
