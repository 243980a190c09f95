"""The item of a StoryMap: its JSON and the files beside it, from a folder, a zip or the JSON alone.

Nothing in it is trusted: what has another shape than expected counts as not there.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vergezicht.problems import BadInput, Problems
from vergezicht.stories.moving.unpacking import MOST_FILES, MOST_TEXT, UNREADABLE, cut_off, read_members
from vergezicht.stories.recordings import MOST_BYTES

_NAME = re.compile(r"[^/\\\x00-\x1f][^\\\x00-\x1f]{0,250}")
MOST_NODES = 3000
_EXPECTED = "een zip-bestand of een JSON-bestand met alle onderdelen van een StoryMap"
HOW_TO_DOWNLOAD = (
    "Download in ArcGIS van de StoryMap de gegevens (daar ‘data’) en de map met beelden (‘resources’), "
    "en zet die samen in één zip-bestand. Lukt dat niet? Vraag wie bij u ArcGIS beheert."
)
_KINDS = {
    b"%PDF": "een PDF", b"\xff\xd8": "een foto", b"\x89PNG": "een afbeelding", b"GIF8": "een afbeelding",
    b"<": "een webpagina", b"\xd0\xcf": "een oud Word- of Excel-bestand",
}  # fmt: skip


@dataclass(frozen=True)
class Node:
    """One node of a story: its kind, its facts and the nodes in it."""

    key: str
    kind: str
    data: dict[str, Any]
    children: tuple[str, ...]

    def text(self, name: str) -> str:
        value = self.data.get(name)
        return value.strip() if isinstance(value, str) else ""


@dataclass
class Item:
    """The nodes of a story, what its resources point to, and the files that came along by their last name."""

    root: str
    nodes: dict[str, Node]
    resources: dict[str, dict[str, Any]]
    files: dict[str, bytes] = field(default_factory=dict)


def read_item(path: Path) -> Item:
    """From a folder, a zip or a JSON file. Raises ``BadInput`` with everything that is wrong."""
    problems = Problems(path)
    if path.is_dir():
        paths = [one for one in sorted(path.rglob("*")) if one.is_file() and not one.is_symlink()]
        if len(paths) > MOST_FILES:
            problems.add("te veel bestanden in de map", expected=f"hoogstens {MOST_FILES}", got=str(len(paths)))
        large = [one for one in paths if one.stat().st_size > MOST_BYTES]
        for one in large:
            problems.add("dit bestand is te groot", part=one.name, expected=f"hoogstens {MOST_BYTES // 1_000_000} MB")
        problems.raise_if_any()
        return item_of({one.relative_to(path).as_posix(): one.read_bytes() for one in paths}, problems)
    if not path.is_file():
        problems.add(
            "bestand niet gevonden",
            expected="de map, het zip-bestand of het JSON-bestand van de StoryMap",
            hint="kijk of de naam klopt",
        )
        raise BadInput(problems)
    return read_upload(path.read_bytes(), path.name)


def read_upload(content: bytes, file: str) -> Item:
    """From the bytes of a zip or of the JSON alone."""
    problems = Problems(file)
    if not content.startswith(b"PK"):
        return item_of({"item.json": content}, problems)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = read_members(archive, problems, name_rule=_NAME)
    except UNREADABLE:
        problems.add("geen leesbaar zip-bestand", expected=_EXPECTED, hint="download het opnieuw: het is niet heel")
        raise BadInput(problems) from None
    return item_of(files, problems)


def item_of(files: dict[str, bytes], problems: Problems) -> Item:
    """The item among files: what was published, when there is a draft beside it too."""
    problems.raise_if_any()
    found = {name: story for name, content in files.items() if (story := _story(name, content)) is not None}
    if not found:
        _tell_cut_off(files, problems)
        problems.add("hier zit geen StoryMap in", expected=_EXPECTED, got=_looks_like(files), hint=HOW_TO_DOWNLOAD)
        raise BadInput(problems)
    name = min(found, key=lambda name: ("publish" not in name.lower(), "draft" in name.lower(), name))
    story, part = found[name], name if len(files) > 1 else None
    nodes = {key: node for key, value in story["nodes"].items() if (node := _node(key, value)) is not None}
    if len(nodes) > MOST_NODES:
        problems.add(
            "deze StoryMap is te lang", part=part, expected=f"hoogstens {MOST_NODES} onderdelen", got=str(len(nodes)),
            hint="maak er in ArcGIS twee van, en lees die apart in",
        )  # fmt: skip
    root = story.get("root")
    if not isinstance(root, str) or root not in nodes:
        problems.add(
            "het begin van het verhaal ontbreekt", part=part,
            expected="het onderdeel waarmee de StoryMap begint (root)",
            hint=f"het bestand is niet heel. {HOW_TO_DOWNLOAD}",
        )  # fmt: skip
        root = ""
    problems.raise_if_any()
    resources = story.get("resources")
    facts = {
        key: value["data"]
        for key, value in (resources.items() if isinstance(resources, dict) else ())
        if isinstance(value, dict) and isinstance(value.get("data"), dict)
    }
    beside = {one.rpartition("/")[2]: content for one, content in files.items() if one not in found}
    return Item(root, nodes, facts, beside)


def _tell_cut_off(files: dict[str, bytes], problems: Problems) -> None:
    """Raises ``BadInput`` when a file of JSON stops halfway: then that is what is wrong."""
    for name, content in files.items():
        if name.lower().endswith(".json") and content.lstrip()[:1] in {b"{", b"["} and (line := cut_off(content)):
            problems.add(
                f"het bestand houdt te vroeg op, in regel {line}", part=name if len(files) > 1 else None,
                hint="download het opnieuw: het is niet heel aangekomen",
            )  # fmt: skip
    problems.raise_if_any()


def _looks_like(files: dict[str, bytes]) -> str:
    """What was given instead, as far as its first letters tell."""
    if "[Content_Types].xml" in files:
        return "een bestand van Word, Excel of PowerPoint"
    content = next(iter(files.values()), b"").lstrip()
    if len(files) != 1:
        return f"{len(files)} bestanden, zonder de onderdelen van een StoryMap"
    if not content:
        return "een leeg bestand"
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), "")
    return kind or ("gegevens van iets anders" if content[:1] in b"{[" else "een bestand van een andere soort")


def _story(name: str, content: bytes) -> dict[str, Any] | None:
    if not name.lower().endswith(".json") or len(content) > MOST_TEXT:
        return None
    try:
        story = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if isinstance(story, dict) and "nodes" not in story:
        story = story.get("data")  # with the description of the item around it
    return story if isinstance(story, dict) and isinstance(story.get("nodes"), dict) else None


def _node(key: str, value: Any) -> Node | None:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return None
    data, children = value.get("data"), value.get("children")
    return Node(
        key,
        value["type"],
        data if isinstance(data, dict) else {},
        tuple(child for child in children if isinstance(child, str)) if isinstance(children, list) else (),
    )
