"""Whether targets were reached, from the evidence that an evaluation froze."""

from __future__ import annotations

from typing import Any

import pytest

from vergezicht.challenges.judging.evaluating import TargetOutcome, outcome_of

T = TargetOutcome


def _target(signal: str, gap: tuple[float, float] | None = None, period: str = "2020", year: int = 2020) -> Any:
    found = {"value": sum(gap) / 2, "low": gap[0], "high": gap[1]} if gap else None
    return {"signal": signal, "gap": found, "year": year, "current": {"period": period}}


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ([], T.NO_TARGETS),
        ([_target("op-koers", (1, 5))], T.REACHED),
        ([_target("op-koers", (-5, -1))], T.REACHED),  # downwards
        ([_target("op-koers")], T.REACHED),  # rise, fall or stay the same: no line to lie on
        ([_target("op-koers", (-2, 3))], T.NOT_DEMONSTRABLE),  # on its way, but the target lies inside the margin
        ([_target("van-koers", (-5, -1))], T.MISSED),
        ([_target("van-koers")], T.MISSED),
        ([_target("op-koers", (1, 5), year=2022)], T.AHEAD),
        ([_target("van-koers", (-5, -1), year=2022)], T.BEHIND),
        ([_target("niet-aantoonbaar", (-5, 1))], T.NOT_DEMONSTRABLE),
        ([_target("geen-nieuwe-cijfers")], T.NO_FIGURES),
        ([{"signal": "geen-cijfer", "gap": None, "year": 2020, "current": None}], T.NO_FIGURES),
        ([_target("op-koers"), _target("van-koers")], T.MISSED),
        ([_target("op-koers"), _target("niet-aantoonbaar")], T.NOT_DEMONSTRABLE),
        ([_target("op-koers"), _target("geen-nieuwe-cijfers")], T.REACHED),
    ],
)
def test_targets_together_are_as_good_as_the_worst(targets: list[Any], expected: TargetOutcome) -> None:
    assert outcome_of({"targets": targets}) == expected


def test_every_outcome_has_words_of_its_own() -> None:
    assert len({outcome.label for outcome in T}) == len(T)
