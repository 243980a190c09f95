"""Spreadsheets: sheets as a workbook (XLSX), and what may stand in a cell. `registers/workbook.py` reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every part of the zip; the day of the workbook is in its properties


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


def write_workbook(sheets: Sequence[Sheet], *, title: str, day: date) -> bytes:
    """Sheets as XLSX, the same bytes for the same words; texts are made harmless."""
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
    """The text as it may stand in a cell: never a formula, and without what XML 1.0 (2.2, Char) cannot hold."""
    kept = _NO_XML.sub("", text)
    return f"'{kept}" if kept.startswith(_FORMULA) else kept


def as_written(text: str) -> str:
    """What ``harmless`` was given, as a cell gives it back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
