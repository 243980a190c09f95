"""Reading answers from a Parquet file, in blocks of rows; the only module that talks to pyarrow (extra ``parquet``)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vergezicht.problems import Problems

BLOCK = 500_000
MOST_AT_ONCE = 1_500_000


def read_parquet(path: Path, columns: Sequence[str], problems: Problems) -> Iterator[tuple[dict[str, Any], int]]:
    """Blocks of the wanted columns with the row number of their first row.

    The first column, the area, comes as (codes, place of each row), the others as int16 codes or float64. Reports
    columns that are missing or hold no numbers, and a file that cannot be read.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        problems.add("parquet lezen kan hier niet", file=path, hint='installeer "vergezicht[parquet]"')
        return
    before = len(problems)
    # Arrow takes OMP_NUM_THREADS for itself, which we set to 1 for the matrices: reading would go half as fast.
    pa.set_cpu_count(max(pa.cpu_count(), len(os.sched_getaffinity(0))))
    try:
        present = pq.read_schema(path)
        for name in columns:
            if name not in present.names:
                problems.add("kolom ontbreekt", file=path, column=name)
            elif name != columns[0] and not _is_number(present.field(name).type, pa):
                problems.add("geen getallen", file=path, column=name, got=str(present.field(name).type))
        if len(problems) > before:
            return
        file = pq.ParquetFile(path, read_dictionary=[columns[0]])
        first_row = 1
        for batch in _batches(file, columns):
            block: dict[str, Any] = {columns[0]: _area(batch.column(columns[0]), pa)}
            block |= {name: _numbers(batch.column(name), pa) for name in columns[1:]}
            yield block, first_row
            first_row += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        problems.add("het parquet-bestand is niet te lezen", file=path, got=str(error)[:200])


def _batches(file: Any, columns: Sequence[str]) -> Iterator[Any]:
    """Row groups read whole go twice as fast as batches of them, but a file may consist of one enormous group."""
    for group in range(file.num_row_groups):
        if file.metadata.row_group(group).num_rows <= MOST_AT_ONCE:
            yield from file.read_row_group(group, columns=list(columns)).to_batches(max_chunksize=BLOCK)
        else:
            yield from file.iter_batches(batch_size=BLOCK, row_groups=[group], columns=list(columns))


def _is_number(kind: Any, pa: Any) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind))


def _area(column: Any, pa: Any) -> tuple[tuple[str, ...], Any]:
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    column.validate(full=True)  # a damaged file can point past its own list of codes
    codes = tuple(str(code).strip() for code in column.dictionary.to_pylist())
    indices = column.indices
    places = _filled(indices, np.dtype(f"int{indices.type.bit_width}"), len(codes))
    return (*codes, ""), places.astype(np.intp)


def _numbers(column: Any, pa: Any) -> Any:
    kind = column.type
    if pa.types.is_boolean(kind):
        column, kind = column.cast(pa.int8()), pa.int8()
    for small, code in ((pa.int8(), np.dtype(np.int8)), (pa.int16(), np.dtype(np.int16))):
        # The lowest number of the kind stands for missing, so it cannot be a code as well.
        if kind == small:
            return _filled(column, code, np.iinfo(code).min)
    return _filled(column if kind == pa.float64() else column.cast(pa.float64()), np.dtype(np.float64), np.nan)


def _filled(column: Any, kind: np.dtype[Any], missing: float) -> Any:
    """The numbers of a column with ``missing`` for null, from Arrow's own memory.

    Arrow's functions for it import a quarter second of other things first, and pandas where it is installed.
    """
    validity, values = column.buffers()[:2]
    start, end = column.offset, column.offset + len(column)
    numbers = np.frombuffer(values, dtype=kind)[start:end]
    if not column.null_count or validity is None:
        return numbers
    valid = np.unpackbits(np.frombuffer(validity, dtype=np.uint8), count=end, bitorder="little")[start:]
    return np.where(valid.view(np.bool_), numbers, kind.type(missing))
