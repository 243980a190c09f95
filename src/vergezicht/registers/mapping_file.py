"""Mapping file: the TOML in which a person declares what the tables of a register mean (docs/howto/registers.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vergezicht.areas import AreaLevel
from vergezicht.facts import Section, read_toml
from vergezicht.figures import Reason, read_themes
from vergezicht.problems import BadInput, Problems
from vergezicht.registers.indicator_section import counted_indicator
from vergezicht.registers.mapping import (
    PATTERN,
    Absence,
    AreaPlan,
    Basis,
    Format,
    Layout,
    Minimum,
    Naming,
    Online,
    PartsCheck,
    PeriodPlan,
    RegisterMapping,
    ReleaseText,
    TablePlan,
    Tiny,
    ValuePlan,
)

PERIOD_IN_NAME = "{period}"
_DEFAULT_MISSING = {"": Absence.UNKNOWN}


def read_mapping(path: Path) -> RegisterMapping:
    """Read a mapping; paths in it are relative to the file itself.

    Raises ``BadInput`` with every problem in it: an unknown field, a column mapped to an indicator that is not there,
    a period that comes from nowhere.
    """
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    problems.raise_if_any()
    areas = root.table("areas")
    themes = root.text("themes", "")
    indicators = tuple(counted_indicator(section) for section in root.tables("indicator", required=True))
    mapping = RegisterMapping(
        path=path,
        areas=path.parent / areas.text("file"),
        area_version=areas.integer("version"),
        same_versions=frozenset(int(year) for year in areas.numbers("same", ())),
        release=_release(root.table("release")),
        indicators=indicators,
        tables=tuple(_table(section, number) for number, section in enumerate(root.tables("table", required=True), 1)),
        checks=tuple(_check(section) for section in root.tables("check")),
    )
    areas.finish()
    root.finish()
    _check_mapping(mapping, problems)
    if themes:
        _check_themes(mapping, path.parent / themes, problems)
    problems.raise_if_any()
    return mapping


def _release(section: Section) -> ReleaseText:
    text = ReleaseText(
        name=section.text("name"),
        title=section.text("title"),
        publisher=section.text("publisher"),
        source=section.text("source"),
        licence=section.text("licence"),
        date=section.day("date").isoformat(),
        method=section.texts("method", ()),
        notes=section.texts("notes", ()),
    )
    section.finish()
    return text


def _table(section: Section, number: int) -> TablePlan:
    online = _online(section.table("online")) if "online" in section.values else None
    file = section.text("file", "" if online else None)
    table = TablePlan(
        number=number,
        file=file,
        online=online,
        source=section.text("source"),
        licence=section.text("licence"),
        date=section.day("date").isoformat(),
        area_version=section.integer("area_version"),
        basis=Basis(section.choice("basis", list(Basis), Basis.COUNTED)),
        layout=_layout(section.table("layout"), file),
        area=_area(section.table("area")),
        period=_period(section.table("period")),
        values=_values(section.table("values")),
        where=_texts(section.table("where")),
        missing=_DEFAULT_MISSING | _missing(section.table("missing")),
        marks=_texts(section.table("marks")),
        minimum=_minimum(section.table("minimum")) if "minimum" in section.values else None,
        tiny=_tiny(section.table("tiny")) if "tiny" in section.values else None,
    )
    section.finish()
    return table


def _online(section: Section) -> Online:
    online = Online(
        service=section.text("service"),
        table=section.text("table"),
        region=section.text("region", "WijkenEnBuurten"),
        filter=section.text("filter", ""),
    )
    section.finish()
    return online


def _layout(section: Section, file: str) -> Layout:
    suffix = Path(file).suffix.lower().removeprefix(".").replace("geojson", "json")
    form = suffix if suffix in set(Format) else Format.CSV
    layout = Layout(
        format=Format(section.choice("format", list(Format), form)),
        delimiter=section.text("delimiter", ""),
        encoding=section.text("encoding", "utf-8"),
        decimal=section.text("decimal", ","),
        thousands=section.text("thousands", ""),
        sheet=section.text("sheet", ""),
        header=section.integer("header", 0) or None,
    )
    section.finish()
    return layout


def _area(section: Section) -> AreaPlan:
    position = section.integer("position", 0) or None
    level = section.choice("level", ["", *AreaLevel], "")
    plan = AreaPlan(
        column=section.text("column", "" if position else None),
        position=position,
        naming=Naming(section.choice("by", list(Naming), Naming.CODE)),
        level=AreaLevel(level) if level else None,
        pattern=section.text("pattern", "{}"),
        spellings=_texts(section.table("spellings")),
        skip=frozenset(section.texts("skip", ())),
        complete=section.boolean("complete", True),
    )
    section.finish()
    return plan


def _period(section: Section) -> PeriodPlan:
    plan = PeriodPlan(section.text("fixed", ""), section.text("column", ""), section.text("pattern", r"(\d{4})"))
    section.finish()
    return plan


def _values(section: Section) -> tuple[ValuePlan, ...]:
    """``inhabitants = "AantalInwoners_5"``, or a table when there is more to say."""
    plans = []
    for code, value in section.values.items():
        if isinstance(value, dict):
            item = section.table(code)
            plan = ValuePlan(
                indicator=code,
                column=item.text("column"),
                factor=item.number("factor", 1.0),
                per=item.text("per", ""),
                hide=frozenset(item.numbers("hide", ())),
            )
            plans.append(plan)
            item.finish()
        else:
            plans.append(ValuePlan(code, section.text(code)))
    return tuple(plans)


def _texts(section: Section) -> Mapping[str, str]:
    return {name: section.text(name) for name in section.values}


def _missing(section: Section) -> dict[str, Absence]:
    return {mark: Absence(section.choice(mark, list(Absence))) for mark in section.values}


def _minimum(section: Section) -> Minimum:
    minimum = Minimum(
        column=section.text("column"),
        n=section.number("n"),
        reason=Reason(section.choice("reason", list(Reason), Reason.PRIVACY)),
        indicators=section.texts("indicators", ()),
    )
    section.finish()
    return minimum


def _tiny(section: Section) -> Tiny:
    tiny = Tiny(
        columns=section.texts("columns"),
        extremes=frozenset(section.numbers("extremes", (0, 100))),
        at_least=section.integer("at_least"),
        reason=Reason(section.choice("reason", list(Reason), Reason.TOO_FEW_ANSWERS)),
    )
    section.finish()
    return tiny


def _check(section: Section) -> PartsCheck:
    check = PartsCheck(section.text("whole"), section.texts("parts"), section.number("rounding", 0))
    section.finish()
    return check


def _check_mapping(mapping: RegisterMapping, problems: Problems) -> None:
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
    for check in mapping.checks:
        for code in (check.whole, *check.parts):
            if code not in codes:
                problems.add("een controle noemt een onbekende indicator", expected=", ".join(codes)[:200], got=code)


def _check_themes(mapping: RegisterMapping, path: Path, problems: Problems) -> None:
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
