"""From the words of a reference case to calls of our public functions, and back to the words of its answer.

Only translation: what R calls a thing, and in which order it puts it. Nothing is computed here.
"""

from typing import Any

import numpy as np
from tests.golden.steps import adjust, make_case_design, make_case_replicates, model_matrix
from tests.golden.tables import (
    Column,
    Table,
    evaluate,
    missing,
    name_in_r,
    names_of,
    read_table,
)

from vergezicht.survey.analysis.association import AssociationTest, assess_association
from vergezicht.survey.analysis.contrasts import contrast, transform
from vergezicht.survey.analysis.design import SurveyDesign, degrees_of_freedom
from vergezicht.survey.analysis.estimates import (
    AnyDesign,
    DesignEffect,
    Estimate,
    estimate_mean,
    estimate_ratio,
    estimate_total,
    estimate_variance,
)
from vergezicht.survey.analysis.quantiles import QuantileRule, estimate_quantiles, weighted_quantile
from vergezicht.survey.analysis.regression import Family, regress
from vergezicht.survey.analysis.shares import CountInterval, ShareInterval, interval_of_count, interval_of_share
from vergezicht.survey.analysis.significance import (
    Assessment,
    Correction,
    RankTest,
    adjust_p_values,
    assess_mean,
    assess_ranks,
    assess_two_means,
)
from vergezicht.survey.analysis.small_areas import Fitting, estimate_small_areas

INTERVALS = {method.value: method for method in ShareInterval} | {"xlogit": ShareInterval.LOGIT}


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """What we say to a case; raises ``BadInput`` where we refuse."""
    spec = dict(case["spec"])
    special = {
        "binomial intervals": _counts,
        "p.adjust": lambda case: _adjusted(case),
        "fay-herriot": _small_areas,
    }
    if spec.get("stat") in special:
        return special[spec["stat"]](case)
    table = read_table(case["design"]["data"])
    design = make_case_design(case["design"], spec, table)
    made: dict[str, Any] = {}
    domain = evaluate(spec["subset"], table) if "subset" in spec else None
    # The answers tell the degrees of freedom of the design that R's code calls d or d2.
    spec["whole"] = domain is None or "d2" not in case["r"]
    for step in names_of(spec.get("step")):
        design, domain = adjust(step, design, spec, table, domain, made)
    if "replicates" in spec:
        return _replicated(spec, design, table)
    if "stat" in spec:
        made |= _STATISTICS[spec["stat"]](spec, design, table, domain)
    return made


def _columns(spec: dict[str, Any], table: Table) -> tuple[tuple[str, ...], Column]:
    """The columns of ``vars``, with text and truth values as a column for each level, named as R does."""
    names: list[str] = []
    columns = []
    for expression in names_of(spec["vars"]):
        column = evaluate(expression, table)
        known = ~missing(column) if column.dtype.kind != "b" else np.ones(len(column), dtype=bool)
        if column.dtype.kind == "f" and spec["stat"] != "prop":
            names.append(expression)
            columns.append(column)
            continue
        base = f"factor({expression})" if column.dtype.kind == "f" else name_in_r(expression)
        for level in np.unique(column[known]).tolist():
            words = str(level).upper() if isinstance(level, bool) else level if isinstance(level, str) else f"{level:g}"
            names.append(base + words)
            columns.append(np.where(known, column == level, np.nan).astype(np.float64))
    return tuple(names), np.column_stack(columns)


def _by(spec: dict[str, Any], table: Table) -> tuple[Column, ...] | None:
    return tuple(evaluate(name, table) for name in names_of(spec["by"])) if "by" in spec else None


def _estimated(
    spec: dict[str, Any], design: AnyDesign, table: Table, domain: Column | None
) -> tuple[Estimate, tuple[str, ...]]:
    by = _by(spec, table)
    if spec["stat"] == "ratio":
        name = f"{spec['num']}/{spec['den']}"
        found = estimate_ratio(design, table[spec["num"]], table[spec["den"]], name=name, by=by, domain=domain)
        return found, (name,)
    names, values = _columns(spec, table)
    if spec["stat"] == "var":
        return estimate_variance(design, values, names=names, by=by, domain=domain), names
    asked = {True: DesignEffect.WITHOUT, "replace": DesignEffect.WITH}.get(spec.get("deff", False))
    make = estimate_total if spec["stat"] == "total" else estimate_mean
    return make(design, values, names=names, by=by, domain=domain, listwise=True, deff=asked), names


def _estimate(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    found, names = _estimated(spec, design, table, domain)
    freedom = degrees_of_freedom(design, domain=None if spec["whole"] else domain)
    return _rows(spec, found, names, freedom) if "by" in spec else plain(found, names, freedom)


def plain(found: Estimate, names: tuple[str, ...], freedom: float) -> dict[str, Any]:
    def shape(values: Column) -> Any:
        return float(values[0]) if len(names) == 1 else values.tolist()

    got: dict[str, Any] = {
        "names": names[0] if len(names) == 1 else list(names),
        "estimate": shape(found.value),
        "mean": shape(found.value),
        "se": shape(found.se),
        "df": freedom,
        "vcov": found.covariance.tolist(),
    }
    for key, used in (("ci95_normal", np.inf), ("ci95_t", freedom)):
        interval = found.interval(freedom=used)
        got[key] = {"lower": shape(interval.low), "upper": shape(interval.high)}
    if found.deff is not None:
        got["deff"] = shape(found.deff)
    return got


def _rows(spec: dict[str, Any], found: Estimate, names: tuple[str, ...], freedom: float) -> dict[str, Any]:
    """As svyby: a row for each group, a column for each number."""
    width = len(names)
    rows: dict[str, Any] = {
        key: [label[place] for label in found.groups[::width]] for place, key in enumerate(names_of(spec["by"]))
    }
    interval = found.interval()
    parts = {"": found.value, "se": found.se, "ci_l": interval.low, "ci_u": interval.high, "cv": found.cv}
    if found.deff is not None:
        parts["DEff"] = found.deff
    for part, values in parts.items():
        for place, name in enumerate(names):
            column = values[place::width].tolist()
            rows[f"{part}.{name}" if part else name] = column
            if part and width == 1:
                rows[part] = column
    got = {"rows": rows, "df": freedom, "vcov": found.covariance.tolist()}
    got["columns"] = _ANY
    return got | rows | {"n": found.n[::width].tolist()}


class _Anything(list[Any]):
    """The names of R's columns: those we have are compared one by one under ``rows``."""


_ANY = _Anything()


def _quantiles(spec: dict[str, Any], design: AnyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    got = {}
    for name in names_of(spec["vars"]):
        found = estimate_quantiles(
            design,
            table[name],
            spec["p"] if isinstance(spec["p"], list) else [spec["p"]],
            rule=QuantileRule(spec.get("qrule", "math")),
            interval=INTERVALS[spec.get("interval", "mean")],
            domain=domain,
            nearness=0.0,
        )
        parts = {"estimate": found.value, "lower": found.low, "upper": found.high, "se": found.se}
        got[name] = {"quantile": found.probabilities.tolist()} | {key: part.tolist() for key, part in parts.items()}
    return got


def _share(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    column = evaluate(spec["vars"], table)
    values = column
    if "category" in spec:
        values = np.where(missing(column), np.nan, column == spec["category"]).astype(np.float64)
    found = interval_of_share(
        design, values, method=INTERVALS[spec["method"]], level=spec.get("level", 0.95), domain=domain
    )
    # The cases tell the degrees of freedom of the whole design, R's interval those of the subset.
    whole = degrees_of_freedom(design)
    return {"estimate": found.value, "lower": found.low, "upper": found.high, "se": found.se, "df": whole}


def _freedom(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    return {"degf": degrees_of_freedom(design, domain=domain)}


def _contrast(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    y = evaluate(spec["vars"], table)
    if spec.get("against") == "all":
        inside = evaluate(spec["domain"], table).astype(np.float64)
        totals = estimate_total(design, np.column_stack([y * inside, inside, y, np.ones(len(y))]))
        return plain(transform(totals, lambda x: x[0] / x[1] - x[2] / x[3]), ("contrast",), totals.freedom)
    by = evaluate(spec["by"], table)
    labels = np.where(by, "TRUE", "FALSE") if by.dtype.kind == "b" else by
    found = contrast(estimate_mean(design, y, by=labels, domain=domain), spec["coef"])
    return plain(found, ("contrast",), found.freedom)


def _regression(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    left, right = spec["formula"].split("~")
    matrix = model_matrix(right, table)
    family = Family(spec["family"].removeprefix("quasi"))
    outcome = evaluate(left, table).astype(np.float64)
    found = regress(design, outcome, matrix.matrix, names=matrix.names, family=family, domain=domain, tolerance=1e-8)
    return {
        "names": list(found.names),
        "estimate": found.coefficients.tolist(),
        "se": found.se.tolist(),
        "t": found.t.tolist(),
        "p": found.p.tolist(),
        "df_residual": found.freedom,
    }


def _association(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    rows, columns = (part.strip() for part in spec["formula"].strip("~").split("+"))
    kind = AssociationTest(spec["statistic"])
    found = assess_association(design, evaluate(rows, table), evaluate(columns, table), test=kind, domain=domain)
    methods = {
        AssociationTest.WALD: "Design-based Wald test of association",
        AssociationTest.ADJUSTED_WALD: "Design-based Wald test of association",
        AssociationTest.LINCOM: "Pearson's X^2: asymptotic exact distribution",
        AssociationTest.SADDLEPOINT: "Pearson's X^2: saddlepoint approximation",
    }
    return _assessed(found, methods.get(kind, "Pearson's X^2: Rao & Scott adjustment"))


def _assessed(found: Assessment, method: str) -> dict[str, Any]:
    freedom = list(found.freedom)
    return {
        "statistic": found.statistic,
        "parameter": freedom[0] if len(freedom) == 1 else freedom,
        "p.value": found.p,
        "estimate": found.estimate,
        "method": method,
    }


def _t_test(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    left, right = (part.strip() for part in spec["formula"].split("~"))
    values = evaluate(left, table).astype(np.float64)
    if right in {"0", "1"}:
        return _assessed(assess_mean(design, values, domain=domain), "Design-based one-sample t-test")
    return _assessed(assess_two_means(design, values, evaluate(right, table), domain=domain), "Design-based t-test")


def _ranks(spec: dict[str, Any], design: SurveyDesign, table: Table, domain: Column | None) -> dict[str, Any]:
    left, right = (part.strip() for part in spec["formula"].split("~"))
    scores = RankTest(spec["test"].replace("wilcoxon", "KruskalWallis"))
    found = assess_ranks(design, evaluate(left, table), evaluate(right, table), scores=scores, domain=domain)
    got = _assessed(found, f"Design-based {scores.value} test")
    if len(found.freedom) == 2:
        # R's multiranktest has the two the other way round.
        got |= {"statistic": found.freedom[0], "parameter": found.statistic}
    return got


def _replicated(spec: dict[str, Any], design: SurveyDesign, table: Table) -> dict[str, Any]:
    words = spec["replicates"]
    replicates = make_case_replicates(words, design)
    if spec["stat"].startswith("median"):
        values = table[spec["vars"]]
        value, matrix = replicates.replicate(lambda w: np.array([weighted_quantile(values, w, 0.5)]))
        return {"estimate": float(value[0]), "se": float(np.sqrt(matrix[0, 0]))}
    if spec["stat"] == "quantile":
        return _quantiles(spec, replicates, table, None)
    found, names = _estimated(spec, replicates, table, None)
    # The cases give the degrees of freedom of the replicates, not of the answers.
    return plain(found, names, replicates.freedom())


def _counts(case: dict[str, Any]) -> dict[str, Any]:
    x, n = case["spec"]["x"], case["spec"]["n"]
    return {"x": x, "n": n} | {kind.value: list(interval_of_count(x, n, method=kind)) for kind in CountInterval}


def _adjusted(case: dict[str, Any]) -> dict[str, Any]:
    p = np.array(case["expected"]["p"], dtype=np.float64)
    return {"p": p.tolist(), "adjusted": adjust_p_values(p, Correction(case["spec"]["method"])).tolist()}


def _small_areas(case: dict[str, Any]) -> dict[str, Any]:
    spec, table = case["spec"], read_table(case["design"]["data"])
    bare = spec["x"].replace("(no intercept)", "").strip()
    matrix = model_matrix(bare.replace(" ", ""), table).matrix
    if bare != spec["x"].strip():
        matrix = matrix[:, 1:]
    found = estimate_small_areas(table[spec["y"]], table[spec["vardir"]], matrix, fitting=Fitting(spec["method"]))
    return {
        "eblup": found.value.tolist(),
        "mse": found.mse.tolist(),
        "refvar": found.between,
        "beta": found.coefficients.tolist(),
        "beta_se": found.coefficient_se.tolist(),
        "gamma": found.own_share.tolist(),
    }


_STATISTICS = {
    "mean": _estimate,
    "prop": _estimate,
    "total": _estimate,
    "ratio": _estimate,
    "var": _estimate,
    "quantile": _quantiles,
    "ciprop": _share,
    "degf": _freedom,
    "contrast": _contrast,
    "glm": _regression,
    "chisq": _association,
    "ttest": _t_test,
    "ranktest": _ranks,
}
