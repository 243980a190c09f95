"""Guards: the log of states and the answers are written once, and a state changes only together with its log line.

Triggers for SQLite and PostgreSQL, so that raw SQL is refused too. SQLite drops the triggers of a table that a later
migration rebuilds, so they are put back after every ``migrate`` (apps.py).
"""

from __future__ import annotations

from typing import Any

FIXED = "dit staat vast: voeg een nieuwe regel toe"
UNLOGGED = "een stand verandert alleen samen met haar regel in het logboek"
WRITTEN_ONCE = ("initiatives_statechange", "initiatives_officialresponse")
_INITIATIVE, _LOG = "initiatives_initiative", "initiatives_statechange"
_LOGGED = f"(SELECT source || '>' || target FROM {_LOG} WHERE initiative_id = OLD.id ORDER BY id DESC LIMIT 1)"  # noqa: S608
_CHANGED = f"OLD.state <> NEW.state AND COALESCE({_LOGGED}, '') <> OLD.state || '>' || NEW.state"


def guard_statements(vendor: str) -> list[str]:
    """The statements that put every guard in place, for "sqlite" or "postgresql". May be run again."""
    if vendor == "sqlite":
        return _sqlite()
    if vendor == "postgresql":
        return _postgres()
    raise NotImplementedError(f"Geen bewaking voor {vendor}: gebruik SQLite of PostgreSQL.")


def install_guards(connection: Any) -> None:
    """Put the guards on the tables, when they are there."""
    present = set(connection.introspection.table_names())
    if not {*WRITTEN_ONCE, _INITIATIVE} <= present:
        return
    with connection.cursor() as cursor:
        for statement in guard_statements(connection.vendor):
            cursor.execute(statement)


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{FIXED}'); END"
    statements = []
    for table in WRITTEN_ONCE:
        same = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608  # INSERT OR REPLACE asks no DELETE
        statements += [
            f"CREATE TRIGGER IF NOT EXISTS wacht_{table}_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER IF NOT EXISTS wacht_{table}_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER IF NOT EXISTS wacht_{table}_replace BEFORE INSERT ON {table} WHEN {same} {refuse}",
        ]
    unlogged = f"BEGIN SELECT RAISE(ABORT, '{UNLOGGED}'); END"
    return [
        *statements,
        f"CREATE TRIGGER IF NOT EXISTS wacht_{_INITIATIVE}_state BEFORE UPDATE OF state ON {_INITIATIVE}"
        f" WHEN {_CHANGED} {unlogged}",
        f"CREATE TRIGGER IF NOT EXISTS wacht_{_INITIATIVE}_new BEFORE INSERT ON {_INITIATIVE}"
        f" WHEN NEW.state <> 'concept' {unlogged}",
    ]


def _postgres() -> list[str]:
    statements = [
        f"""
CREATE OR REPLACE FUNCTION wacht_weiger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{FIXED}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION wacht_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'concept' THEN
            RAISE EXCEPTION '{UNLOGGED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF {_CHANGED} THEN
        RAISE EXCEPTION '{UNLOGGED}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$"""
    ]
    for table in WRITTEN_ONCE:
        statements += [
            f"CREATE OR REPLACE TRIGGER wacht_{table} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION wacht_weiger()",
            f"CREATE OR REPLACE TRIGGER wacht_{table}_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION wacht_weiger()",
        ]
    return [
        *statements,
        f"CREATE OR REPLACE TRIGGER wacht_{_INITIATIVE} BEFORE INSERT OR UPDATE OF state ON {_INITIATIVE}"
        " FOR EACH ROW EXECUTE FUNCTION wacht_stand()",
    ]
