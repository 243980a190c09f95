"""Small areas and representativity: models that say that they are models, and indicators against their definition."""

import numpy as np
import pytest

from vergezicht.problems import BadInput
from vergezicht.survey.analysis.representativity import assess_representativity
from vergezicht.survey.analysis.small_areas import MODEL_LABEL, Fitting, estimate_small_areas


def _areas(seed: int, between: float, count: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(count), random.normal(0, 1, count)])
    truth = x @ np.array([5.0, 1.0]) + random.normal(0, np.sqrt(between), count)
    variance = random.uniform(0.2, 2.0, count)
    return truth, truth + random.normal(0, np.sqrt(variance)), variance, x


@pytest.mark.parametrize("fitting", list(Fitting))
def test_fitted_variances_solve_their_equation(fitting: Fitting) -> None:
    _, direct, variance, x = _areas(1, 0.8)
    found = estimate_small_areas(direct, variance, x, fitting=fitting)
    v = np.diag(1 / (found.between + variance))
    project = v - v @ x @ np.linalg.inv(x.T @ v @ x) @ x.T @ v
    squares = direct @ project @ project @ direct
    if fitting is Fitting.FH:
        assert direct @ project @ direct == pytest.approx(len(direct) - 2, rel=1e-8)
    elif fitting is Fitting.ML:
        assert squares == pytest.approx(np.trace(v), rel=1e-8)
    else:
        assert squares == pytest.approx(np.trace(project), rel=1e-8)


@pytest.mark.parametrize("fitting", list(Fitting))
def test_model_estimates_are_nearer_the_truth_and_know_how_near(fitting: Fitting) -> None:
    gains, claimed, real = [], [], []
    for seed in range(40):
        truth, direct, variance, x = _areas(seed, 0.5)
        found = estimate_small_areas(direct, variance, x, fitting=fitting)
        gains.append(((found.value - truth) ** 2).mean() / ((direct - truth) ** 2).mean())
        claimed.append(found.mse.mean())
        real.append(((found.value - truth) ** 2).mean())
    assert np.mean(gains) < 0.6
    assert np.mean(claimed) == pytest.approx(np.mean(real), rel=0.1)


def test_every_model_estimate_is_labelled() -> None:
    _, direct, variance, x = _areas(2, 0.5)
    found = estimate_small_areas(direct, variance, x)
    assert found.label == MODEL_LABEL == "modelschatting"
    assert ((found.own_share > 0) & (found.own_share < 1)).all()
    low, high = found.interval().low, found.interval().high
    assert (low < found.value).all() and (found.value < high).all()
    with pytest.raises(TypeError):
        type(found)(*([found.value] * 8), label="cijfer")  # type: ignore[misc]


def test_no_variance_between_areas_leaves_the_predictors() -> None:
    random = np.random.default_rng(3)
    x = np.column_stack([np.ones(30), random.normal(0, 1, 30)])
    variance = np.full(30, 4.0)
    direct = x @ np.array([1.0, 2.0]) + random.normal(0, 0.2, 30)
    for fitting in Fitting:
        found = estimate_small_areas(direct, variance, x, fitting=fitting)
        assert found.between == 0
        assert np.allclose(found.value, x @ found.coefficients)


def test_areas_without_a_variance_are_named() -> None:
    _, direct, variance, x = _areas(4, 0.5, 6)
    variance[2] = 0
    with pytest.raises(BadInput, match="kolom BU3: gebied zonder schatting, variantie"):
        estimate_small_areas(direct, variance, x, names=[f"BU{number}" for number in range(1, 7)])
    with pytest.raises(BadInput, match="van elkaar afhangen"):
        estimate_small_areas(direct, np.ones(6), np.ones((6, 2)))


def test_equal_chances_are_fully_representative() -> None:
    found = assess_representativity(
        {"age": np.array(["a", "b"]), "sex": np.array([1, 2])}, invited=[100, 50], answered=[40, 20]
    )
    assert found.r == pytest.approx(1) and found.response == pytest.approx(0.4)
    assert found.largest_bias == pytest.approx(0, abs=1e-8)


def test_the_indicator_is_one_minus_twice_the_spread_of_the_chances() -> None:
    found = assess_representativity({"age": np.array(["jong", "oud"])}, invited=[50, 150], answered=[10, 90])
    chances = np.repeat([0.2, 0.6], [50, 150])
    assert found.r == pytest.approx(1 - 2 * chances.std(ddof=1))
    assert found.largest_bias == pytest.approx(chances.std(ddof=1) / chances.mean())
    (part,) = found.partial
    assert part.value == pytest.approx(chances.std())
    young, old = part.by_category
    assert young < 0 < old
    assert young == pytest.approx(np.sqrt(50 / 200) * (0.2 - chances.mean()))
    assert (found.invited, found.answered) == (200, 100)


def test_one_row_a_person_is_the_same_as_counts() -> None:
    counts = assess_representativity(
        {"age": np.array([1, 2, 3])}, invited=[4, 6, 10], answered=[1, 3, 7], weights=[2.0, 1.0, 3.0]
    )
    age = np.repeat([1, 2, 3], [4, 6, 10])
    answered = np.concatenate([np.arange(n) < k for n, k in ((4, 1), (6, 3), (10, 7))])
    persons = assess_representativity(
        {"age": age}, invited=np.ones(20), answered=answered, weights=np.array([0, 2.0, 1, 3])[age]
    )
    assert persons.r == pytest.approx(counts.r) and persons.coefficients == pytest.approx(counts.coefficients)


def test_counts_that_cannot_be() -> None:
    with pytest.raises(BadInput, match=r"rij 2: meer antwoorden dan uitnodigingen"):
        assess_representativity({"age": np.array([1, 2])}, invited=[5, 5], answered=[1, 6])
    with pytest.raises(BadInput, match="niemand heeft geantwoord"):
        assess_representativity({"age": np.array([1, 2])}, invited=[5, 5], answered=[0, 0])
