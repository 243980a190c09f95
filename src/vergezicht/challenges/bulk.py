"""Many actions at once: what would change, what is wrong per row, and all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from vergezicht.challenges.models import Action, ChallengeState
from vergezicht.challenges.models.action import ACTION_STATES
from vergezicht.challenges.reporting import problems_of_report, save_report
from vergezicht.challenges.versions.history import sitting
from vergezicht.problems import Problems
from vergezicht.registers.table import Row
from vergezicht.registers.workbook import workbook_rows
from vergezicht.spreadsheets import Sheet, as_written, write_workbook

HEADINGS = ("Nummer", "Opgave", "Actie", "Wie", "Stand", "Reden", "Wat merken bewoners ervan?", "Nieuw bericht",
            "Versie (niet wijzigen)")  # fmt: skip
_WIDTHS = (9, 34, 40, 28, 14, 34, 44, 44, 16)
_STATUS, _REASON, _NOTICED, _TEXT, _VERSION = 4, 5, 6, 7, 8
_SALT = "vergezicht.bulk"
_HOUR = 3600


@dataclass(frozen=True)
class ActionChange:
    """What is to become of one action. ``row`` is where it was asked: a row of a grid or of a sheet.

    ``version`` is that of the action when it was shown or downloaded (``version_of``).
    """

    number: int
    status: str
    status_reason: str
    noticed: str
    text: str
    before: tuple[str, str, str]
    row: int = 0
    version: str = ""

    @property
    def is_change(self) -> bool:
        return bool(self.text) or (self.status, self.status_reason, self.noticed) != self.before


@dataclass(frozen=True)
class ReadWorkbook:
    """What a workbook asks for: what can be saved, and what cannot because the action changed after the download."""

    changes: list[ActionChange] = field(default_factory=list)
    conflicts: list[ActionChange] = field(default_factory=list)


class RowErrors(Exception):  # noqa: N818  # one problem per row, not one error
    """What is wrong, by number of the action. Nothing was saved."""

    def __init__(self, by_number: dict[int, ValidationError]) -> None:
        super().__init__("; ".join(text for error in by_number.values() for text in error.messages))
        self.by_number = by_number


def running_actions() -> QuerySet[Action]:
    """Every action of a public challenge that runs, with all that a report needs, in a bounded number of queries."""
    return (
        Action.objects.filter(challenge__state__in=[ChallengeState.ADOPTED, ChallengeState.RUNNING])
        .select_related("challenge__cycle")
        .prefetch_related("milestones", "updates", "partners")
        .order_by("challenge__title", "challenge", "sort_order", "pk")
    )


def save_changes(changes: Iterable[ActionChange], *, role: str, day: date) -> int:
    """Save them all, as one version per challenge; returns how many.

    Raises ``RowErrors`` with every problem of every row, and then nothing is saved: an action that is not there (any
    more), one that somebody else changed in the meantime, a change without a word, a status without its reason.
    """
    wanted = {change.number: change for change in changes if change.is_change}
    problems: dict[int, ValidationError] = {}
    with transaction.atomic():
        found = {action.pk: action for action in running_actions().filter(pk__in=wanted)}
        with sitting(role=role, reason="Acties bijgewerkt."):
            for number, change in wanted.items():
                try:
                    _save(found.get(number), change, role, day)
                except ValidationError as error:
                    problems[number] = error
            if problems:
                raise RowErrors(problems)
    return len(wanted)


def _save(action: Action | None, change: ActionChange, role: str, day: date) -> None:
    if action is None:
        raise ValidationError("Deze actie loopt niet (meer).")
    if state_of(action) != change.before or (change.version and change.version != version_of(action)):
        raise ValidationError("Deze actie is intussen door iemand anders gewijzigd. Haal haar opnieuw op.")
    words = {"text": change.text, "status_reason": change.status_reason, "noticed": change.noticed}
    problems = problems_of_report(status=change.status, **words)
    if not change.text.strip():
        problems["text"] = "Schrijf in een zin hoe het gaat."
    if change.status not in dict(ACTION_STATES):
        problems["status"] = "Kies een stand uit de lijst."
    if problems:
        raise ValidationError(problems)
    save_report(action, status=change.status, date=day, role=role, **words)


def state_of(action: Action) -> tuple[str, str, str]:
    return action.status, action.status_reason, action.noticed


def version_of(action: Action) -> str:
    """By what is known whether an action changed since it was shown or downloaded: its state, and how many reports."""
    return f"{_checksum(state_of(action))}-{len(action.updates.all())}"


def _checksum(state: tuple[str, str, str]) -> str:
    """Short, and never something a spreadsheet takes for a number or a date."""
    return "v" + hashlib.sha256(json.dumps(state).encode()).hexdigest()[:10]


def as_workbook(actions: Iterable[Action]) -> bytes:
    """The actions as XLSX; what is put under "Nieuw bericht" becomes a report."""
    labels = dict(ACTION_STATES)
    rows = [
        (item.pk, item.challenge.title, item.title, item.who, str(labels[item.status]), item.status_reason,
         item.noticed, "", version_of(item))
        for item in actions
    ]  # fmt: skip
    return write_workbook([Sheet("Acties", HEADINGS, rows, _WIDTHS)], title="Acties", day=localdate())


def read_workbook(raw: bytes, name: str, problems: Problems) -> ReadWorkbook:
    """The changes that a workbook asks for, against the actions as they are now; reports every problem by row.

    A row that is as it was downloaded asks for nothing, whatever became of the action since.
    """
    found = ReadWorkbook()
    rows = workbook_rows(raw, name, "", problems)
    if not rows:
        return found
    if tuple(_cell(rows[0], column) for column in range(len(HEADINGS))) != HEADINGS:
        problems.add("de kolommen kloppen niet", file=name, row=rows[0].number, expected=", ".join(HEADINGS))
        return found
    now = {action.pk: action for action in running_actions()}
    values = {str(label).lower(): value for value, label in ACTION_STATES}
    seen: set[int] = set()
    for row in rows[1:]:
        if row.is_empty:
            continue
        action = now.get(_number(row))
        if action is None or action.pk in seen:
            words = "deze actie staat er twee keer" if action else "deze actie loopt niet (meer)"
            problems.add(words, file=name, row=row.number, column=HEADINGS[0], got=_cell(row, 0))
            continue
        seen.add(action.pk)
        status = values.get(_cell(row, _STATUS).lower())
        if status is None:
            known = ", ".join(str(label) for _, label in ACTION_STATES)
            problems.add("onbekende stand", file=name, row=row.number, column=HEADINGS[_STATUS],
                         expected=known, got=_cell(row, _STATUS))  # fmt: skip
            continue
        change = ActionChange(action.pk, status, _cell(row, _REASON), _cell(row, _NOTICED), _cell(row, _TEXT),
                              state_of(action), row.number, _cell(row, _VERSION))  # fmt: skip
        asked = (change.status, change.status_reason, change.noticed)
        if not change.text and (not change.is_change or change.version.startswith(f"{_checksum(asked)}-")):
            continue
        if not change.version:
            problems.add("de versie ontbreekt", file=name, row=row.number, column=HEADINGS[_VERSION],
                         hint="haal het werkboek opnieuw op en laat deze kolom staan")  # fmt: skip
        elif change.version == version_of(action):
            found.changes.append(change)
        else:
            found.conflicts.append(change)
    return found


def _number(row: Row) -> int:
    try:
        return int(float(_cell(row, 0)))
    except (ValueError, OverflowError):
        return 0


def _cell(row: Row, column: int) -> str:
    value = row.cells[column] if column < len(row.cells) else ""
    return as_written(str(value if value is not None else "").replace("\r\n", "\n").strip())


def seal_changes(changes: Sequence[ActionChange], *, user: int) -> str:
    """Changes that travel through the form of the dry run, so that what was shown is what is saved."""
    rows = [(c.number, c.status, c.status_reason, c.noticed, c.text, c.before, c.row, c.version) for c in changes]
    return signing.dumps([user, rows], salt=_SALT, compress=True)


def open_changes(sealed: str, *, user: int) -> list[ActionChange]:
    """The same changes. Raises ``ValidationError`` when they are not ours, too old, or shown to somebody else."""
    try:
        owner, rows = signing.loads(sealed, salt=_SALT, max_age=_HOUR)
    except signing.BadSignature:
        raise ValidationError("Dit stond te lang open. Lees het bestand opnieuw in.") from None
    if owner != user:
        raise ValidationError("Deze wijzigingen zijn aan iemand anders getoond.")
    return [ActionChange(*row[:5], before=tuple(row[5]), row=row[6], version=row[7]) for row in rows]
