"""StatLine, OData version 4: observations with a value attribute, turned into rows by area and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from vergezicht.problems import Problems
from vergezicht.registers.cells import Raw
from vergezicht.registers.odata import Question, fetch_version, kept_values, quoted, require_version
from vergezicht.registers.paging import fetch_pages
from vergezicht.registers.services import Service
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.table import Row
from vergezicht.registers.transport import Transport

_ORDINARY = "None"
_OWN = frozenset({"Id", "Measure", "ValueAttribute", "Value", "StringValue"})


def fetch_observations(
    transport: Transport, service: Service, question: Question, snapshot: Snapshot, part: str
) -> None:
    """Fetch properties, dimensions, measure codes and every page of the observations into the snapshot.

    ``question.columns`` are measure codes and names of dimensions; only the measures are asked for.
    """
    root = f"{service.base}/{quote(question.table, safe='')}"
    resume = fetch_version(transport, snapshot, part, f"{root}/Properties", _version)
    for name in ("Dimensions", "MeasureCodes"):
        fetch_pages(transport, snapshot, f"{part}-{name.lower()}", f"{root}/{name}", next_of=_next, resume=resume)
    problems = Problems()
    dimensions = {str(item.get("Identifier")) for item in kept_values(snapshot, f"{part}-dimensions", problems)}
    problems.raise_if_any()
    measures = [column for column in question.columns if column not in dimensions]
    fetch_pages(
        transport,
        snapshot,
        part,
        f"{root}/Observations?$filter={quoted(_filter(question, measures))}",
        next_of=_next,
        resume=resume,
    )
    require_version(transport, snapshot, part, _version)


def observation_rows(snapshot: Snapshot, part: str, columns: Sequence[str], problems: Problems) -> tuple[Row, ...]:
    """A row for every combination of dimension values, a column for every measure; row 0 has the names.

    An empty cell is an observation that is not there. One without a value holds its ValueAttribute ("Impossible"),
    for [table.missing] to explain. Reports unknown measures and observations that contradict each other.
    """
    dimensions = [str(item.get("Identifier")) for item in kept_values(snapshot, f"{part}-dimensions", problems)]
    known = {str(item.get("Identifier")) for item in kept_values(snapshot, f"{part}-measurecodes", problems)}
    measures = [column for column in columns if column not in dimensions]
    for measure in measures:
        if measure not in known:
            problems.add("deze maat bestaat niet in de tabel", column=measure, expected=", ".join(sorted(known))[:200])
    cells: dict[tuple[str, ...], dict[str, Raw]] = {}
    for item in kept_values(snapshot, part, problems):
        names = dimensions or [name for name in item if name not in _OWN]
        key = tuple(str(item.get(name, "")).strip() for name in names)
        measure = str(item.get("Measure", "")).strip()
        row = cells.setdefault(key, {})
        cell = _cell(item)
        if measure in row and row[measure] != cell:
            problems.add(
                "twee waarnemingen spreken elkaar tegen", column=measure, got=f"{' '.join(key)}: {row[measure]}, {cell}"
            )
        row[measure] = cell
    if not cells:
        problems.add("de tabel geeft geen enkele waarneming", hint="klopt online.filter?")
        return ()
    data = [
        Row(number, (*key, *(row.get(measure) for measure in measures)))
        for number, (key, row) in enumerate(cells.items(), 1)
    ]
    return (Row(0, (*dimensions, *measures)), *data)


def measure_codes(snapshot: Snapshot, part: str) -> dict[str, Mapping[str, Any]]:
    """Measure to what StatLine says of it: title, unit, decimals, description."""
    return {str(item.get("Identifier")): item for item in kept_values(snapshot, f"{part}-measurecodes", Problems())}


def _cell(item: Mapping[str, Any]) -> Raw:
    value = item.get("Value")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    text = item.get("StringValue")
    if isinstance(text, str) and text.strip():
        return text
    attribute = str(item.get("ValueAttribute") or _ORDINARY)
    return None if attribute == _ORDINARY else attribute


def _filter(question: Question, measures: Sequence[str]) -> str:
    region = question.filter or f"contains({question.region},'{question.digits}')"
    if not measures:
        return region
    chosen = " or ".join(f"Measure eq '{measure}'" for measure in measures)
    return f"{region} and ({chosen})"


def _next(document: Mapping[str, Any]) -> str | None:
    link = document.get("@odata.nextLink")
    return str(link) if link else None


def _version(document: Mapping[str, Any]) -> str:
    return f"{document.get('Version', '')} {document.get('ObservationsModified', '')}"
