"""Is this folder a whole, untouched release? Everything that is wrong with it, at once."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from vergezicht.figures.export import csv_tables, csv_text, sha256
from vergezicht.figures.figure import FigureStatus
from vergezicht.figures.release import Release, ReleaseContents
from vergezicht.problems import BadInput, Problem

REQUIRED = ("release.sqlite", "figures.csv", "comparisons.csv", "answers.csv", "indicators.csv", "areas.csv",
            "areas.geojson", "datapackage.json")  # fmt: skip


def require_release(folder: Path) -> None:
    """Raise ``BadInput`` when the folder lacks a file of a release; does not read checksums."""
    missing = [name for name in REQUIRED if not (folder / name).is_file()]
    if missing:
        raise BadInput(
            [Problem(f"{name} ontbreekt", file=folder, hint="is dit de map van een release?") for name in missing]
        )


def check_release(folder: Path) -> list[Problem]:
    """Problems of a release folder: missing or changed files, tables that contradict each other, values that leak."""
    try:
        require_release(folder)
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        problems = _check_files(folder, package)
        if not problems:
            problems = _check_contents(folder)
    except BadInput as error:
        return list(error.problems)
    except (sqlite3.DatabaseError, LookupError, TypeError, ValueError, AttributeError) as error:
        hint = "is hij met een andere versie van Vergezicht gemaakt, bouw hem dan opnieuw"
        return [Problem("de map is beschadigd", file=folder, got=f"{type(error).__name__}: {error}"[:200], hint=hint)]
    return problems


def _check_files(folder: Path, package: dict[str, Any]) -> list[Problem]:
    problems = []
    for resource in package["resources"]:
        path = folder / resource["path"]
        if path.parent != folder or path.name != resource["path"]:
            problems.append(Problem("dit bestand ligt buiten de map", file=folder, got=str(resource["path"])[:100]))
        elif not path.is_file():
            problems.append(Problem("bestand ontbreekt", file=path))
        elif f"sha256:{sha256(path)}" != resource["hash"]:
            problems.append(
                Problem(
                    "het bestand is gewijzigd nadat de release is gemaakt",
                    file=path,
                    expected=resource["hash"][:23],
                    got=f"sha256:{sha256(path)[:16]}",
                    hint="bouw de release opnieuw; wijzig nooit een release met de hand",
                )
            )
    known = {resource["path"] for resource in package["resources"]} | {"datapackage.json"}
    problems += [
        Problem("dit bestand hoort niet bij de release", file=path)
        for path in sorted(folder.iterdir())
        if path.name not in known
    ]
    return problems


def contents_of(release: Release) -> ReleaseContents:
    """Everything a release holds, read back from its store; documents are not."""
    return ReleaseContents(
        facts=release.facts,
        geography=release.geography,
        boundaries=release.boundaries,
        indicators=release.indicators,
        figures=release.figures(group=None),
        comparisons=release.comparisons(),
        answers=tuple(
            answer
            for indicator in release.indicators
            for area in release.geography
            for period in release.periods
            for answer in release.answers(indicator.code, area.code, period)
        ),
        group_comparisons=release.group_comparisons(),
    )


def _check_contents(folder: Path) -> list[Problem]:
    contents = contents_of(Release(folder))
    problems = []
    for name, (columns, rows) in csv_tables(contents).items():
        if (folder / f"{name}.csv").read_bytes().decode("utf-8") != csv_text(columns, rows):
            problems.append(Problem(f"{name}.csv zegt iets anders dan release.sqlite", file=folder / f"{name}.csv"))
    for figure in contents.figures:
        suppressed = figure.status == FigureStatus.SUPPRESSED
        if suppressed != (figure.value is None) or (suppressed and (figure.low, figure.high) != (None, None)):
            problems.append(
                Problem(
                    f"{figure.indicator}, {figure.area}, {figure.period}: onderdrukt en waarde spreken elkaar tegen",
                    file=folder / "figures.csv",
                )
            )
    return problems
