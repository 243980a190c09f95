"""The screen that takes a register of meeting places in: first what it would do, then, when somebody says so, it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from vergezicht.challenges.ground import municipality
from vergezicht.figures.export import csv_text
from vergezicht.initiatives.models import MeetingPlace
from vergezicht.initiatives.places.file import Outcome, keep, look_at
from vergezicht.problems import BadInput, Problem

_MOST_BYTES = 1_000_000
_NAME = "ontmoetingsplekken.csv"
_EXAMPLE = {
    "naam": "Voorbeeld: buurtkamer", "soort": "inloop", "stand": "open", "binnen_of_buiten": "binnen",
    "adres_of_plek": "aan het plein", "breedtegraad": "", "lengtegraad": "",
    "openingstijden": "Tu,Th 10:00-12:00; PH off", "kosten": "gratis", "voor_wie": "iedereen", "rolstoel": "ja",
    "toilet": "onbekend", "beheerder": "bewonersgroep",
}  # fmt: skip


class FileForm(forms.Form):
    file = forms.FileField(label="Bestand (CSV)", help_text="Uit Excel: bewaar als ‘CSV UTF-8’. Hooguit 1 MB.")

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > _MOST_BYTES:
            raise forms.ValidationError("Dit bestand is te groot: hooguit 1 MB.")
        return given


def place_file(request: HttpRequest) -> HttpResponse:
    """Read a file and show what is new, changed, unchanged or wrong; keep it only when that was seen and agreed to."""
    if not may_take_in(request.user):
        raise PermissionDenied
    if request.method == "POST" and "tekst" in request.POST:
        return _agreed(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _read(request, form, _plain(form.cleaned_data["file"].read()))
    return _shown(request, form)


@require_safe
def place_file_example(request: HttpRequest) -> HttpResponse:
    """A file of one place that can be taken in."""
    geography = municipality().geography
    row = _EXAMPLE | {"gebied": geography.listed(geography.levels[-1])[0].code}
    return HttpResponse(
        csv_text(tuple(row), [list(row.values())]), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="voorbeeld-ontmoetingsplekken.csv"'},
    )  # fmt: skip


def may_take_in(user: Any) -> bool:
    """Who may add and change places."""
    return bool(user.has_perms(["initiatives.add_meetingplace", "initiatives.change_meetingplace"]))


def _agreed(request: HttpRequest) -> HttpResponse:
    content = _plain(request.POST["tekst"].encode())
    try:
        found = _look_at(content)
    except BadInput:
        return _read(request, FileForm(), content)
    if _fingerprint(found) != request.POST.get("gezien"):
        messages.warning(request, "Er is niets bewaard: de plekken op de site veranderden intussen. Kijk nog eens.")
        return _read(request, FileForm(), content)
    kept = keep(found)
    messages.success(request, f"Overgenomen: {kept.new} nieuw, {kept.changed} bijgewerkt, {kept.unchanged} hetzelfde.")
    return redirect("ontmoetingsplekken:index")


def _read(request: HttpRequest, form: FileForm, content: bytes) -> HttpResponse:
    try:
        found = _look_at(content)
    except BadInput as error:
        return _shown(request, form, problems=error.problems)
    return _shown(request, form, found, content.decode("utf-8-sig"))


def _plain(content: bytes) -> bytes:
    """With line breaks of one kind: a form sends them in its own way, and then a cell would differ from itself."""
    return b"\n".join(content.splitlines())


def _look_at(content: bytes) -> list[Outcome]:
    with TemporaryDirectory() as folder:
        path = Path(folder, _NAME)
        path.write_bytes(content)
        return look_at(path)


def _fingerprint(found: list[Outcome]) -> str:
    """Of everything that was shown: another one means that the places changed since."""
    told = [(_changes(item), item.place and item.place.pk, dict(item.values)) for item in found]
    return sha256(repr(told).encode()).hexdigest()


def _changes(outcome: Outcome) -> list[tuple[str, str, str]]:
    """What changes of a place: the name of the field, how it is and how it becomes."""
    return [
        (_label(name), _said(name, getattr(outcome.place, name)), _said(name, outcome.values[name]))
        for name in outcome.changed
    ]


def _label(name: str) -> str:
    return str(MeetingPlace._meta.get_field(name).verbose_name)


def _said(name: str, value: Any) -> str:
    """A value as the screens say it."""
    geography = municipality().geography
    if name == "area" and value in geography:
        return geography[value].name
    choices = dict(getattr(MeetingPlace._meta.get_field(name), "flatchoices", ()))
    return "" if value is None else str(choices.get(value, value))


def _shown(
    request: HttpRequest,
    form: FileForm,
    found: list[Outcome] | None = None,
    text: str = "",
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    outcomes = found or []
    context = {
        "form": form,
        "problems": problems,
        "read": found is not None,
        "new": [(item.values["name"], _said("area", item.values["area"])) for item in outcomes if item.place is None],
        "changed": [(item.values["name"], _changes(item)) for item in outcomes if item.changed],
        "unchanged": sum(item.place is not None and not item.changed for item in outcomes),
        "text": text,
        "seen": _fingerprint(outcomes),
    }
    wrong = bool(problems) or (form.is_bound and not form.is_valid())
    return render(request, "initiatives/editor/place_file.html", context, status=422 if wrong else 200)
