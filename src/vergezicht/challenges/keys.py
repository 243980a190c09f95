"""The key of a row as a browser sends it: text of a stranger until it is looked at."""

from __future__ import annotations

_MOST_DIGITS = 18  # what every database keeps


def key_of(text: str) -> int | None:
    """The number that a key is; None for what is none: "²" is a digit to Python, and no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
