"""Many actions at once: what would change, what is wrong per row, and all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from vergezicht.challenges.history import sitting
from vergezicht.challenges.models import Action, ChallengeState
from vergezicht.challenges.models.action import ACTION_STATES
from vergezicht.challenges.reporting import save_report
from vergezicht.problems import Problems
from vergezicht.registers.table import Row
from vergezicht.registers.workbook import as_written, workbook_rows, write_workbook

HEADINGS = ("Nummer", "Opgave", "Actie", "Wie", "Stand", "Reden", "Wat merken bewoners ervan?", "Nieuw bericht")
_STATUS, _REASON, _NOTICED, _TEXT = 4, 5, 6, 7
_SALT = "vergezicht.bulk"
_HOUR = 3600


@dataclass(frozen=True)
class ActionChange:
    """What is to become of one action. ``row`` is where it was asked: a row of a grid or of a sheet."""

    number: int
    status: str
    status_reason: str
    noticed: str
    text: str
    before: tuple[str, str, str]
    row: int = 0

    @property
    def is_change(self) -> bool:
        return bool(self.text) or (self.status, self.status_reason, self.noticed) != self.before


class RowErrors(Exception):  # noqa: N818  # one problem per row, not one error
    """What is wrong, by number of the action. Nothing was saved."""

    def __init__(self, by_number: dict[int, list[str]]) -> None:
        super().__init__("; ".join(text for texts in by_number.values() for text in texts))
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
    problems: dict[int, list[str]] = {}
    with transaction.atomic():
        found = {action.pk: action for action in running_actions().filter(pk__in=wanted)}
        with sitting(role=role, reason="Acties bijgewerkt."):
            for number, change in wanted.items():
                try:
                    _save(found.get(number), change, role, day)
                except ValidationError as error:
                    problems[number] = error.messages
            if problems:
                raise RowErrors(problems)
    return len(wanted)


def _save(action: Action | None, change: ActionChange, role: str, day: date) -> None:
    if action is None:
        raise ValidationError("Deze actie loopt niet (meer).")
    if state_of(action) != change.before:
        raise ValidationError("Deze actie is intussen door iemand anders gewijzigd. Haal haar opnieuw op.")
    if not change.text.strip():
        raise ValidationError("Schrijf in een zin hoe het gaat.")
    if change.status not in dict(ACTION_STATES):
        raise ValidationError("Kies een stand uit de lijst.")
    save_report(action, text=change.text, status=change.status, date=day, role=role,
                status_reason=change.status_reason, noticed=change.noticed)  # fmt: skip


def state_of(action: Action) -> tuple[str, str, str]:
    return action.status, action.status_reason, action.noticed


def as_workbook(actions: Iterable[Action]) -> bytes:
    """The actions as XLSX; what is put in the last column becomes a report."""
    labels = dict(ACTION_STATES)
    rows = (
        (item.pk, item.challenge.title, item.title, item.who, str(labels[item.status]), item.status_reason,
         item.noticed, "")
        for item in actions
    )  # fmt: skip
    return write_workbook("Acties", HEADINGS, rows)


def read_workbook(raw: bytes, name: str, problems: Problems) -> list[ActionChange]:
    """The changes that a workbook asks for, against the actions as they are now; reports every problem by row."""
    rows = workbook_rows(raw, name, "", problems)
    if not rows:
        return []
    if tuple(_cell(rows[0], column) for column in range(len(HEADINGS))) != HEADINGS:
        problems.add("de kolommen kloppen niet", file=name, row=rows[0].number, expected=", ".join(HEADINGS))
        return []
    now = {action.pk: action for action in running_actions()}
    values = {str(label).lower(): value for value, label in ACTION_STATES}
    seen: set[int] = set()
    changes = []
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
                              state_of(action), row.number)  # fmt: skip
        if change.is_change:
            changes.append(change)
    return changes


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
    rows = [(c.number, c.status, c.status_reason, c.noticed, c.text, c.before, c.row) for c in changes]
    return signing.dumps([user, rows], salt=_SALT, compress=True)


def open_changes(sealed: str, *, user: int) -> list[ActionChange]:
    """The same changes. Raises ``ValidationError`` when they are not ours, too old, or shown to somebody else."""
    try:
        owner, rows = signing.loads(sealed, salt=_SALT, max_age=_HOUR)
    except signing.BadSignature:
        raise ValidationError("Dit stond te lang open. Lees het bestand opnieuw in.") from None
    if owner != user:
        raise ValidationError("Deze wijzigingen zijn aan iemand anders getoond.")
    return [ActionChange(*row[:5], before=tuple(row[5]), row=row[6]) for row in rows]
