"""An edition prints what changed; every other paper and card is the one of the edition before, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.built import ROOT

from vergezicht.challenges.models import Challenge
from vergezicht.paper import printing
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking import bake as baking
from vergezicht.publication.open_data import workbooks
from vergezicht.publication.papers import editable, reprints
from vergezicht.publication.papers.reprints import Press, fingerprint, printed_once, reprinting

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A bake of a few papers and cards and the page of editions; the list is what was asked to be printed."""
    kept = ("/raad/", "/stadsdelen/noord/", "/delen/opgaven/", "/verhaal/kern/", "/edities/")
    monkeypatch.setattr(
        baking, "public_addresses", lambda: [one for one in public_addresses() if one.path.startswith(kept)]
    )
    asked: list[str] = []
    ordinary, ordinary_document = printing.typst.compile, editable.as_odt

    def compiled(files: Any, **given: Any) -> Any:
        if "sys_inputs" in given:  # else it is a picture in a document
            asked.append(given["sys_inputs"]["data"])
        return ordinary(files, **given)

    monkeypatch.setattr(printing.typst, "compile", compiled)
    monkeypatch.setattr(
        editable, "as_odt", lambda data, **given: asked.append(json.dumps(data)) or ordinary_document(data, **given)
    )
    made = workbooks.write_workbook
    monkeypatch.setattr(
        workbooks,
        "write_workbook",
        lambda sheets, **given: asked.append(given["title"]) or made(sheets, **given),
    )
    return asked


def _prints(folder: Path) -> dict[str, bytes]:
    site = folder / "site"
    found = (path for path in site.rglob("*") if path.suffix in {".pdf", ".png", ".odt", ".xlsx"})
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def _title(words: str) -> None:
    challenge = Challenge.objects.get(code="M1")
    challenge.title = words
    challenge.save()


def test_only_what_changed_is_printed(editions: Path, papers: list[str], settings: Any, tmp_path: Path) -> None:
    first = baking.bake(1, reason="eerste").folder
    before = _prints(first)
    said = json.loads((first / "edition.json").read_text("utf-8"))["prints"]
    assert {path.lstrip("/") for path in said} == set(before) and len(papers) == len(before) > 20
    papers.clear()
    _title("Een andere titel")
    again = baking.bake(2, reason="tweede")
    assert papers and all("Een andere titel" in words for words in papers)
    after = _prints(again.folder)
    changed = {path for path in after if after[path] != before.get(path)}
    assert len(changed) == len(papers) < len(before) / 2
    assert "delen/opgaven/" + Challenge.objects.get(code="M1").slug + ".png" in changed
    settings.EDITIONS_FOLDER = tmp_path / "elsewhere"
    assert _prints(baking.bake(1, reason="zonder voorganger").folder) == after


def test_what_is_not_there_as_it_was_is_printed_again(
    editions: Path, papers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = baking.bake(1, reason="eerste").folder / "site"
    before = _prints(site.parent)
    (site / "raad/wijkopgaven.pdf").write_bytes(b"%PDF damaged")
    (site / "stadsdelen/noord/poster-a4.pdf").unlink()
    papers.clear()
    _title("Een andere titel")
    after = _prints(baking.bake(2, reason="tweede").folder)
    assert after["stadsdelen/noord/poster-a4.pdf"] == before["stadsdelen/noord/poster-a4.pdf"]
    assert b"damaged" not in after["raad/wijkopgaven.pdf"] and any("/stadsdelen/noord/" in words for words in papers)
    papers.clear()
    monkeypatch.setattr(reprints, "_tools", lambda module: "another template")
    _title("Nog een andere titel")
    baking.bake(3, reason="derde")
    assert len(papers) == len(after)


def test_outside_a_bake_everything_is_printed(tmp_path: Path) -> None:
    made: list[str] = []

    @printed_once
    def paper(words: str, *, size: str = "a4") -> bytes:
        made.append(words)
        return f"{words} {size}".encode()

    paper("een"), paper("een")
    assert made == ["een", "een"]
    with reprinting(tmp_path, {}) as press:
        assert [paper("een"), paper("een", size="a3"), paper("twee")] == [b"een a4", b"een a3", b"twee a4"]
        mark = fingerprint(b"een a3")
        said = {"prints": press.prints({"/x.pdf": mark, "/y/": "other"}), "fingerprints": {"/x.pdf": mark}}
    assert list(said["prints"]) == ["/x.pdf"]
    (tmp_path / "x.pdf").write_bytes(b"een a3")
    made.clear()
    with reprinting(tmp_path, said):
        assert [paper("een"), paper("een", size="a3")] == [b"een a4", b"een a3"]
    assert made == ["een"]


def test_an_edition_that_says_nothing_of_prints_has_none() -> None:
    with reprinting(Path(), {"fingerprints": {"/x.pdf": "1"}}) as press:
        assert press == Press({})
    with reprinting(Path(), {"prints": {"/x.pdf": "1"}}) as press:
        assert press == Press({})


def test_a_drawing_is_the_same_in_every_process() -> None:
    code = (
        "import django; django.setup()\n"
        "from vergezicht.publication.papers.drawings import standing_alone\n"
        'svg = \'<svg xmlns="http://www.w3.org/2000/svg" class="vz" viewBox="0 0 9 9">'
        '<text class="vz-quiet">x</text></svg>\'\n'
        "print(standing_alone(svg, width=300).decode())"
    )
    drawn = {
        subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, cwd=ROOT,
                       stdout=subprocess.PIPE, text=True, check=True).stdout
        for seed in ("1", "2", "3", "4")
    }  # fmt: skip
    assert len(drawn) == 1 and "font-size" in drawn.pop()
