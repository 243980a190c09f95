"""A text that is sealed where it is kept: the row holds bytes that only this site opens."""

from __future__ import annotations

from typing import Any

from vergezicht.sealing import seal, unseal


def opened_from(column: str, *, purpose: str) -> Any:
    """A property that reads and writes the BinaryField ``column`` as text; empty stays empty."""

    def read(instance: Any) -> str:
        kept = getattr(instance, column)
        return unseal(kept, purpose=purpose) if kept else ""

    def write(instance: Any, text: str) -> None:
        setattr(instance, column, seal(text, purpose=purpose) if text else b"")

    return property(read, write)
