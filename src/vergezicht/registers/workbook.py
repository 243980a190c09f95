"""Workbook: the rows of a sheet of an XLSX file. The only module that speaks to openpyxl."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from vergezicht.problems import Problems
from vergezicht.registers.cells import Raw
from vergezicht.registers.table import Row

MOST_UNPACKED = 512_000_000
MOST_RATIO = 200
MOST_PARTS = 5_000
MOST_CELLS = 20_000_000
_SMALL = 1_000_000
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every part of the zip; the day of the workbook is in its properties
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


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """One sheet as XLSX, its headings frozen. A text that a spreadsheet would run as a formula gets an apostrophe."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet[:31])
    page.freeze_panes = "A2"
    page.append(list(headings))
    for row in rows:
        page.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class Shown(NamedTuple):
    """A number with the decimals that a reader sees, in the notation of the reader's own country."""

    value: float
    decimals: int


@dataclass(frozen=True)
class Sheet:
    """A sheet with its headings, frozen and with a filter; ``widths`` are of its columns, in signs."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | int | Shown | None]]
    widths: Sequence[int]


def write_book(sheets: Sequence[Sheet], *, title: str, day: date) -> bytes:
    """Sheets as XLSX, the same bytes for the same words; texts are made harmless as in `write_workbook`."""
    import openpyxl
    from openpyxl.writer.excel import ExcelWriter

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator, book.properties.title = "Vergezicht", title
    book.properties.created = book.properties.modified = datetime.combine(day, time())
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name[:31]), sheet)
    written, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:  # book.save would put the hour of now in it
        ExcelWriter(book, archive).save()
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _FIRST_DAY), before.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _fill(page: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    wraps, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def made(cell: str | int | Shown | None, width: int) -> Any:
        if isinstance(cell, Shown):
            number = WriteOnlyCell(page, value=cell.value)
            number.number_format = f"0.{'0' * cell.decimals}" if cell.decimals else "0"
            return number
        if isinstance(cell, str) and len(cell) > width:
            long = WriteOnlyCell(page, value=harmless(cell))
            long.alignment = wraps
            return long
        return harmless(cell) if isinstance(cell, str) else cell

    page.freeze_panes = "A2"
    letters = [get_column_letter(number) for number in range(1, len(sheet.headings) + 1)]
    for letter, width in zip(letters, sheet.widths, strict=True):
        page.column_dimensions[letter].width = width
    page.auto_filter.ref = f"A1:{letters[-1]}{len(sheet.rows) + 1}"
    headings = [WriteOnlyCell(page, value=heading) for heading in sheet.headings]
    for heading in headings:
        heading.font = bold
    page.append(headings)
    for row in sheet.rows:
        page.append([made(cell, width) for cell, width in zip(row, sheet.widths, strict=True)])


def harmless(text: str) -> str:
    """The text as it may stand in a cell: never a formula, and without what XML cannot hold."""
    kept = "".join(sign for sign in text if sign in "\n\t\r" or sign.isprintable())
    return f"'{kept}" if kept.startswith(_FORMULA) else kept


def as_written(text: str) -> str:
    """What ``harmless`` was given, as a cell gives it back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
