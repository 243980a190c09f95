"""The tables of a release as Arrow and Parquet, for data frames; the only module here that talks to pyarrow.

>>> from vergezicht.figures.columnar import arrow_table          # doctest: +SKIP
>>> arrow_table(open_release(Path("bvb-2026-v1")), "figures").to_pandas()   # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vergezicht.figures.dictionary import COLUMNS
from vergezicht.figures.export import csv_tables
from vergezicht.figures.integrity import contents_of
from vergezicht.figures.release import Release
from vergezicht.problems import BadInput, Problem

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_table(release: Release, name: str) -> pa.Table:
    """One table of a release (figures, comparisons, answers, indicators or areas), unknown cells null.

    Columns and their meaning are those of the CSV files (``vergezicht.figures.dictionary``).
    Raises KeyError for another name and ``BadInput`` when pyarrow is not installed.
    """
    return _arrow(*csv_tables(contents_of(release))[name])


def write_parquet(release: Release, folder: Path) -> list[Path]:
    """Write every table of a release as a Parquet file into ``folder``; returns the paths."""
    tables = {name: _arrow(*parts) for name, parts in csv_tables(contents_of(release)).items()}
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables.items():
        path = folder / f"{name}.parquet"
        pq.write_table(table, path)
        written.append(path)
    return written


def _arrow(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    try:
        import pyarrow as pa
    except ImportError:
        raise BadInput([Problem("parquet schrijven kan hier niet", hint='installeer "vergezicht[parquet]"')]) from None
    kinds = {"number": pa.float64(), "integer": pa.int64(), "string": pa.string()}
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    fields = [
        pa.field(column, kinds[COLUMNS[column].kind], metadata={"description": COLUMNS[column].description})
        for column in columns
    ]
    arrays = [
        pa.array([None if cell == "" else cell for cell in column], type=field.type)
        for column, field in zip(cells, fields, strict=True)
    ]
    return pa.table(arrays, schema=pa.schema(fields))
