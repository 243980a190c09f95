"""The database refuses what the forms refuse: each guarded table is attacked with raw SQL."""
# ruff: noqa: S608  # the attacks are put together from the names of our own tables

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.challenges.people import make_user

from vergezicht.challenges.guards import (
    FIXED,
    Guarded,
    guard_statements,
    guarded_tables,
    install_guards,
    remove_guards,
)
from vergezicht.challenges.models import (
    Action,
    AdoptedRelease,
    AppendOnly,
    Challenge,
    CourseCheck,
    HeldRelease,
    LiftedHold,
)
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.proposals import propose, reject
from vergezicht.initiatives.models import ConsentEvent
from vergezicht.initiatives.models.following import Consent
from vergezicht.publication.models import AccessibilityRun, ManualResult, TriedPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def decided() -> None:
    """A proposal about which was decided: the example has none, since it was not made in the editor."""
    challenge = Challenge.objects.get(code="M1")
    challenge.budget_note = "Uit een ander potje."
    proposal = propose(challenge, user=make_user("a", Role.DISTRICT_MANAGER), role="Wijkmanager")
    assert proposal is not None
    reject(proposal, user=make_user("b", Role.BOARD), role="Bestuur", note="Nog niet.")


@pytest.fixture(autouse=True)
def held() -> None:
    """A release that waited for its sentences: the example's is the first, and the first never waits."""
    hold = HeldRelease.objects.create(adopted=AdoptedRelease.objects.get(), sentences=2, broken=0)
    LiftedHold.objects.create(held=hold, role="Communicatie")


@pytest.fixture(autouse=True)
def followed() -> None:
    """Somebody who follows an area: the example has no residents who do."""
    ConsentEvent.objects.create(address_hash="0" * 64, consent=Consent.values[0], topics=[], text_version="1")


@pytest.fixture(autouse=True)
def tested() -> None:
    """A site that was tested for accessibility: the example never says so of itself."""
    run = AccessibilityRun.objects.create(
        edition=1, tool="axe-core", tool_version="4", browser="Chromium", software="0"
    )
    TriedPage.objects.create(run=run, path="/", title="Home", kind="HomePage", width=320, scheme="licht")
    ManualResult.objects.create(code="zoom", outcome="voldoet", role="Beheerder")


def _refused(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


def _filled() -> list[Guarded]:
    with connection.cursor() as cursor:
        found = []
        for item in guarded_tables():
            cursor.execute(f"SELECT count(*) FROM {item.table}")
            if cursor.fetchone()[0]:
                found.append(item)
    return found


def test_what_is_written_once_is_guarded() -> None:
    tables = {item.table.removeprefix("challenges_") for item in guarded_tables()}
    assert tables >= {"adoptedrelease", "challengeversion", "coursecheck", "adjustment", "adjustmentanswer",
                      "progressupdate", "evaluation", "carryover"}  # fmt: skip
    assert issubclass(CourseCheck, AppendOnly)


def test_the_example_fills_every_guarded_table() -> None:
    """Otherwise the attacks below would prove nothing."""
    assert _filled() == guarded_tables()


@pytest.mark.parametrize("table", [item.table for item in guarded_tables()])
def test_raw_sql_changes_and_removes_nothing(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        before = cursor.fetchall()
        columns = [column[0] for column in cursor.description]
    for column in columns:
        assert _refused(f"UPDATE {table} SET {column} = {column}"), column
    assert _refused(f"DELETE FROM {table}")
    assert _refused(f"DELETE FROM {table} WHERE id = %s", before[0][0])
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{name}"' for name in columns)
    assert _refused(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", *before[0])
    assert _refused(f"REPLACE INTO {table} ({names}) VALUES ({marks})", *before[0])
    upsert = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET id = excluded.id"
    assert _refused(upsert, *before[0])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        assert cursor.fetchall() == before


def test_replacing_by_another_unique_value_is_refused_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT folder FROM challenges_adoptedrelease")
        folder = cursor.fetchone()[0]
    statement = (
        "INSERT OR REPLACE INTO challenges_adoptedrelease (id, folder, title, checksum, role, note, adopted_at)"
        " VALUES (99, %s, 'vals', 'x', 'x', '', '2020-01-01')"
    )
    assert _refused(statement, folder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT challenge_id, number FROM challenges_challengeversion LIMIT 1")
        challenge, number = cursor.fetchone()
    statement = (
        "INSERT OR REPLACE INTO challenges_challengeversion"
        " (id, challenge_id, number, recorded_at, role, reason, changed, content, checksum)"
        " VALUES (999, %s, %s, '2020-01-01', 'x', '', '[]', '{}', 'x')"
    )
    assert _refused(statement, challenge, number)


def test_a_bulk_update_of_the_framework_is_refused() -> None:
    with pytest.raises(DatabaseError, match="staat vast"), transaction.atomic():
        CourseCheck.objects.update(story="Achteraf viel het mee.")
    with pytest.raises(DatabaseError, match="staat vast"), transaction.atomic():
        CourseCheck.objects.all()._raw_delete("default")


def test_a_public_challenge_and_its_actions_cannot_be_removed() -> None:
    key = Challenge.objects.get(code="M3").pk
    assert _refused("DELETE FROM challenges_challenge WHERE id = %s", key)
    assert _refused("DELETE FROM challenges_action WHERE challenge_id = %s", key)
    assert _refused("UPDATE challenges_challenge SET state = 'concept' WHERE id = %s", key)
    assert _refused("UPDATE challenges_challenge SET slug = 'elders' WHERE id = %s", key)
    assert _refused("UPDATE challenges_challenge SET state = 'gestopt', state_reason = '' WHERE id = %s", key)
    other = Challenge.objects.get(code="M1").pk
    assert _refused("UPDATE challenges_action SET challenge_id = %s WHERE challenge_id = %s", other, key)
    assert not _refused("UPDATE challenges_challenge SET goal = 'Anders' WHERE id = %s", key)


def test_a_concept_may_still_be_thrown_away() -> None:
    public = Challenge.objects.get(code="M3")
    concept = Challenge.objects.create(
        cycle=public.cycle, code="X9", slug="x9", title="x", kind="kans", areas=["SD1"], reason="x", goal="x"
    )
    Action.objects.create(challenge=concept, title="x")
    concept.delete()
    assert not Challenge.objects.filter(code="X9").exists()


def test_guards_come_back_after_a_table_was_rebuilt() -> None:
    """SQLite drops the triggers of a table that a migration rebuilds; `migrate` puts them back."""
    remove_guards(connection)
    assert not _refused("UPDATE challenges_coursecheck SET story = story")
    install_guards(connection)
    install_guards(connection)
    assert _refused("UPDATE challenges_coursecheck SET story = story")


@pytest.fixture(scope="module")
def postgres() -> Iterator[list[str]]:
    """A PostgreSQL server of our own on a socket; the command that runs a file of statements in it."""
    if not all(shutil.which(name) for name in ("initdb", "pg_ctl", "psql")):
        pytest.skip("PostgreSQL is not installed")
    as_user: dict[str, str] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        if "postgres" not in {entry.pw_name for entry in pwd.getpwall()}:
            pytest.skip("there is no other user to run PostgreSQL as")
        as_user = {"user": "postgres", "group": "postgres"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if as_user:
            shutil.chown(folder, "postgres", "postgres")
        quiet = {"check": True, "capture_output": True, "cwd": folder, **as_user}
        subprocess.run(["initdb", "-D", folder / "data", "-A", "trust", "-U", "vergezicht", "--no-sync"], **quiet)
        control = ["pg_ctl", "-D", folder / "data", "-w"]
        options = f"-c listen_addresses='' -c fsync=off -k {folder}"
        subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], **quiet)
        yield ["psql", "-h", name, "-U", "vergezicht", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qtA"]
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


def test_postgresql_refuses_the_same(postgres: list[str], tmp_path: Path) -> None:
    def run(*statements: str) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "statements.sql"
        path.write_text(";\n".join(statements) + ";\n", "utf-8")
        return subprocess.run([*postgres, "-f", str(path)], capture_output=True, text=True)

    tables = guarded_tables()
    made = run(
        "CREATE TABLE challenges_challenge (id int primary key, state text, slug text, goal text)",
        "CREATE TABLE challenges_action (id int primary key, challenge_id int, title text)",
        *(f"CREATE TABLE {item.table} (id int primary key, story text)" for item in tables),
        *guard_statements("postgresql", tables),
        *guard_statements("postgresql", tables),
        "INSERT INTO challenges_challenge VALUES (1, 'lopend', 'a', 'x'), (2, 'concept', 'b', 'x')",
        "INSERT INTO challenges_challenge VALUES (3, 'lopend', 'c', '')",
        "INSERT INTO challenges_action VALUES (1, 1, 'x'), (2, 2, 'x')",
        *(f"INSERT INTO {item.table} VALUES (1, 'x')" for item in tables),
    )
    assert made.returncode == 0, made.stderr
    for item in tables:
        for attack in (
            f"UPDATE {item.table} SET story = 'y'",
            f"DELETE FROM {item.table}",
            f"TRUNCATE {item.table}",
            f"INSERT INTO {item.table} VALUES (1, 'y') ON CONFLICT (id) DO UPDATE SET story = 'y'",
        ):
            refused = run(attack)
            assert refused.returncode != 0, attack
            assert FIXED in refused.stderr, attack
    for attack in (
        "DELETE FROM challenges_challenge WHERE id = 1",
        "UPDATE challenges_challenge SET state = 'concept' WHERE id = 1",
        "UPDATE challenges_challenge SET slug = 'z' WHERE id = 1",
        "DELETE FROM challenges_action WHERE id = 1",
        "UPDATE challenges_action SET challenge_id = 3 WHERE id = 1",
        "TRUNCATE challenges_challenge",
        "TRUNCATE challenges_action",
    ):
        assert run(attack).returncode != 0, attack
    allowed = run(
        "UPDATE challenges_challenge SET goal = 'y' WHERE id = 1",
        "UPDATE challenges_action SET title = 'y' WHERE id = 1",
        "DELETE FROM challenges_action WHERE id = 2",
        "DELETE FROM challenges_challenge WHERE id = 2",
    )
    assert allowed.returncode == 0, allowed.stderr
