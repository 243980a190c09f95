"""Areas as editors write them in a text: "stadsdeel/noord", a code, or nothing for the whole municipality."""

from __future__ import annotations

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.references import FigureReference, area_of


def find_area(reference: str | None) -> Area | None:
    """The area that is meant; None when there is none of that name."""
    return area_of(FigureReference("", reference or ""), municipality().geography)
