"""Response: who answered of those who were invited, and how alike their chances to answer were.

A CSV file with the column of the buurt, the columns of the margins, ``uitgenodigd`` and ``respons``: counts per cell of
the register the sample was drawn from. It holds no answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vergezicht.facts import read_csv
from vergezicht.problems import BadInput, Problems
from vergezicht.survey.weighting.lineage import Lineage
from vergezicht.survey.weighting.population import Population

_COUNTS = ("uitgenodigd", "respons")


@dataclass(frozen=True)
class Response:
    """``r`` is the R-indicator, ``rate`` the share that answered (0-1), ``largest_bias`` in standard deviations.

    ``unlike`` names the characteristic by which answering differed most, ``part`` how much.
    """

    r: float
    rate: float
    largest_bias: float
    unlike: str
    part: float

    def line(self, period: str) -> str:
        """What a reader must know of it."""
        return (
            f"{period}: van wie was uitgenodigd deed {100 * self.rate:.0f}% mee. R-indicator {_number(self.r, 2)} "
            f"(1 als iedereen even vaak meedoet); het meest ongelijk naar {self.unlike} ({_number(self.part, 3)}). "
            f"Een gemiddelde kan er vóór het wegen hoogstens {_number(self.largest_bias, 2)} standaardafwijking naast "
            "zitten."
        )


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def read_response(
    path: Path, area: str, columns: Sequence[str], population: Population, lineage: Lineage, problems: Problems
) -> Response | None:
    """Read the counts and assess the response; None after reporting what is wrong.

    Every invitation in a buurt weighs N / invited there. Source: Schouten, Cobben & Bethlehem (2009).
    """
    from vergezicht.survey.analysis import assess_representativity  # the general road: only when it is asked for

    before = len(problems)
    names = list(dict.fromkeys(columns))
    rows = read_csv(path, (area, *names, *_COUNTS), problems)
    counts = np.zeros((len(rows), 2))
    strata = []
    for place, row in enumerate(rows):
        strata.append(lineage.stratum(row[area]))
        if strata[-1] not in population.buurten:
            problems.add("onbekende buurtcode", file=path, row=int(row[""]), column=area, got=row[area])
        for at, name in enumerate(_COUNTS):
            if row[name].isdigit():
                counts[place, at] = int(row[name])
            else:
                problems.add("geen aantal", file=path, row=int(row[""]), column=name, got=row[name])
    if len(problems) > before or not rows:
        return None
    codes, places = np.unique(strata, return_inverse=True)
    invited = np.bincount(places, weights=counts[:, 0])
    people = np.array([population.buurten[code] for code in codes])
    weight = np.divide(people, invited, out=np.zeros_like(people), where=invited > 0)[places]
    try:
        found = assess_representativity(
            {name: [row[name] for row in rows] for name in names},
            invited=counts[:, 0],
            answered=counts[:, 1],
            weights=weight,
        )
    except BadInput as error:
        for problem in error.problems:
            row_number = None if problem.row is None else int(rows[problem.row - 1][""])
            problems.add(problem.what, file=path, row=row_number, expected=problem.expected, got=problem.got)
        return None
    most = max(found.partial, key=lambda item: item.value)
    return Response(found.r, found.response, found.largest_bias, most.name, most.value)
