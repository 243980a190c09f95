"""What has to be in a catalogue: every text that is said or noted in the code, and what a .po file holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize
from tests.built import ROOT

_SAYING = {"say": 1, "noted": 1, "say_count": 2}


def said_in_code() -> set[str]:
    """Every literal text of ``say``, ``say_count`` and ``noted``."""
    return {text for path in (ROOT / "src").rglob("*.py") for text in _said(path)}


def _said(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    if "from vergezicht.languages import" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYING:
            for given in node.args[: _SAYING[node.func.id]]:
                if isinstance(given, ast.Constant):
                    yield given.value


def entries(path: Path) -> dict[str, str]:
    """The texts of a .po file with their translations; the head of the file is left out."""
    blocks = re.split(r"\n\s*\n", path.read_text("utf-8"))
    pattern = re.compile(r'^msg(?:id|id_plural|str|str\[\d\]) ((?:".*"\s*)+)', re.MULTILINE)
    told = [[_joined(part) for part in pattern.findall(block)] for block in blocks]
    pairs = [parts for parts in told if len(parts) == 2 and parts[0]]
    for one, many, *forms in (parts for parts in told if len(parts) > 2):
        pairs += [[one, forms[0]], [many, forms[-1]]]
    return dict(pairs)


def counted(path: Path) -> set[tuple[str, str]]:
    """The texts of a .po file that follow a number: for one and for many."""
    pattern = re.compile(r'^msgid ((?:".*"\s*)+)msgid_plural ((?:".*"\s*)+)', re.MULTILINE)
    return {(_joined(one), _joined(many)) for one, many in pattern.findall(path.read_text("utf-8"))}


def _joined(quoted: str) -> str:
    return "".join(ast.literal_eval(line) for line in re.findall(r'".*"', quoted))


def said_in_templates() -> set[str]:
    """Every text of ``translate`` and ``blocktranslate``, on pages and in mails, as Django looks it up."""
    quoted = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    one = re.compile(rf"(?<!\w)(?:_|gettext)\({quoted}\)")
    two = re.compile(rf"(?<!\w)ngettext\({quoted}, {quoted},")
    templates = [path for end in ("html", "txt") for path in (ROOT / "src").rglob(f"templates/**/*.{end}")]
    sources = [templatize(path.read_text("utf-8")) for path in templates]
    found = [text for source in sources for text in one.findall(source)]
    found += [text for source in sources for texts in two.findall(source) for text in texts]
    return {ast.literal_eval(text) for text in found}
