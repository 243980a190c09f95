"""The public site is served as files: encodings, ETags, headers, no cookies, nothing outside the edition."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from vergezicht.publication.serving.files import EditionServer


class Answer:
    """What the server said."""

    def __init__(self, server: EditionServer, path: str, method: str = "GET", **headers: str) -> None:
        environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": BytesIO()}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        self.status, self.headers = "", {}

        def start(status: str, sent: list[tuple[str, str]]) -> None:
            self.status, self.headers = status, dict(sent)

        self.body = b"".join(server(environ, start))


@pytest.fixture
def server(tmp_path: Path) -> EditionServer:
    site = tmp_path / "0001" / "site"
    (site / "buurten" / "berkum").mkdir(parents=True)
    files = {
        "index.html": (b"home", {"br": b"BR", "gz": b"GZ"}),
        "buurten/berkum/index.html": (b"berkum", {}),
        "404.html": (b"niet gevonden", {}),
        "en/404.html": (b"not found", {}),
        "assets/reader.1a2b3c4d.js": (b"js", {}),
    }
    listed = {}
    for name, (content, packed) in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        for suffix, body in packed.items():
            path.with_name(f"{path.name}.{suffix}").write_bytes(body)
        listed[name] = {"type": "text/html; charset=utf-8", "etag": f"e-{len(content)}", "encodings": list(packed)}
    manifest = {"files": listed, "style_hashes": ["sha256-abc="]}
    (tmp_path / "0001" / "edition.json").write_text(json.dumps(manifest))
    (tmp_path / "geheim.txt").write_text("geheim")
    (tmp_path / "current").symlink_to("0001")
    return EditionServer(tmp_path, https=True)


def test_the_best_encoding_that_both_know_is_sent(server: EditionServer) -> None:
    assert Answer(server, "/", accept_encoding="gzip, deflate, br").body == b"BR"
    assert Answer(server, "/", accept_encoding="gzip").body == b"GZ"
    assert Answer(server, "/", accept_encoding="br;q=0, gzip;q=0.5").body == b"GZ"
    assert Answer(server, "/", accept_encoding="identity").body == b"home"
    assert Answer(server, "/buurten/berkum/", accept_encoding="br").headers.get("Content-Encoding") is None


def test_an_unchanged_page_is_not_sent_again(server: EditionServer) -> None:
    first = Answer(server, "/", accept_encoding="br")
    again = Answer(server, "/", accept_encoding="br", if_none_match=first.headers["ETag"])
    assert again.status.startswith("304")
    assert again.body == b""
    assert Answer(server, "/", accept_encoding="gzip", if_none_match=first.headers["ETag"]).body == b"GZ"


def test_every_answer_carries_the_security_headers_and_no_cookie(server: EditionServer) -> None:
    for path in ("/", "/bestaat-niet", "/buurten/berkum"):
        headers = Answer(server, path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "style-src 'self' 'sha256-abc='" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert "Set-Cookie" not in headers


def test_a_missing_slash_is_added_and_an_unknown_path_says_so(server: EditionServer) -> None:
    moved = Answer(server, "/buurten/berkum")
    assert (moved.status[:3], moved.headers["Location"]) == ("301", "/buurten/berkum/")
    missing = Answer(server, "/bestaat-niet/")
    assert (missing.status[:3], missing.body) == ("404", b"niet gevonden")
    english = Answer(server, "/en/bestaat-niet/")
    assert (english.status[:3], english.body) == ("404", b"not found")
    assert Answer(server, "/de/bestaat-niet/").body == b"niet gevonden"


@pytest.mark.parametrize(
    "path", ["/../geheim.txt", "/%2e%2e/geheim.txt", "//etc/passwd", "/../../0001/edition.json", "/\x00"]
)
def test_nothing_outside_the_edition_is_served(server: EditionServer, path: str) -> None:
    assert Answer(server, path).status.startswith("404")


def test_only_reading_is_allowed(server: EditionServer) -> None:
    assert Answer(server, "/", "POST").status.startswith("405")
    head = Answer(server, "/", "HEAD")
    assert head.status.startswith("200")
    assert (head.body, head.headers["Content-Length"]) == (b"", "4")


def test_hashed_names_may_be_kept_for_ever_and_pages_may_not(server: EditionServer) -> None:
    assert "immutable" in Answer(server, "/assets/reader.1a2b3c4d.js").headers["Cache-Control"]
    assert Answer(server, "/").headers["Cache-Control"] == "public, no-cache"


def test_a_swap_is_followed_without_a_restart(server: EditionServer, tmp_path: Path) -> None:
    assert Answer(server, "/").body == b"home"
    second = tmp_path / "0002" / "site"
    second.mkdir(parents=True)
    (second / "index.html").write_bytes(b"tweede")
    manifest = {"files": {"index.html": {"type": "text/html", "etag": "x", "encodings": []}}, "style_hashes": ["s"]}
    (tmp_path / "0002" / "edition.json").write_text(json.dumps(manifest))
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("0002")
    assert Answer(server, "/").body == b"tweede"


def test_before_the_first_edition_the_site_says_so(tmp_path: Path) -> None:
    assert Answer(EditionServer(tmp_path, https=False), "/").status.startswith("503")


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("bytes=1-2", "206", b"om", "bytes 1-2/4"),
        ("bytes=2-", "206", b"me", "bytes 2-3/4"),
        ("bytes=-1", "206", b"e", "bytes 3-3/4"),
        ("bytes=1-900", "206", b"ome", "bytes 1-3/4"),
        ("bytes=0-3", "200", b"home", None),
        ("bytes=4-", "416", b"", "bytes */4"),
        ("bytes=-", "200", b"home", None),
        ("bytes=0-1,3-3", "200", b"home", None),
        ("regels=0-1", "200", b"home", None),
    ],
)
def test_a_part_of_a_file_is_sent_unpacked(
    server: EditionServer, asked: str, status: str, body: bytes, told: str | None
) -> None:
    """A map and a video are read in parts; a part of what was packed would be of no use."""
    answer = Answer(server, "/", accept_encoding="br", range=asked)
    assert answer.status.startswith(status)
    assert answer.body == body
    assert answer.headers.get("Content-Range") == told
    assert "Content-Encoding" not in answer.headers
    if body:
        assert answer.headers["Content-Length"] == str(len(body))
