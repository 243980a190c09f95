"""What changed between two versions of a page, as an editor reads it: which blocks, and in them only what differs.

Wagtail finds the versions and asks per field for a comparison; these are those comparisons, in words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localtime
from wagtail import blocks
from wagtail.admin.compare import FieldComparison, register_comparison_class
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.fields import StreamField
from wagtail.log_actions import LogFormatter
from wagtail.models import PageLogEntry, Revision

from vergezicht.challenges.keys import key_of
from vergezicht.stories.drawing.field import DrawingBlock
from vergezicht.stories.drawing.marks import shown_marks
from vergezicht.stories.picking.shown import named
from vergezicht.stories.reading import called
from vergezicht.stories.saving.merging import ORDER, Difference, changes_between, differences, written_as

NEW, GONE, MOVED, CHANGED = "nieuw", "weggehaald", "verplaatst", "gewijzigd"
_KINDS = {NEW: "new", GONE: "gone", MOVED: "same"}
_MOST_TEXT, _SOME_TEXT = 500, 80
_MOST_NAMES = 4
_LINE_ENDS = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6])>")
# What saving itself changes in a page, or what is not for its readers.
_NOT_TOLD = {
    "pk", "content_type", "path", "depth", "numchild", "draft_title", "first_published_at", "has_unpublished_changes",
    "last_published_at", "latest_revision", "latest_revision_created_at", "live", "live_revision", "locked",
    "locked_at", "locked_by", "url_path", "expired", "translation_key", "alias_of", "owner", "locale",
    "wagtail_admin_comments",
}  # fmt: skip

Words = list[tuple[str, str]]  # ("same" | "gone" | "new", words)


@dataclass(frozen=True)
class Told:
    """A block or an item in a list, and what is different in it: the name of each field, with its words."""

    name: str
    state: str
    rows: list[tuple[str, Words]] = field(default_factory=list)


class BodyComparison(FieldComparison):  # type: ignore[misc]  # Wagtail has no annotations
    """The blocks of a page that are not the same, by name; the others are only counted."""

    def has_changed(self) -> bool:
        return any(item.state for item in _items(list(self.val_a), list(self.val_b)))

    def htmldiff(self) -> SafeString:
        told = list(_items(list(self.val_a), list(self.val_b)))
        context = {"changed": [item for item in told if item.state], "same": [item for item in told if not item.state]}
        return render_to_string("stories/editor/changes.html", context)


class FieldInWords(FieldComparison):  # type: ignore[misc]  # Wagtail has no annotations
    """A field of the page: a text by word, a choice by its name."""

    def htmldiff(self) -> SafeString:
        before, after = self._told(self.val_a), self._told(self.val_b)
        is_text = isinstance(self.field, models.TextField)
        words = changes_between(before, after) if is_text else _replaced(before, after)
        return render_to_string("stories/editor/changed_words.html", {"words": words})

    def _told(self, value: Any) -> str:
        if isinstance(value, bool):
            return "ja" if value else "nee"
        form = getattr(self.field.model, "base_form_class", None)
        choices = getattr(getattr(form, "declared_fields", {}).get(self.field.name), "choices", None)
        return _chosen(choices, value) if choices is not None else named(str(value or ""))


register_comparison_class(models.BooleanField, comparison_class=FieldInWords)


class ToldPanel(FieldPanel):  # type: ignore[misc]  # Wagtail has no annotations
    """A field of which two versions are compared in words."""

    def get_comparison_class(self) -> type[FieldComparison]:
        return BodyComparison if isinstance(self.db_field, StreamField) else FieldInWords


class SavedFormatter(LogFormatter):  # type: ignore[misc]  # Wagtail has no annotations
    """Of a draft that was saved: which fields and blocks changed."""

    label = "Bewerken"
    message = "Concept opgeslagen"

    def format_comment(self, log_entry: PageLogEntry) -> str:
        revision = log_entry.revision
        before = revision.get_previous() if revision is not None and log_entry.content_changed else None
        return "" if before is None else _in_short(before, revision)


def version_called(page: Any, number: str) -> str:
    """A version of a page as an editor knows it: "30 november 2026, 9:12 uur, van Anna"; "" when there is none."""
    if number == "live":
        return "wat het laatst is goedgekeurd"
    found = page.revisions.order_by("created_at", "id")
    if number in {"latest", "earliest"}:
        revision = found.last() if number == "latest" else found.first()
    else:
        revision = found.filter(pk=key_of(number)).first()
    if revision is None:
        return ""
    user: AbstractBaseUser | None = revision.user
    who = f", van {user.get_full_name() or user.get_username()}" if user is not None else ""
    return f"{date_format(localtime(revision.created_at), 'j F Y, G:i')} uur{who}"


def told_differences(before: Revision, after: Revision, *, fields: Collection[str]) -> Iterator[Difference]:
    """The parts that read in another way in the later version (``mine``) than in the earlier (``theirs``)."""
    page = after.content_object.specific_class
    for item in differences(None, after.content, before.content, fields=fields):
        if _is_told(item, page):
            yield item


def _in_short(before: Revision, after: Revision) -> str:
    """ "Inleiding, Uitgelicht ‘Let op’ (nieuw) en nog 2"."""
    page = after.content_object.specific_class
    fields = [one.name for one in page._meta.fields if one.name in after.content and one.name not in _NOT_TOLD]
    names = list(dict.fromkeys(_short_name(item, page) for item in told_differences(before, after, fields=fields)))
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" en nog {more}" if more > 0 else "")


def _is_told(item: Difference, page: Any) -> bool:
    """Whether a part that was written in another way also reads in another way."""
    block = _block_of(item, page)
    if block is None or item.mine is None or item.theirs is None:
        return True
    before, after = (block.to_python(version["value"]) for version in (item.theirs, item.mine))
    return any(True for _ in _rows(block, before, after))


def _block_of(item: Difference, page: Any) -> blocks.Block | None:
    """The type of block of a difference that is not of a whole field."""
    is_field = item.key == item.kind
    return None if is_field else page._meta.get_field("body").stream_block.child_blocks.get(item.kind)


def _short_name(item: Difference, page: Any) -> str:
    if item.kind == ORDER:
        return "volgorde van de blokken"
    block = _block_of(item, page)
    if block is None:
        return str(capfirst(page._meta.get_field(item.kind).verbose_name)) if item.key == item.kind else "een blok"
    state = f" ({NEW})" if item.theirs is None else f" ({GONE})" if item.mine is None else ""
    return called(block, (item.mine or item.theirs)["value"]) + state


def _differs(block: blocks.Block, before: Any, after: Any) -> bool:
    if isinstance(block, blocks.MultipleChoiceBlock):  # chosen in another order is the same choice
        before, after = sorted(map(str, before or ())), sorted(map(str, after or ()))
    before, after = ({"": block.get_prep_value(value)} for value in (before, after))
    return written_as(before) != written_as(after)


def _items(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Told]:
    """Every block or item of both, in the order of the newer; what was taken away stands where it stood."""
    known = {item.id for item in before} & {item.id for item in after}
    by_place = not known and bool(before and after)  # saved before items had a name of their own
    was = {n if by_place else item.id: item for n, item in enumerate(before)}
    now = {n if by_place else item.id: item for n, item in enumerate(after)}
    moved = set() if by_place else _moved([key for key in was if key in now], [key for key in now if key in was])
    gone = {key: item for key, item in was.items() if key not in now}
    place = {key: n for n, key in enumerate(was)}
    for key, item in now.items():
        for other in [one for one in gone if key in place and place[one] < place[key]]:
            yield _whole(gone.pop(other), GONE)
        if key not in was:
            yield _whole(item, NEW)
            continue
        if rows := list(_rows(item.block, was[key].value, item.value)):
            yield Told(called(item.block, item.value), CHANGED, rows)
        else:
            yield _moving(item, place[key] + 1, list(now).index(key) + 1) if key in moved else _unchanged(item)
    yield from (_whole(item, GONE) for item in gone.values())


def _moved(before: list[Any], after: list[Any]) -> set[Any]:
    """The fewest that were moved: all but the longest row of them that kept its order."""
    place = {key: n for n, key in enumerate(before)}
    longest: list[list[Any]] = []
    for key in after:
        fits = [row for row in longest if place[row[-1]] < place[key]]
        longest.append([*max(fits, key=len, default=[]), key])
    return set(after) - set(max(longest, key=len, default=[]))


def _moving(item: Any, before: int, after: int) -> Told:
    told = _whole(item, MOVED)
    return replace(told, name=f"{told.name}, van plek {before} naar {after}")


def _unchanged(item: Any) -> Told:
    return Told(called(item.block, item.value), "")


def _whole(item: Any, state: str) -> Told:
    words = [words for label, words in words_by_field(item.block, item.value) if words]
    text = Truncator(" · ".join(words)).chars(_MOST_TEXT if state != MOVED else _SOME_TEXT)
    return Told(called(item.block, item.value), state, [("", [(_KINDS[state], text)])] if text else [])


def words_by_field(block: blocks.Block, value: Any) -> Iterator[tuple[str, str]]:
    """The value of every field of a block in words, behind its name, in the order of the form."""
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            if not isinstance(child, blocks.BooleanBlock):
                yield from words_by_field(child, value.get(name))
    elif isinstance(block, blocks.ListBlock | blocks.StreamBlock):
        for item in _children(block, value):
            yield from words_by_field(item.block, item.value)
    else:
        yield str(block.label), re.sub(r"\s*\n\s*", " ", _words(block, value))


def _rows(block: blocks.Block, before: Any, after: Any, path: str = "") -> Iterator[tuple[str, Words]]:
    """What differs in a block, by the names of its fields."""
    if not _differs(block, before, after):
        return
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _rows(child, before.get(name), after.get(name), _joined(path, str(child.label)))
    elif isinstance(block, blocks.ListBlock | blocks.StreamBlock):
        for item in _items(_children(block, before), _children(block, after)):
            if item.state in {NEW, GONE, MOVED}:
                words = [part for _, row in item.rows for part in row]
                yield _joined(path, f"{item.name} ({item.state})"), words
            else:
                yield from ((_joined(path, item.name, label), words) for label, words in item.rows)
    else:
        old, new = _words(block, before), _words(block, after)
        is_table = isinstance(after, TypedTable)
        by_word = is_table or isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock)
        yield path, changes_between(old, new) if by_word and old and new else _replaced(old, new)


def _joined(*names: str) -> str:
    return ", ".join(name for name in names if name)


def _children(block: blocks.Block, value: Any) -> list[Any]:
    return list(value.bound_blocks) if isinstance(block, blocks.ListBlock) else list(value)


def _replaced(before: str, after: str) -> Words:
    return [(kind, text) for kind, text in (("gone", before), ("new", after or "leeg")) if text]


def _words(block: blocks.Block, value: Any) -> str:
    """The value of one field in words."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if value is None or value == "" or value == []:
        return ""
    if isinstance(block, blocks.ChoiceBlock | blocks.MultipleChoiceBlock):
        return _chosen(block.field.choices, value)
    if isinstance(block, DrawingBlock):
        return drawing_words(value)
    if isinstance(block, blocks.DateBlock):
        return date_format(value, "j F Y")
    if isinstance(value, TypedTable):
        rows = [[column["heading"] for column in value.columns], *([*row["values"]] for row in value.row_data)]
        return "\n".join(" | ".join(named(str(cell)) for cell in row) for row in rows)
    if hasattr(value, "source"):
        lines = unescape(strip_tags(_LINE_ENDS.sub("\n", value.source))).splitlines()
        return named("\n".join(line.strip() for line in lines if line.strip()))
    return named(str(value))


def drawing_words(value: str) -> str:
    """ "punt Buurthuis, lijn Rondje": what is drawn on a map, as it is kept."""
    return ", ".join(f"{mark.kind.value} {mark.name}".strip() for mark in shown_marks(value))


def _chosen(choices: Any, value: Any) -> str:
    """The names of one or more choices; what is no choice any more keeps its own."""
    names: dict[str, str] = {}
    for key, label in choices:
        names |= {str(k): str(v) for k, v in label} if isinstance(label, list | tuple) else {str(key): str(label)}
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(names.get(str(one), str(one)) for one in several if one not in (None, ""))
