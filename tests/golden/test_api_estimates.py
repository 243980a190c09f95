"""The table of estimates beside the shared samples of Californian schools (R survey), every line of it."""

import csv
import re
from typing import Any

import numpy as np
import pytest
from tests.golden.reference import SHARED, needs_shared
from tests.golden.tables import Table, evaluate, missing, read_table

from vergezicht.survey.analysis.design import SurveyDesign, make_design
from vergezicht.survey.analysis.estimates import (
    DesignEffect,
    Estimate,
    estimate_mean,
    estimate_ratio,
    estimate_total,
)
from vergezicht.survey.analysis.margins import Residuals, make_margin, post_stratify, rake
from vergezicht.survey.analysis.quantiles import estimate_quantiles
from vergezicht.survey.analysis.shares import ShareInterval, interval_of_share

pytestmark = needs_shared

STYPE = {"E": 4421.0, "H": 755.0, "M": 1018.0}
SCHOOLWIDE = {"No": 1072.0, "Yes": 5122.0}


def _lines() -> list[Any]:
    if SHARED is None:
        return []
    with (SHARED / "data" / "surveys" / "expected_estimates.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return [
        pytest.param(row, id=f"{row['design']}-{row['estimator']}-{row['variable']}-{row['group']}") for row in rows
    ]


def _design(name: str, table: Table) -> SurveyDesign:
    made = make_design(
        weights=None if name.startswith("srs") else table["pw"],
        strata=table["stype"] if name.startswith("strat") else None,
        clusters=table["dnum"] if name.startswith("clus1") else None,
        population=None if name in {"strat_nofpc", "weights_only"} else table["fpc"],
        n=len(table["stype"]),
    )
    margin = make_margin("stype", table["stype"], STYPE)
    if "poststrat" in name:
        return post_stratify(made, margin).design
    if "rake" in name:
        other = make_margin("sch.wide", table["sch.wide"], SCHOOLWIDE)
        return rake(made, [margin, other], residuals=Residuals.UNWEIGHTED).design
    return made


@pytest.mark.parametrize("line", _lines())
def test_line(line: dict[str, str]) -> None:
    table = read_table(line["dataset"])
    design = _design(line["design"], table)
    value, se, low, high = _answer(line, design, table)
    # R raked until margins were off by less than one school; ours are met.
    relative = 1e-5 if "rake" in line["design"] else 2e-9
    assert value == pytest.approx(float(line["estimate"]), rel=relative)
    if line["se"] != "NA":
        assert se == pytest.approx(float(line["se"]), rel=relative, abs=1e-9)
    if bounds := re.search(r"=\[([^,]+),([^]]+)\]", line["detail"]):
        assert (low, high) == pytest.approx(
            (float(bounds[1]), float(bounds[2])), rel=relative, abs=2e-6 if high < 1 else 2e-4
        )


def _answer(line: dict[str, str], design: SurveyDesign, table: Table) -> tuple[float, float, float, float]:
    kind, variable, group = line["estimator"], line["variable"], line["group"]
    if kind.startswith("ciprop"):
        values = evaluate(variable, table).astype(np.float64)
        found = interval_of_share(design, values, method=ShareInterval(kind.removeprefix("ciprop_")))
        return found.value, found.se, found.low, found.high
    if kind == "quantile":
        quantile = estimate_quantiles(design, table[variable], [float(group)])
        return float(quantile.value[0]), float(quantile.se[0]), float(quantile.low[0]), float(quantile.high[0])
    if kind == "ratio":
        return _one(estimate_ratio(design, *(table[name] for name in variable.split("/"))))
    column = table[variable]
    if kind == "total":
        return _one(estimate_total(design, column))
    if kind == "mean_by":
        name, wanted = group.split("=")
        by = estimate_mean(design, column, by=table[name])
        return _one(by, by.groups.index((wanted,)))
    if group:
        return _one(estimate_mean(design, np.where(missing(column), np.nan, column == group).astype(np.float64)))
    found_mean = estimate_mean(design, column, deff=DesignEffect.WITHOUT if kind == "deff" else None)
    if kind == "deff":
        assert found_mean.deff is not None
        return float(found_mean.deff[0]), np.nan, np.nan, np.nan
    return _one(found_mean)


def _one(found: Estimate, place: int = 0) -> tuple[float, float, float, float]:
    interval = found.interval(freedom=found.freedom)
    value, se, low, high = (float(part[place]) for part in (found.value, found.se, interval.low, interval.high))
    return value, se, low, high
