"""Forms of the work screens: plain fields, made for a phone, with every problem told in Dutch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from vergezicht.challenges.choices import CodesField, area_choices, indicator_choices, theme_choices, wave_choices
from vergezicht.challenges.ground import current_release
from vergezicht.challenges.judging.evidence import gather_evidence
from vergezicht.challenges.judging.targets import year_of
from vergezicht.challenges.models import (
    VERDICTS,
    Action,
    Challenge,
    ChallengeState,
    Confidence,
    Conversation,
    CouncilItem,
    CouncilState,
    CouncilStep,
    CourseCheck,
    Decision,
    Effect,
)
from vergezicht.challenges.models.action import ACTION_STATES
from vergezicht.challenges.models.check import AdjustmentKind, Outcome
from vergezicht.challenges.reporting import problems_of_report
from vergezicht.challenges.roles import SigningRole
from vergezicht.challenges.screens.addressed import AddressedForm
from vergezicht.challenges.screens.grounding import HARVEST, ReferencesField
from vergezicht.challenges.screens.mistakes import refuse
from vergezicht.challenges.versions.history import sitting
from vergezicht.pictures.notation import amount

LAST_YEAR = 2100
_OF_CONCEPT = (ChallengeState.CONCEPT, ChallengeState.ADOPTED)
_NOTHING = ("", "Kies …")


def _day(label: str, *, required: bool = True, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **options)


def _text(label: str, *, required: bool = True, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _plain_lines(data: QueryDict | None) -> QueryDict | None:
    """A browser ends its lines with two signs where the database has one: that is no change of a text."""
    if data is None:
        return None
    plain = data.copy()
    for name, values in data.lists():
        plain.setlist(name, [value.replace("\r\n", "\n") if isinstance(value, str) else value for value in values])
    return plain


class SignedForm(WagtailAdminModelForm):
    """A form whose changes are one version, signed by role and with a reason."""

    change_role = SigningRole(label="Ondertekend als")
    change_reason = _text(
        "Waarom", required=False, rows=2, help_text="Verplicht als doel, streefdoelen, gebieden of fase veranderen."
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **options: Any) -> None:
        super().__init__(_plain_lines(data), *args, **options)
        self.fields["change_role"].belong_to(self.for_user)  # type: ignore[attr-defined]  # a SigningRole

    def public_before(self) -> bool:
        """Whether what is changed was public before; only then a reason is asked."""
        raise NotImplementedError

    def needs_reason(self) -> bool:
        raise NotImplementedError

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        asked = self.public_before() and self.needs_reason()
        if asked and "change_reason" not in self.errors and not self.cleaned_data.get("change_reason", "").strip():
            self.add_error("change_reason", "Zeg waarom: een wijziging van een openbare opgave blijft te lezen.")
            return False
        return valid

    def save_in_memory(self) -> Any:
        """The subject with everything that hangs under it as the form says, and nothing in the database."""
        return super().save(commit=False)

    def save(self, commit: bool = True) -> Any:
        with sitting(role=self.cleaned_data["change_role"], reason=self.cleaned_data.get("change_reason", "")):
            return super().save(commit=commit)


class ChallengeForm(AddressedForm, SignedForm):
    """Areas, themes and indicators are chosen by name and kept as codes."""

    areas = CodesField(label="Gebieden", choices=area_choices)
    themes = CodesField(label="Thema's", choices=theme_choices)
    indicators = CodesField(label="Waaraan we het meten", choices=indicator_choices, required=False)
    figures = ReferencesField(label="Cijfers achter de aanleiding", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        public = self.public_before()
        if "state" in self.fields:  # not where a concept is begun
            self.fields["state"].choices = [  # type: ignore[attr-defined]
                choice for choice in ChallengeState.choices
                if (choice[0] != ChallengeState.CONCEPT if public else choice[0] in _OF_CONCEPT)
            ]  # fmt: skip
        self.fields["cycle"].label_from_instance = lambda cycle: cycle.choice  # type: ignore[attr-defined]
        if (targets := self.formsets.get("targets")) is not None:
            targets.form_kwargs["challenge"] = self.instance

    def clean(self) -> dict[str, Any]:
        """A browser sends codes in the order of the list; what was chosen before keeps its own order."""
        cleaned: dict[str, Any] = super().clean()
        if "state" in self.fields and not self.public_before() and cleaned.get("state") not in _OF_CONCEPT:
            self.add_error("state", "Een concept wordt eerst vastgesteld, door een ander.")
        for name in ("areas", "themes", "indicators"):
            chosen = cleaned.get(name, [])
            before = [code for code in self.initial.get(name) or [] if code in chosen]
            cleaned[name] = [*before, *(code for code in chosen if code not in before)]
        return cleaned

    def public_before(self) -> bool:
        before = Challenge.objects.filter(pk=self.instance.pk).values_list("state", flat=True).first()
        return before not in {None, ChallengeState.CONCEPT}

    def needs_reason(self) -> bool:
        fields = {"goal", "criteria", "state", "merged_into", "areas"}
        targets = self.formsets.get("targets")
        return bool(fields & set(self.changed_data)) or (targets is not None and targets.has_changed())


class TargetForm(WagtailAdminModelForm):
    """Indicator, area and wave are chosen by name; a new target begins where its challenge is."""

    indicator = forms.ChoiceField(label="Indicator", choices=lambda: [_NOTHING, *indicator_choices()])
    area = forms.ChoiceField(label="Gebied", choices=lambda: [_NOTHING, *area_choices()])
    baseline_period = forms.ChoiceField(label="Uitgangsmeting", choices=wave_choices)

    def __init__(self, *args: Any, challenge: Challenge | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if challenge is not None and not self.instance.indicator:
            self.initial |= {"indicator": next(iter(challenge.indicators), ""), "area": next(iter(challenge.areas), "")}

    def clean(self) -> dict[str, Any]:
        """A value that the indicator can have, in a year after that of the baseline."""
        cleaned: dict[str, Any] = super().clean()
        start, year = year_of(cleaned.get("baseline_period") or ""), cleaned.get("year")
        if start is not None and year is not None and not start < year <= LAST_YEAR:
            self.add_error("year", f"Kies een jaar na de uitgangsmeting: van {start + 1} tot en met {LAST_YEAR}.")
        release, code, value = current_release(), cleaned.get("indicator"), cleaned.get("value")
        if release is None or not code or value is None or not release.has_indicator(code):
            return cleaned
        indicator = release.indicator(code)
        if indicator.limits is not None and not indicator.limits[0] <= value <= indicator.limits[1]:
            self.instance.value = value  # there is one: the model need not ask for it as well
            low, high = (amount(indicator, limit) for limit in indicator.limits)
            self.add_error("value", f"Dit cijfer loopt van {low} tot en met {high}: kies een waarde daarbinnen.")
        return cleaned


class ActionForm(SignedForm):
    """The status is about our own work."""

    def public_before(self) -> bool:
        return bool(self.instance.pk) and self.instance.challenge.is_public

    def needs_reason(self) -> bool:
        return False  # a status for the worse has a reason of its own, on the action


class CouncilForm(AddressedForm, SignedForm):
    """A motion or promise, and the step that is added to it: signed by role, never changed afterwards."""

    step_state = forms.ChoiceField(label="Stand", choices=[_NOTHING, *CouncilState.choices], required=False)
    step_text = _text("Wat is er gedaan?", required=False, rows=3, help_text="Alleen als er iets nieuws te melden is.")
    step_date = _day("Datum van deze stap", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("step_date", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if bool(cleaned.get("step_state")) != bool(cleaned.get("step_text", "").strip()):
            self.add_error("step_text", "Een stap heeft een stand en een zin.")
        if cleaned.get("step_text") and not cleaned.get("step_date"):
            self.add_error("step_date", "Vul de datum van de stap in.")
        day, began = cleaned.get("step_date"), cleaned.get("date")
        if cleaned.get("step_text") and day and began and day < began:
            self.add_error("step_date", "Een stap komt na de motie of toezegging zelf.")
        return cleaned

    def public_before(self) -> bool:
        return bool(self.instance.pk) and CouncilItem.objects.filter(pk=self.instance.pk, is_public=True).exists()

    def needs_reason(self) -> bool:
        """Whether the text itself changes; a step says by itself what it is about."""
        beside = {"step_state", "step_text", "step_date", "change_role", "change_reason"}
        return bool(set(self.changed_data) - beside)

    @property
    def has_step(self) -> bool:
        return bool(self.cleaned_data.get("step_text", "").strip())

    def add_step(self) -> None:
        """The step by itself; the text stays as it is."""
        CouncilStep.objects.create(
            item_id=self.instance.pk, state=self.cleaned_data["step_state"], text=self.cleaned_data["step_text"],
            date=self.cleaned_data["step_date"], role=self.cleaned_data["change_role"],
        )  # fmt: skip

    def save(self, commit: bool = True) -> Any:
        with transaction.atomic():
            item = super().save(commit=commit)
            if commit and self.has_step:
                self.add_step()
        return item


class HarvestForm(WagtailAdminModelForm):
    figures = ReferencesField(HARVEST, label="Cijfers", required=False)


class ConversationForm(AddressedForm, SignedForm):
    areas = CodesField(label="Gebieden", choices=area_choices)

    def public_before(self) -> bool:
        return bool(self.instance.pk) and Conversation.objects.filter(pk=self.instance.pk, is_public=True).exists()

    def needs_reason(self) -> bool:
        return self.has_changed()


class CycleForm(SignedForm):
    """A cycle is public from its first day: every change of its text is a proposal."""

    def public_before(self) -> bool:
        return bool(self.instance.pk)

    def needs_reason(self) -> bool:
        return self.has_changed()


class RoleForm(forms.Form):
    """A form that is signed: the role is one of those of who is signed in."""

    role = SigningRole(label="Ondertekend als")

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].belong_to(user)  # type: ignore[attr-defined]  # a SigningRole


class CheckForm(RoleForm):
    """The verdict of a course check; adjustments and answers have rows of their own."""

    date = _day("Datum")
    verdict = forms.ChoiceField(label="Oordeel", choices=VERDICTS, widget=forms.RadioSelect)
    differs_because = _text(
        "Waarom anders dan de cijfers", required=False, rows=2,
        help_text="Alleen nodig als uw oordeel anders is dan wat de cijfers zeggen.",
    )  # fmt: skip
    story = _text("Het verhaal erachter", rows=5, help_text="In gewone taal, voor bewoners. Dit komt op de site.")
    confidence = forms.ChoiceField(label="Hoe zeker bent u?", choices=Confidence.choices, widget=forms.RadioSelect)
    who = forms.CharField(
        label="Wie waren erbij", max_length=200, required=False, help_text="Rollen en aantallen, geen namen."
    )

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        super().__init__(*args, **options)
        self.challenge = challenge

    def clean(self) -> dict[str, Any]:
        """What the check itself would refuse, told together with what is left empty."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("verdict"):
            return cleaned
        found = gather_evidence(self.challenge, today=cleaned.get("date"))
        words = {name: cleaned.get(name, "") for name in ("verdict", "story", "differs_because")}
        try:
            CourseCheck(signal=found.signal, evidence=found.content, **words).clean()
        except ValidationError as error:
            refuse(self, error)
        return cleaned


class CorrectionForm(CheckForm):
    correction_reason = _text("Waarom deze verbetering", rows=2, help_text="De oude koerscheck blijft ernaast staan.")


class AnswerForm(forms.Form):
    """What became of one adjustment."""

    outcome = forms.ChoiceField(label="Uitkomst", choices=[_NOTHING, *Outcome.choices])
    text = _text("Wat is ervan gekomen?", rows=2)


class ChangeForm(forms.Form):
    """One adjustment; a row that is left empty counts for nothing."""

    kind = forms.ChoiceField(label="Soort", choices=[_NOTHING, *AdjustmentKind.choices], required=False)
    text = _text("Wat gaan we anders doen?", required=False, rows=2)
    owner_role = forms.CharField(label="Wie (rol)", max_length=80, required=False)
    due = _day("Uiterlijk", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if any(cleaned.get(name) for name in ("kind", "text", "owner_role", "due")):
            for name in ("kind", "text", "owner_role"):
                if not cleaned.get(name):
                    self.add_error(name, "Vul dit in, of maak de hele rij leeg.")
        return cleaned


class ReportForm(forms.Form):
    """A report on an action, in under a minute."""

    text = _text("Hoe gaat het?", rows=4, help_text="Wat is er gedaan sinds de vorige keer, en wat niet?")
    status = forms.ChoiceField(label="Stand", choices=ACTION_STATES, widget=forms.RadioSelect)
    status_reason = _text(
        "Reden", required=False, rows=2, help_text="Verplicht bij bijsturen, van koers, stilgevallen en gestopt."
    )
    noticed = _text(
        "Wat merken bewoners ervan?", required=False, rows=2,
        help_text="Wat is er voor hen anders? Dit staat bij de actie tot u het verandert.",
    )  # fmt: skip
    done = forms.MultipleChoiceField(label="Mijlpalen gehaald", required=False, widget=forms.CheckboxSelectMultiple)
    date = _day("Datum")

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        waiting = [item for item in action.milestones.all() if item.done_on is None]
        self.fields["done"].choices = [(str(item.pk), item.title) for item in waiting]  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["done"]

    def clean_date(self) -> date:
        day: date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError("Een bericht gaat over wat geweest is.")
        return day

    def clean(self) -> dict[str, Any]:
        """What the action itself would refuse, told together with what is left empty."""
        cleaned: dict[str, Any] = super().clean() or {}
        words = {name: cleaned.get(name, "") for name in ("text", "status", "status_reason", "noticed")}
        refuse(self, ValidationError(problems_of_report(**words)))
        return cleaned


class ProgressForm(ReportForm, RoleForm):
    """The same, signed by who is signed in."""


class EvaluationForm(RoleForm):
    date = _day("Datum")
    promised = _text("Wat hadden we beloofd?")
    done = _text("Wat is gedaan?")
    not_done = _text("Wat is niet gedaan, en waarom niet?", required=False)
    effect = forms.ChoiceField(label="Effect in de cijfers", choices=Effect.choices)
    effect_note = _text("Toelichting bij het effect", required=False, rows=2)
    unexpected = _text("Wat was onverwacht?", required=False, rows=2)
    lessons = _text("Wat leerden we?")


class CarryOverForm(RoleForm):
    """Who decides; the decisions have a row each."""


class ChoiceForm(forms.Form):
    """The decision about one challenge at the end of a cycle."""

    decision = forms.ChoiceField(label="Besluit", choices=[_NOTHING, *Decision.choices])
    reason = _text("Reden", rows=2)


def rows_of(
    form: Callable[..., forms.Form], keys: Iterable[Any], *, prefix: str, data: Any = None
) -> dict[Any, forms.Form]:
    """A small form per key, each with its own prefix."""
    return {key: form(data, prefix=f"{prefix}-{key}") for key in keys}
