"""What happens by itself when a page goes online: its Dutch texts have been seen, and what it changed is noted."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from vergezicht.stories.models import StoryPage
from vergezicht.stories.translating.writing import note_online
from vergezicht.stories.what_changed import note_change


@receiver(page_published)
def note_texts(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    note_online(instance)


@receiver(page_published, sender=StoryPage)
def note_what_changed(sender: type[Page], instance: StoryPage, revision: Revision, **kwargs: Any) -> None:
    note_change(instance, revision)
