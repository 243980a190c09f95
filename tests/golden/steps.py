"""The design of a reference case and the steps of weighting it asks for, as calls of our public functions."""

from typing import Any

import numpy as np
from tests.golden.tables import Column, Table, evaluate, missing, names_of, read_matrix

from vergezicht.survey.analysis.calibration import Distance, calibrate
from vergezicht.survey.analysis.design import SingleUnits, SurveyDesign, make_design
from vergezicht.survey.analysis.margins import Margin, Residuals, make_margin, post_stratify, rake
from vergezicht.survey.analysis.matrices import ModelMatrix, make_matrix
from vergezicht.survey.analysis.quantiles import QuantileRule, weighted_quantile
from vergezicht.survey.analysis.replicates import (
    ReplicateDesign,
    Replication,
    given_replicates,
    make_replicates,
    repeat_adjustments,
)
from vergezicht.survey.analysis.standardisation import standardise
from vergezicht.survey.analysis.trimming import trim


def make_case_design(words: dict[str, Any], spec: dict[str, Any], table: Table) -> SurveyDesign:
    def columns(key: str) -> tuple[Column, ...] | None:
        named = names_of(words.get(key))
        return tuple(table[name] for name in named) if named else None

    rule = {"fail": "error"}.get(spec.get("lonely", "fail"), spec.get("lonely"))
    weights = table[words["weights"]] if words.get("weights") else None
    return make_design(
        weights=weights,
        strata=columns("strata"),
        clusters=columns("ids"),
        population=columns("fpc"),
        n=len(next(iter(table.values()))),
        nested=bool(words.get("nest")),
        single_units=SingleUnits(rule),
        single_units_in_domains=bool(spec.get("adjust_domain_lonely")),
    )


def _margins(spec: dict[str, Any], table: Table) -> list[Margin]:
    margins = []
    for words in spec["margins"]:
        names, targets = names_of(words["vars"]), dict(words["targets"])
        totals = targets.pop("Freq")
        keys = list(targets.values())
        categories = keys[0] if len(names) == 1 else list(zip(*keys, strict=True))
        columns = tuple(table[name] for name in names)
        margins.append(
            make_margin(
                "x".join(names), columns[0] if len(names) == 1 else columns, dict(zip(categories, totals, strict=True))
            )
        )
    return margins


def adjust(
    step: str, design: SurveyDesign, spec: dict[str, Any], table: Table, domain: Column | None, made: dict[str, Any]
) -> tuple[SurveyDesign, Column | None]:
    if step == "poststratify":
        (margin,) = _margins(spec, table)
        found = post_stratify(design, margin)
    elif step == "rake":
        # R's rake() has a variance of its own; with calibrate(calfun="raking") it has ours.
        found = rake(design, _margins(spec, table), residuals=Residuals.UNWEIGHTED)
    elif step == "calibrate" and "margins" in spec:
        found = rake(design, _margins(spec, table), bounds=_bounds(spec))
    elif step == "calibrate":
        matrix = model_matrix(spec["formula"], table)
        totals = spec.get("totals", API_TOTALS)
        distance = Distance(spec["calfun"])
        cut = tuple(spec["trim"]) if "trim" in spec else None
        found = calibrate(
            design, matrix.matrix, totals, names=matrix.names, distance=distance, bounds=_bounds(spec), trim=cut
        )
    elif step == "standardize":
        vars_known = np.all([~missing(evaluate(name, table)) for name in names_of(spec["vars"])], axis=0)
        domain = vars_known if domain is None else domain & vars_known
        over = tuple(table[name] for name in names_of(spec["over"])) if "over" in spec else None
        found = standardise(design, table[spec["by"]], spec["population"], over=over, domain=domain)
        spec.pop("by")
        spec |= {"by": spec["over"]} if "over" in spec else {}
    elif step == "trim":
        limits = {key: _limit(spec.get(key), design.weights) for key in ("lower", "upper")}
        made |= {key: value for key, value in limits.items() if value is not None}
        found = trim(
            design,
            lowest=-np.inf if limits["lower"] is None else limits["lower"],
            highest=np.inf if limits["upper"] is None else limits["upper"],
            strict=bool(spec.get("strict")),
        )
    else:
        raise NotImplementedError(step)
    weights = found.weights
    made |= {"sum": float(weights.sum()), "min": float(weights.min()), "max": float(weights.max())}
    made |= {"kish_deff": found.report.kish_deff}
    made |= {"cv": float(weights.std(ddof=1) / weights.mean())}
    made |= {"weights": found.weights.tolist(), "g_min": found.report.g_lowest, "g_max": found.report.g_highest}
    return found.design, domain


# The totals that the two cases with impossible bounds leave out of their words; they stand in their R code.
API_TOTALS = {"(Intercept)": 6194.0, "stypeH": 755.0, "stypeM": 1018.0, "api99": 3914069.0}


def _bounds(spec: dict[str, Any]) -> tuple[float, float] | None:
    return (spec["bounds"][0], spec["bounds"][1]) if "bounds" in spec else None


def _limit(words: Any, weights: Column) -> float | None:
    if isinstance(words, str):
        # R's quantile(): type 7 of the plain weights.
        return weighted_quantile(weights, np.ones(len(weights)), float(words[1:]) / 100, rule=QuantileRule.HF7)
    return None if words is None else float(words)


def model_matrix(formula: str, table: Table) -> ModelMatrix:
    """``~a+b*c`` as R's model.matrix: intercept, treatment contrasts, crossed terms last."""
    terms = [term.strip() for term in formula.split("~")[-1].split("+")]
    plain = list(dict.fromkeys(name for term in terms for name in term.replace(":", "*").split("*")))
    crossed = [tuple(term.replace(":", "*").split("*")) for term in terms if "*" in term or ":" in term]
    columns = {}
    for name in plain:
        if name.startswith("factor("):
            codes = table[name[7:-1]]
            columns[name] = np.array([f"{code:g}" if code == code else "" for code in codes], dtype=object)
        else:
            columns[name] = evaluate(name, table)
    return make_matrix(columns, crossed=crossed)


def make_case_replicates(words: dict[str, Any], design: SurveyDesign) -> ReplicateDesign:
    around = bool(words.get("mse"))
    if not words["file"]:
        return make_replicates(design, Replication(words["type"]), around_estimate=around, rho=words.get("rho", 0.0))
    matrix = read_matrix(words["file"])
    if words["type"] == "Fay" and "transform" in words:
        matrix = np.asarray(evaluate(words["transform"], {"r": matrix}))
    known = {kind.value: kind for kind in Replication}
    replicates = given_replicates(
        design.start,
        matrix,
        kind=known.get(words["type"]),
        scale=words.get("scale"),
        scales=np.array(words.get("rscales", 1.0), dtype=np.float64),
        rho=words.get("rho", 0.0),
        combined=words.get("combined", True),
        around_estimate=around,
    )
    return repeat_adjustments(replicates, design)
