"""Raw file: is it there, is it what it says, and its rows, whatever kind of file it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vergezicht.problems import Problems
from vergezicht.registers.cells import Raw
from vergezicht.registers.mapping import Format, Layout
from vergezicht.registers.table import Row

MOST_BYTES = 256_000_000
_SIGNATURES = (
    (b"PK\x03\x04", "een zip- of Excel-bestand (.xlsx)"),
    (b"\xd0\xcf\x11\xe0", "een oud Office-bestand (.xls)"),
    (b"%PDF", "een PDF"),
    (b"PAR1", "een parquet-bestand"),
    (b"SQLite format 3", "een SQLite-bestand"),
    (b"\x1f\x8b", "een ingepakt bestand (gzip)"),
    (b"<", "XML of een webpagina"),
)
_JSON = (b"{", b"[")
_DELIMITERS = ";,\t|"


def read_rows(path: Path, layout: Layout, problems: Problems) -> tuple[Row, ...]:
    """The rows of a CSV, XLSX or JSON file; empty after reporting what is wrong with it."""
    raw = read_bytes(path, layout.format, problems)
    if raw is None:
        return ()
    if layout.format == Format.XLSX:
        from vergezicht.registers.workbook import workbook_rows

        return workbook_rows(raw, path.name, layout.sheet, problems)
    text = _decoded(raw, layout.encoding, path.name, problems)
    if text is None:
        return ()
    if layout.format == Format.JSON:
        document = parse_json(text, path.name, problems)
        return () if document is None else json_rows(document, path.name, problems)
    return csv_rows(text, path.name, layout.delimiter, problems)


def read_bytes(path: Path, form: Format, problems: Problems) -> bytes | None:
    """The bytes of a file, after a look at whether it is what it says; None after reporting that it is not."""
    if not path.is_file():
        problems.add("bestand niet gevonden", file=path, hint="geef met --folder de map waar het staat")
        return None
    size = path.stat().st_size
    if size > MOST_BYTES:
        problems.add("het bestand is te groot", file=path, expected=f"hooguit {MOST_BYTES} bytes", got=f"{size} bytes")
        return None
    raw = path.read_bytes()
    start = raw[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        problems.add("het bestand is leeg", file=path)
        return None
    found = next((name for mark, name in _SIGNATURES if start.startswith(mark)), None)
    if form == Format.XLSX:
        wrong = None if raw.startswith(b"PK\x03\x04") else found or "een tekstbestand"
    elif form == Format.JSON:
        wrong = None if start.startswith(_JSON) or b"\x00" in start else found or "een ander tekstbestand"
    else:
        wrong = found or ("JSON" if start.startswith(_JSON) else None)
    if wrong is not None:
        problems.add(
            "het bestand is niet wat de mapping zegt",
            file=path,
            expected=form.value,
            got=wrong,
            hint="kijk of de download is gelukt, en of layout.format klopt",
        )
        return None
    return raw


def _decoded(raw: bytes, encoding: str, file: str, problems: Problems) -> str | None:
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        problems.add(
            f"geen tekst in {encoding}",
            file=file,
            got=str(error)[:120],
            hint="zet layout.encoding op wat het bestand is, bijvoorbeeld windows-1252",
        )
        return None
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        problems.add("er staan nultekens in de tekst", file=file, hint="is het bestand UTF-16? zet dan layout.encoding")
        return None
    return text


def csv_rows(text: str, file: str, delimiter: str, problems: Problems) -> tuple[Row, ...]:
    """Rows of CSV text; a row number is that of the line on which the row starts.

    ``delimiter`` "" is the one that occurs most often in the first lines. An open quote is reported, never guessed.
    """
    if not delimiter:
        start = "\n".join(text.splitlines()[:10])
        delimiter = max(_DELIMITERS, key=start.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    line = 1
    try:
        for cells in reader:
            rows.append(Row(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add(
            "de csv is beschadigd", file=file, row=line, got=str(error), hint="kijk naar aanhalingstekens in deze rij"
        )
        return ()
    return tuple(rows)


def parse_json(text: str, file: str, problems: Problems) -> Any:
    """The JSON document, with every number as float; None after reporting that it is none."""
    try:
        return json.loads(text, parse_int=float, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        problems.add("geen geldige JSON", file=file, got=str(error)[:120], hint="misschien is de download niet af")
        return None


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is geen JSON")


def json_rows(document: Any, file: str, problems: Problems) -> tuple[Row, ...]:
    """Rows of a list of objects, bare or under ``value`` as OData gives it; GeoJSON gives its properties.

    The first row (number 0) holds the names, so that record 1 has number 1.
    """
    records = document
    if isinstance(document, dict):
        records = document.get("value", document.get("features"))
    if not isinstance(records, list) or not records or not all(isinstance(record, dict) for record in records):
        problems.add("geen lijst van rijen", file=file, expected="een lijst van objecten, los of onder value")
        return ()
    if isinstance(document, dict) and document.get("type") == "FeatureCollection":
        records = [record.get("properties") or {} for record in records]
    return record_rows(records)


def record_rows(records: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Rows of records; the names of all of them are row 0."""
    names = list(dict.fromkeys(name for record in records for name in record))
    data = [Row(number, tuple(_cell(record.get(name)) for name in names)) for number, record in enumerate(records, 1)]
    return (Row(0, tuple(names)), *data)


def _cell(value: Any) -> Raw:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return json.dumps(value)
