"""Dates in an archive."""

from __future__ import annotations

from datetime import date
from typing import Any


def is_date(value: Any, kind: type[date] = date) -> bool:
    """Whether a value of an archive is a day, or with ``datetime`` a moment, as ISO 8601 writes it."""
    try:
        kind.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
