"""Declared: does a mapping make sense in itself, before any table is opened?"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from vergezicht.figures import read_themes
from vergezicht.problems import BadInput, Problems
from vergezicht.registers.mapping import PATTERN, PERIOD_IN_NAME, Naming, RegisterMapping, TablePlan


def check_mapping(mapping: RegisterMapping, problems: Problems) -> None:
    """Report what cannot be meant: codes and titles twice, unknown indicators, a period from nowhere, odd numbers."""
    codes = [item.indicator.code for item in mapping.indicators]
    for name, values in (("code", codes), ("titel", [item.indicator.slug for item in mapping.indicators])):
        for value in sorted({value for value in values if values.count(value) > 1}):
            problems.add(f"{name} van een indicator komt meer dan eens voor", got=value)
    for table in mapping.tables:
        _check_table(table, mapping, set(codes), problems)
    mapped = {value.indicator for table in mapping.tables for value in table.values}
    for code in codes:
        if code not in mapped:
            problems.add(f"indicator {code} komt in geen tabel voor", hint="zet hem onder values bij een tabel")
    _check_numbers(mapping, problems)
    for check in mapping.checks:
        if not check.parts:
            problems.add(f"de controle van {check.whole} noemt geen delen", expected='parts = ["…", "…"]')
        for code in (check.whole, *check.parts):
            if code not in codes:
                problems.add("een controle noemt een onbekende indicator", expected=", ".join(codes)[:200], got=code)


def _check_numbers(mapping: RegisterMapping, problems: Problems) -> None:
    """TOML knows inf and nan; no rounding, minimum or factor is one, and none but a factor is negative."""
    at_least_zero = {f"rounding van {item.indicator.code}": item.rounding for item in mapping.indicators}
    at_least_zero |= {f"rounding van de controle van {check.whole}": check.rounding for check in mapping.checks}
    for table in mapping.tables:
        if table.minimum is not None:
            at_least_zero[f"tabel {table.number}: minimum.n"] = table.minimum.n
        for value in table.values:
            if not math.isfinite(value.factor) or value.factor == 0:
                what = f"tabel {table.number}: factor van {value.indicator} kan niet"
                problems.add(what, expected="een getal, niet 0", got=f"{value.factor:g}")
    for what, number in at_least_zero.items():
        if not math.isfinite(number) or number < 0:
            problems.add(f"{what} kan niet", expected="0 of meer", got=f"{number:g}")


def check_themes(mapping: RegisterMapping, path: Path, problems: Problems) -> None:
    """Report indicators under a theme that the municipality does not have."""
    try:
        codes = {theme.code for theme in read_themes(path)}
    except BadInput as error:
        problems.extend(error.problems)
        return
    for item in mapping.indicators:
        if item.indicator.theme not in codes:
            problems.add(
                f"indicator {item.indicator.code} heeft een onbekend thema",
                expected=", ".join(sorted(codes)),
                got=item.indicator.theme,
            )


def _check_table(table: TablePlan, mapping: RegisterMapping, codes: set[str], problems: Problems) -> None:
    where = f"tabel {table.number}: "
    known: dict[str, Any] = {"values": [value.indicator for value in table.values]}
    if table.minimum:
        known["minimum"] = table.minimum.indicators
    for field, names in known.items():
        for code in names:
            if code not in codes:
                problems.add(f"{where}{field} noemt een onbekende indicator", expected=", ".join(codes)[:200], got=code)
    if not table.values:
        problems.add(f"{where}er is geen enkele kolom aan een indicator gekoppeld", expected="[table.values]")
    if len(PATTERN.findall(table.area.pattern)) != 1:
        problems.add(
            f"{where}area.pattern kan zo niet",
            expected="een tekst met één keer {} of {:04} erin",
            got=table.area.pattern,
        )
    if table.area.naming == Naming.NAME and table.area.level is None:
        problems.add(
            f"{where}namen zonder niveau", hint='zet area.level, bijvoorbeeld "buurt": een wijk kan net zo heten'
        )
    sources = [bool(table.period.fixed), bool(table.period.column), PERIOD_IN_NAME in table.file]
    if table.file.count(PERIOD_IN_NAME) > 1:
        problems.add(f"{where}de bestandsnaam heeft meer dan één {PERIOD_IN_NAME}", got=table.file)
    if sum(sources) != 1:
        problems.add(
            f"{where}de periode komt {'nergens vandaan' if not any(sources) else 'van twee kanten'}",
            expected=f"period.fixed, period.column of {PERIOD_IN_NAME} in de bestandsnaam",
        )
    _check_pattern(table, where, problems)
    layout = table.layout
    if len(layout.decimal) != 1 or len(layout.thousands) > 1 or layout.decimal == layout.thousands:
        problems.add(f"{where}decimal en thousands kunnen zo niet samen", got=f"{layout.decimal} en {layout.thousands}")
    if len(layout.delimiter) > 1:
        problems.add(f"{where}delimiter is meer dan één teken", got=layout.delimiter)
    fits = {mapping.area_version, *mapping.same_versions}
    if table.area_version not in fits:
        problems.add(
            f"{where}de gebiedsindeling past niet bij die van de gebieden",
            expected=", ".join(str(year) for year in sorted(fits)),
            got=str(table.area_version),
            hint="gebruik de gebieden van dat jaar, of noem het jaar in areas.same als codes en grenzen gelijk zijn",
        )


def _check_pattern(table: TablePlan, where: str, problems: Problems) -> None:
    try:
        groups = re.compile(table.period.pattern).groups
    except re.error as error:
        problems.add(f"{where}period.pattern is geen patroon", got=str(error))
        return
    if groups != 1:
        problems.add(f"{where}period.pattern heeft niet precies één groep", got=table.period.pattern)
