"""Scripts become small on the way to the reader, and say and ask for the same; a page has the style it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import minify
import pytest

from vergezicht.publication.assets import (
    ASSETS,
    ICON,
    asset_file,
    asset_files,
    asset_path,
    compact_script,
    icon_address,
)
from vergezicht.publication.script_words import SCRIPT_WORDS
from vergezicht.publication.stylesheet import SHEETS, stylesheet

SCRIPTS = [name for name in ASSETS if name.endswith(".js")]


def test_comments_white_space_and_long_names_go_and_texts_stay() -> None:
    script = """// About this.
    function shown(sentence) {
      const length = sentence.length;
      return `x  // ${length}`;
    }"""
    small = compact_script(script.encode()).decode()
    assert "About" not in small and "length=" not in small
    assert "`x  // ${" in small


def test_what_is_no_script_is_refused() -> None:
    with pytest.raises(minify.MinifyError):
        compact_script(b"const = ;")


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_is_smaller_and_says_the_same(name: str) -> None:
    content = asset_file(name).read_text("utf-8")
    small = compact_script(content.encode()).decode()
    assert 100 < len(small) <= len(content)
    for word in SCRIPT_WORDS:
        assert f'"{word}"' in small or f'say("{word}"' not in content, word


@pytest.fixture
def municipality_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MUNICIPALITY_FOLDER = tmp_path
    for found in (asset_file, asset_path, icon_address, icon_address):
        found.cache_clear()
    yield tmp_path
    for found in (asset_file, asset_path, icon_address, icon_address):
        found.cache_clear()


def test_a_municipality_has_the_icon_of_its_own_folder(municipality_folder: Path) -> None:
    ours = asset_path(ICON)
    assert asset_files()[ours].read_text("utf-8").startswith("<svg")
    own = municipality_folder / "icon.svg"
    own.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    for found in (asset_file, asset_path, icon_address, icon_address):
        found.cache_clear()
    assert asset_path(ICON) != ours
    assert asset_files()[asset_path(ICON)] == own
    assert unquote(icon_address().partition(",")[2]) == own.read_text("utf-8")
    own.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><title>"{"x" * 2000}"</title></svg>', "utf-8")
    for found in (asset_file, asset_path, icon_address, icon_address):
        found.cache_clear()
    assert icon_address() == asset_path(ICON), "a large sign is a file"
    (municipality_folder / "reader.js").write_text("", "utf-8")  # only the icon is theirs
    assert asset_file("reader.js").read_text("utf-8")


def test_every_page_carries_the_sheet_of_every_class_it_uses(baked: Path, html: dict[str, str]) -> None:
    classes = {sheet: _classes(stylesheet(sheet)) for sheet in SHEETS}
    known = set().union(*classes.values())
    assert all(classes.values())
    linked = {path.name: _classes(path.read_text("utf-8")) for path in (baked / "site/assets").glob("*.css")}
    for name, text in html.items():
        used = {word for found in re.findall(r'\sclass="([^"]*)"', text) for word in found.split()}
        carried = [found for sheet, found in classes.items() if stylesheet(sheet) in text]
        carried += [found for file, found in linked.items() if f"/assets/{file}" in text]
        assert not (used & known).difference(*carried), name


def _classes(css: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]+)", css))
