"""StatLine: the online tables of a mapping into a snapshot, and from a snapshot back to rows."""

from __future__ import annotations

from collections.abc import Mapping

from vergezicht.areas import Geography
from vergezicht.problems import Problems
from vergezicht.registers.mapping import RegisterMapping, TablePlan
from vergezicht.registers.odata import Question
from vergezicht.registers.odata3 import fetch_typed_data_set, typed_data_set_rows
from vergezicht.registers.odata4 import fetch_observations, observation_rows
from vergezicht.registers.services import Service, find_service
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.table import Row
from vergezicht.registers.transport import Transport

_PROTOCOLS = ("odata3", "odata4")


def part_of(plan: TablePlan) -> str:
    """The name under which the answers of a table are kept."""
    return f"tabel-{plan.number}"


def fetch_tables(
    transport: Transport,
    services: Mapping[str, Service],
    mapping: RegisterMapping,
    geography: Geography,
    snapshot: Snapshot,
) -> int:
    """Fetch every online table of a mapping; the number of tables. Raises ``BadInput`` for an unknown service."""
    plans = [(plan, plan.online) for plan in mapping.tables if plan.online is not None]
    chosen = {plan.number: find_service(dict(services), online.service, _PROTOCOLS) for plan, online in plans}
    snapshot.begin()
    for plan, online in plans:
        service = chosen[plan.number]
        transport.progress(f"{service.name}: tabel {online.table}")
        question = Question(
            table=online.table,
            region=online.region,
            digits=geography.gemeente.code.removeprefix("GM"),
            columns=plan.columns,
            filter=online.filter,
        )
        fetch = fetch_typed_data_set if service.protocol == "odata3" else fetch_observations
        fetch(transport, service, question, snapshot, part_of(plan))
    ours = tuple(part_of(plan) for plan, _ in plans)
    for part in {kept.part for kept in snapshot}:
        if part not in ours and not part.startswith(tuple(f"{name}-" for name in ours)):
            snapshot.forget(part)
    snapshot.finish()
    return len(plans)


def kept_rows(snapshot: Snapshot, plan: TablePlan, problems: Problems) -> tuple[Row, ...]:
    """The rows of an online table from its kept answers, whichever version of the protocol they came by."""
    part = part_of(plan)
    if not snapshot.pages(part):
        problems.add(
            f"tabel {plan.number} is nog niet opgehaald",
            file=snapshot.folder,
            hint="draai eerst vergezicht registers fetch table",
        )
        return ()
    rows_of = observation_rows if snapshot.pages(f"{part}-measurecodes") else typed_data_set_rows
    return rows_of(snapshot, part, plan.columns, problems)
