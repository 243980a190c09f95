"""Benjamini-Hochberg and Wilson against R."""

from typing import Any

import numpy as np
import pytest
from tests.golden.reference import cases, differences, needs_shared

from vergezicht.survey.estimating.comparison import benjamini_hochberg
from vergezicht.survey.estimating.intervals import t_quantiles, wilson

pytestmark = needs_shared


@pytest.mark.parametrize("case", [case for case in cases("padjust-*.json") if case.values[0]["spec"]["method"] == "BH"])
def test_benjamini_hochberg(case: dict[str, Any]) -> None:
    got = benjamini_hochberg(np.array(case["expected"]["p"], dtype=float)).tolist()
    assert differences(case["expected"]["adjusted"], got, case["tolerance"]) == []


def _is_ours(case: dict[str, Any]) -> bool:
    # Of a subset the case does not tell R's degrees of freedom; without a standard error there is nothing to compare.
    spec = case["spec"]
    return spec["method"] == "wilson" and "subset" not in spec and case["expected"]["se"] > 0


@pytest.mark.parametrize("case", [case for case in cases("ciprop-*.json") if _is_ours(case.values[0])])
def test_wilson(case: dict[str, Any]) -> None:
    """Given R's estimate and standard error, our interval is R's: effective n corrected for the degrees of freedom."""
    expected = case["expected"]
    level = case["spec"].get("level", 0.95)
    share, se = expected["estimate"], expected["se"]
    quantile = float(t_quantiles(np.array([float(expected["df"])]), level)[0])
    low, high = wilson(np.array([share]), np.array([share * (1 - share) / se**2]), quantile)
    got = {"lower": float(low[0]), "upper": float(high[0])}
    assert differences({key: expected[key] for key in got}, got, max(case["tolerance"], 1e-7)) == []
