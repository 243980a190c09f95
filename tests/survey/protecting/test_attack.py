"""An attack on a whole release: linear programming over everything published, by someone who knows all the weights.

The attacker knows how many people each buurt stands for, takes every published number with its rounding as a constraint
(figures, distributions of answers, change since the last wave and difference with the city), and asks how low and how
high the share of each hidden group can be. The same attack on a naive table, which only leaves out small numbers and
shows one decimal, must succeed: it is the control.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack
from tests.golden.reference import needs_shared
from tests.survey.test_shared_survey import write_project

from vergezicht.figures import IndicatorKind, Reference, Release, open_release
from vergezicht.survey import pipeline
from vergezicht.survey.arrays import BoolArray, FloatArray
from vergezicht.survey.estimating.results import IndicatorResult
from vergezicht.survey.protecting.subtraction import secret_groups
from vergezicht.survey.thresholds import Rule

pytestmark = needs_shared

RULE = Rule(10, 30, 0.1)


@dataclass
class Attack:
    """Constraints low <= row @ x <= high on x, the weight of each answer in each buurt of both waves, shares 0-1."""

    base: FloatArray
    rows: list[FloatArray] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def learn(self, row: FloatArray, low: float, high: float) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def bounds(self, goals: list[FloatArray]) -> list[tuple[float, float]]:
        """The lowest and the highest that each goal can be."""
        table = csr_matrix(np.array(self.rows))
        above, below = np.array(self.high), -np.array(self.low)
        found = []
        for goal in goals:
            ends = []
            for sign in (1.0, -1.0):
                answer = linprog(
                    sign * goal,
                    A_ub=vstack([table, -table]),
                    b_ub=np.concatenate([above, below]) + 1e-9,
                    bounds=np.column_stack([np.zeros_like(self.base), self.base]),
                    method="highs",
                )
                assert answer.x is not None, answer.message
                ends.append(float(answer.x @ goal))
            found.append((ends[0], ends[1]))
        return found


@dataclass
class Built:
    release: Release
    results: dict[tuple[str, str], IndicatorResult]
    areas: list[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("attack")
    project = write_project(folder, "csv")
    survey = pipeline.read(project)
    estimated = pipeline.estimate(survey, pipeline.weigh_waves(survey))
    release = open_release(pipeline.build_release(project, folder / "release"))
    results = {(result.indicator, result.period): result for wave in estimated for result in wave}
    return Built(release, results, [area.code for area in survey.geography])


def secrets_of(result: IndicatorResult, shown: BoolArray) -> Iterator[tuple[BoolArray, float, float]]:
    """Every group that must stay hidden: its buurten, its weight and its share."""
    sums = result.sums
    for group in secret_groups(shown, result.members, sums, RULE):
        base = float(sums.base[group].sum())
        yield group, base, float(sums.total[group].sum()) / base / 100


def shares(built: Built) -> list[str]:
    kinds = {indicator.code: indicator.kind for indicator in built.release.indicators}
    return [code for code, kind in kinds.items() if kind == IndicatorKind.SHARE]


def test_everything_published_leaves_a_hidden_share_open(built: Built) -> None:
    """Figures of both waves, their change and their difference with the city: one indicator at a time."""
    tried = 0
    for code in shares(built):
        waves = [built.results[code, period] for period in ("2022", "2024") if (code, period) in built.results]
        bases = [result.sums.base for result in waves]
        attack = Attack(np.concatenate(bases))
        places = {area: number for number, area in enumerate(built.areas)}

        def mean(wave: int, area: str, bases: list[FloatArray] = bases, places: dict[str, int] = places) -> FloatArray:
            """The row whose product with x is the share of an area in a wave, in percent."""
            row = np.zeros(sum(len(base) for base in bases))
            inside = waves[wave].members[places[area]]  # noqa: B023  # used within this round of the loop
            start = wave * len(bases[0])
            row[start : start + len(inside)] = 100.0 * inside / (inside @ bases[wave])
            return row

        for wave, result in enumerate(waves):
            for figure in built.release.figures(indicator=code, period=result.period):
                if figure.value is None:
                    continue
                low, high = {"<": (0, figure.value), ">": (figure.value, 100)}.get(
                    figure.censored, (figure.value - 0.5, figure.value + 0.5)
                )
                attack.learn(mean(wave, figure.area), low, high)
            for item in built.release.comparisons(indicator=code, period=result.period):
                if item.difference is None or item.reference == Reference.MUNICIPALITY:
                    continue
                attack.learn(mean(1, item.area) - mean(0, item.area), item.difference - 0.5, item.difference + 0.5)
        goals, told = [], []
        for wave, result in enumerate(waves):
            figures = built.release.figures(indicator=code, period=result.period)
            shown = np.isin(built.areas, [figure.area for figure in figures if figure.is_shown])
            for group, base, share in secrets_of(result, shown):
                row = np.zeros(len(attack.base))
                row[wave * len(bases[0]) :][: len(group)] = group / base
                goals.append(row)
                told.append(share)
        for (low, high), share in zip(attack.bounds(goals), told, strict=True):
            tried += 1
            assert low <= max(share - RULE.margin, 0) + 1e-6, code
            assert high >= min(share + RULE.margin, 1) - 1e-6, code
    assert tried > 20


def test_the_distribution_of_the_answers_leaves_it_open_too(built: Built) -> None:
    """All answers of one question in one wave together, each a variable of its own."""
    tried = 0
    for code in shares(built):
        result = built.results[code, "2024"]
        answers, worth = len(result.measured.indicator.answers), np.array(result.measured.measure.scores)
        base = result.sums.base
        attack = Attack(np.repeat(base, answers))
        for buurt, weight in enumerate(base):
            row = np.zeros((len(base), answers))
            row[buurt] = 1.0
            attack.learn(row.ravel(), weight, weight)
        places = {area: number for number, area in enumerate(built.areas)}
        figures = built.release.figures(indicator=code, period="2024")
        for figure in figures:
            inside = result.members[places[figure.area]]
            scale = 100.0 * inside / max(inside @ base, 1e-9)
            if figure.value is not None and not figure.censored:
                attack.learn((scale[:, None] * worth).ravel(), figure.value - 0.5, figure.value + 0.5)
            for share in built.release.answers(code, figure.area, "2024"):
                one = np.arange(answers) == share.position
                attack.learn((scale[:, None] * one).ravel(), share.value - 0.5, share.value + 0.5)
        shown = np.isin(built.areas, [figure.area for figure in figures if figure.is_shown])
        own = result.answer_weights
        assert own is not None
        goals, told = [], []
        for group, weight, _ in secrets_of(result, shown):
            for answer in range(answers):
                goals.append((group[:, None] * (np.arange(answers) == answer) / weight).ravel())
                told.append(float(own[group, answer].sum()) / weight)
        for (low, high), share in zip(attack.bounds(goals), told, strict=True):
            tried += 1
            assert low <= max(share - RULE.margin, 0) + 1e-6, code
            assert high >= min(share + RULE.margin, 1) - 1e-6, code
    assert tried > 40


def test_the_naive_table_leaks(built: Built) -> None:
    """The control: leave out what rests on fewer than 50 answers, show one decimal, and think no further."""
    pinned, widths = 0, []
    for code in shares(built):
        result = built.results[code, "2024"]
        base = result.sums.base
        attack = Attack(base)
        shown = result.n >= 50
        for area in np.flatnonzero(shown):
            inside = result.members[area]
            value = round(float(result.value[area]), 1)
            attack.learn(100.0 * inside / (inside @ base), value - 0.05, value + 0.05)
        hidden = [row for row in result.members[~shown] if row.sum() == 1 and base[row][0] > 0]
        for low, high in attack.bounds([row / float(base[row][0]) for row in hidden]):
            widths.append(high - low)
            pinned += high - low < 0.2
    assert pinned >= 5
    assert min(widths) < 0.05


def test_the_guard_is_what_protects(built: Built) -> None:
    """Without companions the same release, told in full, would give groups away."""
    exposed = 0
    for code in shares(built):
        figures = built.release.figures(indicator=code, period="2024")
        result = built.results[code, "2024"]
        shown = np.isin(
            built.areas,
            [item.area for item in figures if item.is_shown or item.reason == "af te leiden uit andere cijfers"],
        )
        base = result.sums.base
        attack = Attack(base)
        for area in np.flatnonzero(shown):
            inside = result.members[area]
            attack.learn(100.0 * inside / (inside @ base), result.value[area] - 1e-4, result.value[area] + 1e-4)
        secrets = list(secrets_of(result, shown))
        for (low, high), (_, _, share) in zip(
            attack.bounds([group / weight for group, weight, _ in secrets]), secrets, strict=True
        ):
            exposed += low > max(share - RULE.margin, 0) + 1e-6 or high < min(share + RULE.margin, 1) - 1e-6
    assert exposed > 0


def test_what_an_earlier_release_shows_counts_as_known(tmp_path: Path) -> None:
    project = write_project(tmp_path, "csv")
    first = open_release(pipeline.build_release(project, tmp_path / "eerst"))
    stricter = tmp_path / "thresholds.toml"
    stricter.write_text("[privacy]\nn = 40\n", "utf-8")
    project.write_text(
        project.read_text("utf-8").replace('date = "2025-01-01"', 'date = "2025-01-01"\nearlier = ["eerst"]'), "utf-8"
    )
    lines: list[str] = []
    second = open_release(pipeline.build_release(project, tmp_path / "later", progress=lines.append))
    told = [line for line in lines if "met een eerdere release samen" in line]
    assert told and any("eerdere release" in note for note in second.facts.notes)
    # The same rules again take nothing back and give nothing new away.
    stricter.write_text("[privacy]\nn = 10\n", "utf-8")
    lines.clear()
    third = open_release(pipeline.build_release(project, tmp_path / "nog", progress=lines.append))
    assert not [line for line in lines if "met een eerdere release samen" in line]
    assert third.figures() == first.figures()
