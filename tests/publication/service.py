"""An edition of nothing but the collections, and asking its service as a program does."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from vergezicht.publication.features.content import feature_collection
from vergezicht.publication.features.declared import collections
from vergezicht.publication.features.made import make_service
from vergezicht.publication.serving.files import EditionServer


class Answer:
    """What the service said."""

    def __init__(self, server: EditionServer, address: str, method: str = "GET", **headers: str) -> None:
        parts = urlsplit(address)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "wsgi.input": BytesIO()
        }  # fmt: skip
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        self.status, self.headers = 0, {}

        def start(status: str, sent: list[tuple[str, str]]) -> None:
            assert len({name for name, _ in sent}) == len(sent), "a header twice"
            self.status, self.headers = int(status[:3]), dict(sent)

        self.body = b"".join(server(environ, start))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def edition_at(folder: Path) -> EditionServer:
    """An edition of nothing but the collections, online."""
    site = folder / "0001" / "site"
    for one in collections():
        path = site / one.file.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(feature_collection(one)), "utf-8")
    make_service(folder / "0001")
    (folder / "0001" / "edition.json").write_text(json.dumps({"files": {}, "style_hashes": ["sha256-abc="]}))
    (folder / "current").symlink_to("0001")
    return EditionServer(folder, https=True)


def links(document: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"].removeprefix(settings.SITE_URL) for link in document["links"]}
