"""What was refused in forms, as one list above them: every mistake at once, each with the way to its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Mistake:
    """One thing to put right. ``target`` is the id of the field; "" for what is wrong with the whole."""

    text: str
    label: str = ""
    target: str = ""

    def __str__(self) -> str:
        return self.text


def mistakes_in(form: forms.BaseForm, *, part: str = "") -> list[Mistake]:
    """Everything that was refused in a form; ``part`` tells its fields apart from those of its neighbours."""
    whole = [Mistake(str(text)) for text in form.non_field_errors()]
    return whole + [
        Mistake(str(text), f"{part}, {field.label.lower()}" if part else str(field.label), _target(field))
        for field in _refused(form)
        for text in field.errors
    ]


def _refused(form: forms.BaseForm) -> Iterator[Any]:
    return (field for field in form if field.errors)


def _target(field: Any) -> str:
    """Of a group of choices the first one."""
    if field.is_hidden:
        return ""
    return str(field.id_for_label or f"{field.auto_id}_0")


def mistakes_in_rows(rows: Iterable[tuple[str, forms.BaseForm]]) -> list[Mistake]:
    """The same of many small forms, each under its own name."""
    return [mistake for part, form in rows for mistake in mistakes_in(form, part=part)]


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Tell what was refused at the field where the form has it, else as wrong with the whole; once for a field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        if name not in form.errors:
            form.add_error(name if name in form.fields else None, found)
