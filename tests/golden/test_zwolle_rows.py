"""The general methods on the Zwolle survey, respondent by respondent, against R survey 4.5: every case there is.

``test_zwolle`` holds the release pipeline, which counts per cell, to the same numbers.
"""

import csv
import math
from typing import Any

import numpy as np
import pytest
from tests.golden.reference import cases, differences, needs_shared, shared
from tests.golden.waves import Array, Wave, read_survey, wave

from vergezicht.survey.analysis.association import assess_association
from vergezicht.survey.analysis.contrasts import contrast
from vergezicht.survey.analysis.design import SurveyDesign, degrees_of_freedom
from vergezicht.survey.analysis.distributions import t_p_value
from vergezicht.survey.analysis.estimates import Estimate, estimate_mean
from vergezicht.survey.analysis.representativity import assess_representativity
from vergezicht.survey.analysis.scores import scale_scores, shares_of
from vergezicht.survey.analysis.shares import ShareInterval, interval_of_share
from vergezicht.survey.analysis.significance import Correction, adjust_p_values

pytestmark = needs_shared


def _of(found: Estimate, expected: dict[str, Any], width: int) -> tuple[Array, Array, Array]:
    """Values, SEs and numbers of answers (areas, width), in the order of the expected areas."""
    areas = [label[0] for label in found.groups[::width]]
    codes = expected["gebied"] if isinstance(expected["gebied"], list) else [expected["gebied"]]
    rows = [areas.index(code) for code in codes]
    value, se, n = (part.reshape(-1, width)[rows] for part in (found.value, found.se, found.n))
    return value, se, n


def _shape(values: Array, expected: dict[str, Any], plain: bool) -> Any:
    if not plain:
        return values.tolist()
    return values[:, 0].tolist() if isinstance(expected["gebied"], list) else float(values[0, 0])


def _table(case: dict[str, Any], one: Wave) -> tuple[Array, bool]:
    """What is estimated: a column per category, or one column of marks or scores (plain)."""
    spec = case["spec"]
    if spec["stat"] == "scale":
        items = np.column_stack([one.answer(f"sc0{number}") for number in range(1, 6)])
        # sc01 says that people hardly know each other; agreeing (1) with the others is the high end.
        return scale_scores(items, lowest=1, highest=5, reversed_items=[1, 2, 3, 4], fewest=4)[:, None], True
    answer = one.answer(spec["vraag"])
    if spec["stat"] == "mean":
        return answer[:, None], True
    return shares_of(answer, case["expected"]["gemeente"]["categorieen"]), False


@pytest.mark.parametrize("case", cases("zwolle-gewichten-*.json"))
def test_weights(case: dict[str, Any]) -> None:
    one, expected = wave(case["spec"]["golf"]), case["expected"]
    report = one.weighed.report
    got = {
        "n": report.n,
        "file": expected["file"],
        "sum": report.total,
        "min": report.lowest,
        "max": report.highest,
        "kish_deff": report.kish_deff,
        "g_min": report.g_lowest,
        "g_max": report.g_highest,
        "degf": degrees_of_freedom(one.design),
    }
    assert differences(expected, got, case["tolerance"]) == []
    with (shared() / "reference" / expected["file"]).open(encoding="utf-8") as stream:
        rows = {row["respnr"]: float(row["gewicht"]) for row in csv.DictReader(stream)}
    reference = np.array([rows[number] for number in one.columns["respnr"].tolist()])
    assert np.abs(one.design.weights / reference - 1).max() < 1e-9


@pytest.mark.parametrize(
    "case",
    [*cases("zwolle-aandeel-*.json"), *cases("zwolle-gemiddelde-*.json"), *cases("zwolle-schaal-*.json")],
)
def test_shares_means_and_scale_scores(case: dict[str, Any]) -> None:
    one = wave(case["spec"]["golf"])
    table, plain = _table(case, one)
    for level, expected in case["expected"].items():
        found = estimate_mean(one.design, table, by=one.areas(level))
        value, se, n = _of(found, expected, table.shape[1])
        got = {
            "gebied": expected["gebied"],
            "categorieen": expected.get("categorieen"),
            "n": _shape(n, expected, plain=True),
            "gemiddelde" if plain else "aandeel": _shape(value, expected, plain),
            "se": _shape(se, expected, plain),
        }
        assert differences(expected, got, case["tolerance"]) == [], level


@pytest.mark.parametrize("case", cases("zwolle-trend-*.json"))
def test_change_matched_by_label(case: dict[str, Any]) -> None:
    question = case["spec"]["vraag"]
    for level, expected in case["expected"].items():
        plain, parts = "labels" not in expected, []
        for year in ("2022", "2024"):
            one = wave(year)
            answer = one.answer(question)
            codes = [] if plain else [one.code(question, label) for label in expected["labels"]]
            table = answer[:, None] if plain else shares_of(answer, codes)
            parts.append(_of(estimate_mean(one.design, table, by=one.areas(level)), expected, table.shape[1]))
        (before, se_before, _), (now, se_now, _) = parts
        difference, se = now - before, np.hypot(se_now, se_before)
        # R has no p where nothing varies, and leaves it out of the adjustment.
        z = np.divide(difference, se, out=np.full_like(se, np.nan), where=se > 1e-12)
        p = np.array([t_p_value(value, freedom=math.inf) for value in z.ravel().tolist()])
        got = {"verschil": difference, "se": se, "p": p.reshape(se.shape)}
        for name, correction in (("p_BH", Correction.BH), ("p_holm", Correction.HOLM)):
            got[name] = adjust_p_values(p, correction).reshape(se.shape)
        shaped = {key: _shape(values, expected, plain) for key, values in got.items()}
        wanted = {key: value for key, value in expected.items() if key in shaped}
        assert len(wanted) >= 4
        assert differences(wanted, shaped, case["tolerance"]) == [], level


@pytest.mark.parametrize("case", cases("zwolle-tegen-rest-*.json"))
def test_area_against_the_rest(case: dict[str, Any]) -> None:
    spec, expected = case["spec"], case["expected"]
    one = wave(spec["golf"])
    answer = one.answer(spec["vraag"])
    counted = np.where(np.isnan(answer), np.nan, answer == spec["categorie"])
    areas = one.areas(spec["niveau"])
    for place, area in enumerate(expected["gebied"]):
        found = contrast(estimate_mean(one.design, counted, by=areas == area), {True: 1, False: -1})
        value, se = float(found.value[0]), float(found.se[0])
        got = {"verschil": value, "se": se, "p": t_p_value(value / se, freedom=math.inf)}
        wanted = {key: expected[key][place] for key in got}
        assert differences(wanted, got, case["tolerance"]) == [], area


@pytest.mark.parametrize("case", cases("zwolle-variantie-*.json"))
def test_three_variances_of_the_same_shares(case: dict[str, Any]) -> None:
    spec, expected = case["spec"], case["expected"]
    one = wave(spec["golf"])
    table = shares_of(one.answer(spec["vraag"]), expected["categorieen"])

    def se_with(design: SurveyDesign) -> Any:
        value, se, _ = _of(estimate_mean(design, table, by=one.areas(spec["niveau"])), expected, table.shape[1])
        assert differences(expected["aandeel"], value.tolist(), case["tolerance"]) == []
        return se.tolist()

    got = {"se_rake": se_with(one.as_in_r()), "se_vaste_gewichten": se_with(one.design.fixed())}
    if "se_calibrate" in expected:
        got["se_calibrate"] = se_with(one.design)
    wanted = {key: value for key, value in expected.items() if key.startswith("se")}
    assert differences(wanted, got, case["tolerance"]) == []


@pytest.mark.parametrize("case", cases("zwolle-betrouwbaarheid-*.json"))
def test_intervals_of_shares(case: dict[str, Any]) -> None:
    spec = case["spec"]
    one = wave(spec["golf"])
    answer = one.answer(spec["vraag"])
    counted = np.where(np.isnan(answer), np.nan, (answer == spec["categorie"]).astype(float))
    buurten = one.areas("buurt")
    checked = 0
    for expected in case["expected"]:
        inside = (buurten == expected["gebied"]) & ~np.isnan(counted)
        assert int(inside.sum()) == expected["n"]
        for name in spec["methods"]:
            method = ShareInterval(name.removeprefix("x"))
            extra: dict[str, Any] = {"freedom": math.inf}
            if name == "beta":
                # R counts all rows of a calibrated design, and here takes the degrees of freedom of the domain.
                extra = {"sample_size": one.design.n}
            found = interval_of_share(one.design, counted, method=method, domain=inside, **extra)
            got = [found.value, found.low, found.high]
            if name == "logit" and expected["logit"][0] < 1e-9 < expected["xlogit"][0]:
                # R's model did not converge in this area: its own xlogit says otherwise, and so do we.
                wanted = expected["xlogit"]
            elif name == "logit" and expected["xlogit"][0] == 0:
                continue
            else:
                wanted = expected[name]
            assert differences(wanted, got, case["tolerance"]) == [], (expected["gebied"], name)
            checked += 1
    assert checked > 3.5 * len(case["expected"])


@pytest.mark.parametrize("case", cases("zwolle-raoscott-*.json"))
def test_answer_by_district(case: dict[str, Any]) -> None:
    spec = case["spec"]
    one = wave(spec["golf"])
    found = assess_association(one.design, one.answer(spec["vraag"]), one.areas("stadsdeel"))
    got = {"statistic": found.statistic, "parameter": list(found.freedom), "p.value": found.p}
    assert differences(case["expected"], got, case["tolerance"]) == []


@pytest.mark.parametrize("case", cases("zwolle-r-indicator-*.json"))
def test_representativity(case: dict[str, Any]) -> None:
    expected, year = case["expected"], case["spec"]["golf"]
    frame, areas = read_survey(f"uitnodigingen_{year}.csv"), read_survey("gebieden.csv")
    of_area = {
        code: float(people) / float(invited)
        for code, people, invited in zip(areas["buurt_code"], areas["volwassenen"], areas["uitgenodigd"], strict=True)
    }
    terms = [term.strip() for term in case["spec"]["formula"].split("~")[1].split("+")]
    names = list(dict.fromkeys(name for term in terms for name in term.split("*")))
    found = assess_representativity(
        {name: frame[name] for name in names},
        invited=frame["uitgenodigd"].astype(float),
        answered=frame["respons"].astype(float),
        weights=np.array([of_area[code] for code in frame["buurt_code"]]),
        crossed=[tuple(term.split("*")) for term in terms if "*" in term],
    )
    got = {
        "n": found.invited,
        "respons": found.answered,
        "gewogen_responspercentage": found.response,
        "R": found.r,
        "max_abs_bias": found.largest_bias,
        "coef": list(found.coefficients.values()),
        "coef_names": list(found.coefficients),
        "partieel": [
            {"variabele": part.name, "Pu": part.value, "per_categorie": list(part.by_category)}
            for part in found.partial
        ],
    }
    assert differences(expected, got, case["tolerance"]) == []
