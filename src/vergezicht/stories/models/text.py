"""Text page: everything that is just text (about, accessibility, house rules)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from vergezicht.stories.blocks import TEXT_BLOCKS
from vergezicht.stories.picking.lead import LeadForm
from vergezicht.stories.reading_along.panel import PreviewLinkPanel
from vergezicht.stories.reviewing.changes import ToldPanel
from vergezicht.stories.reviewing.panel import ChecksPanel
from vergezicht.stories.reviewing.previews import Previewed
from vergezicht.stories.saving.own_address import OwnAddress
from vergezicht.stories.story_block import files_of


class TextPage(OwnAddress, Previewed, Page):
    lead = models.TextField("inleiding", blank=True)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)
    body = StreamField(TEXT_BLOCKS, verbose_name="tekst", blank=True)

    page_description = "Een pagina met vooral tekst, zoals “Over deze site”."
    parent_page_types = ["stories.HomePage"]
    subpage_types: list[str] = []
    template = "stories/pages/text.html"
    base_form_class = LeadForm
    content_panels = [
        *Page.content_panels,
        ToldPanel("lead"),
        ToldPanel("body"),
        ChecksPanel(heading="Nakijken"),
        PreviewLinkPanel(heading="Laat iemand meelezen"),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("is_example")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["files"] = files_of(self.body)
        return context

    class Meta:
        verbose_name = "tekstpagina"
        verbose_name_plural = "tekstpagina's"
