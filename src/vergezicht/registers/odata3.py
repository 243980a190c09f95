"""StatLine, OData version 3: a TypedDataSet with its data properties, as CBS and RIVM serve it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from vergezicht.problems import Problems
from vergezicht.registers.odata import Question, fetch_version, kept_values, quoted, require_version
from vergezicht.registers.paging import fetch_pages
from vergezicht.registers.raw_file import record_rows
from vergezicht.registers.services import Service
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.table import Row
from vergezicht.registers.transport import Transport


def fetch_typed_data_set(
    transport: Transport, service: Service, question: Question, snapshot: Snapshot, part: str
) -> None:
    """Fetch table information, data properties and every page of the rows into the snapshot.

    A table that was replaced since pages were kept is fetched from the start: two versions are never mixed.
    """
    root = f"{service.base}/{quote(question.table, safe='')}"
    resume = fetch_version(transport, snapshot, part, f"{root}/TableInfos?$format=json", _version)
    fetch_pages(
        transport, snapshot, f"{part}-properties", f"{root}/DataProperties?$format=json", next_of=_next, resume=resume
    )
    fetch_pages(transport, snapshot, part, f"{root}/TypedDataSet?{_query(question)}", next_of=_next, resume=resume)
    require_version(transport, snapshot, part, _version)


def typed_data_set_rows(snapshot: Snapshot, part: str, columns: Sequence[str], problems: Problems) -> tuple[Row, ...]:
    """The rows of every kept page; reports columns that the data properties do not know."""
    records = kept_values(snapshot, part, problems)
    known = {str(item.get("Key")) for item in kept_values(snapshot, f"{part}-properties", problems) if item.get("Key")}
    for column in columns:
        if known and column not in known and column != "ID":
            problems.add("deze kolom bestaat niet in de tabel", column=column, expected=", ".join(sorted(known))[:200])
    if not records:
        problems.add("de tabel geeft geen enkele rij", hint="klopt online.filter?")
        return ()
    return record_rows(records)


def data_properties(snapshot: Snapshot, part: str) -> dict[str, Mapping[str, Any]]:
    """Column to what StatLine says of it: title, unit, decimals, data type, description."""
    found = kept_values(snapshot, f"{part}-properties", Problems())
    return {str(item["Key"]): item for item in found if item.get("Key")}


def _query(question: Question) -> str:
    # Codes are padded with spaces, so that "eq" needs the right number of them; a part of the code never does.
    chosen = question.filter or f"substringof('{question.digits}',{question.region})"
    parts = [f"$filter={quoted(chosen)}"]
    if question.columns:
        parts.append(f"$select={quoted(','.join(question.columns))}")
    return "&".join([*parts, "$format=json"])


def _next(document: Mapping[str, Any]) -> str | None:
    link = document.get("odata.nextLink")
    return str(link) if link else None


def _version(document: Mapping[str, Any]) -> str:
    found = document.get("value")
    first = found[0] if isinstance(found, list) and found else document
    return str(first.get("Modified", "")) if isinstance(first, dict) else ""
