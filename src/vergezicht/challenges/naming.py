"""References to figures in the words of an editor: what each is called, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable

from vergezicht.challenges.ground import release_of
from vergezicht.challenges.models import AdoptedRelease
from vergezicht.challenges.references import FigureReference, area_of, parse_reference, what_is_wrong
from vergezicht.figures import FigureSource


def indicator_name(code: str, release: FigureSource) -> str:
    """Its title in this release, or else in the last adopted one that had it; "" when none ever did."""
    if release.has_indicator(code):
        return release.indicator(code).title
    kept = map(release_of, AdoptedRelease.objects.order_by("-adopted_at", "-pk"))
    return next((one.indicator(code).title for one in kept if one.has_indicator(code)), "")


def reference_name(reference: FigureReference, release: FigureSource) -> str:
    """ "‘Prettig wonen in de buurt’ (Noord, meting 2020)"; what nobody knows is named as it was written."""
    area = area_of(reference, release.geography)
    places = [area.name if area is not None else reference.area]
    if reference.period:
        places.append(f"meting {reference.period}")
    return f"‘{indicator_name(reference.indicator, release) or reference.indicator}’ ({', '.join(places)})"


def wrong_references(texts: Iterable[str], release: FigureSource) -> list[str]:
    """What is wrong with each reference that points to nothing, in Dutch."""
    found = []
    for text in texts:
        reference = parse_reference(text)
        if reference is None:
            found.append(f"‘{text}’ is geen cijfer. Schrijf het zoals lonely@stadsdeel/noord#2020.")
        elif wrong := what_is_wrong(reference, release):
            found.append(f"{reference_name(reference, release)}: {wrong}")
    return found
