"""The release as open data: CSV with Dutch columns, GeoJSON and a Data Package (v2) that describes them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from vergezicht.figures.citation import citation
from vergezicht.figures.dictionary import csvw, file_description, package_schema
from vergezicht.figures.release import ReleaseContents
from vergezicht.figures.store import write_store
from vergezicht.languages import noted
from vergezicht.problems import BadInput, Problem
from vergezicht.spreadsheets import harmless

_MEDIA_TYPES = {
    ".geojson": "application/geo+json",
    ".json": "application/csvm+json",
    ".sqlite": "application/vnd.sqlite3",
    ".xml": "application/xml",
}

ALL_ADULTS = noted("iedereen")  # in the open data a key is never empty
FIGURE_COLUMNS = (
    "indicator", "gebiedscode", "niveau", "gebied", "periode", "groep", "waarde", "ondergrens", "bovengrens",
    "eenheid", "n", "status", "reden", "grens",
)  # fmt: skip
COMPARISON_COLUMNS = (
    "indicator", "gebiedscode", "niveau", "gebied", "periode", "vergeleken_met", "vergeleken_periode", "verschil",
    "ondergrens", "bovengrens", "p", "p_gecorrigeerd", "oordeel",
)  # fmt: skip
GROUP_COMPARISON_COLUMNS = (
    "indicator", "gebiedscode", "niveau", "gebied", "periode", "groep", "verschil", "ondergrens", "bovengrens", "p",
    "p_gecorrigeerd", "oordeel",
)  # fmt: skip
INDICATOR_COLUMNS = (
    "indicator", "titel", "vraag", "soort", "eenheid", "decimalen", "beter_is", "thema", "bron", "vanaf_niveau",
    "toelichting", "licentie", "brondatum", "gebiedsindeling",
)  # fmt: skip
AREA_COLUMNS = ("gebiedscode", "niveau", "gebied", "onderdeel_van")
ANSWER_COLUMNS = ("indicator", "gebiedscode", "niveau", "gebied", "periode", "positie", "antwoord", "waarde")


def write_folder(folder: Path, contents: ReleaseContents, *, replace: bool) -> Path:
    """Write beside the target first and move into place last: a full disk leaves no half release behind."""
    if folder.exists() and not replace:
        raise BadInput(
            [Problem("deze map bestaat al", file=folder, hint="kies een nieuwe versie, of gebruik --replace")]
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_files(temporary, contents)
        temporary.chmod(0o755)
        if folder.exists():
            retired = folder.with_name(f".{folder.name}-oud")
            shutil.rmtree(retired, ignore_errors=True)
            folder.replace(retired)
            temporary.replace(folder)
            shutil.rmtree(retired, ignore_errors=True)
        else:
            temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return folder


def _write_files(folder: Path, contents: ReleaseContents) -> None:
    write_store(folder / "release.sqlite", contents)
    tables = csv_tables(contents)
    for name, (columns, rows) in tables.items():
        (folder / f"{name}.csv").write_text(csv_text(columns, rows), "utf-8", newline="")
    geojson = contents.boundaries.to_geojson(contents.geography)
    (folder / "areas.geojson").write_text(json.dumps(geojson, ensure_ascii=False, separators=(",", ":")), "utf-8")
    for name, text in contents.documents:
        (folder / name).write_text(text, "utf-8")
    described = csvw(contents.facts, {name: columns for name, (columns, _) in tables.items()})
    (folder / "csvw.json").write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")
    package = _datapackage(folder, contents, {name: columns for name, (columns, _) in tables.items()})
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")


def csv_tables(contents: ReleaseContents) -> dict[str, tuple[Sequence[str], list[Sequence[Any]]]]:
    """Name -> (columns, rows) of every CSV file in a release; the site offers selections of the same tables.

    Only a release with comparisons of groups has a file of these.
    """
    areas = {area.code: area for area in contents.geography}
    order = {area.code: position for position, area in enumerate(contents.geography)}
    indicators = {indicator.code: indicator for indicator in contents.indicators}
    rank = {code: position for position, code in enumerate(indicators)}

    def place(code: str) -> tuple[str, str, str]:
        return (code, areas[code].level.value, areas[code].name)

    figures: list[Sequence[Any]] = [
        (f.indicator, *place(f.area), f.period, f.group or ALL_ADULTS, f.value, f.low, f.high,
         indicators[f.indicator].unit, f.n, f.status.value, f.reason.value if f.reason else "", f.censored)
        for f in sorted(contents.figures, key=lambda f: (rank[f.indicator], f.period, order[f.area], f.group))
    ]  # fmt: skip
    comparisons: list[Sequence[Any]] = [
        (c.indicator, *place(c.area), c.period, c.reference.value, c.reference_period, c.difference, c.low, c.high,
         c.p, c.p_adjusted, c.verdict.value)
        for c in sorted(
            contents.comparisons, key=lambda c: (rank[c.indicator], c.period, c.reference.value, order[c.area])
        )
    ]  # fmt: skip
    of_groups: list[Sequence[Any]] = [
        (c.indicator, *place(c.area), c.period, c.group, c.difference, c.low, c.high, c.p, c.p_adjusted,
         c.verdict.value)
        for c in sorted(contents.group_comparisons, key=lambda c: (rank[c.indicator], c.period, order[c.area], c.group))
    ]  # fmt: skip
    answers: list[Sequence[Any]] = [
        (a.indicator, *place(a.area), a.period, a.position, a.answer, a.value)
        for a in sorted(contents.answers, key=lambda a: (rank[a.indicator], order[a.area], a.period, a.position))
    ]
    return {
        "figures": (FIGURE_COLUMNS, figures),
        "comparisons": (COMPARISON_COLUMNS, comparisons),
        **({"group_comparisons": (GROUP_COMPARISON_COLUMNS, of_groups)} if of_groups else {}),
        "answers": (ANSWER_COLUMNS, answers),
        "indicators": (
            INDICATOR_COLUMNS,
            [
                (i.code, i.title, i.question, i.kind.value, i.unit, i.decimals, i.direction.value, i.theme, i.source,
                 i.lowest_level.value, i.explanation, i.licence, i.source_date, i.area_version)
                for i in contents.indicators
            ],
        ),
        "areas": (AREA_COLUMNS, [(*place(area.code), " ".join(area.part_of)) for area in contents.geography]),
    }  # fmt: skip


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV (RFC 4180): decimal points, empty for unknown."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([["" if cell is None else _cell(cell) for cell in row] for row in rows])
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        # A count of a register can have more digits than a percentage; twelve still hide binary rounding.
        return f"{value:.6g}" if abs(value) < 1000 else f"{value:.12g}"
    if isinstance(value, str):
        return harmless(value)
    return value


def _datapackage(folder: Path, contents: ReleaseContents, columns: dict[str, Sequence[str]]) -> dict[str, Any]:
    facts = contents.facts
    resources = []
    for path in sorted(folder.iterdir()):
        resource: dict[str, Any] = {
            "name": path.stem if path.suffix == ".csv" else path.name.replace(".", "-"),
            "path": path.name,
            "description": file_description(path.name),
            "bytes": path.stat().st_size,
            "hash": f"sha256:{sha256(path)}",
        }
        if path.suffix == ".csv":
            resource |= {
                "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                "schema": package_schema(path.stem, columns[path.stem]),
            }  # fmt: skip
        else:
            resource |= {"format": path.suffix.removeprefix("."), "mediatype": _MEDIA_TYPES[path.suffix]}
        resources.append(resource)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": facts.name,
        "title": facts.title,
        "description": f"Noem de bron: {citation(facts)}",
        "created": f"{facts.date}T00:00:00Z",
        "contributors": [{"title": facts.publisher, "roles": ["publisher"]}],
        "sources": [{"title": facts.source}],
        "licenses": [{"name": facts.licence}],
        "vergezicht": {
            "code_version": facts.code_version,
            "simulated": facts.simulated,
            "waves": [
                {"period": w.period, "invited": w.invited, "respondents": w.respondents, "fieldwork": w.fieldwork}
                for w in facts.waves
            ],
            "method": list(facts.method),
            "notes": list(facts.notes),
            "map": contents.boundaries.kind.value,
        },
        "resources": resources,
    }


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
