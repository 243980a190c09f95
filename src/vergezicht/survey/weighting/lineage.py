"""Lineage: what became of the buurten of an older wave, so that a series runs on or visibly stops.

A CSV file with the columns ``oud`` and ``nieuw``. A buurt that was renamed, or that went up in another with others, is
one row: its answers count as those of the new buurt. A buurt that was split has a row for each part: its answers count
for every larger area that holds all parts, and for no part; those have no figure in that wave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from vergezicht.areas import AreaLevel, Geography
from vergezicht.facts import read_csv
from vergezicht.problems import Problems
from vergezicht.survey.arrays import BoolArray


@dataclass(frozen=True)
class Lineage:
    """``parts``: the present buurten of every buurt that no longer is what it was."""

    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def stratum(self, code: str) -> str:
        """The code under which answers from a buurt are counted: the new one, or its own when it was split."""
        parts = self.parts.get(code, ())
        return parts[0] if len(parts) == 1 else code

    def split(self, code: str) -> bool:
        return len(self.parts.get(code, ())) > 1

    def now(self, code: str) -> tuple[str, ...]:
        """The present buurten of a stratum."""
        return self.parts.get(code, (code,))


@dataclass(frozen=True)
class Membership:
    """``members`` (areas, strata): whether an area holds a stratum; ``torn`` (areas,): it holds part of one, or is one.

    A torn area is not what it was in this wave and gets no figure.
    """

    members: BoolArray
    torn: BoolArray


def read_lineage(path: Path | None, geography: Geography, problems: Problems) -> Lineage:
    """Read the lineage of a wave; reports codes that do not exist now. Without a file nothing changed."""
    if path is None:
        return Lineage()
    parts: dict[str, tuple[str, ...]] = {}
    buurten = {area.code for area in geography.at(AreaLevel.BUURT)}
    for row in read_csv(path, ("oud", "nieuw"), problems):
        if row["nieuw"] not in buurten:
            problems.add(
                "onbekende buurtcode",
                file=path,
                row=int(row[""]),
                column="nieuw",
                got=row["nieuw"],
                hint="zet hier de code van nu, zoals in de gebiedsindeling",
            )
        parts[row["oud"]] = (*parts.get(row["oud"], ()), row["nieuw"])
    return Lineage(parts)


def membership(geography: Geography, strata: Sequence[str], lineage: Lineage) -> Membership:
    """Which strata lie in which area, areas in the order of the geography."""
    places = {area.code: number for number, area in enumerate(geography)}
    members = np.zeros((len(places), len(strata)), dtype=bool)
    torn = np.zeros(len(places), dtype=bool)
    for number, stratum in enumerate(strata):
        parts = lineage.now(stratum)
        holders = [
            {area.code for level in AreaLevel if (area := geography.ancestor(part, level)) is not None}
            for part in parts
        ]
        whole, touched = holders[0].intersection(*holders), holders[0].union(*holders)
        for code in whole:
            members[places[code], number] = True
        for code in touched - whole:
            torn[places[code]] = True
    return Membership(members, torn)
