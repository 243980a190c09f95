"""Reading facts from TOML and CSV: every problem collected, with file, row and column.

A municipality is a folder of such files; ``Section`` reads one table of a TOML file field by field,
so that a typing error in a name is reported instead of being silently ignored.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from vergezicht.problems import Problems


def read_text(path: Path, problems: Problems) -> str | None:
    """The text of a UTF-8 file (a byte-order mark is allowed); None after reporting what is wrong."""
    if not path.is_file():
        problems.add("bestand niet gevonden", file=path, hint="controleer het pad in het projectbestand")
        return None
    raw = path.read_bytes()
    if not raw.strip():
        problems.add("het bestand is leeg", file=path)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add("geen UTF-8-tekst", file=path, hint="sla het bestand op als UTF-8 (csv) of kies .sav")
        return None


def read_toml(path: Path, problems: Problems) -> dict[str, Any]:
    """The content of a TOML file; an empty dict after reporting what is wrong."""
    text = read_text(path, problems)
    if text is None:
        return {}
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add("geen geldige TOML", file=path, got=str(error))
        return {}


def read_csv(path: Path, columns: Sequence[str], problems: Problems) -> list[dict[str, str]]:
    """Rows of a CSV file (comma or semicolon) as dicts; reports missing columns and rows of the wrong length.

    The row number of a problem counts as in a spreadsheet: the heading is row 1.
    """
    text = read_text(path, problems)
    if text is None:
        return []
    heading = text.splitlines()[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    names = [name.strip() for name in next(reader)]
    missing = [column for column in columns if column not in names]
    for column in missing:
        problems.add("kolom ontbreekt", file=path, row=1, column=column, got=", ".join(names)[:200])
    if missing:
        return []
    rows: list[dict[str, str]] = []
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            problems.add("verkeerd aantal cellen", file=path, row=number, expected=str(len(names)), got=str(len(cells)))
            continue
        rows.append({name: cell.strip() for name, cell in zip(names, cells, strict=True)} | {"": str(number)})
    return rows


class Section:
    """One table of a TOML file, read field by field; ``finish`` reports the fields nobody asked for."""

    def __init__(self, values: Mapping[str, Any], problems: Problems, file: Path, where: str) -> None:
        self.values = values
        self.problems = problems
        self.file = file
        self.where = where
        self._asked: set[str] = set()

    def text(self, name: str, default: str | None = None) -> str:
        value = self._value(name, str, "tekst", default)
        return value if isinstance(value, str) else (default or "")

    def integer(self, name: str, default: int | None = None) -> int:
        value = self._value(name, int, "een geheel getal", default)
        return value if isinstance(value, int) else (default or 0)

    def number(self, name: str, default: float | None = None) -> float:
        value = self._value(name, (int, float), "een getal", default)
        return float(value) if isinstance(value, (int, float)) else (default or 0.0)

    def boolean(self, name: str, default: bool | None = None) -> bool:
        value = self._value(name, bool, "true of false", default)
        return bool(value)

    def day(self, name: str) -> date:
        value = self._value(name, date, "een datum, bijvoorbeeld 2021-11-18", None)
        return value if isinstance(value, date) else date.min

    def texts(self, name: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        value = self._value(name, list, "een lijst van teksten", list(default) if default is not None else None)
        if not isinstance(value, list):
            return tuple(default or ())
        if not all(isinstance(item, str) for item in value):
            self._report(name, "een lijst van teksten", repr(value))
            return ()
        return tuple(value)

    def numbers(self, name: str, default: Sequence[float] | None = None) -> tuple[float, ...]:
        value = self._value(name, list, "een lijst van getallen", list(default) if default is not None else None)
        if not isinstance(value, list):
            return tuple(default or ())
        if not all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in value):
            self._report(name, "een lijst van getallen", repr(value))
            return ()
        return tuple(float(item) for item in value)

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value and value not in choices:
            near = get_close_matches(value, choices, n=1)
            self.problems.add(
                f"onbekende waarde voor {self.where}{name}",
                file=self.file,
                expected=", ".join(choices),
                got=value,
                hint=f"bedoelt u {near[0]}?" if near else None,
            )
            return default or choices[0]
        return value or choices[0]

    def table(self, name: str) -> Section:
        value = self._value(name, dict, "een tabel", {})
        return Section(value if isinstance(value, dict) else {}, self.problems, self.file, f"{self.where}{name}.")

    def tables(self, name: str, *, required: bool = False) -> list[Section]:
        value = self._value(name, list, f"een of meer tabellen [[{name}]]", None if required else [])
        items = value if isinstance(value, list) else []
        return [
            Section(item if isinstance(item, dict) else {}, self.problems, self.file, f"{self.where}{name} {number}: ")
            for number, item in enumerate(items, start=1)
        ]

    def finish(self) -> None:
        """Report fields that are not part of the format, with the nearest name that is."""
        for name in self.values:
            if name not in self._asked:
                near = get_close_matches(name, sorted(self._asked), n=1)
                self.problems.add(
                    f"onbekend veld {self.where}{name}",
                    file=self.file,
                    hint=f"bedoelt u {near[0]}?" if near else None,
                )

    def _value(self, name: str, kind: type | tuple[type, ...], expected: str, default: Any) -> Any:
        self._asked.add(name)
        if name not in self.values:
            if default is None:
                self.problems.add(f"{self.where}{name} ontbreekt", file=self.file, expected=expected)
            return default
        value = self.values[name]
        wrong_boolean = isinstance(value, bool) and kind is not bool
        if wrong_boolean or not isinstance(value, kind):
            self._report(name, expected, repr(value))
            return default
        return value

    def _report(self, name: str, expected: str, got: str) -> None:
        self.problems.add(f"{self.where}{name} heeft het verkeerde type", file=self.file, expected=expected, got=got)
