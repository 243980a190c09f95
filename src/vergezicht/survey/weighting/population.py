"""Population: how many adults live in each buurt and in each category of each margin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vergezicht.areas import AreaLevel, Geography
from vergezicht.facts import read_csv
from vergezicht.problems import Problems
from vergezicht.survey.project import MarginPlan, WeightingPlan
from vergezicht.survey.weighting.lineage import Lineage

COLUMNS = ("niveau", "gebiedscode", "variabele", "categorie", "aantal")


@dataclass(frozen=True)
class Margin:
    """A margin of the gemeente: ``counts`` maps a category (one code per column) to the number of people."""

    name: str
    columns: tuple[str, ...]
    counts: Mapping[tuple[int, ...], float]
    words: str

    @property
    def total(self) -> float:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Population:
    """Adults per buurt (only buurten with adults, in the order of the geography) and the margins to weigh to."""

    buurten: Mapping[str, float]
    margins: tuple[Margin, ...]
    path: Path

    @property
    def total(self) -> float:
        return sum(self.buurten.values())


def read_population(
    path: Path, plan: WeightingPlan, geography: Geography, problems: Problems, lineage: Lineage | None = None
) -> Population | None:
    """Read a margins file (``niveau,gebiedscode,variabele,categorie,aantal``); None after reporting what is wrong.

    The rows of level buurt and variable ``plan.strata`` give the adults per buurt; the rows of level gemeente give
    the margins. A category of a product of columns joins their codes with an x: "3x2".
    """
    before = len(problems)
    rows = read_csv(path, COLUMNS, problems)
    buurten: dict[str, float] = {}
    counts: dict[str, dict[tuple[int, ...], float]] = {margin.name: {} for margin in plan.margins}
    plans = {margin.name: margin for margin in plan.margins}
    for row in rows:
        number, name = int(row[""]), row["variabele"]
        is_stratum = row["niveau"] == AreaLevel.BUURT and name == plan.strata
        is_margin = row["niveau"] == AreaLevel.GEMEENTE and name in plans
        if not (is_stratum or is_margin):
            continue
        people = _people(row["aantal"])
        if people is None:
            problems.add("geen aantal", file=path, row=number, column="aantal", got=row["aantal"])
        elif is_stratum:
            _add_buurt(row["gebiedscode"], people, number, buurten, geography, lineage or Lineage(), path, problems)
        else:
            _add_category(row["categorie"], people, number, counts[name], plans[name], path, problems)
    for name, found in counts.items():
        if rows and not found:
            problems.add(f"de marge {name} ontbreekt", file=path, expected="rijen van niveau gemeente")
    if rows and not buurten:
        problems.add(f"geen aantallen per buurt (variabele {plan.strata})", file=path)
    if len(problems) > before:
        return None
    order = [*(area.code for area in geography.at(AreaLevel.BUURT)), *sorted(set(buurten) - set(geography.codes))]
    ordered = {code: buurten[code] for code in order if buurten.get(code)}
    margins = tuple(Margin(item.name, item.columns, counts[item.name], item.words) for item in plan.margins)
    return Population(ordered, margins, path)


def _people(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _add_buurt(
    code: str,
    people: float,
    row: int,
    buurten: dict[str, float],
    geography: Geography,
    lineage: Lineage,
    path: Path,
    problems: Problems,
) -> None:
    stratum, area = lineage.stratum(code), geography.get(lineage.now(code)[0])
    if area is None or area.level != AreaLevel.BUURT:
        problems.add("onbekende buurtcode", file=path, row=row, column="gebiedscode", got=code)
    elif stratum in buurten and code not in lineage.parts:
        problems.add("deze buurt staat er meer dan eens in", file=path, row=row, column="gebiedscode", got=code)
    else:
        buurten[stratum] = buurten.get(stratum, 0.0) + people


def _add_category(
    text: str,
    people: float,
    row: int,
    counts: dict[tuple[int, ...], float],
    plan: MarginPlan,
    path: Path,
    problems: Problems,
) -> None:
    parts = text.split("x")
    if len(parts) != len(plan.columns) or not all(part.lstrip("-").isdigit() for part in parts):
        expected = "x".join(f"code van {column}" for column in plan.columns)
        problems.add("onbekende categorie", file=path, row=row, column="categorie", expected=expected, got=text)
        return
    category = tuple(int(part) for part in parts)
    if category in counts:
        problems.add("deze categorie staat er meer dan eens in", file=path, row=row, column="categorie", got=text)
    counts[category] = people
