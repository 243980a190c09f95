"""Mapping file: the TOML in which a person declares what the tables of a register mean (docs/howto/registers.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vergezicht.areas import AreaLevel
from vergezicht.facts import Section, read_toml
from vergezicht.figures import Reason
from vergezicht.problems import Problems
from vergezicht.registers.declared import check_mapping, check_themes
from vergezicht.registers.indicator_section import counted_indicator
from vergezicht.registers.mapping import (
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
    check_mapping(mapping, problems)
    if themes:
        check_themes(mapping, path.parent / themes, problems)
    problems.raise_if_any()
    return mapping


def _release(section: Section) -> ReleaseText:
    text = ReleaseText(
        name=section.text("name"),
        title=section.text("title"),
        publisher=section.text("publisher"),
        source=section.text("source"),
        licence=section.text("licence"),
        date=section.day("date").isoformat()[:10],
        method=section.texts("method", ()),
        notes=section.texts("notes", ()),
        series=section.text("series", ""),
        simulated=section.boolean("simulated", False),
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
        date=section.day("date").isoformat()[:10],
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
        absent_is_zero=section.boolean("absent_is_zero", False),
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
        if not plans[-1].column.strip():
            section.problems.add(f"{code}: de naam van de kolom is leeg", file=section.file, expected="een kolomkop")
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
