"""Nothing hidden for privacy can be computed, or narrowed down, by subtracting what is shown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vergezicht.survey.arrays import BoolArray
from vergezicht.survey.estimating.results import Sums
from vergezicht.survey.protecting.answer_secrecy import hide_distributions
from vergezicht.survey.protecting.subtraction import exposed_groups, feasible, freedom, hide_companions, secret_groups
from vergezicht.survey.thresholds import Rule

# Six buurten; wijk A = 0-2, wijk B = 3-5; stadsdeel X = 0, 1, 3; stadsdeel Y = 2, 4, 5: they do not nest.
WIJKEN = [[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]]
STADSDELEN = [[1, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 1]]
MEMBERS = np.vstack([np.ones((1, 6)), STADSDELEN, WIJKEN, np.eye(6)]).astype(bool)
FIRST = 5  # the area that is buurt 0
RULE = Rule(n=10, adults=30, margin=0.1)


def sums(n: list[float], shares: list[float] | float = 0.4) -> Sums:
    base = np.array(n) * 5.0
    return Sums(base, base * shares, np.array(n, dtype=float), base, 0.0, 1.0)


def without(*areas: int) -> BoolArray:
    return ~np.isin(np.arange(len(MEMBERS)), areas)


N = [8.0, 60, 90, 100, 120, 140]


def test_a_single_hidden_buurt_gets_the_smallest_neighbour_for_company() -> None:
    hidden = hide_companions(without(FIRST), MEMBERS, sums(N), RULE)
    assert np.flatnonzero(hidden.companions).tolist() == [FIRST + 1]
    assert hidden.exposed == ()


def test_a_hidden_buurt_in_good_company_needs_no_more() -> None:
    assert not hide_companions(without(FIRST, FIRST + 1), MEMBERS, sums(N), RULE).companions.any()


def test_company_in_another_stadsdeel_is_not_enough() -> None:
    shown = without(FIRST, FIRST + 2)  # buurt 2: same wijk, other stadsdeel
    assert list(exposed_groups(shown, MEMBERS, sums(N), RULE))
    hidden = hide_companions(shown, MEMBERS, sums(N), RULE).companions
    assert not list(exposed_groups(shown & ~hidden, MEMBERS, sums(N), RULE))


def test_company_that_is_too_small_or_too_much_alike_is_not_enough() -> None:
    # In buurt 1 (nearly) nobody gives the answer: buurt 0 cannot have had more of them at its expense.
    told = sums([8, 60, 90, 100, 120, 140], [0.5, 0.0, 0.4, 0.4, 0.4, 0.4])
    assert list(exposed_groups(without(FIRST, FIRST + 1), MEMBERS, told, RULE))
    # A secret wijk-sized group beside a hidden buurt of a handful of people.
    assert list(exposed_groups(without(FIRST, FIRST + 1), MEMBERS, sums([9, 0.5, 90, 100, 120, 140]), RULE))


def test_two_tiny_buurten_together_are_a_group_too() -> None:
    shown = without(FIRST, FIRST + 1)
    told = sums([4, 3, 90, 100, 120, 140])
    groups = [np.flatnonzero(group).tolist() for group in secret_groups(shown, MEMBERS, told, RULE)]
    assert [0, 1] in groups
    hidden = hide_companions(shown, MEMBERS, told, RULE)
    assert hidden.companions.any() and hidden.exposed == ()


def test_a_share_near_nought_must_be_possibly_nought() -> None:
    low = sums(N, 0.02)
    assert not list(exposed_groups(without(FIRST, FIRST + 1), MEMBERS, low, RULE))


def test_what_was_published_before_cannot_be_hidden_and_is_told() -> None:
    known = without(FIRST)
    hidden = hide_companions(without(FIRST, FIRST + 1), MEMBERS, sums(N), RULE, known)
    assert len(hidden.exposed) == 1
    # Only part was known: the rest can still be hidden.
    known = np.isin(np.arange(len(MEMBERS)), [0, FIRST + 1])
    hidden = hide_companions(without(FIRST), MEMBERS, sums(N), RULE, known)
    assert hidden.companions.any() and hidden.exposed == ()


def test_a_single_hidden_wijk_cannot_be_the_city_minus_the_others() -> None:
    members = np.array([[1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=bool)
    hidden = hide_companions(np.array([True, False, True, True]), members, sums([8, 200, 392]), RULE)
    assert hidden.companions.sum() == 1 and hidden.exposed == ()


seeds = st.integers(0, 10_000)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_whatever_is_secret_stays_secret(seed: int) -> None:
    random = np.random.default_rng(seed)
    told = sums(np.r_[random.integers(1, 12, 2), random.integers(5, 150, 4)].astype(float).tolist(), random.random(6))
    n = MEMBERS @ told.n
    shown = (n >= 30) & (random.random(len(n)) < 0.9)
    hidden = hide_companions(shown, MEMBERS, told, RULE)
    assert not (hidden.companions & ~shown).any()
    left = shown & ~hidden.companions
    assert not list(exposed_groups(left, MEMBERS, told, RULE))
    for group in secret_groups(left, MEMBERS, told, RULE):
        down, up = feasible(group, left, MEMBERS, told)
        base, share = told.base[group].sum(), told.total[group].sum() / told.base[group].sum()
        assert down / base >= min(0.1, share) - 1e-6 and up / base >= min(0.1, 1 - share) - 1e-6


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_trading_never_promises_more_freedom_than_there_is(seed: int) -> None:
    random = np.random.default_rng(seed)
    told = sums(random.integers(1, 100, 6).astype(float).tolist(), random.random(6))
    shown, group = random.random(len(MEMBERS)) < 0.5, random.random(6) < 0.4
    certain, exact = freedom(group, shown, MEMBERS, told), feasible(group, shown, MEMBERS, told)
    assert certain[0] <= exact[0] + 1e-6 and certain[1] <= exact[1] + 1e-6


def test_an_answer_that_gives_a_group_away_costs_a_distribution() -> None:
    told = sums(N, 0.5)
    shown = without(FIRST, FIRST + 1)
    answers = np.tile(np.array([0.5, 0.3, 0.2]), (6, 1)) * told.base[:, None]
    worth, given = np.array([1.0, 0.0, 0.0]), shown.copy()
    assert not hide_distributions(given, shown, MEMBERS, told, answers, worth, RULE).any()
    # All who gave the last answer in wijk A live in buurt 0: its companion has none to trade.
    answers[1] = np.array([0.5, 0.5, 0.0]) * told.base[1]
    answers[0] = np.array([0.5, 0.0, 0.5]) * told.base[0]
    gone = hide_distributions(given, shown, MEMBERS, told, answers, worth, RULE)
    assert gone.any() and not gone[FIRST + 3]


@pytest.mark.parametrize("margin", [0.05, 0.2])
def test_a_wider_margin_never_hides_less(margin: float) -> None:
    told = sums([8, 12, 90, 100, 120, 140], [0.5, 0.1, 0.4, 0.4, 0.4, 0.4])
    narrow = hide_companions(without(FIRST), MEMBERS, told, Rule(10, 30, 0.01)).companions.sum()
    assert hide_companions(without(FIRST), MEMBERS, told, Rule(10, 30, margin)).companions.sum() >= narrow
