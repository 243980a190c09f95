"""The command that tests an edition for accessibility finds what is wrong with a page, and nothing where nothing is."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.built import DATABASE, ROOT
from tests.journeys.conftest import COMMAND, at_its_address, environment

pytestmark = pytest.mark.journey
PAGES = ("index.html", "over/index.html", "gebieden/index.html")


@dataclass
class SmallSite:
    """The demo with an edition of three pages."""

    folder: Path

    def change(self, name: str, change: Callable[[str], str]) -> None:
        """Change a page of the edition, which is then served as it lies there."""
        edition = (self.folder / "editions" / "current").resolve()
        page = edition / "site" / name
        html = change(page.read_text("utf-8"))
        page.unlink()  # the file may be that of another edition too
        page.write_text(html, "utf-8")
        manifest = json.loads((edition / "edition.json").read_text("utf-8"))
        manifest["files"][name]["encodings"] = []
        (edition / "edition.json").write_text(json.dumps(manifest), "utf-8")

    def test(self) -> tuple[int, str]:
        """The code with which the command ends, and what it says."""
        site = at_its_address(self.folder)
        ran = subprocess.run(
            [*COMMAND, "accessibility"], env=environment(site), cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        return ran.returncode, ran.stdout

    def kept(self) -> list[tuple[str, str, int]]:
        """Address, colours and width of what was kept with a violation."""
        with closing(sqlite3.connect(self.folder / DATABASE)) as database:
            found = database.execute(
                "SELECT path, scheme, width FROM publication_triedpage WHERE violations <> '[]' ORDER BY id"
            )
            return found.fetchall()


@pytest.fixture
def small(demo: Path, tmp_path: Path) -> SmallSite:
    folder = Path(shutil.copytree(demo, tmp_path / "small", symlinks=True))
    manifest = (folder / "editions" / "current").resolve() / "edition.json"
    told = json.loads(manifest.read_text("utf-8"))
    told["files"] = {
        name: file for name, file in told["files"].items() if name in PAGES or not file["type"].startswith("text/html")
    }
    manifest.write_text(json.dumps(told), "utf-8")
    return SmallSite(folder)


def test_a_picture_without_a_description_and_a_page_that_is_too_wide_are_found(small: SmallSite) -> None:
    code, said = small.test()
    assert code == 0, said
    assert "0 afwijkingen" in said and "/over/" in said and "/meedoen/" in said, "the forms are tried as well"
    assert small.kept() == []
    small.change("over/index.html", lambda html: html.replace("</h1>", '</h1><img src="/assets/x.png">', 1))
    small.change("gebieden/index.html", lambda html: html.replace("</h1>", "</h1><pre>" + "breed" * 99 + "</pre>", 1))
    code, said = small.test()
    assert code == 1
    assert "image-alt (critical; 1.1.1 Niet-tekstuele content)" in said
    assert "reflow-320 (serious; 1.4.10 Reflow)" in said
    kept = small.kept()
    assert (
        ("/over/", "licht", 320) in kept and ("/over/", "licht", 1280) in kept and ("/gebieden/", "licht", 320) in kept
    )
    assert {path for path, _, _ in kept} == {"/over/", "/gebieden/"}
