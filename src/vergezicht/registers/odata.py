"""OData: what both versions of StatLine share, the question, the version of a table, the values of kept pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from vergezicht.problems import BadInput, Problem, Problems
from vergezicht.registers.paging import fetch_pages, parse_document, read_document
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.transport import Transport

_SAFE = "$(),'="


@dataclass(frozen=True)
class Question:
    """What to ask of one table: the rows of a gemeente (its four digits), by a filter of one's own when given.

    ``columns`` are those that are used: names in version 3, measure codes and dimensions in version 4.
    """

    table: str
    region: str
    digits: str
    columns: tuple[str, ...]
    filter: str = ""


def quoted(text: str) -> str:
    """A value of a query option, readable: brackets, commas and quotes stay."""
    return quote(text, safe=_SAFE)


def fetch_version(
    transport: Transport, snapshot: Snapshot, part: str, url: str, version_of: Callable[[Mapping[str, Any]], str]
) -> bool:
    """Fetch the information of a table; True when pages that are kept may be taken as they are.

    That is after a break-off, and only when the table has not been replaced since: two versions are never mixed.
    """
    info = f"{part}-info"

    def version() -> str | None:
        usable = [kept for kept in snapshot.pages(info) if snapshot.page(info, kept.page, kept.url) is not None]
        return version_of(read_document(snapshot, usable[0])) if usable else None

    before = version()
    fetch_pages(transport, snapshot, info, url)
    return snapshot.resuming and before == version()


def require_version(
    transport: Transport, snapshot: Snapshot, part: str, version_of: Callable[[Mapping[str, Any]], str]
) -> None:
    """Ask once more, after the last page; raises ``BadInput`` when the table was replaced while it was fetched.

    The new version is not kept, so that the next round knows that the pages are of the old one.
    """
    (kept,) = snapshot.pages(f"{part}-info")
    answer = transport.get(kept.url, etag=kept.etag, modified=kept.modified)
    if answer.is_unchanged:
        return
    if version_of(parse_document(answer.body, kept.url)) != version_of(read_document(snapshot, kept)):
        hint = "haal hem nog een keer op; wat binnen is wordt niet gebruikt"
        raise BadInput([Problem("de tabel is tijdens het ophalen vervangen", got=kept.url, hint=hint)])


def kept_values(snapshot: Snapshot, part: str, problems: Problems) -> list[dict[str, Any]]:
    """What stands under ``value`` in every kept page of a part, in order; reports pages without it."""
    records: list[dict[str, Any]] = []
    for kept in snapshot.pages(part):
        try:
            found = read_document(snapshot, kept).get("value")
        except BadInput as error:
            problems.extend(error.problems)
            continue
        if isinstance(found, list) and all(isinstance(record, dict) for record in found):
            records += found
        else:
            problems.extend([Problem("geen rijen onder value", file=kept.file, got=kept.url)])
    return records
