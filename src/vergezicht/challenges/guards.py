"""Guards: triggers by which the database refuses what the forms refuse, also to raw SQL.

Written for SQLite and PostgreSQL. SQLite drops a table's triggers when a later migration rebuilds the table, so they
are put back after every ``migrate`` (apps.py). They stop mistakes and other programs, not somebody who may drop a
trigger: that is what the checksums, the editions and the backups are for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import UniqueConstraint
from django.db.models.options import Options

FIXED = "dit staat vast en wordt niet gewijzigd of verwijderd; voeg een nieuwe regel toe"
_KEPT = "een openbare opgave en haar acties worden niet verwijderd; stop of voeg samen, met de reden"
_STAYS_PUBLIC = "een opgave die openbaar is geweest, wordt geen concept meer en houdt haar adres"
_OWN = "wie een voorstel schreef, stelt het niet zelf vast"
_CHALLENGE, _ACTION = "challenges_challenge", "challenges_action"
_PROPOSAL, _DECISION = "challenges_proposal", "challenges_proposaldecision"


@dataclass(frozen=True)
class Guarded:
    """A table whose rows are written once, with the groups of columns by which a row is known."""

    table: str
    keys: tuple[tuple[str, ...], ...]


def guarded_tables() -> list[Guarded]:
    """Every table of an append-only model."""
    from vergezicht.challenges.models import AppendOnly

    return [
        Guarded(model._meta.db_table, _keys(model._meta))
        for model in apps.get_models()
        if issubclass(model, AppendOnly) and not model._meta.abstract
    ]


def _keys(meta: Options[Any]) -> tuple[tuple[str, ...], ...]:
    single = [(field.column,) for field in meta.concrete_fields if field.unique]
    joint = [
        tuple(meta.get_field(name).column for name in constraint.fields)  # type: ignore[union-attr]  # own columns
        for constraint in meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    ]
    return (*single, *joint)


def guard_statements(vendor: str, guarded: list[Guarded]) -> list[str]:
    """The statements that put every guard in place, for "sqlite" or "postgresql". May be run again."""
    if vendor == "sqlite":
        return [*(text for item in guarded for text in _sqlite_fixed(item)), *_sqlite_challenges()]
    if vendor == "postgresql":
        return [
            POSTGRES_FUNCTIONS,
            *(text for item in guarded for text in _postgres_fixed(item)),
            *_POSTGRES_CHALLENGES,
        ]
    raise NotImplementedError(f"Geen bewaking voor {vendor}: gebruik SQLite of PostgreSQL.")


def fixed_statements(vendor: str, item: Guarded) -> list[str]:
    """What makes the rows of one table written once; on PostgreSQL it needs ``POSTGRES_FUNCTIONS`` first."""
    return list(_sqlite_fixed(item) if vendor == "sqlite" else _postgres_fixed(item))


def install_guards(connection: Any) -> None:
    """Put the guards on the tables that exist."""
    present = set(connection.introspection.table_names())
    if not {_CHALLENGE, _ACTION} <= present:
        return
    with connection.cursor() as cursor:
        for statement in guard_statements(
            connection.vendor, [item for item in guarded_tables() if item.table in present]
        ):
            cursor.execute(statement)
        if _DECISION in present:
            for statement in four_eyes_statements(connection.vendor):
                cursor.execute(statement)


def four_eyes_statements(vendor: str) -> list[str]:
    """Nobody approves a proposal of their own."""
    proposer = f"(SELECT proposer FROM {_PROPOSAL} WHERE id = NEW.proposal_id)"  # noqa: S608  # our own table
    own = f"NEW.outcome = 'vastgesteld' AND NEW.decider = {proposer}"
    if vendor == "sqlite":
        return [_sqlite(_DECISION, "own", "INSERT", _OWN, own)]
    return [
        "CREATE OR REPLACE FUNCTION bewaak_voorstel() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {own} THEN RAISE EXCEPTION '{_OWN}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        " RETURN NEW; END $$",
        f"CREATE OR REPLACE TRIGGER bewaak_{_DECISION}_own BEFORE INSERT ON {_DECISION} FOR EACH ROW"
        " EXECUTE FUNCTION bewaak_voorstel()",
    ]


def remove_guards(connection: Any) -> None:
    """Take every guard away: for going back a migration, and for nothing else."""
    with connection.cursor() as cursor:
        for table, name in _present(connection.vendor, cursor):
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")


def _present(vendor: str, cursor: Any) -> list[tuple[str, str]]:
    if vendor == "sqlite":
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'bewaak_%'")
    else:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'bewaak_%'")
    return [(table, name) for table, name in cursor.fetchall()]


def _sqlite(table: str, name: str, when: str, message: str, condition: str = "") -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS bewaak_{table}_{name} BEFORE {when} ON {table}"
        f"{f' WHEN {condition}' if condition else ''} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _sqlite_fixed(item: Guarded) -> Iterator[str]:
    yield _sqlite(item.table, "update", "UPDATE", FIXED)
    yield _sqlite(item.table, "delete", "DELETE", FIXED)
    yield _sqlite_replace(item.table, item.keys)


def _sqlite_replace(table: str, keys: tuple[tuple[str, ...], ...]) -> str:
    """INSERT OR REPLACE removes the row that stands in its way without asking a trigger on DELETE."""
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")" for columns in keys
    )  # fmt: skip
    return _sqlite(table, "replace", "INSERT", FIXED, f"EXISTS (SELECT 1 FROM {table} WHERE {same})")  # noqa: S608


def _sqlite_challenges() -> Iterator[str]:
    public = "OLD.state <> 'concept'"
    yield _sqlite(_CHALLENGE, "delete", "DELETE", _KEPT, public)
    changed = "(NEW.state = 'concept' OR NEW.slug <> OLD.slug OR NEW.id <> OLD.id)"
    yield _sqlite(_CHALLENGE, "public", "UPDATE OF state, slug, id", _STAYS_PUBLIC, f"{public} AND {changed}")
    yield _sqlite_replace(_CHALLENGE, (("id",), ("slug",), ("cycle_id", "code")))
    public_action = f"(SELECT state FROM {_CHALLENGE} WHERE id = OLD.challenge_id) <> 'concept'"  # noqa: S608
    yield _sqlite(_ACTION, "delete", "DELETE", _KEPT, public_action)
    moved = f"NEW.challenge_id <> OLD.challenge_id AND {public_action}"
    yield _sqlite(_ACTION, "move", "UPDATE OF challenge_id", _KEPT, moved)
    yield _sqlite_replace(_ACTION, (("id",),))


POSTGRES_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION bewaak_weiger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION bewaak_actie() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM {_CHALLENGE} WHERE id = OLD.challenge_id) <> 'concept'
       AND (TG_OP = 'DELETE' OR NEW.challenge_id <> OLD.challenge_id) THEN
        RAISE EXCEPTION '{_KEPT}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""  # noqa: S608  # names of our own tables only


def _postgres_fixed(item: Guarded) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE TRIGGER bewaak_{item.table} BEFORE UPDATE OR DELETE ON {item.table}"
        f" FOR EACH ROW EXECUTE FUNCTION bewaak_weiger('{FIXED}')"
    )
    yield _postgres_truncate(item.table, FIXED)


def _postgres_truncate(table: str, message: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER bewaak_{table}_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION bewaak_weiger('{message}')"
    )


_POSTGRES_CHALLENGES = (
    f"CREATE OR REPLACE TRIGGER bewaak_{_CHALLENGE}_delete BEFORE DELETE ON {_CHALLENGE} FOR EACH ROW"
    f" WHEN (OLD.state <> 'concept') EXECUTE FUNCTION bewaak_weiger('{_KEPT}')",
    f"CREATE OR REPLACE TRIGGER bewaak_{_CHALLENGE}_public BEFORE UPDATE ON {_CHALLENGE} FOR EACH ROW"
    " WHEN (OLD.state <> 'concept' AND (NEW.state = 'concept' OR NEW.slug <> OLD.slug OR NEW.id <> OLD.id))"
    f" EXECUTE FUNCTION bewaak_weiger('{_STAYS_PUBLIC}')",
    f"CREATE OR REPLACE TRIGGER bewaak_{_ACTION}_kept BEFORE UPDATE OR DELETE ON {_ACTION} FOR EACH ROW"
    " EXECUTE FUNCTION bewaak_actie()",
    _postgres_truncate(_CHALLENGE, _KEPT),
    _postgres_truncate(_ACTION, _KEPT),
)
