"""What readers were told of earlier publications of a story, in its archive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from vergezicht.stories.models import StoryChange, StoryPage
from vergezicht.stories.moving.dates import is_date
from vergezicht.stories.what_changed import STATES

_FIELDS = ("at", "why", "mends_error", "parts")
_PART = ("chapter", "title", "block", "state")
_MOST, _MOST_PARTS, _MOST_SIGNS = 2_000, 500, 255


def history_of(story: StoryPage) -> list[dict[str, Any]]:
    """The oldest first."""
    changes = story.changes.order_by("at", "pk")
    return [{name: getattr(item, name) for name in _FIELDS} | {"at": item.at.isoformat()} for item in changes]


def look_at_history(given: Any, odd: Callable[[str, str], None], has_control: Callable[[str], object]) -> None:
    """Tells what cannot come in; the archive of a story that never changed has none."""
    if not isinstance(given, list) or len(given) > _MOST:
        odd("changes", f"hier hoort een lijst van hoogstens {_MOST} wijzigingen te staan")
        return
    for number, row in enumerate(given, start=1):
        if not _is_change(row, has_control):
            odd(f"wijziging {number}", "een wijziging heeft at (datum met tijd), why, mends_error en parts")


def _is_change(row: Any, has_control: Callable[[str], object]) -> bool:
    if not isinstance(row, dict) or row.keys() != set(_FIELDS) or not isinstance(row["parts"], list):
        return False
    texts = [row["why"], *(text for part in row["parts"] if isinstance(part, dict) for text in part.values())]
    return (
        is_date(row["at"], datetime)
        and datetime.fromisoformat(row["at"]).tzinfo is not None
        and isinstance(row["mends_error"], bool)
        and len(row["parts"]) <= _MOST_PARTS
        and all(isinstance(part, dict) and part.keys() == set(_PART) for part in row["parts"])
        and all(isinstance(text, str) and len(text) <= _MOST_SIGNS and not has_control(text) for text in texts)
        and len(row["why"]) <= StoryChange._meta.get_field("why").max_length
        and all(part["state"] in STATES for part in row["parts"])
    )


def bring_history(story: StoryPage, given: list[dict[str, Any]], *, published: bool) -> None:
    """In the place of what the page has when the story goes online; a draft of a page that is here keeps its own."""
    if published:
        story.changes.all().delete()
    elif story.changes.exists():
        return
    StoryChange.objects.bulk_create(
        StoryChange(story=story, **row | {"at": datetime.fromisoformat(row["at"])}) for row in given
    )
