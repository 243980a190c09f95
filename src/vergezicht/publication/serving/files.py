"""Serving an edition: a folder of files with ETags, precompressed, with security headers and without cookies.

A plain WSGI application. Any file server can do the same from the same folder (docs/howto/install.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote
from wsgiref.util import FileWrapper

from vergezicht.languages import SOURCE
from vergezicht.publication.baking.bake import CURRENT, MANIFEST
from vergezicht.publication.features import answering
from vergezicht.publication.search.facets import FACETS
from vergezicht.publication.search.index import index_file
from vergezicht.publication.search.page import fill_in
from vergezicht.publication.search.query import Found, search
from vergezicht.publication.serving.headers import cache_control, framed, security_headers
from vergezicht.publication.serving.negotiation import already_has, encoding_for

_SEARCH = re.compile(r"(?:([a-z]{2,3})/)?zoeken/index\.html")
_BLOCK = 64 * 1024
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


@dataclass(frozen=True)
class LoadedEdition:
    """An edition as it is served: where it lies and what its manifest says."""

    folder: Path
    files: dict[str, dict[str, Any]]
    style_hashes: tuple[str, ...]
    frame_hosts: tuple[str, ...] = ()


class EditionServer:
    """Answers GET and HEAD from the current edition; follows a swap at once, without a restart."""

    def __init__(self, editions: Path, *, https: bool) -> None:
        self.editions = editions
        self.https = https
        self._loaded: tuple[str, LoadedEdition] | None = None

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        edition = self._edition()
        if edition is None:
            return _text(start_response, "503 Service Unavailable", "Er is nog geen editie gepubliceerd.")
        headers = security_headers(edition.style_hashes, https=self.https, frame_hosts=edition.frame_hosts)
        name = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace").lstrip("/")
        if answering.is_asked(edition.folder, name):
            return answering.answer(environ, start_response, edition.folder, headers)
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            return _text(start_response, "405 Method Not Allowed", "Alleen lezen.", [*headers, ("Allow", "GET, HEAD")])
        if name == "" or name.endswith("/"):
            name += "index.html"
        elif name not in edition.files and f"{name}/index.html" in edition.files:
            location = quote(f"/{name}/")
            return _text(start_response, "301 Moved Permanently", location, [*headers, ("Location", location)])
        if name.startswith("ingesloten/") or (name.startswith("delen/") and name.endswith(".png")):
            headers = framed(headers)
        elif name.startswith("open-data/"):
            headers = answering.opened(headers)
        if name in edition.files and (found := _asked(edition, name, environ.get("QUERY_STRING", ""))).is_asked:
            return self._answer(environ, start_response, edition, name, found, headers)
        status = "200 OK"
        if name not in edition.files:
            name, status = _not_found(name, edition), "404 Not Found"
        return self._send(environ, start_response, edition, name, status, headers)

    def _send(
        self,
        environ: dict[str, Any],
        start_response: StartResponse,
        edition: LoadedEdition,
        name: str,
        status: str,
        headers: list[tuple[str, str]],
    ) -> Iterable[bytes]:
        entry = edition.files[name]
        asked = environ.get("HTTP_RANGE", "") if status.startswith("200") else ""
        encoding = "" if asked else encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""), entry["encodings"])
        etag = f'"{entry["etag"]}{"-" + encoding if encoding else ""}"'
        headers = [
            *headers,
            ("Content-Type", entry["type"]),
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
            ("Cache-Control", cache_control(name)),
            ("Accept-Ranges", "bytes"),
        ]
        if status.startswith("200") and already_has(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
            start_response("304 Not Modified", headers)
            return []
        path = edition.folder / "site" / (f"{name}.{encoding}" if encoding else name)
        if encoding:
            headers.append(("Content-Encoding", {"br": "br", "gz": "gzip"}[encoding]))
        size = path.stat().st_size
        first, last = _range(asked, size)
        if first > last and size:
            start_response("416 Range Not Satisfiable", [*headers, ("Content-Range", f"bytes */{size}")])
            return []
        if (first, last) != (0, size - 1):
            status = "206 Partial Content"
            headers.append(("Content-Range", f"bytes {first}-{last}/{size}"))
        headers.append(("Content-Length", str(last - first + 1)))
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        if status.startswith("206"):
            return _part(path, first, last)
        wrapper = environ.get("wsgi.file_wrapper", FileWrapper)
        content: Iterable[bytes] = wrapper(path.open("rb"))
        return content

    def _answer(
        self,
        environ: dict[str, Any],
        start_response: StartResponse,
        edition: LoadedEdition,
        name: str,
        found: Found,
        headers: list[tuple[str, str]],
    ) -> Iterable[bytes]:
        """The baked page of search with the answer in it; nothing about who asked what is kept."""
        page = (edition.folder / "site" / name).read_text("utf-8")
        content = fill_in(page, found, _language_of(name)).encode()
        start_response(
            "200 OK",
            [
                *headers,
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(content))),
                ("Cache-Control", "no-store"),
                ("X-Robots-Tag", "noindex"),
            ],
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]

    def _edition(self) -> LoadedEdition | None:
        try:
            target = str((self.editions / CURRENT).readlink())
        except OSError:
            return None
        if self._loaded is None or self._loaded[0] != target:
            folder = self.editions / target
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
            frames = tuple(manifest.get("frame_hosts", ()))
            styles = tuple(manifest["style_hashes"])
            self._loaded = (target, LoadedEdition(folder, manifest["files"], styles, frames))
        return self._loaded[1]


def _asked(edition: LoadedEdition, name: str, text: str) -> Found:
    """The answer to what is asked in an address; one that asks nothing where nothing is, or on another page."""
    if not _SEARCH.fullmatch(name):
        return Found("", "", ())
    given = {key: values[0] for key, values in parse_qs(text).items()}
    choices = {facet: given[facet] for facet in FACETS if facet in given}
    language = _language_of(name)
    return search(edition.folder / index_file(language), given.get("q", ""), language, choices)


def _language_of(name: str) -> str:
    match = _SEARCH.fullmatch(name)
    return match[1] if match is not None and match[1] else SOURCE


def _not_found(name: str, edition: LoadedEdition) -> str:
    """The page that says so, in the language of the address where the edition has it."""
    own = f"{name.partition('/')[0]}/404.html"
    return own if own in edition.files else "404.html"


def _range(asked: str, size: int) -> tuple[int, int]:
    """First and last byte of the one range that is asked for: maps and video are read in parts (RFC 9110, 14.2).

    All of the file when nothing is asked, or what need not be answered; first > last when there is no such part.
    """
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", asked.strip())
    if match is None or not any(match.groups()) or size == 0:
        return 0, size - 1
    if not match[1]:
        return max(0, size - int(match[2])), size - 1
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    return int(match[1]), last


def _part(path: Path, first: int, last: int) -> Iterator[bytes]:
    """The bytes from ``first`` to ``last``, both included, in blocks."""
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (block := file.read(min(left, _BLOCK))):
            left -= len(block)
            yield block


def _text(
    start_response: StartResponse, status: str, text: str, headers: list[tuple[str, str]] | None = None
) -> Iterable[bytes]:
    content = text.encode()
    start_response(
        status,
        [*(headers or []), ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(content)))],
    )
    return [content]
