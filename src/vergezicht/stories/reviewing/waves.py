"""Two waves that are swiped read as time does, the older left; a comparison is of one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vergezicht.challenges.ground import current_release


def odd_waves(block: Any) -> Iterator[str]:
    """What to look at in the waves of a block; nothing in a block that is no swipe of two maps."""
    release = current_release()
    if block.block_type != "swipe" or release is None or not release.has_indicator(block.value["indicator"]):
        return
    one = block.value["indicator"]
    other = block.value["other_indicator"] or one
    if not release.has_indicator(other):
        return
    left = block.value["period"] or release.latest_of(one)
    right = block.value["other_period"] or release.latest_of(other)
    for side, code, period in (("Links", one, left), ("Rechts", other, right)):
        if period not in (known := release.periods_of(code)):
            yield f"{side} staat de meting van {period}, maar dit cijfer is er alleen van {', '.join(known)}."
    if one == other and left > right:
        yield (
            f"Links staat de nieuwste meting ({left}) en rechts de oudere ({right}). "
            "Gewoon is oud links en nieuw rechts: wissel de metingen om."
        )
    elif one != other and left != right and set(release.periods_of(one)) & set(release.periods_of(other)):
        yield (
            f"Dit zijn twee cijfers én twee metingen ({left} en {right}). "
            "Kies links en rechts dezelfde meting: dan ziet de lezer waar het verschil van komt."
        )
