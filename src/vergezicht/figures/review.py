"""Review: an analyst goes through a release before anyone adopts it, step by step, and what was said is kept.

The answers go in a file beside the release, never into it: a release does not change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vergezicht.figures.difference import compare_releases, words
from vergezicht.figures.export import sha256
from vergezicht.figures.figure import FigureStatus
from vergezicht.figures.integrity import check_release
from vergezicht.figures.release import Release, open_release
from vergezicht.figures.report.content import Paragraph, Table, method_report

Ask = Callable[[str], str]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One thing to look at, and the question to answer about it. ``rows`` of a table, its headings first."""

    name: str
    question: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """Rows and lines as text."""
        return (*(" | ".join(row) for row in self.rows), *self.lines)


@dataclass(frozen=True)
class Answer:
    """``agreed`` or not, with a remark."""

    step: str
    agreed: bool
    remark: str


def steps(release: Release, before: Release | None) -> Iterator[Step]:
    """What a reviewer looks at, in this order."""
    problems = [str(problem) for problem in check_release(release.folder)]
    yield Step("heel", "Is de release heel?", tuple(problems) or ("Alle bestanden kloppen met hun controlegetal.",))
    report = method_report(release)
    lines = [part.text for part in report.parts if isinstance(part, Paragraph)][:12]
    waves = next((part for part in report.parts if isinstance(part, Table)), None)
    yield Step("methode", "Kloppen metingen, weging en opmerkingen?", tuple(lines), _rows(waves))
    hidden = next((part for part in report.parts if isinstance(part, Table) and "per reden" in part.caption), None)
    yield Step(
        "weggelaten",
        "Is wat is weggelaten wat u verwacht?",
        () if hidden else ("Niets is weggelaten.",),
        _rows(hidden),
    )
    yield Step("opvallend", "Zijn de grootste verschillen tussen buurten te geloven?", tuple(_extremes(release)))
    if before is not None:
        changes = tuple(words(compare_releases(before, release), release, before, most=10))
        yield Step("verschil", f"Is het verschil met {before.name} verklaard?", changes)


def review(release: Release, before: Release | None, *, reviewer: str, ask: Ask, say: Say) -> list[Answer]:
    """Go through every step; ``ask`` gives j or n, with a remark behind it ("n de buurt Kamperpoort klopt niet")."""
    answers = []
    for step in steps(release, before):
        say(f"\n== {step.name}")
        for line in step.told:
            say(f"   {line}")
        while True:
            reply = ask(f"{step.question} [j/n, met opmerking] ").strip()
            if reply[:1].lower() in {"j", "n"}:
                break
            say("   Antwoord met j of n; een opmerking mag erachter.")
        answers.append(Answer(step.name, reply[0].lower() == "j", reply[1:].lstrip(" ,;:")))
    say(f"\n{sum(answer.agreed for answer in answers)} van {len(answers)} akkoord, door {reviewer}.")
    return answers


def review_file(folder: Path) -> Path:
    """Where the review of a release is kept: beside its folder."""
    return folder.with_name(f"{folder.name}.review.json")


def keep_review(folder: Path, answers: Sequence[Answer], *, reviewer: str, day: str) -> Path:
    """Add a review to those that are there; it names the exact release by the checksum of its description."""
    path = review_file(folder)
    kept = json.loads(path.read_text("utf-8")) if path.is_file() else []
    kept.append(
        {
            "release": open_release(folder).name,
            "sha256": sha256(folder / "datapackage.json"),
            "reviewer": reviewer,
            "date": day,
            "agreed": all(answer.agreed for answer in answers),
            "steps": [{"step": item.step, "agreed": item.agreed, "remark": item.remark} for item in answers],
        }
    )
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def _rows(table: Table | None) -> tuple[tuple[str, ...], ...]:
    return () if table is None else (table.headings, *table.rows)


def _extremes(release: Release) -> Iterator[str]:
    """Per indicator the lowest and the highest firm figure of the smallest areas in the latest wave."""
    for indicator in release.indicators:
        figures = [
            figure
            for figure in release.figures(
                indicator=indicator.code, period=release.latest, level=release.geography.levels[-1]
            )
            if figure.status == FigureStatus.PUBLISHED and figure.value is not None
        ]
        if len(figures) < 2:
            continue
        low, high = min(figures, key=lambda item: item.value or 0), max(figures, key=lambda item: item.value or 0)
        names = [release.geography[figure.area].name for figure in (low, high)]
        values = [f"{figure.value:g}".replace(".", ",") for figure in (low, high)]
        yield f"{indicator.title}: {values[0]} in {names[0]}, {values[1]} in {names[1]}"
