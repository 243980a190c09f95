"""Answering for the service, from the edition that is online: documents as they were made, items as they are asked."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import brotli
from django.utils import timezone

from vergezicht.problems import BadInput
from vergezicht.publication.features.asking import asked_of, no_parameters
from vergezicht.publication.features.collection import Collection
from vergezicht.publication.features.described import (
    GEOJSON,
    JSON,
    OPENAPI,
    PAGE,
    ROOT,
    VERSION,
    collection_path,
    link,
)
from vergezicht.publication.features.index import FILE, Asked, Page, collection_of, document, feature_of, page_of
from vergezicht.publication.features.openapi import PROBLEM
from vergezicht.publication.serving.negotiation import already_has, encoding_for

_SMALL = 1000  # bytes that are not worth packing
_METHODS = "GET, HEAD, OPTIONS"
# Where there is a server the catalogue names the service; the file in the site does not.
_CATALOGUES = {
    "catalogus.jsonld": "application/ld+json; charset=utf-8",
    "catalogus.ttl": "text/turtle; charset=utf-8",
}
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
_OPEN = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "API-Version, ETag"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
]


def is_asked(edition: Path, name: str) -> bool:
    """Whether a path, without its first slash, is the service's: its own, or a file of which it knows more."""
    if name == "api" or name.startswith("api/"):
        return True
    return name.endswith(tuple(_CATALOGUES)) and document(edition, name) is not None


def opened(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of the site with those that let scripts of other sites read the answer."""
    return [*(pair for pair in headers if pair[0] != "Cross-Origin-Resource-Policy"), *_OPEN]


def answer(
    environ: dict[str, Any], start_response: StartResponse, edition: Path, headers: list[tuple[str, str]]
) -> Iterable[bytes]:
    """Answer one request to the service; ``headers`` are those that every answer of the site has."""
    headers = [*opened(headers), ("API-Version", VERSION), ("Content-Language", "nl")]
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
    if method == "OPTIONS":
        start_response("204 No Content", [*headers, ("Allow", _METHODS), ("Access-Control-Allow-Methods", _METHODS),
                                          ("Access-Control-Max-Age", "86400")])  # fmt: skip
        return []
    if method not in {"GET", "HEAD"}:
        status, kind, body = _problem(405, "Alleen lezen", "Deze dienst kan alleen gelezen worden.", path)
        headers.append(("Allow", _METHODS))
    else:
        status, kind, body = _found(edition, path, environ.get("QUERY_STRING", ""))
    return _send(environ, start_response, status, [*headers, ("Content-Type", kind)], body)


def _found(edition: Path, path: str, query: str) -> tuple[str, str, str]:
    """Status, media type and text of the answer to a reading request."""
    if not (edition / FILE).is_file():
        return _problem(503, "Nog niet", "De editie die online staat is gemaakt voordat deze dienst er was.", path)
    try:
        if (content := document(edition, (path if path != f"{ROOT}/" else ROOT).lstrip("/"))) is not None:
            kind = _CATALOGUES.get(path.rpartition("/")[2])
            if kind is None:
                no_parameters(query)
            return "200 OK", kind or (OPENAPI if path.endswith("/openapi.json") else JSON), content
        parts = path.removeprefix(f"{ROOT}/collections/").split("/", 2) if path.startswith(f"{ROOT}/") else []
        collection = collection_of(edition, parts[0]) if len(parts) > 1 and parts[1] == "items" else None
        if collection is not None and len(parts) == 2:
            asked = asked_of(collection, query)
            return "200 OK", GEOJSON, _listed(collection, query, asked, page_of(edition, collection.id, asked))
        if collection is not None and (content := feature_of(edition, collection.id, parts[2])) is not None:
            no_parameters(query)
            return "200 OK", GEOJSON, _one(collection, content)
    except BadInput as error:
        return _wrong(error, path)
    return _problem(404, "Niet gevonden", f"Op dit adres is niets. Begin bij {ROOT}, zonder streep aan het eind.", path)


def _listed(collection: Collection, query: str, asked: Asked, page: Page) -> str:
    path = f"{collection_path(collection.id)}/items"
    given = [(name, value) for name, value in parse_qsl(query) if name not in {"limit", "offset"}]

    def at(offset: int, rel: str, title: str) -> dict[str, str]:
        pairs = [*given, ("limit", str(asked.limit)), *([("offset", str(offset))] if offset else [])]
        return link(f"{path}?{urlencode(pairs, safe=',/:')}", rel, GEOJSON, title)

    links = [
        link(f"{path}?{query}" if query else path, "self", GEOJSON),
        link(collection_path(collection.id), "collection", JSON, collection.title),
        link(f"{PAGE}#{collection.id}", "alternate", "text/html", "Wat de eigenschappen betekenen"),
    ]
    after = asked.offset + len(page.features)
    if page.features and after < page.matched:
        links.append(at(after, "next", "Verder"))
    if asked.offset:
        links.append(at(max(0, asked.offset - asked.limit), "prev", "Terug"))
    said = {
        "type": "FeatureCollection",
        "links": links,
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "timeStamp": timezone.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    return f'{json.dumps(said, ensure_ascii=False)[:-1]}, "features": [{",".join(page.features)}]}}'


def _one(collection: Collection, content: str) -> str:
    feature = json.loads(content)
    path = collection_path(collection.id)
    links = [
        link(f"{path}/items/{quote(feature['id'])}", "self", GEOJSON),
        link(path, "collection", JSON, collection.title),
        link(feature["properties"]["webadres"], "alternate", "text/html"),
    ]
    return json.dumps(feature | {"links": links}, ensure_ascii=False)


def _wrong(error: BadInput, path: str) -> tuple[str, str, str]:
    """Every parameter that is wrong, in one answer."""
    errors = []
    for problem in error.problems:
        said = {"in": "query", "name": problem.column, "detail": problem.what, "expected": problem.expected,
                "got": problem.got, "hint": problem.hint}  # fmt: skip
        errors.append({name: text for name, text in said.items() if text is not None})
    detail = "; ".join(f"{problem.column}: {problem.what}" for problem in error.problems)
    return _problem(400, "Een parameter klopt niet", detail, path, errors)


def _problem(
    status: int, title: str, detail: str, path: str, errors: list[dict[str, Any]] | None = None
) -> tuple[str, str, str]:
    """RFC 9457."""
    reasons = {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": quote(path)}
    content = json.dumps(said | ({"errors": errors} if errors else {}), ensure_ascii=False)
    return f"{status} {reasons[status]}", PROBLEM, content


def _send(
    environ: dict[str, Any], start_response: StartResponse, status: str, headers: list[tuple[str, str]], body: str
) -> Iterable[bytes]:
    content = body.encode()
    headers += [("Vary", "Accept-Encoding"), ("Cache-Control", "public, no-cache")]
    if status.startswith("200"):
        etag = _etag(body)
        headers.append(("ETag", etag))
        if already_has(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
            start_response("304 Not Modified", headers)
            return []
    encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""), ("br", "gz")) if len(content) > _SMALL else ""
    if encoding:
        content = brotli.compress(content, quality=4) if encoding == "br" else gzip.compress(content, 6, mtime=0)
        headers.append(("Content-Encoding", {"br": "br", "gz": "gzip"}[encoding]))
    start_response(status, [*headers, ("Content-Length", str(len(content)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


def _etag(body: str) -> str:
    """Weak: an answer that differs in the moment of asking alone is the same."""
    before, stamp, after = body.partition('"timeStamp": "')
    return f'W/"{hashlib.sha256(f"{before}{stamp}{after[20:] if stamp else after}".encode()).hexdigest()[:32]}"'
