"""Story: a cover, then chapters; the blocks after a chapter heading belong to that chapter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from vergezicht.challenges.choices import indicator_choices
from vergezicht.challenges.ground import current_release, themes
from vergezicht.challenges.models import Cycle
from vergezicht.figures import Release, Theme
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.picking.lead import LeadForm
from vergezicht.stories.present import releases_told_of, story_panorama
from vergezicht.stories.reading import READING_TIME, texts_in
from vergezicht.stories.reading_along.panel import PreviewLinkPanel
from vergezicht.stories.reviewing.changes import ToldPanel
from vergezicht.stories.reviewing.panel import ChecksPanel
from vergezicht.stories.reviewing.previews import Previewed
from vergezicht.stories.saving.own_address import OwnAddress
from vergezicht.stories.story_block import ALT_HELP, described, files_of


@dataclass
class Chapter:
    """A chapter as it is read: heading, kern and the blocks that follow."""

    number: int
    anchor: str
    title: str
    theme: Theme | None
    kern: tuple[str, ...]
    remark: str = ""  # on its translation
    block: str = ""  # the id of its own block
    blocks: list[Any] = field(default_factory=list)


class StoryForm(LeadForm):
    """Lets an editor choose the drawn horizon by the name of its indicator."""

    panorama_indicator = forms.ChoiceField(
        label="Getekende horizon",
        choices=lambda: [("", "Geen"), *indicator_choices()],
        required=False,
        help_text="De cijfers van alle buurten tekenen de horizon op de omslag, als er geen omslagbeeld is.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """What was told at the publication before is not offered again."""
        super().__init__(*args, **options)
        last = self.instance.changes.exclude(why="").first() if self.instance.pk else None
        if last is not None and last.why == self.instance.why_changed:
            self.initial |= {"why_changed": "", "mends_error": False}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("mends_error") and not given.get("why_changed") and not self.is_deferred_validation:
            self.add_error("why_changed", "Zeg hier wat er fout was en wat er nu staat.")
        if given.get("cover_image") and not (given.get("cover_alt") or "").strip():
            given["cover_alt"] = described(given["cover_image"])
        return given


class StoryPage(OwnAddress, Previewed, Page):
    """One storymap, on one cycle."""

    lead = models.TextField("inleiding", help_text="Waar gaat het verhaal over? Hoogstens drie zinnen.")
    cycle = models.ForeignKey(Cycle, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="cyclus")
    cover_image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="omslagbeeld"
    )
    cover_alt = models.CharField("tekstalternatief van het omslagbeeld", max_length=250, blank=True)
    cover_credit = models.CharField("maker van het omslagbeeld", max_length=100, blank=True)
    panorama_indicator = models.CharField(
        "getekende horizon",
        max_length=60,
        blank=True,
    )
    is_example = models.BooleanField("voorbeeldinhoud", default=False)
    why_changed = models.CharField(
        "wat is er veranderd?", max_length=250, blank=True,
        help_text="Lezers zien dit vanaf de volgende publicatie, bij ‘Wat is er veranderd?’ onder het verhaal. Laat u "
        "het leeg, dan staat daar alleen welke onderdelen anders zijn.",
    )  # fmt: skip
    mends_error = models.BooleanField(
        "dit herstelt een fout", default=False,
        help_text="Dan staat het ook bovenaan het verhaal, met de datum. Het verdwijnt niet meer uit de lijst.",
    )  # fmt: skip
    body = StreamField(STORY_BLOCKS, verbose_name="verhaal", blank=True)

    page_description = "Hoofdstukken met tekst, kaarten, grafieken en cijfers die bij elke meting meegaan."
    parent_page_types = ["stories.HomePage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["why_changed", "mends_error"]
    template = "stories/pages/story.html"
    base_form_class = StoryForm
    content_panels = [
        *Page.content_panels,
        ToldPanel("lead"),
        MultiFieldPanel(
            [
                FieldPanel("cover_image"),
                FieldPanel("cover_alt", help_text=ALT_HELP),
                FieldPanel("cover_credit"),
                ToldPanel("panorama_indicator"),
            ],
            heading="Omslag",
        ),
        ToldPanel("body", help_text="Druk op het plusje en kies. Begin een deel van het verhaal met een Hoofdstuk."),
        MultiFieldPanel([FieldPanel("why_changed"), FieldPanel("mends_error")], heading="Als het verhaal al online is"),
        ChecksPanel(heading="Nakijken"),
        PreviewLinkPanel(heading="Laat iemand meelezen"),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("cycle"), FieldPanel("is_example")]

    class Meta:
        verbose_name = "verhaal"
        verbose_name_plural = "verhalen"

    @property
    def opening(self) -> list[Any]:
        """The blocks before the first chapter."""
        found = []
        for block in self.body:
            if block.block_type == "chapter":
                break
            found.append(block)
        return found

    @property
    def chapters(self) -> list[Chapter]:
        """The body cut into chapters, with an anchor that is unique on the page."""
        known = {theme.code: theme for theme in themes()}
        chapters: list[Chapter] = []
        taken: set[str] = set()
        for block in self.body:
            if block.block_type == "chapter":
                anchor = base = getattr(block, "anchor", "") or slugify(block.value["title"]) or "hoofdstuk"
                while anchor in taken:
                    anchor = f"{base}-{len(taken) + 1}"
                taken.add(anchor)
                kern = tuple(line.strip() for line in block.value["kern"].splitlines() if line.strip())
                theme = known.get(block.value.get("theme") or "")
                remark = getattr(block, "remark", "")
                title, number = block.value["title"], len(chapters) + 1
                chapters.append(Chapter(number, anchor, title, theme, kern, remark, str(block.id)))
            elif chapters:
                chapters[-1].blocks.append(block)
        return chapters

    @property
    def told_of(self) -> list[Release]:
        """The adopted releases whose figures it shows."""
        return releases_told_of([self.lead, self.panorama_indicator, *texts_in(self.body)])

    def chapter(self, anchor: str) -> Chapter:
        """The chapter under an anchor. Raises StopIteration when there is none."""
        return next(chapter for chapter in self.chapters if chapter.anchor == anchor)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context |= {
            "chapters": self.chapters,
            "opening": self.opening,
            "release": current_release(),
            "panorama": story_panorama(self.panorama_indicator) if not self.cover_image else None,
            "reading_time": READING_TIME,
            "told_of": self.told_of,
            "files": files_of(self.body),
        }
        return context
