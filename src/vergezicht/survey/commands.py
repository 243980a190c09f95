"""Commands of the analyst: ``vergezicht release build | check | show`` and ``vergezicht simulate``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from vergezicht.areas import AreaLevel

if TYPE_CHECKING:
    from vergezicht.figures import Figure, Indicator, Release

# One thread: our matrices are small, and the same order of adding gives the same bytes on every machine.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands; each sets ``run``, which takes the arguments and returns an exit code."""
    release = subparsers.add_parser("release", help="een release van cijfers bouwen, controleren of bekijken")
    actions = release.add_subparsers(dest="action", required=True, metavar="OPDRACHT")

    build = actions.add_parser("build", help="van antwoorden naar een map met cijfers die naar buiten mogen")
    build.add_argument("project", type=Path, metavar="PROJECT", help="het projectbestand van het onderzoek (.toml)")
    build.add_argument("--out", type=Path, required=True, metavar="MAP", help="de map van de release")
    build.add_argument("--replace", action="store_true", help="een release die er al staat vervangen")
    build.set_defaults(run=_build)

    check = actions.add_parser("check", help="nagaan of een release heel en ongewijzigd is")
    check.add_argument("folder", type=Path, metavar="MAP")
    check.set_defaults(run=_check)

    show = actions.add_parser("show", help="cijfers uit een release laten zien")
    show.add_argument("folder", type=Path, metavar="MAP")
    show.add_argument("--indicator", metavar="CODE")
    show.add_argument("--area", metavar="CODE", help="gebiedscode")
    show.add_argument("--period", metavar="JAAR")
    show.add_argument(
        "--group", metavar="GROEP", default="", help='bijvoorbeeld "leeftijd: 18 tot 30 jaar"; standaard iedereen'
    )
    show.add_argument("--level", choices=[level.value for level in AreaLevel], help="standaard: gemeente")
    show.set_defaults(run=_show)

    diff = actions.add_parser("diff", help="wat een nieuwe release toevoegt, wijzigt en intrekt")
    diff.add_argument("before", type=Path, metavar="VORIGE")
    diff.add_argument("after", type=Path, metavar="NIEUWE")
    diff.add_argument("--json", action="store_true", help="alles, voor een programma")
    diff.add_argument("--most", type=int, default=20, metavar="N", help="hoogstens zoveel regels per soort (20)")
    diff.set_defaults(run=_diff)

    report = actions.add_parser("report", help="de verantwoording: vragen, weging, marges, wat is weggelaten en waarom")
    report.add_argument("folder", type=Path, metavar="MAP")
    report.add_argument("--out", type=Path, required=True, metavar="BESTAND", help=".html of .pdf")
    report.set_defaults(run=_report)

    review = actions.add_parser("review", help="een release nalopen voordat zij wordt vastgesteld")
    review.add_argument("folder", type=Path, metavar="MAP")
    review.add_argument("--against", type=Path, metavar="VORIGE", help="de release die er nu staat")
    review.add_argument("--reviewer", required=True, metavar="ROL", help="wie naloopt, bijvoorbeeld Onderzoeker")
    review.set_defaults(run=_review)

    export = actions.add_parser("export", help="de tabellen van een release als Parquet")
    export.add_argument("folder", type=Path, metavar="MAP")
    export.add_argument("--out", type=Path, required=True, metavar="MAP", help="waar de bestanden komen")
    export.set_defaults(run=_export)

    simulate = subparsers.add_parser("simulate", help="verzonnen antwoorden maken voor een gemeente")
    simulate.add_argument("municipality", type=Path, metavar="MAP", help="de map van de gemeente")
    simulate.add_argument("--out", type=Path, metavar="MAP", help="standaard: survey/simulated in die map")
    simulate.set_defaults(run=_simulate)


def _build(arguments: argparse.Namespace) -> int:
    _use_one_thread()
    from vergezicht.survey.pipeline import build_release

    folder = build_release(arguments.project, arguments.out, replace=arguments.replace, progress=_say)
    print(f"Klaar: {folder}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from vergezicht.figures.integrity import check_release

    problems = check_release(arguments.folder)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problemen gevonden." if problems else "De release is heel en ongewijzigd.")
    return 1 if problems else 0


def _show(arguments: argparse.Namespace) -> int:
    from vergezicht.figures import open_release

    release = open_release(arguments.folder)
    level = AreaLevel(arguments.level) if arguments.level else None
    if level is None and arguments.area is None and arguments.indicator is None:
        level = AreaLevel.GEMEENTE
    figures = release.figures(
        indicator=arguments.indicator,
        area=arguments.area,
        period=arguments.period,
        level=level,
        group=arguments.group,
    )
    if not figures:
        print("Geen cijfers gevonden. Kijk de codes van indicator, gebied en periode na.")
        return 1
    for line in table(release, figures):
        print(line)
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    import json

    from vergezicht.figures import open_release
    from vergezicht.figures.difference import as_json, compare_releases, words

    before, after = open_release(arguments.before), open_release(arguments.after)
    difference = compare_releases(before, after)
    if arguments.json:
        print(json.dumps(as_json(difference), ensure_ascii=False, indent=1))
    else:
        print("\n".join(words(difference, after, before, most=arguments.most)))
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from vergezicht.figures import open_release
    from vergezicht.figures.report import as_html, method_report
    from vergezicht.problems import BadInput, Problem

    release, out = open_release(arguments.folder), arguments.out
    report = method_report(release)
    if out.suffix == ".html":
        out.write_text(as_html(report), "utf-8")
    elif out.suffix == ".pdf":
        from vergezicht.figures.report.paper import as_pdf

        out.write_bytes(as_pdf(report, release.facts.date))
    else:
        raise BadInput([Problem("onbekend soort document", file=out, expected=".html of .pdf")])
    print(f"Geschreven: {out}")
    return 0


def _review(arguments: argparse.Namespace) -> int:
    from datetime import datetime

    from vergezicht.figures import open_release
    from vergezicht.figures.review import keep_review, review

    before = open_release(arguments.against) if arguments.against else None
    answers = review(open_release(arguments.folder), before, reviewer=arguments.reviewer, ask=input, say=print)
    day = datetime.now().astimezone().date().isoformat()
    print(f"Bewaard: {keep_review(arguments.folder, answers, reviewer=arguments.reviewer, day=day)}")
    return 0 if all(answer.agreed for answer in answers) else 1


def _export(arguments: argparse.Namespace) -> int:
    from vergezicht.figures import open_release
    from vergezicht.figures.columnar import write_parquet

    for path in write_parquet(open_release(arguments.folder), arguments.out):
        print(f"Geschreven: {path}")
    return 0


def _simulate(arguments: argparse.Namespace) -> int:
    _use_one_thread()
    from vergezicht.survey.simulation.simulate import simulate

    for path in simulate(arguments.municipality, arguments.out, progress=_say):
        print(f"Geschreven: {path}")
    return 0


def table(release: Release, figures: Iterable[Figure]) -> list[str]:
    """Figures as lines of text: indicator, area, period, value, margin, number of answers, status."""
    rows = [("indicator", "gebied", "periode", "waarde", "marge (95%)", "n", "status")]
    for figure in figures:
        indicator = release.indicator(figure.indicator)
        status = figure.status.value + (f": {figure.reason.value}" if figure.reason else "")
        rows.append(
            (
                indicator.code,
                release.geography[figure.area].name,
                figure.period,
                _value(figure, indicator),
                _margin(figure, indicator),
                "" if figure.n is None else f"±{figure.n}",
                status,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]


def _value(figure: Figure, indicator: Indicator) -> str:
    if figure.value is None:
        return "–"
    number = f"{figure.value:.{indicator.decimals}f}".replace(".", ",")
    unit = "%" if indicator.unit == "%" else ""
    return f"{figure.censored} {number}{unit}".strip()


def _margin(figure: Figure, indicator: Indicator) -> str:
    if figure.low is None or figure.high is None:
        return ""
    low, high = (f"{bound:.{indicator.decimals}f}".replace(".", ",") for bound in (figure.low, figure.high))
    return f"{low} tot {high}"


def _say(message: str) -> None:
    print(message, flush=True)


def _use_one_thread() -> None:
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
