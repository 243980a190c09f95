"""What changed when: the editions of this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.challenges.models import AdoptedRelease
from vergezicht.languages import say
from vergezicht.languages.marks import kept, own_words
from vergezicht.publication.models import PAGE_ONLINE, Edition, EditionState
from vergezicht.publication.views.stories import changed_path
from vergezicht.stories.models import StoryPage


def overview(request: HttpRequest) -> HttpResponse:
    """The editions up to now, newest first, with their reasons; of a story that changed the way to what changed."""
    published = Edition.objects.filter(state=EditionState.PUBLISHED)
    stories = StoryPage.objects.live().filter(changes__isnull=False).distinct().defer_streamfields()
    told = {f"{PAGE_ONLINE}: {story.title}": changed_path(story) for story in stories}
    titles = dict(AdoptedRelease.objects.values_list("folder", "title"))
    editions = [
        (
            item,
            [(_reason(part), told.get(part, "")) for part in item.reason.split("; ")],
            "; ".join(own_words(titles.get(folder, folder)) for folder in item.release.split(", ")),
        )
        for item in published
    ]
    return render(request, "publication/editions.html", {"editions": editions})


def _reason(part: str) -> str:
    """A reason, which was kept in Dutch: the words of the software are said, what they are about is not."""
    kind, colon, what = part.partition(": ")
    if (told := say(kind)) == kind:
        return own_words(part)
    return f"{told}{colon}{kept(what)}"
