"""A key that a browser sends is a number of our own, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.challenges.keys import key_of


@pytest.mark.parametrize("sent", ["", "²", "٣", "-1", "1.0", " 1", "9" * 19, "een"])
def test_what_is_no_key_is_none(sent: str) -> None:
    assert key_of(sent) is None


@given(st.integers(0, 10**18 - 1))
def test_a_key_is_its_number(number: int) -> None:
    assert key_of(str(number)) == number


@given(st.text())
def test_any_text_is_taken(sent: str) -> None:
    found = key_of(sent)
    assert found is None or found >= 0
