"""Nothing hidden for privacy can be computed by subtracting what is shown."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vergezicht.survey.subtraction import given_away, hide_companions

# Six buurten; wijk A = 0-2, wijk B = 3-5; stadsdeel X = 0, 1, 3; stadsdeel Y = 2, 4, 5: they do not nest.
WIJKEN = [[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]]
STADSDELEN = [[1, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 1]]
MEMBERS = np.vstack([np.ones((1, 6)), STADSDELEN, WIJKEN, np.eye(6)]).astype(bool)
N = np.array([600.0, 300, 300, 300, 300, 8, 60, 90, 100, 120, 140])


def test_a_single_hidden_buurt_gets_the_smallest_neighbour_for_company() -> None:
    secret = np.arange(11) == 5
    hidden = hide_companions(~secret, secret, N, MEMBERS)
    assert np.flatnonzero(hidden).tolist() == [6]


def test_a_hidden_buurt_in_good_company_needs_no_more() -> None:
    secret = np.arange(11) == 5
    shown = ~secret & (np.arange(11) != 6)
    assert not hide_companions(shown, secret, N, MEMBERS).any()


def test_company_in_another_stadsdeel_is_not_enough() -> None:
    secret = np.arange(11) == 5
    shown = ~secret & (np.arange(11) != 7)  # buurt 2: same wijk, other stadsdeel
    assert given_away(shown, secret, MEMBERS).tolist() == [5]
    hidden = hide_companions(shown, secret, N, MEMBERS)
    assert not len(given_away(shown & ~hidden, secret, MEMBERS))


def test_a_single_hidden_wijk_cannot_be_the_city_minus_the_others() -> None:
    members = MEMBERS[[0, 3, 4]]
    secret = np.array([False, True, False])
    assert hide_companions(~secret, secret, np.array([600.0, 8, 592]), members).any()


def test_a_hidden_wijk_takes_a_wijk_along_rather_than_a_buurt() -> None:
    # Three wijken of two buurten each; nothing in the first is shown.
    pairs = np.repeat(np.eye(3), 2, axis=1)
    members = np.vstack([np.ones((1, 6)), pairs, np.eye(6)]).astype(bool)
    n = np.array([500.0, 8, 200, 292, 4, 4, 90, 110, 140, 152])
    secret = n < 10
    hidden = hide_companions(~secret, secret, n, members)
    assert hidden[2]
    assert not len(given_away(~secret & ~hidden, secret, members))


@given(st.sets(st.integers(0, 10), max_size=4), st.sets(st.integers(0, 10), max_size=3))
@settings(max_examples=60, deadline=None)
def test_whatever_is_secret_stays_secret(secrets: set[int], others: set[int]) -> None:
    secret = np.isin(np.arange(11), list(secrets))
    shown = ~secret & ~np.isin(np.arange(11), list(others))
    hidden = hide_companions(shown, secret, N, MEMBERS)
    assert not (hidden & ~shown).any()
    assert not len(given_away(shown & ~hidden, secret, MEMBERS))
