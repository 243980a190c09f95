"""Many actions at once: by grid and by workbook; every row or none, and nobody's change is overwritten unseen."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.attention.needs import needs
from vergezicht.challenges.bulk import (
    HEADINGS,
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
)
from vergezicht.challenges.models import Action, ChallengeVersion, ProgressUpdate
from vergezicht.challenges.roles import Role
from vergezicht.problems import Problems

pytestmark = pytest.mark.django_db

GRID = "/beheer/werk/raster/"
IN = "/beheer/werk/raster/werkboek/"


@pytest.fixture
def worker(client: Client) -> Client:
    make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="manager", password="geheim")
    return client


def _change(action: Action, **values: Any) -> ActionChange:
    status, reason, noticed = state_of(action)
    return ActionChange(action.pk, values.get("status", status), reason, noticed, values.get("text", "Het loopt."),
                        values.get("before", state_of(action)))  # fmt: skip


def test_every_row_or_none_with_what_is_wrong_in_each() -> None:
    first, second, third, fourth = running_actions()[:4]
    changes = [
        _change(first),
        _change(second, status="gestopt"),
        _change(third, text="", status="afgerond"),
        _change(fourth, before=("iets", "anders", "")),
    ]
    before = ProgressUpdate.objects.count(), ChallengeVersion.objects.count()
    with pytest.raises(RowErrors) as found:
        save_changes(changes, role="Wijkmanager", day=date(2022, 3, 1))
    assert set(found.value.by_number) == {second.pk, third.pk, fourth.pk}
    assert (ProgressUpdate.objects.count(), ChallengeVersion.objects.count()) == before
    assert save_changes([_change(first), _change(second)], role="Wijkmanager", day=date(2022, 3, 1)) == 2
    assert ProgressUpdate.objects.count() == before[0] + 2


def test_the_grid_saves_what_was_typed_and_nothing_else(worker: Client) -> None:
    data = form_data(worker.get(GRID).content.decode())
    action = Action.objects.get(title="Regenton-actie")
    before = list(Action.objects.exclude(pk=action.pk).order_by("pk").values())
    updates = ProgressUpdate.objects.count()
    assert worker.post(GRID, data).status_code == 302
    assert ProgressUpdate.objects.count() == updates, "an untouched grid changes nothing"
    data[f"{action.pk}-bericht"] = "Dertig tonnen staan er."
    assert worker.post(GRID, data).status_code == 302
    assert Action.objects.get(pk=action.pk).last_update.text == "Dertig tonnen staan er."
    assert list(Action.objects.exclude(pk=action.pk).order_by("pk").values()) == before
    data[f"{action.pk}-bericht"] = "Van een scherm dat al een uur open stond."
    answer = worker.post(GRID, data)
    assert "intussen door iemand anders gewijzigd" in answer.content.decode()
    assert "een uur open stond" in answer.content.decode(), "what was typed is kept"


def test_the_grid_shows_the_error_at_its_row_and_saves_none(worker: Client) -> None:
    data = form_data(worker.get(GRID).content.decode())
    one, other = running_actions()[:2]
    data |= {f"{one.pk}-bericht": "Goed bericht.", f"{other.pk}-status": "gestopt", f"{other.pk}-reden": "",
             f"{other.pk}-bericht": "Wij stoppen."}  # fmt: skip
    text = worker.post(GRID, data).content.decode()
    assert f'id="{other.pk}-reden-fout"' in text and f'id="{one.pk}-reden-fout"' not in text
    assert not ProgressUpdate.objects.filter(text__in=["Goed bericht.", "Wij stoppen."]).exists()


def _book(worker: Client, **cells: str) -> bytes:
    """The workbook as it comes out, with cells of its second row filled in by heading."""
    raw = b"".join(worker.get("/beheer/werk/raster/acties.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    page = book.active
    for heading, value in cells.items():
        page.cell(2, HEADINGS.index(heading.replace("_", " ")) + 1).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _upload(worker: Client, raw: bytes) -> str:
    answer = worker.post(IN, {"file": SimpleUploadedFile("acties.xlsx", raw)})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_workbook_shows_every_change_before_it_is_made(worker: Client) -> None:
    assert "niets nieuws" in _upload(worker, _book(worker))
    raw = _book(worker, Nieuw_bericht="De helft is af.", Stand="Op koers")
    updates = ProgressUpdate.objects.count()
    text = _upload(worker, raw)
    assert "1 wijziging" in text and "De helft is af." in text
    assert ProgressUpdate.objects.count() == updates, "a dry run"
    assert worker.post(IN, form_data(text)).status_code == 302
    action = running_actions()[0]
    assert action.last_update is not None and action.last_update.text == "De helft is af."
    again = worker.post(IN, form_data(text))
    assert "Er is niets bewaard" in again.content.decode()


def test_a_row_that_changed_since_the_download_is_a_conflict_and_not_overwritten(worker: Client) -> None:
    """Also when only a report came in and the state stayed the same; other rows go on."""
    first, other = running_actions()[:2]
    raw = _book(worker, Nieuw_bericht="Van vorige week.")
    book = openpyxl.load_workbook(io.BytesIO(raw))
    book.active.cell(3, HEADINGS.index("Nieuw bericht") + 1).value = "Deze is nieuw."
    stream = io.BytesIO()
    book.save(stream)
    save_changes([_change(first, text="Van vanmorgen.")], role="Partner", day=date(2022, 3, 1))
    text = _upload(worker, stream.getvalue())
    assert "1 conflict<" in text and "Van vanmorgen." in text and "Van vorige week." in text
    assert "1 wijziging<" in text
    assert worker.post(IN, form_data(text)).status_code == 302
    assert Action.objects.get(pk=first.pk).last_update.text == "Van vanmorgen."
    assert Action.objects.get(pk=other.pk).last_update.text == "Deze is nieuw."


def test_an_untouched_row_asks_for_nothing_whatever_became_of_the_action(worker: Client) -> None:
    raw = _book(worker)
    action = running_actions()[0]
    wanted = "gestopt" if action.status != "gestopt" else "op-koers"
    change = ActionChange(action.pk, wanted, "Geen geld.", "Niets.", "Wij stoppen.", state_of(action))
    save_changes([change], role="Wijkmanager", day=date(2022, 3, 1))
    assert "niets nieuws" in _upload(worker, raw)
    assert Action.objects.get(pk=action.pk).status == wanted


def test_between_the_dry_run_and_saving_another_report_is_noticed(worker: Client) -> None:
    text = _upload(worker, _book(worker, Nieuw_bericht="Van vorige week."))
    first = running_actions()[0]
    save_changes([_change(first, text="Van vanmorgen.")], role="Partner", day=date(2022, 3, 1))
    assert "Er is niets bewaard" in worker.post(IN, form_data(text)).content.decode()


def test_a_row_without_its_version_is_refused(worker: Client) -> None:
    raw = _book(worker, Nieuw_bericht="x", **{"Versie_(niet_wijzigen)": ""})
    text = _upload(worker, raw)
    assert "de versie ontbreekt" in text and "wijzigingen" not in form_data(text)


def test_a_workbook_with_errors_changes_nothing_and_says_where(worker: Client) -> None:
    text = _upload(worker, _book(worker, Stand="Prima"))
    assert "rij 2" in text and "onbekende stand" in text and "wijzigingen" not in form_data(text)
    assert "niet te lezen" in _upload(worker, b"geen werkboek") or "beschadigd" in _upload(worker, b"geen werkboek")
    text = _upload(worker, _book(worker, Nummer="999999", Nieuw_bericht="x"))
    assert "loopt niet" in text


def test_nobody_saves_what_was_shown_to_somebody_else_or_forged(worker: Client) -> None:
    sealed = seal_changes([_change(running_actions()[0])], user=999_999)
    answer = worker.post(IN, {"wijzigingen": sealed})
    assert "aan iemand anders getoond" in answer.content.decode()
    assert "te lang open" in worker.post(IN, {"wijzigingen": sealed[:-2] + "xx"}).content.decode()
    with pytest.raises(ValidationError):
        open_changes("x", user=1)


def test_no_cell_is_a_formula_in_whatever_program() -> None:
    action = Action.objects.get(title="Regenton-actie")
    Action.objects.filter(pk=action.pk).update(who='=HYPERLINK("x";"y")', noticed="@SUM(A1)", status_reason="-2+3")
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(running_actions())))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.value.startswith(("=", "+", "-", "@"))]
    problems = Problems("x.xlsx")
    found = read_workbook(as_workbook(running_actions()), "x.xlsx", problems)
    assert (found, len(problems)) == (ReadWorkbook(), 0), "out and in again is no change"


def test_who_is_needed_where_what_clashes_and_what_is_late(worker: Client) -> None:
    action = Action.objects.get(title="Regenton-actie")
    partner = action.partners.first() or action.challenge.involvements.first().partner
    other = Action.objects.exclude(challenge=action.challenge).filter(challenge__state="lopend").first()
    assert other is not None
    other.challenge.areas = action.challenge.areas
    type(other.challenge).objects.filter(pk=other.challenge_id).update(areas=action.challenge.areas)
    for item, starts, ends in ((action, "2022-03-01", "2022-04-01"), (other, "2022-03-20", "2022-05-01")):
        item.partners.add(partner)
        item.save()
        Action.objects.filter(pk=item.pk).update(starts=starts, ends=ends, status="op-koers")
    partners, owners = needs(date(2022, 6, 1))
    need = next(item for item in partners if item.name == partner.name)
    [clash] = need.clashes
    assert (clash.starts, clash.ends) == (date(2022, 3, 20), date(2022, 4, 1))
    assert need.overdue and owners
    text = worker.get("/beheer/werk/wie-waar/").content.decode()
    assert "Tegelijk in hetzelfde gebied" in text and partner.name in text
