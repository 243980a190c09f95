"""Guards: a state changes only together with its line in the log.

That the log and the answers are written once is guarded as everything written once is (challenges/guards.py). Triggers
for SQLite and PostgreSQL; put back after every ``migrate`` (apps.py), because SQLite drops those of a rebuilt table.
"""

from __future__ import annotations

from typing import Any

from vergezicht.challenges.guards import POSTGRES_FUNCTIONS, fixed_statements, guarded_tables

UNLOGGED = "een stand verandert alleen samen met haar regel in het logboek"
_INITIATIVE, _LOG = "initiatives_initiative", "initiatives_statechange"
_LOGGED = f"(SELECT source || '>' || target FROM {_LOG} WHERE initiative_id = OLD.id ORDER BY id DESC LIMIT 1)"  # noqa: S608
_CHANGED = f"OLD.state <> NEW.state AND COALESCE({_LOGGED}, '') <> OLD.state || '>' || NEW.state"


def guard_statements(vendor: str) -> list[str]:
    """The statements that put every guard in place, for "sqlite" or "postgresql". May be run again."""
    if vendor not in {"sqlite", "postgresql"}:
        raise NotImplementedError(f"Geen bewaking voor {vendor}: gebruik SQLite of PostgreSQL.")
    own = [item for item in guarded_tables() if item.table.startswith("initiatives_")]
    fixed = [statement for item in own for statement in fixed_statements(vendor, item)]
    return [*fixed, *_SQLITE] if vendor == "sqlite" else [POSTGRES_FUNCTIONS, *fixed, *_POSTGRES]


def install_guards(connection: Any) -> None:
    """Put the guards on the tables, when they are there."""
    present = set(connection.introspection.table_names())
    if not {_LOG, _INITIATIVE} <= present:
        return
    with connection.cursor() as cursor:
        for statement in guard_statements(connection.vendor):
            cursor.execute(statement)


_SQLITE = (
    f"CREATE TRIGGER IF NOT EXISTS wacht_{_INITIATIVE}_state BEFORE UPDATE OF state ON {_INITIATIVE}"
    f" WHEN {_CHANGED} BEGIN SELECT RAISE(ABORT, '{UNLOGGED}'); END",
    f"CREATE TRIGGER IF NOT EXISTS wacht_{_INITIATIVE}_new BEFORE INSERT ON {_INITIATIVE}"
    f" WHEN NEW.state <> 'concept' BEGIN SELECT RAISE(ABORT, '{UNLOGGED}'); END",
)
_POSTGRES = (
    f"""
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
END $$""",
    f"CREATE OR REPLACE TRIGGER wacht_{_INITIATIVE} BEFORE INSERT OR UPDATE OF state ON {_INITIATIVE}"
    " FOR EACH ROW EXECUTE FUNCTION wacht_stand()",
)
