"""Which areas can be picked: by staff one at a time, by residents per wijk and in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.choices import Choices, area_choices
from vergezicht.challenges.ground import municipality
from vergezicht.languages import say


class AreaField(forms.ChoiceField):
    """One area, chosen by name and kept as a code; its choices are looked up when the form is shown."""

    def __init__(self, *, empty: str = "Niet bekend", **options: Any) -> None:
        super().__init__(choices=lambda: [("", empty), *area_choices()], **options)


def neighbourhood_choices(*above: AreaLevel) -> Choices:
    """Every buurt under its wijk, which can be picked as a whole; before them the areas of the levels ``above``.

    A wijk and a buurt of one name are told apart by what stands behind the wijk.
    """
    geography = municipality().geography
    larger = [(say(level.plural).capitalize(), _named(geography.listed(level))) for level in above]
    groups = [
        (wijk.name, [(wijk.code, say("{name} (hele wijk)", name=wijk.name)), *_buurten_of(wijk)])
        for wijk in geography.listed(AreaLevel.WIJK)
    ]
    held = {code for _, options in groups for code, _ in options}
    loose = _named(area for area in geography.listed(AreaLevel.BUURT) if area.code not in held)
    return [
        (name, options)
        for name, options in (*larger, *groups, (say(AreaLevel.BUURT.plural).capitalize(), loose))
        if options
    ]


def _buurten_of(wijk: Area) -> list[tuple[str, str]]:
    return _named(municipality().geography.listed(AreaLevel.BUURT, wijk.code))


def _named(areas: Iterable[Area]) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in areas]
