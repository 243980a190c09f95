"""What happens by itself when a page goes online: its Dutch texts are what readers have seen."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from vergezicht.stories.translating.writing import note_online


@receiver(page_published)
def note_texts(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    note_online(instance)
