"""An image is offered in a few widths: up to its own, and none that is nearly the same."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from vergezicht.stories.templatetags.vergezicht import image


def _offered(own: int) -> list[int]:
    picture = SimpleNamespace(width=own, get_rendition=lambda spec: SimpleNamespace(url=spec, width=own, height=own))
    webp = re.findall(r'<img [^>]*srcset="([^"]+)"', image(picture))[0]
    return [int(width) for width in re.findall(r"width-(\d+)\|format-webp", webp)]


@pytest.mark.parametrize(
    ("own", "offered"),
    [
        (300, [300]), (480, [480]), (1000, [480, 750, 1000]), (1120, [480, 750, 1120]),
        (1600, [480, 750, 1100, 1600]), (4000, [480, 750, 1100, 1600]),
    ],
)  # fmt: skip
def test_widths_end_at_the_own_width_of_the_image(own: int, offered: list[int]) -> None:
    assert _offered(own) == offered


@pytest.mark.parametrize(("wide", "dense"), [(360, 2), (375, 2), (412, 1.75)])
def test_a_phone_with_a_photo_over_its_whole_width_needs_no_more_than_the_second(wide: int, dense: float) -> None:
    assert min(width for width in _offered(4000) if width >= wide * dense) == 750
