"""The next page: relative or whole, http where we asked https, never elsewhere; and a snapshot that can be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vergezicht.problems import BadInput, Problems
from vergezicht.registers.paging import fetch_pages
from vergezicht.registers.snapshot import MANIFEST, Snapshot
from vergezicht.registers.transport import Answer, Transport


class Recorded(Transport):
    """Answers from a dict instead of a connection."""

    def __init__(self, pages: dict[str, Any]) -> None:
        super().__init__()
        object.__setattr__(self, "pages", pages)
        object.__setattr__(self, "asked", [])

    def get(self, url: str, **_: Any) -> Answer:
        self.asked.append(url)  # type: ignore[attr-defined]
        return Answer(url, 200, {}, json.dumps(self.pages[url]).encode("utf-8"))  # type: ignore[attr-defined]


def fetched(pages: dict[str, Any], folder: Path) -> list[str]:
    transport = Recorded(pages)
    snapshot = Snapshot(folder)
    snapshot.begin()
    fetch_pages(transport, snapshot, "t", next(iter(pages)), next_of=lambda document: document.get("next"))
    asked: list[str] = transport.asked  # type: ignore[attr-defined]
    return asked


def test_a_next_link_over_http_is_followed_over_https(tmp_path: Path) -> None:
    """StatLine does this: the link must not take us off the encrypted connection."""
    pages = {
        "https://odata.example/a/T?x=1": {"next": "http://odata.example/a/T?x=1&$skip=1"},
        "https://odata.example/a/T?x=1&$skip=1": {"next": "T?x=2"},
        "https://odata.example/a/T?x=2": {"next": "https://odata.example:443/a/T?$filter=A eq 'b c'&x=%203"},
        "https://odata.example/a/T?$filter=A%20eq%20'b%20c'&x=%203": {"next": None},
    }
    assert fetched(pages, tmp_path) == list(pages)


@pytest.mark.parametrize("link", ["https://elders.example/T", "//elders.example/T", "https://odata.example:8443/T"])
def test_a_next_link_elsewhere_is_refused_and_its_page_forgotten(link: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="andere dienst"):
        fetched({"https://odata.example/T": {"next": link}}, tmp_path)
    assert Snapshot(tmp_path).pages("t") == ()


def test_an_answer_must_be_an_object(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="geen JSON-object"):
        fetched({"https://odata.example/T": [1, 2]}, tmp_path)


def test_a_snapshot_knows_when_it_was_touched_or_broken_off(tmp_path: Path) -> None:
    fetched({"https://odata.example/T": {"a": 1}}, tmp_path)
    problems = Problems()
    Snapshot(tmp_path).check(problems)
    assert [problem.what for problem in problems] == ["het ophalen is afgebroken"]
    snapshot = Snapshot(tmp_path)
    snapshot.finish()
    (tmp_path / "t-0001.json").write_text('{"a": 2}', "utf-8")
    problems = Problems()
    Snapshot(tmp_path).check(problems)
    assert [problem.what for problem in problems] == ["dit bestand ontbreekt of is gewijzigd na het ophalen"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("{", "onleesbaar"),
        ('{"answers": []}', "onleesbaar"),
        ('{"complete": true, "begun": "", "answers": [{"part": "t"}]}', "onleesbaar"),
        (
            '{"complete": true, "begun": "", "answers": [{"part": "t", "page": 1, "url": "", "file": "../geheim",'
            ' "sha256": "", "size": 1, "retrieved": ""}]}',
            "buiten zijn map",
        ),
    ],
)
def test_a_manifest_that_is_none_or_points_outside(content: str, what: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(content, "utf-8")
    with pytest.raises(BadInput, match=what):
        Snapshot(tmp_path)
