"""Many actions on one screen: a grid that works by keyboard, and a workbook out and in with a dry run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vergezicht.challenges.bulk import (
    ActionChange,
    ReadWorkbook,
    RowErrors,
    as_workbook,
    open_changes,
    read_workbook,
    running_actions,
    save_changes,
    seal_changes,
    state_of,
    version_of,
)
from vergezicht.challenges.models import Action, Partner
from vergezicht.challenges.models.action import ACTION_STATES
from vergezicht.challenges.screens.forms import RoleForm
from vergezicht.challenges.screens.mistakes import Mistake, mistakes_in
from vergezicht.challenges.screens.rights import for_who_may
from vergezicht.problems import Problems
from vergezicht.spreadsheets import XLSX

_ON_PAGE = 50
_MOST_BYTES = 5_000_000


@for_who_may("report_challenge")
def grid(request: HttpRequest) -> HttpResponse:
    """Update many actions; a row without a change is left alone, and nothing is saved when one row is wrong."""
    actions = running_actions()
    owner, partner = request.GET.get("trekker", ""), request.GET.get("partner", "")
    if owner:
        actions = actions.filter(challenge__owner_role=owner)
    if partner:
        actions = actions.filter(partners__slug=partner)
    page = Paginator(actions, _ON_PAGE).get_page(request.GET.get("pagina"))
    form = RoleForm(request.POST if request.method == "POST" else None, user=request.user)
    errors: dict[int, ValidationError] = {}
    asked: dict[int, ActionChange] = {}
    if request.method == "POST":
        asked = {action.pk: _asked(request, action) for action in page}
        if form.is_valid():
            try:
                count = save_changes(asked.values(), role=form.cleaned_data["role"], day=timezone.localdate())
            except RowErrors as found:
                errors = found.by_number
            else:
                messages.success(request, f"{count} {'actie' if count == 1 else 'acties'} bijgewerkt.")
                return redirect(request.get_full_path())
    context = {
        "rows": [(action, asked.get(action.pk) or _now(action), _by_place(errors.get(action.pk)), version_of(action))
                 for action in page],
        "page": page, "form": form, "states": ACTION_STATES,
        "mistakes": mistakes_in(form) + [mistake for action in page if action.pk in errors
                                         for mistake in _mistakes(action, errors[action.pk])],
        "owners": sorted(set(running_actions().values_list("challenge__owner_role", flat=True))),
        "partners": Partner.objects.all(), "owner": owner, "partner": partner,
    }  # fmt: skip
    return render(request, "challenges/editor/grid.html", context)


def _now(action: Action) -> ActionChange:
    return ActionChange(action.pk, *state_of(action), text="", before=state_of(action))


def _asked(request: HttpRequest, action: Action) -> ActionChange:
    """What a row says, with the version it showed, so that a change of somebody else is noticed."""
    status, reason, noticed = state_of(action)
    given = {name: request.POST.get(f"{action.pk}-{name}") for name in ("status", "reden", "merken", "bericht", "was")}
    if all(given[name] is None for name in ("status", "reden", "merken", "bericht")):
        return _now(action)
    return ActionChange(
        action.pk, given["status"] or status, _text(given["reden"], reason), _text(given["merken"], noticed),
        (given["bericht"] or "").strip(), before=(status, reason, noticed), version=given["was"] or "?",
    )  # fmt: skip


# The fields of a row of the grid, by the part of a report that they ask for.
_PLACES = {"status": "status", "status_reason": "reden", "noticed": "merken", "text": "bericht"}


def _by_place(error: ValidationError | None) -> dict[str, list[str]]:
    """What is wrong in a row, by its field; what is wrong with the action itself stands at the first one."""
    if error is None:
        return {}
    if not hasattr(error, "error_dict"):
        return {_PLACES["status"]: error.messages}
    found: dict[str, list[str]] = {}
    for name, texts in error.message_dict.items():
        found.setdefault(_PLACES.get(name, _PLACES["status"]), []).extend(texts)
    return found


def _mistakes(action: Action, error: ValidationError) -> list[Mistake]:
    return [
        Mistake(text, action.title, f"{action.pk}-{place}")
        for place, texts in _by_place(error).items()
        for text in texts
    ]


def _text(given: str | None, otherwise: str) -> str:
    return otherwise if given is None else given.replace("\r\n", "\n").strip()


@for_who_may("report_challenge")
@require_safe
def workbook_out(request: HttpRequest) -> HttpResponse:
    """All running actions as XLSX."""
    name = f"acties-{timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(
        as_workbook(running_actions()), content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip


class WorkbookForm(RoleForm):
    file = forms.FileField(
        label="Werkboek (XLSX)", help_text="Haal het eerst op; vul “Nieuw bericht” in waar iets nieuw is."
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > _MOST_BYTES:
            raise forms.ValidationError("Dit bestand is te groot: hooguit 5 MB.")
        return given


@for_who_may("report_challenge")
def workbook_in(request: HttpRequest) -> HttpResponse:
    """Read a workbook, show every change, and save them only when somebody says so."""
    if request.method == "POST" and "wijzigingen" in request.POST:
        return _confirmed(request)
    form = WorkbookForm(request.POST or None, request.FILES or None, user=request.user)
    found = ReadWorkbook()
    problems = Problems("")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        found = read_workbook(given.read(), given.name, problems)
    return _shown(request, form, found, [str(item) for item in problems])


def _confirmed(request: HttpRequest) -> HttpResponse:
    form = WorkbookForm(None, user=request.user)
    signed = RoleForm(request.POST, user=request.user)
    try:
        changes = open_changes(request.POST["wijzigingen"], user=request.user.pk or 0)
        if not signed.is_valid():
            raise ValidationError(signed.errors.get("role", []))
        count = save_changes(changes, role=signed.cleaned_data["role"], day=timezone.localdate())
    except RowErrors as found:
        rows = {change.number: change.row for change in changes}
        words = [f"Rij {rows[key]}: {text}" for key, error in found.by_number.items() for text in error.messages]
        return _shown(request, form, ReadWorkbook(), words)
    except ValidationError as error:
        return _shown(request, form, ReadWorkbook(), error.messages)
    messages.success(request, f"{count} acties bijgewerkt.")
    return redirect("work_grid")


def _shown(request: HttpRequest, form: Any, found: ReadWorkbook, problems: list[str]) -> HttpResponse:
    labels = dict(ACTION_STATES)
    changes = found.changes
    keys = [item.number for item in (*changes, *found.conflicts)]
    names = {action.pk: action for action in running_actions().filter(pk__in=keys)}
    context = {
        "form": form,
        "problems": problems,
        "changes": [
            (item, names[item.number], labels.get(item.before[0], ""), labels.get(item.status, "")) for item in changes
        ],
        "conflicts": [(item, names[item.number], labels.get(item.status, "")) for item in found.conflicts],
        "sealed": seal_changes(changes, user=request.user.pk or 0) if changes and not problems else "",
        "role": RoleForm(None, user=request.user),
        "read": request.method == "POST" and form.is_bound and form.is_valid(),
    }
    return render(request, "challenges/editor/workbook.html", context)
