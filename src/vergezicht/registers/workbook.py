"""Workbook: the rows of a sheet of an XLSX file, however it came about; `spreadsheets.py` writes them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from vergezicht.problems import Problems
from vergezicht.registers.cells import Raw
from vergezicht.registers.table import Row

MOST_UNPACKED = 512_000_000
MOST_RATIO = 200
MOST_PARTS = 5_000
MOST_CELLS = 20_000_000
_SMALL = 1_000_000
_FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def workbook_rows(raw: bytes, file: str, sheet: str, problems: Problems) -> tuple[Row, ...]:
    """Rows of the sheet called ``sheet`` (the first one when ""); a cell shown as a percentage counts in percent.

    Empty after reporting what is wrong: damaged, not a workbook, larger unpacked than can be meant, XML with
    entities, an unknown sheet, too many cells.
    """
    if not _is_safe(raw, file, problems):
        return ()
    import openpyxl

    try:
        with warnings.catch_warnings():
            # Exports of databanks have no default style; what openpyxl makes of that does not touch the cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            names = book.sheetnames
            if sheet and sheet not in names:
                problems.add("blad niet gevonden", file=file, expected=", ".join(names), got=sheet)
                return ()
            page = book[sheet] if sheet else book.worksheets[0]
            if not hasattr(page, "reset_dimensions"):
                problems.add("dit blad is een grafiek", file=file, got=page.title)
                return ()
            # The size a sheet says it has is wrong in some exports ("A1"); without it every row is read.
            page.reset_dimensions()
            rows = tuple(_rows(page))
            book.close()
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, zipfile.BadZipFile, SyntaxError) as e:
        problems.add("het werkboek is niet te lezen", file=file, got=f"{type(e).__name__}: {e}"[:160])
        return ()
    if sum(len(row.cells) for row in rows) > MOST_CELLS:
        problems.add("het blad heeft te veel cellen", file=file, expected=f"hooguit {MOST_CELLS}")
        return ()
    return rows


def _is_safe(raw: bytes, file: str, problems: Problems) -> bool:
    """Look at a zip before anything is unpacked in memory: its sizes, and whether its XML declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            squeezed = [p for p in parts if p.file_size > _SMALL and p.file_size > MOST_RATIO * max(p.compress_size, 1)]
            if unpacked > MOST_UNPACKED or squeezed or len(parts) > MOST_PARTS:
                problems.add(
                    "het bestand is uitgepakt veel te groot",
                    file=file,
                    expected=f"hooguit {MOST_UNPACKED} bytes, en niet meer dan {MOST_RATIO} keer zo groot als ingepakt",
                    got=f"{unpacked} bytes in {len(parts)} delen",
                    hint="dit lijkt op een zipbom; open het niet",
                )
                return False
            if "[Content_Types].xml" not in archive.namelist():
                problems.add("dit is een zip, maar geen werkboek", file=file, expected="xlsx")
                return False
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")) and _declares_entities(archive, part):
                    problems.add("het werkboek bevat XML met entiteiten", file=file, got=part.filename)
                    return False
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        problems.add("het werkboek is beschadigd of niet af", file=file, got=str(error)[:120])
        return False
    return True


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A document type can only stand before the first element; 64 kB of comments before it is no workbook either."""
    with archive.open(part) as stream:
        start = stream.read(65_536)
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        start = start.replace(b"\x00", b"")
    return _FORBIDDEN.search(start) is not None


def _rows(page: Any) -> Iterator[Row]:
    count = 0
    for number, cells in enumerate(page.iter_rows(), start=1):
        count += len(cells)
        if count > MOST_CELLS:
            raise ValueError("te veel cellen")
        yield Row(number, tuple(_cell(cell) for cell in cells))


def _cell(cell: Any) -> Raw:
    value = cell.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, (int, float)):
        # 0.05 that a reader sees as 5% is 5 in a column of percentages; ten decimals undo the binary rounding.
        return round(100.0 * value, 10) if "%" in (cell.number_format or "") else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)
