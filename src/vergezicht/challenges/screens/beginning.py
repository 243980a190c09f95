"""Beginning a wijkopgave: only what can be answered then. The rest is written when there is a concept."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from vergezicht.challenges.screens.forms import ChallengeForm
from vergezicht.challenges.screens.proposing import ProposingCreateView

CODE_HELP = (
    "Een korte aanduiding voor lijsten en verslagen, bijvoorbeeld M1. In een cyclus heeft elke opgave een eigen."
)
_LATER = (
    "U begint een concept: niemand ziet het tot een ander het vaststelt. Doel, aanleiding, streefdoelen en partners "
    "schrijft u daarna."
)


class BeginForm(ChallengeForm):
    """The address comes from the title; a reason is only asked of a change of what is public."""

    slug = None
    change_reason = None


BEGINNING = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("cycle"),
                FieldRowPanel([FieldPanel("code", help_text=CODE_HELP), FieldPanel("kind")]),
                FieldPanel("owner_role"),
            ],
            heading="De opgave",
            help_text=_LATER,
        ),
        MultiFieldPanel([FieldPanel("areas"), FieldPanel("themes")], heading="Waar en waarover?"),
        MultiFieldPanel([FieldPanel("indicators"), FieldPanel("figures")], heading="Welke cijfers?"),
        MultiFieldPanel([FieldPanel("change_role")], heading="Ondertekenen"),
    ],
    base_form_class=BeginForm,
)


class ChallengeCreateView(ProposingCreateView):
    """Leads to the page of the new challenge, where the next step stands."""

    def get_success_url(self) -> str:
        return reverse("work_desk", args=[self.form.instance.slug])
