"""Choosing the figure or the claim of a sentence by name, with what it says now; the reference is written for you."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vergezicht.areas import AreaLevel
from vergezicht.challenges.choices import Choices, area_choices, indicator_choices, period_choices
from vergezicht.challenges.ground import current_release, municipality, waiting_release
from vergezicht.challenges.references import FigureReference, area_of, figure_of
from vergezicht.pictures.sentences import figure_sentence
from vergezicht.stories.claims import ClaimRule, check_claim, claims_in, write_claim
from vergezicht.stories.living_numbers import fill_in_plain

_SAYS = {
    ClaimRule.ROSE: "dat dit is gestegen",
    ClaimRule.FELL: "dat dit is gedaald",
    ClaimRule.NO_CHANGE: "dat dit niet is veranderd",
    ClaimRule.ABOVE: "dat dit hoger is dan in de hele gemeente",
    ClaimRule.BELOW: "dat dit lager is dan in de hele gemeente",
    ClaimRule.NO_DIFFERENCE: "dat dit niet verschilt van de hele gemeente",
    ClaimRule.HIGHEST: "dat dit het hoogste is",
    ClaimRule.LOWEST: "dat dit het laagste is",
    ClaimRule.AT_LEAST: "dat dit minstens zoveel is:",
    ClaimRule.AT_MOST: "dat dit hoogstens zoveel is:",
}


def place_choices() -> Choices:
    """Areas as a reference names them, "stadsdeel/noord", by level; "" is the whole municipality."""
    geography = municipality().geography
    below = [level for level in geography.levels if level != AreaLevel.GEMEENTE]
    named = {area.code: f"{area.level}/{area.slug}" for area in geography}
    groups = [(level, [(named[code], name) for code, name in areas]) for level, areas in area_choices(below)]
    return [("", geography.gemeente.name), *groups]


class FigureForm(forms.Form):
    """Which figure stands in the sentence, or which rule stands behind it."""

    indicator = forms.ChoiceField(label="Welk cijfer?", choices=lambda: [("", "Kies een cijfer"), *indicator_choices()])
    area = forms.ChoiceField(label="Van welk gebied?", choices=place_choices, required=False)
    period = forms.ChoiceField(
        label="Van welke meting?", choices=lambda: [("", "Altijd de nieuwste"), *period_choices()], required=False
    )
    rule = forms.ChoiceField(
        label="Wat doet het in de zin?",
        choices=[
            ("", "Het getal staat in de zin"),
            ("Mijn zin beweert", [(rule.value, _SAYS[rule]) for rule in ClaimRule]),
        ],
        required=False,
    )
    value = forms.FloatField(label="Hoeveel?", required=False, localize=True)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        rule = given.get("rule")
        if rule and ClaimRule(rule).needs_value and given.get("value") is None and "value" not in self.errors:
            self.add_error("value", "Vul een getal in.")
        return given

    @property
    def reference(self) -> FigureReference:
        """Of a valid form."""
        given = self.cleaned_data
        return FigureReference(given["indicator"], given["area"], given["period"])

    @property
    def written(self) -> str:
        """What stands in the text, between braces."""
        if rule := self.cleaned_data["rule"]:
            return write_claim(self.reference, ClaimRule(rule), self.cleaned_data["value"])
        return f"{{{self.reference}}}"


@require_safe
def pick_figure(request: HttpRequest) -> HttpResponse:
    """The form of the dialog, as HTML."""
    bounds = " ".join(rule for rule in ClaimRule if rule.needs_value)
    context = {"form": FigureForm(), "tried": reverse("try_figure"), "bounds": bounds}
    return render(request, "stories/editor/pick_figure.html", context)


@require_safe
def try_figure(request: HttpRequest) -> JsonResponse:
    """What a choice would say now.

    ``written``: what to put into the text, "" when it cannot stand there; ``says``: how it reads, or what is wrong;
    ``about``: the figure with its margin, in a sentence.
    """
    form, release = FigureForm(request.GET), current_release()
    if release is None:
        return _answer("Er zijn nog geen vastgestelde cijfers.")
    if not form.is_valid():
        missing = [] if "indicator" in form.errors else [str(text) for texts in form.errors.values() for text in texts]
        return _answer(" ".join(missing))
    figure, area = figure_of(form.reference, release), area_of(form.reference, release.geography)
    if figure is None or figure.value is None or area is None:
        return _answer("Dit cijfer is er niet voor dit gebied en deze meting.")
    about = figure_sentence(release.indicator(figure.indicator), area, figure)
    if not form.cleaned_data["rule"]:
        return _answer(fill_in_plain(form.written, release), about, form.written)
    checked = check_claim(claims_in(form.written)[0], waiting_release() or release)
    if not checked.holds:
        return _answer(f"{checked.reason} Voorstel: {checked.proposal}")
    return _answer("Dat klopt nu. Lezers zien de regel niet.", about, form.written)


def _answer(says: str, about: str = "", written: str = "") -> JsonResponse:
    return JsonResponse({"written": written, "says": says, "about": about})
