"""Small samples for tests of weighting and estimating, and a minimal writer of SPSS files."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vergezicht.problems import Problems
from vergezicht.survey.arrays import FloatArray, IntArray
from vergezicht.survey.estimating.estimates import Estimates, Estimator
from vergezicht.survey.project import MarginPlan, WeightingPlan
from vergezicht.survey.reading.tallies import Tally, tally_values
from vergezicht.survey.weighting.design import Design, design_of_rows
from vergezicht.survey.weighting.raking import Weights, weigh

PLAN = WeightingPlan(
    strata="totaal",
    margins=(MarginPlan("leeftijd", ("leeftijd",)),),
    tolerance=1e-11,
    rounds=2000,
    contradiction=0.02,
    lowest=None,
    highest=None,
)


@dataclass(frozen=True)
class Sample:
    """A design with one margin, and the rows it was made from: stratum, category and cell, (n,) each."""

    design: Design
    stratum: IntArray
    category: IntArray
    of_row: IntArray

    @property
    def n(self) -> int:
        return len(self.stratum)

    def tallies(self, values: FloatArray) -> list[Tally]:
        """One tally for each column of values (n, K)."""
        return [tally_values(column, self.of_row, len(self.design.cells.size)) for column in values.T]

    def estimate(self, estimator: Estimator, values: FloatArray) -> Estimates:
        return estimator.estimate(self.tallies(values))


def design(
    stratum: Sequence[int], category: Sequence[int], population: Sequence[float], totals: Sequence[float]
) -> Sample:
    """A sample with one margin."""
    places = np.array(stratum, dtype=np.intp), np.array(category, dtype=np.intp)
    found, of_row = design_of_rows(
        [f"BU{number}" for number in range(len(population))],
        np.array(population, dtype=float),
        ["leeftijd"],
        [np.array(totals, dtype=float)],
        [[str(number) for number in range(len(totals))]],
        stratum=places[0],
        categories=[places[1]],
    )
    return Sample(found, *places, of_row)


def random_sample(seed: int, strata: int = 5, categories: int = 3, n: int = 160) -> Sample:
    """A sample in which every combination occurs, so that raking always works."""
    random = np.random.default_rng(seed)
    everything = np.array([(h, c) for h in range(strata) for c in range(categories)])
    rows = np.vstack([everything, random.integers(0, [strata, categories], size=(n, 2))])
    population = random.integers(200, 2000, strata).astype(float)
    shares = random.dirichlet(np.full(categories, 5.0))
    return design(rows[:, 0].tolist(), rows[:, 1].tolist(), population.tolist(), (shares * population.sum()).tolist())


def weighed(sample: Sample, plan: WeightingPlan = PLAN) -> Weights:
    problems = Problems()
    weights = weigh(sample.design, plan, problems)
    problems.raise_if_any()
    assert weights is not None
    return weights


def write_sav(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    """An uncompressed SPSS system file: text columns are 16 wide, None is system-missing.

    Format: https://www.gnu.org/software/pspp/pspp-dev/html_node/System-File-Format.html
    """
    names = list(columns)
    is_text = {name: any(isinstance(value, str) for value in columns[name]) for name in names}
    rows = len(columns[names[0]])
    elements = sum(2 if is_text[name] else 1 for name in names)
    out = [struct.pack("<4s60siiiiid", b"$FL2", b"@(#) SPSS DATA FILE".ljust(60), 2, elements, 0, 0, rows, 100.0)]
    out.append(b"01 Jan 26" + b"00:00:00" + b" " * 64 + b"\0" * 3)
    for name in names:
        width = 16 if is_text[name] else 0
        shape = (1 << 16 | 16 << 8) if width else (5 << 16 | 8 << 8)
        out.append(struct.pack("<iiiiii8s", 2, width, 0, 0, shape, shape, name.upper()[:8].encode().ljust(8)))
        if width:
            out.append(struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b" " * 8))
    # Long names, so that they keep their case, and the encoding.
    long = "\t".join(f"{name.upper()[:8]}={name}" for name in names).encode()
    out.append(struct.pack("<iiii", 7, 13, 1, len(long)) + long)
    out.append(struct.pack("<iiii", 7, 20, 1, 5) + b"UTF-8")
    out.append(struct.pack("<ii", 999, 0))
    missing = -1.7976931348623157e308
    for row in range(rows):
        for name in names:
            value = columns[name][row]
            if is_text[name]:
                out.append(str(value or "").encode().ljust(16))
            else:
                out.append(struct.pack("<d", missing if value is None else float(value)))
    path.write_bytes(b"".join(out))


def sav_from_csv(source: Path, target: Path, text: str) -> None:
    """The rows of a CSV file as an SPSS file; ``text`` names the only text column."""
    heading, *lines = source.read_text("utf-8").splitlines()
    names = heading.split(",")
    cells = list(zip(*(line.split(",") for line in lines), strict=True))
    write_sav(
        target,
        {
            name: list(column) if name == text else [float(cell) if cell else None for cell in column]
            for name, column in zip(names, cells, strict=True)
        },
    )
