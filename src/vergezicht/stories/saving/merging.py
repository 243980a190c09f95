"""Two editors in one page: what each changed since the same text, put together part by part.

Wagtail refuses to overwrite a newer version only when it saves by itself; who presses the button would replace it
without a word. Here the button asks too. A part is a block, the order of the blocks, or a field of the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Content = Mapping[str, Any]
BODY = "body"
ORDER = "volgorde"
_TOKEN = re.compile(r"\{[^{}]*\}|\w+|\s+|[^\w\s]")
_BETWEEN_TAGS = re.compile(r">\s*\n\s*<")
_KEY = re.compile(r' data-block-key=\\"\w*\\"|"id": "[0-9a-f-]{36}", ')


@dataclass(frozen=True)
class Difference:
    """A part that is not the same in both; ``kind`` is its field or its type of block, None is no block."""

    key: str
    kind: str
    mine: Any
    theirs: Any
    changed_by_me: bool
    changed_by_them: bool


def differences(base: Content | None, mine: Content, theirs: Content, *, fields: Collection[str]) -> list[Difference]:
    """The parts that differ: fields, then blocks. Without ``base``, what both began with, each changed what differs."""
    return [
        Difference(
            key, kind, own, other, *(base is None or written_as(one) != written_as(before) for one in (own, other))
        )
        for key, kind, before, own, other in _parts(base or {}, mine, theirs, fields)
        if written_as(own) != written_as(other)
    ]


def merged(mine: Content, theirs: Content, *, fields: Collection[str], own: Collection[str]) -> dict[str, Any]:
    """The newest content, with the parts named in ``own`` as I have them."""
    result = dict(theirs) | {name: mine[name] for name in fields if name in own}
    if BODY in fields:
        result[BODY] = json.dumps(_blocks(mine, theirs, own))
    return result


def written_as(value: Any) -> str:
    """A value as it was meant: without what an edit screen writes in another way than an import or an older version.

    That are the keys of paragraphs and items, other ones at every visit; line ends; and fields that are empty.
    """
    return _KEY.sub("", json.dumps(_meant(value), sort_keys=True, default=str))


def _meant(value: Any) -> Any:
    if isinstance(value, str):
        return _BETWEEN_TAGS.sub("><", value.replace("\r\n", "\n"))
    if isinstance(value, Mapping):
        parts = ((key, _meant(part)) for key, part in value.items())
        return {key: part for key, part in parts if part not in ("", None, [], {}) and part is not False}
    return [_meant(part) for part in value] if isinstance(value, list | tuple) else value


def _parts(
    base: Content, mine: Content, theirs: Content, fields: Collection[str]
) -> Iterator[tuple[str, str, Any, Any, Any]]:
    for name in fields:
        if name != BODY:
            yield name, name, base.get(name), mine.get(name), theirs.get(name)
    if BODY not in fields:
        return
    was, ours, other = _by_id(base), _by_id(mine), _by_id(theirs)
    for key, block in (other | ours).items():
        yield key, block["type"], was.get(key), ours.get(key), other.get(key)
    shared = set(ours) & set(other)
    before, here, there = ([key for key in blocks if key in shared] for blocks in (was, ours, other))
    yield ORDER, ORDER, before, here, there


def _blocks(mine: Content, theirs: Content, own: Collection[str]) -> list[dict[str, Any]]:
    """Their blocks with mine in place; a block of mine that they do not have follows the one it followed in mine."""
    ours = _by_id(mine)
    result = {key: block for key, block in _by_id(theirs).items() if key not in own or key in ours}
    result |= {key: ours[key] for key in result if key in own}
    keys = list(result)
    previous = None
    for key in ours:
        if key in own and key not in result:
            keys.insert(keys.index(previous) + 1 if previous in result else 0, key)
            result[key] = ours[key]
        previous = key if key in result else previous
    if ORDER in own:
        moved = iter([key for key in ours if key in result])
        keys = [next(moved) if key in ours else key for key in keys]
    return [result[key] for key in keys]


def _by_id(content: Content) -> dict[str, dict[str, Any]]:
    return {block["id"]: block for block in json.loads(content.get(BODY) or "[]")}


def changes_between(before: str, after: str) -> list[tuple[str, str]]:
    """The words of two texts laid side by side: ("same" | "gone" | "new", words)."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[tuple[str, str]] = []
    gone, come = "", ""
    for kind, a, b, c, d in [*SequenceMatcher(None, old, new, autojunk=False).get_opcodes(), ("end", 0, 0, 0, 0)]:
        was, now = "".join(old[a:b]), "".join(new[c:d])
        if kind not in {"equal", "end"} or (kind == "equal" and gone and come and was.isspace()):
            gone, come = gone + was, come + now  # a space alone does not part two changes
            continue
        found += [(name, words) for name, words in (("gone", gone), ("new", come), ("same", was)) if words]
        gone, come = "", ""
    return found
