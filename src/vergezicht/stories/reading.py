"""How long a story takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

WORDS_PER_MINUTE = 200  # reading on a screen in plain Dutch


def words_in(value: Any) -> int:
    """Words an editor wrote, in any nesting of blocks."""
    if isinstance(value, str):
        return len(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", value)))
    if isinstance(value, dict):
        return sum(words_in(item) for item in value.values())
    if isinstance(value, Iterable):
        return sum(words_in(item) for item in value)
    return words_in(value.source) if hasattr(value, "source") else 0


def reading_minutes(body: Any) -> int:
    """Minutes to read a stream of blocks, at least one."""
    return max(
        1, round(words_in(block.value if hasattr(block, "value") else block for block in body) / WORDS_PER_MINUTE)
    )
