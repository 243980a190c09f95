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
from vergezicht.challenges.references import FigureReference, area_of, figure_of, parse_reference
from vergezicht.pictures.notation import figure_text
from vergezicht.pictures.sentences import figure_sentence
from vergezicht.stories.living import on_map
from vergezicht.stories.living.claims import Claim, ClaimRule, check_claim, claims_in, write_claim
from vergezicht.stories.living.living_numbers import fill_in_plain, fill_in_words, unknown_references
from vergezicht.stories.picking.shown import SAYS, SAYS_AREA, shown


def place_choices() -> Choices:
    """Areas as a reference names them, "stadsdeel/noord", by level; "" is the whole municipality."""
    geography = municipality().geography
    below = [level for level in geography.levels if level != AreaLevel.GEMEENTE]
    named = {area.code: f"{area.level}/{area.slug}" for area in geography}
    # With its level: a closed list does not show the heading above a choice, and a wijk is often named as a buurt.
    groups = [
        (level, [(named[code], f"{name} ({geography[code].level})") for code, name in areas])
        for level, areas in area_choices(below)
    ]
    return [("", geography.gemeente.name), *groups]


def figure_choices(area: str = "", period: str = "") -> Choices:
    """Indicators by theme, each with its unit and what it says now of this area: "Eenzaamheid · aandeel 9%"."""
    release = current_release()
    if release is None:
        return []

    def told(code: str, title: str) -> str:
        indicator, figure = release.indicator(code), figure_of(FigureReference(code, area, period), release)
        return f"{title} · {indicator.kind.value} {figure_text(indicator, figure)}"

    return [(theme, [(code, told(code, title)) for code, title in items]) for theme, items in indicator_choices()]


class FigureForm(forms.Form):
    """Which figure stands in the sentence, which rule stands behind it, or which area it names."""

    field_order = ("indicator", "area", "period", "rule", "value")

    indicator = forms.ChoiceField(
        label="Welk cijfer?", choices=lambda: [("", "Kies een cijfer"), *indicator_choices()], required=False
    )
    area = forms.ChoiceField(label="Van welk gebied?", choices=place_choices, required=False)
    period = forms.ChoiceField(label="Van welke meting?", choices=period_choices, required=False)
    rule = forms.ChoiceField(
        label="Wat komt er in de zin?",
        choices=[
            ("", "Het getal staat in de zin"),
            (on_map.NAME, "De naam van het gebied staat in de zin, als knop naar de kaart"),
            ("Controle die lezers niet zien: mijn zin zegt", [(rule.value, SAYS[rule]) for rule in ClaimRule]),
        ],
        required=False,
    )
    value = forms.FloatField(label="Hoeveel?", required=False, localize=True)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        rule = given.get("rule")
        if rule == on_map.NAME:
            if not given.get("area"):
                self.add_error("area", "Kies een gebied: de hele gemeente staat al op de kaart.")
            return given
        if not given.get("indicator"):
            self.add_error("indicator", "Kies een cijfer.")
        if rule and ClaimRule(rule).needs_value and given.get("value") is None and "value" not in self.errors:
            self.add_error("value", "Vul een getal in.")
        return given

    @property
    def reference(self) -> FigureReference:
        """Of a valid form."""
        given = self.cleaned_data
        return FigureReference(given["indicator"], given["area"], given["period"])

    @property
    def is_name(self) -> bool:
        """Whether an area is only named."""
        return bool(self.cleaned_data["rule"] == on_map.NAME)

    @property
    def written(self) -> str:
        """What stands in the text, between braces."""
        if self.is_name:
            return on_map.write_area(self.cleaned_data["area"])
        if rule := self.cleaned_data["rule"]:
            return write_claim(self.reference, ClaimRule(rule), self.cleaned_data["value"])
        return f"{{{self.reference}}}"


@require_safe
def pick_figure(request: HttpRequest) -> HttpResponse:
    """The form of the dialog, as HTML; with ``written``, a reference in the text, to choose again."""
    bounds = " ".join(rule for rule in ClaimRule if rule.needs_value)
    chosen = _chosen(request.GET.get("written", ""))
    form = FigureForm(initial=chosen)
    told = figure_choices(chosen.get("area", ""), chosen.get("period", ""))
    form.fields["indicator"].choices = [("", "Kies een cijfer"), *told]
    addresses = {"tried": reverse("try_figure"), "listed": reverse("list_figures")}
    context = {"form": form, **addresses, "bounds": bounds, "name": on_map.NAME}
    return render(request, "stories/editor/pick_figure.html", context)


@require_safe
def list_figures(request: HttpRequest) -> JsonResponse:
    """The names in the list of figures, by code, with what each says now of the chosen area and wave."""
    told = figure_choices(request.GET.get("area", ""), request.GET.get("period", ""))
    return JsonResponse({code: name for _, items in told for code, name in items})


@require_safe
def try_figure(request: HttpRequest) -> JsonResponse:
    """What a choice would say now.

    ``written``: what to put into the text, "" when it cannot stand there; ``says``: how it reads, or what is wrong;
    ``about``: the figure with its margin, in a sentence; ``shown``: how rich text shows it; ``holds``: which claims
    about this figure are true now, those that need a number once there is one.
    """
    form, release = FigureForm(request.GET), current_release()
    if release is None:
        return _answer("Er zijn nog geen vastgestelde cijfers.")
    if not form.is_valid():
        missing = [] if "indicator" in form.errors else [str(text) for texts in form.errors.values() for text in texts]
        return _answer(" ".join(missing), holds={} if form.errors.keys() - {"value"} else _what_holds(form))
    if form.is_name:
        return _answer(fill_in_plain(form.written, release), SAYS_AREA, form.written)
    figure, area = figure_of(form.reference, release), area_of(form.reference, release.geography)
    if figure is None or figure.value is None or area is None:
        return _answer("Dit cijfer is er niet voor dit gebied en deze meting.")
    about = figure_sentence(release.indicator(figure.indicator), area, figure)
    holds = _what_holds(form)
    if not form.cleaned_data["rule"]:
        return _answer(fill_in_plain(form.written, release), about, form.written, holds)
    checked = check_claim(claims_in(form.written)[0], waiting_release() or release)
    if not checked.holds:
        hint = "Kies een bewering met ✓. " if any(holds.values()) else ""
        return _answer(f"Dat klopt niet. {checked.reason} {hint}Voorstel: {checked.proposal}", holds=holds)
    return _answer("Dat klopt nu.", about, form.written, holds)


@require_safe
def show_figure(request: HttpRequest) -> JsonResponse:
    """How one reference in a text reads now (``Shown``); when it points to nothing what readers get (``text``), and why
    (``wrong``)."""
    written = request.GET.get("written", "")
    if (seen := shown(written)) is not None:
        return JsonResponse(seen.as_data())
    return JsonResponse({"text": fill_in_words(written), "wrong": _why_not(written)})


def _why_not(written: str) -> str:
    if current_release() is None:
        return "Er zijn nog geen vastgestelde cijfers."
    return " ".join(unknown_references(written)) or "Dit is geen cijfer en geen gebied; de lezer ziet deze letters."


def _what_holds(form: FigureForm) -> dict[str, bool]:
    release, reference, value = waiting_release() or current_release(), form.reference, form.cleaned_data.get("value")
    tried = [
        Claim(write_claim(reference, rule, value), reference, rule, value if rule.needs_value else None)
        for rule in ClaimRule
        if value is not None or not rule.needs_value
    ]
    return {claim.rule: check_claim(claim, release).holds for claim in tried} if release is not None else {}


def _answer(says: str, about: str = "", written: str = "", holds: dict[str, bool] | None = None) -> JsonResponse:
    seen = shown(written) if written else None
    told = {"written": written, "says": says, "about": about, "holds": holds or {}}
    return JsonResponse(told | {"shown": seen.as_data() if seen is not None else None})


def _chosen(written: str) -> dict[str, Any]:
    """A reference or a claim with its braces, as the fields of the form; nothing when it is neither."""
    if named := on_map.PATTERN.fullmatch(written):
        return {"area": named[1], "rule": on_map.NAME}
    claim = next(iter(claims_in(written)), None)
    reference = claim.reference if claim else parse_reference(written)
    if reference is None:
        return {}
    chosen: dict[str, Any] = {"indicator": reference.indicator, "area": reference.area, "period": reference.period}
    return chosen | ({"rule": claim.rule, "value": claim.value} if claim else {})
