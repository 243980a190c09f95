"""Paging: every page of an answer into a snapshot, going on where it broke off, asking again only for what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from vergezicht.problems import BadInput, Problem
from vergezicht.registers.snapshot import Kept, Snapshot
from vergezicht.registers.transport import Transport

MOST_PAGES = 10_000
Next = Callable[[Mapping[str, Any]], str | None]


def fetch_pages(
    transport: Transport,
    snapshot: Snapshot,
    part: str,
    url: str,
    *,
    next_of: Next = lambda _: None,
    resume: bool = False,
    headers: Mapping[str, str] | None = None,
) -> tuple[Kept, ...]:
    """Fetch ``url`` and every page that ``next_of`` names in the one before, into ``part`` of the snapshot.

    With ``resume`` pages that are already there are taken as they are; otherwise they are asked for with their ETag
    or date, and kept when the service says 304.

    Raises ``BadInput`` for an answer that is not JSON, a page that points to another host or to one that was seen.
    """
    seen: set[str] = set()
    here: str | None = url
    page = 0
    while here is not None:
        page += 1
        seen.add(here)
        if page > MOST_PAGES:
            raise BadInput([Problem("er komt geen einde aan de pagina's", got=here)])
        kept = _one(transport, snapshot, part, page, here, resume=resume, headers=headers)
        try:
            document = read_document(snapshot, kept)
            here = _following(here, next_of(document), seen)
        except BadInput:
            # A page that cannot be used must not be taken for a good one the next time.
            snapshot.forget(part, page - 1)
            raise
    snapshot.forget(part, page)
    return snapshot.pages(part)


def read_document(snapshot: Snapshot, kept: Kept) -> dict[str, Any]:
    """The JSON object of a kept answer; raises ``BadInput`` when it is something else."""
    return parse_document(snapshot.body(kept), kept.url, kept.file)


def parse_document(body: bytes, url: str, file: str | None = None) -> dict[str, Any]:
    """The JSON object in the body of an answer; raises ``BadInput`` when it is something else."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        start = body[:60].decode("utf-8", "replace").strip()
        raise BadInput([Problem("het antwoord is geen JSON", file=file, got=f"{start} … ({url})")]) from error
    if not isinstance(document, dict):
        raise BadInput([Problem("het antwoord is geen JSON-object", file=file, got=url)])
    return document


def _one(
    transport: Transport,
    snapshot: Snapshot,
    part: str,
    page: int,
    url: str,
    *,
    resume: bool,
    headers: Mapping[str, str] | None,
) -> Kept:
    known = snapshot.page(part, page, url)
    if known is not None and resume and snapshot.is_fresh(known):
        return known
    etag, modified = (known.etag, known.modified) if known is not None else ("", "")
    answer = transport.get(url, etag=etag, modified=modified, headers=headers)
    if answer.is_unchanged:
        if known is None:
            raise BadInput([Problem("de dienst zegt dat er niets veranderd is, maar er is nog niets", got=url)])
        return snapshot.confirm(known)
    return snapshot.keep(part, page, answer, url=url)


def _following(here: str, link: str | None, seen: set[str]) -> str | None:
    """The next address: relative ones made whole, the scheme of the first question kept, never another host."""
    if not link:
        return None
    address = urlsplit(urljoin(here, link))
    start = urlsplit(here)
    if (address.hostname, _port(address)) != (start.hostname, _port(start)):
        raise BadInput([Problem("de volgende pagina staat bij een andere dienst", expected=start.netloc, got=link)])
    # StatLine answers over https with a next link over http.
    path, query = (quote(part, safe="/%:@!$&'()*+,;=?~") for part in (address.path, address.query))
    following = urlunsplit((start.scheme, start.netloc, path, query, ""))
    if following in seen:
        raise BadInput([Problem("de pagina's lopen in een kring", got=link)])
    return following


def _port(address: SplitResult) -> int | None:
    return None if address.port in {80, 443} else address.port
