"""Pipeline: from a mapping and its tables to a release. Read, count, check, protect, write."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import vergezicht
from vergezicht.areas import Geography, read_areas
from vergezicht.areas.boundaries import Boundaries
from vergezicht.figures import (
    Figure,
    FigureStatus,
    Indicator,
    Reason,
    ReleaseContents,
    ReleaseFacts,
    Wave,
    write_release,
)
from vergezicht.problems import BadInput, Problem, Problems
from vergezicht.registers.cells import rounded
from vergezicht.registers.checking import check_parts, check_sums
from vergezicht.registers.counting import Counts, Source, count_table
from vergezicht.registers.mapping import PERIOD_IN_NAME, Basis, CountedIndicator, RegisterMapping, TablePlan
from vergezicht.registers.mapping_file import read_mapping
from vergezicht.registers.originals import keep_originals
from vergezicht.registers.protection import hide_complements, hide_levels, sum_levels
from vergezicht.registers.raw_file import read_rows
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.statline import kept_rows, part_of
from vergezicht.registers.table import Row, find_table

Progress = Callable[[str], None]
_BASES = {
    Basis.COUNTED: "Geteld, niet gevraagd: cijfers uit een registratie hebben geen steekproefmarge.",
    Basis.ASKED: "Gevraagd door de bron: deze cijfers hebben een marge, maar de bron geeft haar niet.",
    Basis.MODELLED: "Berekend met een model: deze cijfers zijn niet geteld en niet per gebied gemeten.",
}


@dataclass(frozen=True)
class Original:
    """A raw file that was used: its name and checksum are told in the release, its bytes stay in the snapshot.

    ``retrieved`` is the day on which an answer was fetched; "" for a file that somebody gave.
    """

    path: Path
    sha256: str
    plan: TablePlan
    retrieved: str = ""


@dataclass(frozen=True)
class Register:
    """A mapping with everything it names, read, counted, checked and protected."""

    mapping: RegisterMapping
    geography: Geography
    boundaries: Boundaries
    counts: Counts
    originals: tuple[Original, ...]


def build_register_release(
    mapping: Path, out: Path, *, folder: Path | None = None, replace: bool = False, progress: Progress = lambda _: None
) -> Path:
    """Build the release folder ``out`` from a mapping; the same mapping and files give the same bytes.

    Files are looked for in ``folder``: that of the mapping unless told, or a snapshot. What was read is kept beside
    the release, in a folder with "-bron" behind its name, never in it: raw tables hold what the release hides.

    Raises ``BadInput`` with every problem found; then nothing has been written.
    """
    if out.exists() and not replace:
        raise BadInput([Problem("deze map bestaat al", file=out, hint="kies een nieuwe versie, of gebruik --replace")])
    register = count(mapping, folder=folder, progress=progress)
    progress(f"Uitgave schrijven naar {out.name}")
    kept = keep_originals(
        [original.path for original in register.originals], snapshot_beside(out), folder or mapping.parent
    )
    try:
        written = write_release(out, _contents(register), replace=replace)
    except BaseException:
        kept.discard()
        raise
    kept.settle()
    return written


def snapshot_beside(out: Path) -> Path:
    """The folder in which the raw tables of a release are kept."""
    return out.with_name(f"{out.name}-bron")


def count(path: Path, *, folder: Path | None = None, progress: Progress = lambda _: None) -> Register:
    """Read a mapping and every table it names into counts that may be shown; raises ``BadInput`` with all problems."""
    mapping = read_mapping(path)
    geography, boundaries = read_areas(mapping.areas)
    where = folder or path.parent
    problems = Problems()
    counts = Counts()
    indicators = {item.indicator.code: item for item in mapping.indicators}
    originals: list[Original] = []
    snapshot = Snapshot(where)
    if snapshot.exists:
        snapshot.check(problems)
    for plan in mapping.tables:
        for source, files in _sources(plan, where, snapshot, problems):
            progress(f"{source.table.file}: {len(source.table.rows)} rijen")
            count_table(source, geography, indicators, counts, problems)
            originals += files
    if not len(problems):
        titles = {code: item.indicator.title.lower() for code, item in indicators.items()}
        check_sums(counts, geography, mapping.indicators, problems)
        check_parts(counts, mapping.checks, titles, problems)
    problems.raise_if_any()
    hide_levels(counts, geography, mapping.indicators)
    hide_complements(counts, geography, mapping.indicators, mapping.checks)
    sum_levels(counts, geography, mapping.indicators)
    return Register(mapping, geography, boundaries, counts, tuple(originals))


def _sources(
    plan: TablePlan, folder: Path, snapshot: Snapshot, problems: Problems
) -> Iterator[tuple[Source, list[Original]]]:
    """The tables of one plan, each with the raw files it came from: one, or one for every year in a file name."""
    if plan.online is not None and (not plan.file or snapshot.pages(part_of(plan))):
        rows = kept_rows(snapshot, plan, problems)
        files = [
            Original(folder / kept.file, kept.sha256, plan, kept.retrieved[:10])
            for kept in snapshot.pages(part_of(plan))
        ]
        yield from _found(plan, plan.online.table, "", rows, files, problems)
        return
    for path, period in _paths(plan, folder, problems):
        rows = read_rows(path, plan.layout, problems)
        files = [Original(path, hashlib.sha256(path.read_bytes()).hexdigest(), plan)] if rows else []
        yield from _found(plan, path.name, period, rows, files, problems)


def _found(
    plan: TablePlan, name: str, period: str, rows: tuple[Row, ...], files: list[Original], problems: Problems
) -> Iterator[tuple[Source, list[Original]]]:
    table = find_table(rows, plan.columns, name, problems, header=plan.layout.header) if rows else None
    if table is not None:
        yield Source(plan, table, period), files


def _paths(plan: TablePlan, folder: Path, problems: Problems) -> list[tuple[Path, str]]:
    if PERIOD_IN_NAME not in plan.file:
        return [(folder / plan.file, "")]
    before, after = (re.escape(part) for part in plan.file.split(PERIOD_IN_NAME, 1))
    pattern = re.compile(rf"{before}(\d{{4}}){after}")
    listed = sorted(folder.iterdir()) if folder.is_dir() else []
    found = [(path, match[1]) for path in listed if (match := pattern.fullmatch(path.name))]
    if not found:
        problems.add(
            "geen bestanden gevonden",
            file=folder,
            expected=plan.file.replace(PERIOD_IN_NAME, "2024"),
            hint="geef met --folder de map waar ze staan",
        )
    return found


def _contents(register: Register) -> ReleaseContents:
    mapping, text = register.mapping, register.mapping.release
    facts = ReleaseFacts(
        name=text.name,
        title=text.title,
        publisher=text.publisher,
        source=text.source,
        licence=text.licence,
        date=text.date,
        code_version=vergezicht.__version__,
        simulated=text.simulated,
        series=text.series,
        waves=tuple(Wave(period, None, None) for period in register.counts.periods),
        method=(*text.method, *_method_lines(register)),
        notes=(*text.notes, *_note_lines(register)),
    )
    return ReleaseContents(
        facts=facts,
        geography=register.geography,
        boundaries=register.boundaries,
        indicators=tuple(_described(item, mapping) for item in mapping.indicators),
        figures=tuple(figures(register)),
        comparisons=(),
    )


def figures(register: Register) -> Iterator[Figure]:
    """Every cell as a figure, rounded to the decimals of its indicator; without margin, for nothing was sampled."""
    decimals = {item.indicator.code: item.indicator.decimals for item in register.mapping.indicators}
    for (code, period), series in sorted(register.counts.series.items()):
        for area, cell in series.items():
            if cell.shown and cell.value is not None:
                value = rounded(cell.value, decimals[code])
                yield Figure(code, area, period, value, None, None, None, FigureStatus.PUBLISHED)
            else:
                yield Figure(
                    code,
                    area,
                    period,
                    None,
                    None,
                    None,
                    None,
                    FigureStatus.SUPPRESSED,
                    cell.reason or Reason.NOT_AVAILABLE,
                )


def _described(item: CountedIndicator, mapping: RegisterMapping) -> Indicator:
    """The indicator with the source of its newest table."""
    tables = [table for table in mapping.tables if item.indicator.code in {value.indicator for value in table.values}]
    newest = max(tables, key=lambda table: table.date)
    return replace(
        item.indicator,
        source=newest.source,
        licence=newest.licence,
        source_date=newest.date,
        area_version=newest.area_version,
    )


def _method_lines(register: Register) -> Iterator[str]:
    for basis in Basis:
        if any(plan.basis == basis for plan in register.mapping.tables):
            yield _BASES[basis]
    for plan in register.mapping.tables:
        used = [original for original in register.originals if original.plan is plan]
        files = ", ".join(f"{original.path.name} (sha256 {original.sha256[:16]})" for original in used)
        days = sorted({original.retrieved for original in used if original.retrieved})
        fetched = f", opgehaald {days[-1]}" if days else ""
        yield f"{plan.source}, {plan.date}, {plan.licence}, gebiedsindeling {plan.area_version}{fetched}: {files}"
    summed = [item.indicator.title for item in register.mapping.indicators if item.summed_to]
    if summed:
        yield f"Voor gebieden die de bron niet geeft zijn de buurten opgeteld: {', '.join(summed)}."


def _note_lines(register: Register) -> Iterator[str]:
    counts = register.counts
    yield from sorted(counts.footnotes)
    yield from (f"Noot bij losse cijfers: {mark}" for mark in sorted(counts.marks))
    for absence, n in sorted(counts.absent.items()):
        yield f"{n} cijfers ontbreken in de bron: {absence}."
