"""Postcodes and addresses from the PDOK Locatieserver: in which buurt does a postcode lie?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from vergezicht.areas import Geography
from vergezicht.areas.postcodes import normal
from vergezicht.problems import BadInput, Problem, Problems
from vergezicht.registers.paging import fetch_pages, read_document
from vergezicht.registers.services import Service
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.transport import Transport

PART = "postcodes"
_ROWS = 100
_FIELDS = "type,postcode,buurtcode,wijkcode,gemeentecode,straatnaam,huis_nlt,centroide_rd"
_POINT = re.compile(r"POINT\(([\d.]+) ([\d.]+)\)")


@dataclass(frozen=True)
class Address:
    """An address, or a whole postcode: its street, house number and point (x, y in metres of RD New) when given."""

    postcode: str
    buurt: str
    street: str
    point: tuple[float, float] | None
    number: int | None = None


def fetch_places(
    transport: Transport, service: Service, gemeente: str, snapshot: Snapshot, *, kind: str = "postcode"
) -> None:
    """Fetch every ``kind`` ("postcode" or "adres") of a gemeente (four digits) into the snapshot, a hundred at a time.

    Raises ``BadInput`` when the service says there are more than came.
    """
    digits = gemeente.removeprefix("GM")
    start = found = page = 0
    total = 1
    while start < total:
        page += 1
        asked = [("q", "*:*"), ("fq", f"type:{kind}"), ("fq", f"gemeentecode:{digits}"), ("fl", _FIELDS),
                 ("sort", "id asc"), ("rows", str(_ROWS)), ("start", str(start))]  # fmt: skip
        part = f"{PART}-{page:05d}"
        (kept,) = fetch_pages(
            transport, snapshot, part, f"{service.base}/free?{urlencode(asked)}", resume=snapshot.resuming
        )
        response = _response(read_document(snapshot, kept), kept.file)
        total = int(response["numFound"])
        found += len(response["docs"])
        if not response["docs"] and start < total:
            raise BadInput([Problem("de lijst houdt te vroeg op", file=kept.file, expected=str(total), got=str(found))])
        start += len(response["docs"])
    for kept in tuple(snapshot):
        if kept.part.startswith(f"{PART}-") and int(kept.part.rsplit("-", 1)[1]) > page:
            snapshot.forget(kept.part)


def read_addresses(snapshot: Snapshot, geography: Geography, problems: Problems) -> list[Address]:
    """What was fetched, one for each document.

    Reports postcodes that are none, buurten that are not ours and documents without a buurt.
    """
    found = []
    for file, number, doc in _documents(snapshot):
        postcode = normal(str(doc.get("postcode", ""))) or ""
        buurt = str(doc.get("buurtcode", "")).strip()
        if len(postcode) != 6:
            problems.add("dit is geen postcode", file=file, row=number, got=postcode or "niets")
        elif buurt not in geography:
            problems.add(
                "onbekende buurt" if buurt else "er staat geen buurt bij",
                file=file,
                row=number,
                column="buurtcode",
                got=f"{postcode}: {buurt or 'niets'}",
                hint="is de gebiedsindeling van hetzelfde jaar?" if buurt else "haal adressen op: --kind adres",
            )
        else:
            point = _POINT.fullmatch(str(doc.get("centroide_rd", "")))
            place = (float(point[1]), float(point[2])) if point else None
            house = re.match(r"\d{1,5}(?!\d)", str(doc.get("huis_nlt", "")))
            street = str(doc.get("straatnaam", "")).strip()
            found.append(Address(postcode, buurt, street, place, int(house[0]) if house else None))
    return found


def _documents(snapshot: Snapshot) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for kept in snapshot:
        if kept.part.startswith(f"{PART}-"):
            for number, doc in enumerate(_response(read_document(snapshot, kept), kept.file)["docs"], 1):
                yield kept.file, number, doc


def _response(document: dict[str, Any], file: str) -> dict[str, Any]:
    response = document.get("response")
    if (
        not isinstance(response, dict)
        or not isinstance(response.get("numFound"), int)
        or not isinstance(response.get("docs"), list)
        or not all(isinstance(doc, dict) for doc in response["docs"])
    ):
        raise BadInput([Problem("geen antwoord van de Locatieserver", file=file, expected="response met docs")])
    return response
