"""Whatever an archive or a broken form gives a block: it is taken or refused in words, never an error of ours."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from vergezicht.stories.blocks import STORY_BLOCKS

pytestmark = pytest.mark.django_db

ODD = [None, "", "x", "-1", "2020-13-45", 7, -3.5, [], ["SD1"], {}, True, "liveability_mark", date(2030, 1, 1)]
BLOCKS = {name: block for name, block in dict(STORY_BLOCKS).items() if hasattr(block, "child_blocks")}


@pytest.mark.parametrize("name", BLOCKS)
def test_odd_values_are_taken_or_refused(name: str) -> None:
    block, chance, looked = BLOCKS[name], random.Random(name), 0
    for _ in range(80):
        given = {key: chance.choice(ODD) for key in block.child_blocks if chance.random() < 0.4}
        value: Any
        try:
            value = block.to_python(given)
        except (AttributeError, TypeError, ValueError):
            continue  # not of a kind that Wagtail reads at all; archives are looked at before
        looked += 1
        try:
            block.clean(value)
        except ValidationError as error:
            assert error.messages or getattr(error, "block_errors", None) or getattr(error, "non_block_errors", None)
    assert looked > 10
