"""What keeps a page from readers: what the editor refuses when somebody presses Publiceren, told for a saved draft.

A draft may be incomplete or wrong, so that nothing that was typed is lost; everything that publishes asks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from vergezicht.stories.living.living_numbers import unknown_references
from vergezicht.stories.picking.lead import UNTITLED

NO_TITLE = "De titel ontbreekt. Zonder titel kan deze pagina niet online."


def unfit(draft: Any) -> Iterator[str]:
    """Every reason in the words of a page of any kind, in Dutch."""
    if draft.title == UNTITLED:
        yield NO_TITLE
    try:
        draft.full_clean()
    except ValidationError as error:
        yield " ".join(error.messages)
    yield from unknown_references(getattr(draft, "lead", ""))
    body = getattr(draft, "body", None)
    if body is not None:
        try:
            body.stream_block.clean(body)
        except ValidationError as error:
            yield f"in de tekst klopt iets nog niet. {' '.join(reasons(error))}".strip()


def refused(item: Any) -> list[str]:
    """What is wrong with one block of a body; not which fields are empty."""
    block = item.block
    try:
        block.clean(block.to_python(block.get_prep_value(item.value)))  # with the defaults of what was left out
    except ValidationError as error:
        return reasons(error, also_empty=False)
    return []


def reasons(error: ValidationError, *, also_empty: bool = True) -> list[str]:
    """Every message in a block or a stream of blocks, in any depth, each once."""
    found: list[str] = []

    def gather(item: Any) -> None:
        for inner in getattr(item, "block_errors", {}).values() if hasattr(item, "block_errors") else ():
            gather(inner)
        if hasattr(item, "non_block_errors"):
            gather(item.non_block_errors)
        elif isinstance(item, ValidationError):
            told = [one for one in item.error_list if also_empty or one.code != "required"]
            found.extend(message for one in told for message in one.messages)
        elif isinstance(item, list | tuple):
            for inner in item:
                gather(inner)

    gather(error)
    return list(dict.fromkeys(found))
