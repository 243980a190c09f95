"""The only module that talks to the SPSS reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyreadstat

from vergezicht.problems import Problems


def read_sav(path: Path, columns: Sequence[str], problems: Problems) -> dict[str, list[Any]]:
    """The wanted columns of an SPSS file that exist in it; None is system-missing, user-missing codes are kept.

    Reports columns that are missing and a file that cannot be read.
    """
    try:
        _, header = pyreadstat.read_sav(path, metadataonly=True, output_format="dict")
        present = [column for column in columns if column in header.column_names]
        found, _ = pyreadstat.read_sav(path, usecols=present, user_missing=True, output_format="dict")
    except pyreadstat.ReadstatError as error:
        problems.add("het SPSS-bestand is niet te lezen", file=path, got=str(error), hint="bewaar het opnieuw in SPSS")
        return {}
    for column in columns:
        if column not in present:
            problems.add("kolom ontbreekt", file=path, column=column)
    return {column: list(found[column]) for column in present}
