"""Where a site is read from: over the web, or from the folder of an edition."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from vergezicht.problems import BadInput, Problem

SERVICE = "/api/v1"
_PATIENCE = 30  # seconds
_PAGE = 1000  # features


class Source(Protocol):
    """Reads paths of a site; raises ``BadInput`` when it cannot."""

    def read(self, path: str) -> bytes: ...

    def features(self, collection: str, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]: ...


class Web:
    """A site at an address: whole files as they are, features through its service, page after page."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def read(self, path: str) -> bytes:
        request = Request(  # noqa: S310  # only http and https come here
            f"{self.address}{path}", headers={"Accept-Encoding": "gzip", "User-Agent": "vergezicht-client"}
        )
        try:
            with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
                content: bytes = answer.read()
                return gzip.decompress(content) if answer.headers.get("Content-Encoding") == "gzip" else content
        except HTTPError as error:
            with error:
                raise BadInput(_told(error, path)) from None
        except (URLError, OSError) as error:
            hint = "klopt het adres, en is de site bereikbaar?"
            raise BadInput([Problem("de site antwoordt niet", got=str(error), hint=hint)]) from None

    def features(self, collection: str, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        query = urlencode({**asked, "limit": _PAGE}, safe=",/:")
        path = f"{SERVICE}/collections/{collection}/items?{query}"
        while path:
            page = _json(self.read(path), path)
            yield from page["features"]
            following = [urlsplit(link["href"]) for link in page["links"] if link["rel"] == "next"]
            # A site behind another name still answers here: of the link only the path and the question count.
            path = f"{following[0].path}?{following[0].query}" if following else ""


class Folder:
    """The folder of an edition, or its ``site``: the same files without a server; filters are applied here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site" if (folder / "site").is_dir() else folder

    def read(self, path: str) -> bytes:
        try:
            return (self.folder / path.lstrip("/")).read_bytes()
        except OSError:
            hint = "geef de map van een editie, of de map site daarin"
            raise BadInput([Problem("dit bestand is er niet", got=path, hint=hint)]) from None

    def features(self, collection: str, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        path = f"/open-data/kaart/{collection}.geojson"
        features = _json(self.read(path), path)["features"]
        if features and (unknown := sorted(asked.keys() - features[0]["properties"].keys())):
            hint = "bbox en datetime kan alleen een site met een server"
            known = ", ".join(features[0]["properties"])
            raise BadInput([Problem("geen eigenschap", column=name, expected=known, hint=hint) for name in unknown])
        for feature in features:
            if all(_holds(feature["properties"][name], value) for name, value in asked.items()):
                yield feature


def source_of(where: str | Path) -> Source:
    """The web for an address that begins with http, else a folder."""
    text = str(where)
    if text.startswith(("http://", "https://")):
        return Web(text)
    if "://" in text:
        raise BadInput([Problem("geen webadres", got=text, expected="http://… of https://…, of een map")])
    if not Path(where).is_dir():
        raise BadInput([Problem("deze map is er niet", got=text, hint="geef een webadres of de map van een editie")])
    return Folder(Path(where))


def _holds(given: Any, value: str) -> bool:
    return value in given if isinstance(given, list) else given is not None and str(given) == value


def _json(content: bytes, path: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(content)
    except ValueError:
        raise BadInput([Problem("geen leesbaar antwoord", got=path, hint="is dit een site van Vergezicht?")]) from None
    return found


def _told(error: HTTPError, path: str) -> list[Problem]:
    """What the service says is wrong, or else the status alone."""
    try:
        said = json.loads(error.read())
        errors = said.get("errors") or [said]
        return [
            Problem(one["detail"], column=one.get("name"), expected=one.get("expected"), got=one.get("got"),
                    hint=one.get("hint"))
            for one in errors
        ]  # fmt: skip
    except (ValueError, KeyError, AttributeError):
        return [Problem(f"de site antwoordt met {error.code}", got=path, hint="klopt het adres?")]
