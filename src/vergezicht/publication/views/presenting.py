"""Presenting: a story for a room full of people, one thing at a time."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from vergezicht.languages import spoken
from vergezicht.paper.codes import qr
from vergezicht.publication.pages.slides import slides_of
from vergezicht.publication.views.stories import story_path
from vergezicht.stories.models import StoryPage
from vergezicht.stories.present import story_panorama
from vergezicht.stories.story_block import files_of
from vergezicht.stories.translating.translation import in_spoken_language


def presenting_path(page: StoryPage) -> str:
    """/verhaal/presenteren/."""
    return f"{story_path(page)}presenteren/"


def present(request: HttpRequest, page: StoryPage) -> HttpResponse:
    """Every slide on one page, with links between them; a script shows one at a time and listens to the arrow keys."""
    path, page = story_path(page), in_spoken_language(page)
    slides, base = slides_of(page)
    files = files_of(page.body)
    context = {
        "story": page,
        "path": path,
        "slides": list(enumerate(slides, start=1)),
        "count": len(slides) + 1,
        "base": base,
        "panorama": story_panorama(page.panorama_indicator),
        "code_svg": _scaled(qr(f"{settings.SITE_URL}{spoken().root}{path}")),
        "css": [name for name in files if name.endswith(".css")],
        "js": [name for name in files if name.endswith(".js")],
    }
    return render(request, "publication/present.html", context)


def _scaled(svg: str) -> SafeString:
    """The code as large as the room that it gets."""
    return SafeString(re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', svg, count=1))
