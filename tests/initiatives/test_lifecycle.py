"""From idea to place: every pair of states, the log, the term, the guards of the database, and erasing."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.initiatives.invented import an_initiative, brought_to, route_to

from vergezicht.initiatives.guards import guard_statements
from vergezicht.initiatives.lifecycle import answer, erase, move
from vergezicht.initiatives.models import Contact, Initiative, OfficialResponse, StateChange
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import PUBLIC_STATES, TRANSITIONS, InitiativeState, Party, Transition, transition

pytestmark = pytest.mark.django_db
S = InitiativeState


def test_every_state_can_be_reached_and_the_table_has_no_doubles() -> None:
    for state in S:
        assert state == S.CONCEPT or route_to(state)
    pairs = [(item.source, item.target) for item in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    ends = {state for state in S if not any(item.source == state for item in TRANSITIONS)}
    assert ends == {S.WITHDRAWN, S.ENDED}, "an appeal may open a rejection again"


@pytest.mark.parametrize("source", list(S))
def test_what_is_not_in_the_table_is_refused_and_changes_nothing(source: InitiativeState) -> None:
    initiative = brought_to(source)
    for target, party in itertools.product(S, Party):
        allowed = transition(source, target)
        point = transaction.savepoint()
        before = StateChange.objects.count()
        if allowed is not None and party in allowed.parties:
            move(initiative, target, party=party, role="Rol", reason="omdat")
            assert Initiative.objects.get(pk=initiative.pk).state == target
            written = StateChange.objects.latest("pk")
            assert (written.source, written.target, written.role) == (source, target, "Rol")
            assert StateChange.objects.count() == before + 1
        else:
            with pytest.raises(ValidationError):
                move(initiative, target, party=party, role="Rol", reason="omdat")
            assert Initiative.objects.get(pk=initiative.pk).state == source
            assert StateChange.objects.count() == before
        transaction.savepoint_rollback(point)
        initiative.refresh_from_db()


@pytest.mark.parametrize(
    "item", [item for item in TRANSITIONS if item.needs_reason], ids=lambda item: f"{item.source}>{item.target}"
)
def test_what_ends_or_goes_back_needs_a_reason(item: Transition) -> None:
    initiative = brought_to(item.source)
    party = sorted(item.parties)[0]
    with pytest.raises(ValidationError, match="reden"):
        move(initiative, item.target, party=party, role="Rol", reason="  ")
    with pytest.raises(ValidationError, match="rol"):
        move(initiative, item.target, party=party, role=" ", reason="omdat")


def test_the_term_runs_is_late_and_stops_with_the_answer() -> None:
    initiative = an_initiative()
    long_ago = timezone.localtime().replace(hour=12) - timedelta(days=rules().answer_days + 3)
    move(initiative, S.SUBMITTED, party=Party.SUBMITTER, role="Indiener", at=long_ago)
    term = initiative.term
    assert term is not None
    assert (term.days, term.late, term.passed) == (rules().answer_days, 3, rules().answer_days)
    before = initiative.term_on(term.due - timedelta(days=5))
    assert before is not None
    assert (before.days_left, before.late, before.passed) == (5, 0, term.days - 5)
    answer(initiative, outcome="ja", text="Het kan.", role="Wijkbeheerder", next_step="Bellen")
    assert Initiative.objects.get(pk=initiative.pk).term is None
    move(initiative, S.PUBLISHED, party=Party.MUNICIPALITY, role="Wijkbeheerder")
    move(initiative, S.FEASIBILITY, party=Party.MUNICIPALITY, role="Wijkbeheerder")
    assert initiative.term is not None
    assert initiative.term.days_left == rules().answer_days, "it starts again when it is looked into"


def test_it_is_public_only_after_publication_and_not_when_sent_back_or_withdrawn() -> None:
    rejected = brought_to(S.REJECTED, "Meteen nee")
    assert [state for state, _ in route_to(S.REJECTED)] == [S.SUBMITTED, S.REJECTED]
    assert rejected not in public_initiatives()
    later = brought_to(S.SUPPORT, "Later nee")
    assert later in public_initiatives()
    move(later, S.REJECTED, party=Party.MUNICIPALITY, role="Rol", reason="Kan niet.")
    assert later in public_initiatives(), "who could read it may read why it stopped"
    back = brought_to(S.PUBLISHED, "Terug")
    move(back, S.SUBMITTED, party=Party.MUNICIPALITY, role="Rol", reason="Een naam erin.")
    move(back, S.REJECTED, party=Party.MUNICIPALITY, role="Rol", reason="Spam.")
    assert back not in public_initiatives()
    withdrawn = brought_to(S.SUPPORT, "Weg")
    move(withdrawn, S.WITHDRAWN, party=Party.SUBMITTER, role="Indiener")
    assert withdrawn not in public_initiatives()
    for state in PUBLIC_STATES:
        assert state not in {S.CONCEPT, S.SUBMITTED, S.WITHDRAWN}


def refused(statement: str, *values: int) -> None:
    with (
        pytest.raises(DatabaseError, match=r"dit staat vast|logboek"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_the_database_keeps_the_log_also_from_raw_sql() -> None:
    initiative = brought_to(S.SUPPORT)
    answer(initiative, outcome="ja", text="Ja.", role="Rol", next_step="Bellen")
    change = StateChange.objects.latest("pk").pk
    response = OfficialResponse.objects.latest("pk").pk
    refused("UPDATE initiatives_statechange SET role = 'x' WHERE id = %s", change)
    refused("DELETE FROM initiatives_statechange WHERE id = %s", change)
    refused("DELETE FROM initiatives_officialresponse WHERE id = %s", response)
    refused("UPDATE initiatives_officialresponse SET text = 'x' WHERE id = %s", response)
    if connection.vendor == "sqlite":
        refused(
            "INSERT OR REPLACE INTO initiatives_statechange (id, initiative_id, source, target, at, role, reason, note)"
            " VALUES (%s, %s, 'a', 'b', '2026-01-01', 'x', '', '')",
            change,
            initiative.pk,
        )
    refused("UPDATE initiatives_initiative SET state = 'gerealiseerd' WHERE id = %s", initiative.pk)
    refused("UPDATE initiatives_initiative SET state = 'concept' WHERE id = %s", initiative.pk)
    with pytest.raises(DatabaseError, match="logboek"), transaction.atomic():
        Initiative.objects.filter(pk=initiative.pk).update(state=S.REALISED)
    with pytest.raises(DatabaseError, match="logboek"), transaction.atomic():
        an_initiative("Meteen klaar", state=S.REALISED)
    with pytest.raises(ValidationError):
        StateChange.objects.get(pk=change).save()
    with pytest.raises(ValidationError):
        StateChange.objects.get(pk=change).delete()
    assert StateChange.objects.get(pk=change).role == "Wijkbeheerder"


def test_an_old_line_of_the_log_does_not_open_the_door_again() -> None:
    initiative = brought_to(S.SUPPORT)
    move(initiative, S.FEASIBILITY, party=Party.MUNICIPALITY, role="Rol")
    move(initiative, S.SUPPORT, party=Party.MUNICIPALITY, role="Rol", reason="Eerst meer steun.")
    refused("UPDATE initiatives_initiative SET state = 'haalbaarheid' WHERE id = %s", initiative.pk)


def test_there_are_guards_for_both_databases_and_for_no_other() -> None:
    assert len(guard_statements("sqlite")) == len(set(guard_statements("sqlite"))) == 11
    assert "plpgsql" in guard_statements("postgresql")[0]
    with pytest.raises(NotImplementedError):
        guard_statements("mysql")


def test_erasing_a_draft_leaves_nothing_and_of_a_published_one_only_the_bare_log() -> None:
    draft = an_initiative("Kanarie concept")
    erase(draft)
    assert not Initiative.objects.filter(title="Kanarie concept").exists()
    canary = "kanarie7391"
    public = brought_to(
        S.SUPPORT, canary, summary=canary, body=canary, street=canary, name_mode="groep", public_name=canary
    )
    Contact.objects.create(initiative=public, address=f"{canary}@example.org", address_hash="a", code_hash="b",
                           expires_at=timezone.now())  # fmt: skip
    erase(public)
    assert StateChange.objects.filter(initiative=public).exists()
    assert public not in public_initiatives()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            assert canary not in str(cursor.fetchall()), table


@pytest.mark.parametrize(
    ("mode", "name", "good"),
    [("alias", "", True), ("groep", "", False), ("groep", "De stoeptuiniers", True), ("voornaam", "Voor", True),
     ("voornaam", "Voor Achter", False)],
)  # fmt: skip
def test_nobody_is_made_to_give_a_full_name(mode: str, name: str, good: bool) -> None:
    initiative = an_initiative(name_mode=mode, public_name=name)
    if good:
        initiative.full_clean(exclude=["category"])
        assert initiative.shown_name == (name or "Een bewoner")
    else:
        with pytest.raises(ValidationError):
            initiative.full_clean(exclude=["category"])
