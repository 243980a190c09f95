"""The walks of a story as files to take along."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.challenges.ground import municipality
from vergezicht.languages import spoken
from vergezicht.languages.marks import unmarked
from vergezicht.publication.views.stories import story_path
from vergezicht.stories.gpx import MEDIA_TYPE, Source, write_gpx
from vergezicht.stories.models import StoryPage
from vergezicht.stories.translating.translation import in_spoken_language


def gpx(request: HttpRequest, page: StoryPage, anchor: str) -> HttpResponse:
    """One walk in the language of now. It names its story and when that was published, not the edition: a file that
    says the same keeps its bytes from one edition to the next."""
    path, told = story_path(page), in_spoken_language(page)
    tour = next(block.value for block in told.body if f"b{block.id[:8]}" == anchor)
    address = f"{settings.SITE_URL}{spoken().root}{path}#{anchor}"
    source = Source(municipality().publisher, unmarked(told.title), address, page.last_published_at)
    return HttpResponse(write_gpx(tour, source), content_type=MEDIA_TYPE)
