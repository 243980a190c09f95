"""Small tables and the expressions in which the reference cases speak of their columns."""

import csv
import re
from functools import cache
from typing import Any

import numpy as np
from tests.golden.reference import shared

Column = np.ndarray[Any, Any]
Table = dict[str, Column]

_COMPARISON = re.compile(r"^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$")
_MEMBERSHIP = re.compile(r"^(.+?)\s+(?:%in%|in)\s+(?:c\(|\[|\()(.*)[\])]$")


@cache
def read_table(name: str) -> Table:
    """The columns of a reference data set: float with NaN, or text with "" for missing."""
    with (shared() / "reference" / "data" / f"{name}.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {key: _column([row[key] for row in rows]) for key in rows[0]}


def read_matrix(name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    path = shared() / "reference" / "data" / name
    return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)


def evaluate(expression: str, table: Table) -> Column:
    """A column: a name, a difference or product of columns, or a comparison (then of truth values)."""
    text = expression.strip()
    if text.startswith("I(") and text.endswith(")"):
        text = text[2:-1]
    if text in table:
        return table[text]
    for word, combine in (("|", np.logical_or), ("&", np.logical_and)):
        if word in text:
            parts = [evaluate(part, table) for part in text.split(word)]
            return combine.reduce(parts)
    if text.startswith("!is.na("):
        return ~missing(evaluate(text[7:-1], table))
    if found := _MEMBERSHIP.match(text):
        return np.isin(evaluate(found[1], table), [_literal(part) for part in found[2].split(",")])
    if found := _COMPARISON.match(text):
        left, right = evaluate(found[1], table), _literal(found[3])
        operators = {"==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater}
        return np.asarray(operators.get(found[2], np.greater_equal)(left, right))
    for sign, operate in (("-", np.subtract), ("+", np.add), ("*", np.multiply), ("/", np.divide)):
        if sign in text:
            left_text, right_text = text.rsplit(sign, 1)
            return np.asarray(operate(evaluate(left_text, table), evaluate(right_text, table)))
    return np.asarray(float(text))


def name_in_r(expression: str) -> str:
    """A comparison as R deparses it: I(stype == "E")."""
    found = _COMPARISON.match(expression.strip())
    if not found:
        return expression
    right = _literal(found[3])
    return f"I({found[1]} {found[2]} " + (f'"{right}")' if isinstance(right, str) else f"{right:g})")


def missing(column: Column) -> Column:
    return np.isnan(column) if column.dtype.kind == "f" else column == "" if column.dtype.kind in "OU" else column < 0


def names_of(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _column(cells: list[str]) -> Column:
    try:
        return np.array([float(cell) if cell not in {"", "NA"} else np.nan for cell in cells])
    except ValueError:
        return np.array(["" if cell == "NA" else cell for cell in cells], dtype=object)


def _literal(text: str) -> Any:
    bare = text.strip().strip("'\"")
    if bare in {"TRUE", "FALSE"}:
        return bare == "TRUE"
    try:
        return bare if text.strip() != bare else float(bare)
    except ValueError:
        return bare
