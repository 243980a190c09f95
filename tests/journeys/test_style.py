"""The style sheets as a browser reads them: what it does not understand it leaves out, without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.journey

SOURCES = Path(__file__).resolve().parents[2] / "src/vergezicht"
_VARIABLE = re.compile(r"var\((--[\w-]+)(?:,([^()]*(?:\([^()]*\))?[^()]*))?\)")
# What a municipality or a script sets, with a value of its kind.
_SET_ELSEWHERE = {"--tone": "#123456", "--share": "40%"}


def _css() -> dict[str, str]:
    paths = [*(SOURCES / "website/static/website/css").glob("*.css"), *(SOURCES / "pictures").glob("*.css")]
    return {path.name: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL) for path in paths}


def _declarations(css: str) -> list[tuple[str, str]]:
    """Name and value of everything between innermost braces."""
    found = []
    css = re.sub(r"@(?:font-face|page)[^{]*\{[^{}]*\}", "", css)  # these have words of their own
    for block in re.findall(r"\{([^{}]*)\}", css):
        for name, value in re.findall(r"([\w-]+)\s*:((?:\"[^\"]*\"|[^;\"])*)", block):
            found.append((name, value.replace("!important", "").strip()))
    return found


def test_a_browser_understands_every_declaration(browser: Browser) -> None:
    sheets = {name: _declarations(css) for name, css in _css().items()}
    known = {name: value for part in sheets.values() for name, value in part if name.startswith("--")} | _SET_ELSEWHERE

    def filled(value: str) -> str:
        while (found := _VARIABLE.search(value)) and (found[1] in known or found[2]):
            value = value.replace(found[0], known.get(found[1]) or found[2])
        return value

    asked = [
        (f"{sheet}: {name}:{value}", name, filled(value))
        for sheet, part in sheets.items()
        for name, value in part
        if not name.startswith("--")
    ]
    assert len(asked) > 500
    page = browser.new_page()
    wrong = page.evaluate(
        "asked => asked.filter(([, name, value]) => !CSS.supports(name, value)).map(([told]) => told)", asked
    )
    page.close()
    assert not wrong, "\n".join(wrong)
