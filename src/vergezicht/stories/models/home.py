"""Home: the first page, with the way to the story and to the reader's own neighbourhood."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.models import Page

from vergezicht.challenges.choices import CodesField, indicator_choices
from vergezicht.challenges.queries import all_challenges
from vergezicht.stories.overview import beside_the_judgement, district_cards, state_counts, theme_cards, top_level
from vergezicht.stories.picking.lead import LeadForm
from vergezicht.stories.present import home_figures, home_panorama
from vergezicht.stories.reviewing.changes import ToldPanel
from vergezicht.stories.reviewing.previews import Previewed


class HomeForm(LeadForm):
    """Lets an editor choose key figures by name."""

    key_indicators = CodesField(label="kerncijfers", choices=indicator_choices, required=False)


class HomePage(Previewed, Page):
    """The words are an editor's, the numbers come from the adopted release."""

    lead = models.TextField("inleiding", help_text="Twee zinnen: wat is dit, en wat heb ik eraan?")
    key_indicators = models.JSONField("kerncijfers", default=list, blank=True)

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["stories.StoryPage", "stories.TextPage"]
    template = "stories/pages/home.html"
    content_panels = [*Page.content_panels, ToldPanel("lead"), ToldPanel("key_indicators")]
    base_form_class = HomeForm

    class Meta:
        verbose_name = "startpagina"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from vergezicht.stories.models.story import StoryPage
        from vergezicht.stories.translating.translation import title_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        challenges, figures = all_challenges(), home_figures(self.key_indicators)
        context |= {
            "stories": [(title_of(page), page.get_url_parts()[2]) for page in StoryPage.objects.live().child_of(self)],
            "panorama": home_panorama(),
            "key_figures": figures,
            "sources": list(dict.fromkeys(item.picture.source for item in figures)),
            "peers": top_level().plural,
            "districts": district_cards(challenges),
            "themes": theme_cards(challenges),
            "states": state_counts(challenges),
            "beside": beside_the_judgement(challenges),
            "challenge_count": len(challenges),
        }
        return context
