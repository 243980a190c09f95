"""The stored form of a body, gone through value by value with the block behind each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from vergezicht.challenges import choices

Leaf = Callable[[blocks.Block, Any, "Where"], Any]
Odd = Callable[[str, str], None]

_ANCHOR, _ID = re.compile(r"<a\b[^>]*>"), re.compile(r'(?<=\sid=")[^"]*')
_HEADING = blocks.CharBlock(required=False)  # of a column, which has no block of its own
_PICKS = {
    choices.indicator_choices: "indicator",
    choices.area_choices: "gebied",
    choices.level_choices: "niveau",
    choices.period_choices: "meting",
    choices.theme_choices: "thema",
    choices.challenge_choices: "wijkopgave",
}


class Where(str):
    """A place in a body as an editor reads it; ``path`` is the same place by the ids of blocks and items."""

    path: str = ""

    def said(self, more: str) -> Where:
        """The same place with more words."""
        found = Where(f"{self}{more}")
        found.path = self.path
        return found

    def within(self, told: str, key: str) -> Where:
        """A place in this one, such as ``where.within(", title", "title")``."""
        found = self.said(told)
        found.path = f"{self.path}/{key}" if self.path else key
        return found


def picks(block: blocks.Block) -> str:
    """What an editor picks with this block, such as "indicator"; "" when it is not one of ours."""
    if not isinstance(block, (blocks.ChoiceBlock, blocks.MultipleChoiceBlock)):
        return ""
    given = block.deconstruct()[2].get("choices")
    return _PICKS.get(given, "") if callable(given) else ""


def relink(html: str, change: Callable[[str], str]) -> str:
    """Rich text in which every link to a page of this site points to what ``change`` makes of it."""

    def one(tag: re.Match[str]) -> str:
        return _ID.sub(lambda found: change(found[0]), tag[0]) if 'linktype="page"' in tag[0] else tag[0]

    return _ANCHOR.sub(one, html)


def rewrite(block: blocks.Block, value: Any, leaf: Leaf, odd: Odd, where: Where | None = None) -> Any:
    """The same value with every leaf replaced by what ``leaf(block, value, where)`` says.

    What does not have the shape of its block is told to ``odd(where, what)`` and left as it is.
    """
    where = Where() if where is None else where
    if isinstance(block, blocks.StreamBlock):
        return [
            _stream_item(block, item, leaf, odd, where.within(f"blok {n}", _key(item, n)))
            for n, item in _numbered(value, odd, where)
        ]
    if isinstance(block, blocks.StructBlock):
        return _struct(block, value, leaf, odd, where)
    if isinstance(block, blocks.ListBlock):
        return [
            _list_item(block, item, leaf, odd, where.within(f" {n}", _key(item, n)))
            for n, item in _numbered(value, odd, where)
        ]
    if isinstance(block, TypedTableBlock):
        return _table(block, value, leaf, odd, where)
    return leaf(block, value, where)


def leaves(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any, Where]]:
    """Every leaf with its block and place."""
    found: list[tuple[blocks.Block, Any, Where]] = []

    def keep(block: blocks.Block, value: Any, where: Where) -> Any:
        found.append((block, value, where))
        return value

    rewrite(block, value, keep, lambda where, what: None)
    yield from found


def _key(item: Any, number: int) -> str:
    """The id of an item; its number when it was stored before items had one."""
    return str(item.get("id") or number) if isinstance(item, dict) else str(number)


def _numbered(value: Any, odd: Odd, where: str) -> Iterator[tuple[int, Any]]:
    if isinstance(value, list):
        yield from enumerate(value, start=1)
    else:
        odd(where.strip(), "hier hoort een lijst te staan")


def _stream_item(block: blocks.StreamBlock, item: Any, leaf: Leaf, odd: Odd, where: Where) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("type"), str):
        odd(where, "dit is geen blok")
        return item
    child = block.child_blocks.get(item["type"])
    where = where.said(f" ({child.label if child is not None else item['type'][:40]})")
    if child is None:
        odd(where, "deze soort blok bestaat niet")
        return item
    if not isinstance(item.get("id", ""), str) or item.keys() - {"type", "value", "id"}:
        odd(where, "een blok heeft alleen type, value en id")
        return item
    return item | {"value": rewrite(child, item.get("value"), leaf, odd, where)}


def _struct(block: blocks.StructBlock, value: Any, leaf: Leaf, odd: Odd, where: Where) -> Any:
    if not isinstance(value, dict):
        odd(where, "hier hoort een blok met velden te staan")
        return value
    for name in value.keys() - block.child_blocks.keys():
        odd(where, f"het veld {str(name)[:40]} bestaat niet")
    order = {name: place for place, name in enumerate(block.child_blocks)}  # of reading, however it was stored
    return {
        name: rewrite(
            block.child_blocks[name], item, leaf, odd, where.within(f", {block.child_blocks[name].label}", name)
        )
        if name in block.child_blocks
        else item
        for name, item in sorted(value.items(), key=lambda pair: order.get(pair[0], len(order)))
    }


def _list_item(block: blocks.ListBlock, item: Any, leaf: Leaf, odd: Odd, where: Where) -> Any:
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return item | {"value": rewrite(block.child_block, item["value"], leaf, odd, where)}
    return rewrite(block.child_block, item, leaf, odd, where)  # as it was stored before items had an id


def _table(block: TypedTableBlock, value: Any, leaf: Leaf, odd: Odd, where: Where) -> Any:
    if value in (None, "", {}):
        return value
    try:
        types = [column["type"] for column in value["columns"]]
        children = [block.child_blocks[name] for name in types]
        if any(not isinstance(column["heading"], str) for column in value["columns"]):
            raise TypeError
        columns = [
            column | {"heading": leaf(_HEADING, column["heading"], where.within("", f"0.{n}"))}
            for n, column in enumerate(value["columns"], start=1)
        ]
        rows = [
            row | {"values": _cells(children, row["values"], leaf, where, n)}
            for n, row in enumerate(value["rows"], start=1)
        ]
    except (TypeError, KeyError, ValueError):
        odd(where, "dit is geen tabel")
        return value
    return value | {"columns": columns, "rows": rows}


def _cells(children: list[blocks.Block], cells: list[Any], leaf: Leaf, where: Where, row: int) -> list[Any]:
    """Cells have no ids: row and column, of which row 0 is the headings."""
    pairs = enumerate(zip(children, cells, strict=True), start=1)
    return [leaf(one, cell, where.within("", f"{row}.{n}")) for n, (one, cell) in pairs]
