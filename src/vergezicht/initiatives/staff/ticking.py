"""Rows that were ticked, and one decision about all of them: what was refused comes back as it was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin import messages

from vergezicht.challenges.keys import key_of

Row = TypeVar("Row", bound=models.Model)


def ticked_keys(request: HttpRequest, name: str) -> set[int]:
    """The keys of the rows that were ticked."""
    return {key for text in request.POST.getlist(name) if (key := key_of(text)) is not None}


def decide_ticked(form: forms.Form, ticked: set[int], waiting: Iterable[Row], decide: Callable[[Row], bool]) -> int:
    """Decide about each row that was ticked and still waits; returns how many.

    What could not be done is an error of the form, and of ``ticked`` only those rows are left. ``decide`` raises
    ``ValidationError``, or says that somebody else was first.
    """
    done = 0
    left = set()
    gone = len(ticked)
    for row in waiting:
        try:
            decided = decide(row)
        except ValidationError as error:
            form.add_error(None, f"{row}: {' '.join(error.messages)}")
            left.add(row.pk)
            gone -= 1
        else:
            done += decided
            gone -= decided
    ticked.intersection_update(left)
    if gone:
        form.add_error(None, "Over iets van wat u aanvinkte, is intussen al besloten.")
    return done


def tell_what_is_wrong(request: HttpRequest, form: forms.Form) -> None:
    """Above the list; what was filled in stands under it, with the problem of each field."""
    messages.validation_error(request, "Niet alles is gelukt. Wat u invulde, staat nog onder de lijst.", form)
