"""Our estimates of the synthetic Zwolle survey against R survey 4.5, to nine digits or the stated tolerance."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.golden.reference import cases, differences, needs_shared, shared, zwolle

from vergezicht.survey.estimating.comparison import benjamini_hochberg, p_values
from vergezicht.survey.estimating.intervals import wilson

pytestmark = needs_shared


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zwolle")


def _shape(values: np.ndarray[Any, Any], codes: list[str] | str) -> Any:
    return float(values[0]) if isinstance(codes, str) else values.tolist()


@pytest.mark.parametrize("case", cases("zwolle-gewichten-*.json"))
def test_weights(case: dict[str, Any], folder: Path) -> None:
    wave = zwolle(case["spec"]["golf"], folder)
    report, weights = wave.weights.report, wave.weights.final[wave.of_row]
    start = wave.weights.start[wave.of_row]
    got = {
        "n": report.respondents,
        "sum": float(weights.sum()),
        "min": report.lowest,
        "max": report.highest,
        "kish_deff": report.kish_deff,
        "g_min": float((weights / start).min()),
        "g_max": float((weights / start).max()),
    }
    expected = {key: value for key, value in case["expected"].items() if key in got}
    assert differences(expected, got, case["tolerance"]) == []
    with (shared() / "reference" / case["expected"]["file"]).open(encoding="utf-8") as stream:
        rows = {float(row["respnr"]): float(row["gewicht"]) for row in csv.DictReader(stream)}
    reference = np.array([rows[number] for number in wave.columns["respnr"].tolist()])
    assert np.abs(weights / reference - 1).max() < 1e-9


@pytest.mark.parametrize("case", cases("zwolle-aandeel-*.json"))
def test_shares(case: dict[str, Any], folder: Path) -> None:
    wave = zwolle(case["spec"]["golf"], folder)
    answer = wave.answer(case["spec"]["vraag"])
    for level, expected in case["expected"].items():
        columns = [np.where(np.isnan(answer), np.nan, answer == code) for code in expected["categorieen"]]
        estimates = wave.estimate(np.column_stack(columns))
        rows = wave.rows(level, expected["gebied"])
        got = {"aandeel": estimates.value[rows].tolist(), "se": estimates.se[rows].tolist()}
        got["n"] = _shape(estimates.n[rows, 0], expected["gebied"])
        wanted = {key: expected[key] for key in got}
        assert differences(wanted, got, case["tolerance"]) == [], level


@pytest.mark.parametrize("case", [*cases("zwolle-gemiddelde-*.json"), *cases("zwolle-schaal-*.json")])
def test_means(case: dict[str, Any], folder: Path) -> None:
    wave = zwolle(case["spec"]["golf"], folder)
    if case["spec"]["stat"] == "mean":
        values = wave.answer(case["spec"]["vraag"])
    else:
        scores = np.array(
            [(wave.answer("sc01") - 1) * 2.5, *((5 - wave.answer(f"sc0{number}")) * 2.5 for number in range(2, 6))]
        )
        answered = (~np.isnan(scores)).sum(axis=0)
        values = np.where(answered >= 4, np.nansum(scores, axis=0) / np.maximum(answered, 1), np.nan)
    estimates = wave.estimate(values[:, None])
    for level, expected in case["expected"].items():
        rows = wave.rows(level, expected["gebied"])
        got = {
            "gemiddelde": _shape(estimates.value[rows, 0], expected["gebied"]),
            "se": _shape(estimates.se[rows, 0], expected["gebied"]),
            "n": _shape(estimates.n[rows, 0], expected["gebied"]),
        }
        assert differences({key: expected[key] for key in got}, got, case["tolerance"]) == [], level


@pytest.mark.parametrize("case", cases("zwolle-trend-*.json"))
def test_change_between_waves_matched_by_label(case: dict[str, Any], folder: Path) -> None:
    question = case["spec"]["vraag"]
    for level, expected in case["expected"].items():
        estimates = []
        for year in ("2022", "2024"):
            wave = zwolle(year, folder)
            answer = wave.answer(question)
            codes = {label: code for code, label in wave.codebook[question].answers.items()}
            if "labels" in expected:
                columns = [np.where(np.isnan(answer), np.nan, answer == codes[label]) for label in expected["labels"]]
            else:
                columns = [answer]
            rows = wave.rows(level, expected["gebied"])
            found = wave.estimate(np.column_stack(columns))
            estimates.append((found.value[rows], found.se[rows]))
        (before, se_before), (now, se_now) = estimates
        difference, se = now - before, np.sqrt(se_now**2 + se_before**2)
        p = p_values(difference, se)
        # R has no p where nothing varies, and leaves it out of the adjustment.
        p = np.where(se > 0, p, np.nan)
        adjusted = benjamini_hochberg(p.ravel()).reshape(p.shape)
        got = {"verschil": difference, "se": se, "p": p, "p_BH": adjusted}
        plain = "labels" not in expected
        shaped = {
            key: _shape(value[:, 0], expected["gebied"]) if plain else value.tolist() for key, value in got.items()
        }
        wanted = {key: expected[key] for key in got}
        assert differences(wanted, shaped, case["tolerance"]) == [], level


@pytest.mark.parametrize("case", cases("zwolle-tegen-rest-*.json"))
def test_area_against_the_rest(case: dict[str, Any], folder: Path) -> None:
    spec, expected = case["spec"], case["expected"]
    wave = zwolle(spec["golf"], folder)
    answer = wave.answer(spec["vraag"])
    estimates = wave.estimate(np.where(np.isnan(answer), np.nan, answer == spec["categorie"])[:, None])
    rows = wave.rows(spec["niveau"], expected["gebied"])
    difference, se = estimates.rest_difference[rows, 0], estimates.rest_se[rows, 0]
    got = {"verschil": difference.tolist(), "se": se.tolist(), "p": p_values(difference, se).tolist()}
    assert differences({key: expected[key] for key in got}, got, case["tolerance"]) == []


@pytest.mark.parametrize("case", cases("zwolle-betrouwbaarheid-*.json"))
def test_wilson_interval_with_the_effective_n_of_the_standard_error(case: dict[str, Any], folder: Path) -> None:
    spec = case["spec"]
    wave = zwolle(spec["golf"], folder)
    answer = wave.answer(spec["vraag"])
    estimates = wave.estimate(np.where(np.isnan(answer), np.nan, answer == spec["categorie"])[:, None])
    for expected in case["expected"]:
        (row,) = wave.rows("buurt", expected["gebied"])
        share, se = estimates.value[row, 0], estimates.se[row, 0]
        if not expected["wilson"] or se == 0:
            continue
        low, high = wilson(np.array([share]), np.array([share * (1 - share) / se**2]), 1.959963984540054)
        got = [float(share), float(low[0]), float(high[0])]
        assert differences(expected["wilson"], got, case["tolerance"]) == [], expected["gebied"]
