"""The places of codes, found by arithmetic or in a table, are those of looking each up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.survey.reading.responses import places_of

codes = st.lists(st.integers(-128, 127), min_size=1, max_size=60)


@given(codes, st.integers(-126, 100), st.integers(1, 12))
def test_codes_that_count_on_have_the_places_of_any_other_codes(rows: list[int], first: int, answers: int) -> None:
    column = np.array(rows, dtype=np.int8)
    known = {code: place for place, code in enumerate(range(first, min(first + answers, 128)))}
    assert places_of(column, known).tolist() == [known.get(code, -1) for code in rows]


@given(codes, st.permutations([1, 2, 3, 4, 7]))
def test_codes_in_any_order_have_their_own_places(rows: list[int], order: list[int]) -> None:
    known = {code: place for place, code in enumerate(order)}
    assert places_of(np.array(rows, dtype=np.int8), known).tolist() == [known.get(code, -1) for code in rows]
