"""Simulation facts: what is true in the invented city, read from ``survey/simulation.toml`` of a municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vergezicht.areas import Geography
from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems


@dataclass(frozen=True)
class SimulatedWave:
    """How many people answer in a wave: from the sample, from the panel, by registering themselves."""

    period: str
    respondents: int
    panel: int
    open: int


@dataclass(frozen=True)
class Factor:
    """Something that differs between buurten and people and colours many answers, in standard deviations."""

    name: str
    spread: float


@dataclass(frozen=True)
class AreaEffect:
    """A buurt, wijk or stadsdeel where a factor is higher or lower, from a period on."""

    factor: str
    areas: tuple[str, ...]
    size: float
    since: str


@dataclass(frozen=True)
class Trait:
    """How a factor differs between people: by code of a column of the design."""

    factor: str
    column: str
    sizes: Mapping[int, float]


@dataclass(frozen=True)
class SimulatedIndicator:
    """``targets`` is the published city value per period; ``base`` the shares of the answers before calibration.

    A high factor times ``loading`` makes the first answer more likely (or the mark higher); ``spread`` is the
    standard deviation of a mark.
    """

    code: str
    factor: str
    loading: float
    spread: float
    base: tuple[float, ...]
    targets: Mapping[str, float]


@dataclass(frozen=True)
class SimulationFacts:
    """All facts of a simulation; ``response`` maps column and code to a relative chance to answer."""

    seed: int
    dont_know: float
    break_off: float
    panel_factor: str
    panel_size: float
    response: Mapping[str, Mapping[int, float]]
    waves: Mapping[str, SimulatedWave]
    factors: tuple[Factor, ...]
    effects: tuple[AreaEffect, ...]
    traits: tuple[Trait, ...]
    indicators: Mapping[str, SimulatedIndicator]


def read_simulation(path: Path, geography: Geography, problems: Problems) -> SimulationFacts:
    """Read the facts of a simulation, reporting what is wrong in them."""
    root = Section(read_toml(path, problems), problems, path, "")
    panel = root.table("panel")
    response = root.table("response")
    facts = SimulationFacts(
        seed=root.integer("seed"),
        dont_know=root.number("dont_know", 0.02),
        break_off=root.number("break_off", 0.02),
        panel_factor=panel.text("factor", ""),
        panel_size=panel.number("size", 0.0),
        response={column: _sizes(response, column) for column in response.values},
        waves={wave.period: wave for wave in map(_wave, root.tables("wave", required=True))},
        factors=tuple(_factor(section) for section in root.tables("factor", required=True)),
        effects=tuple(_effect(section) for section in root.tables("effect")),
        traits=tuple(_trait(section) for section in root.tables("trait")),
        indicators={item.code: item for item in map(_indicator, root.tables("indicator", required=True))},
    )
    for section in (panel, response, root):
        section.finish()
    known = {factor.name for factor in facts.factors}
    named = [effect.factor for effect in facts.effects] + [trait.factor for trait in facts.traits]
    named += [indicator.factor for indicator in facts.indicators.values()]
    for name in sorted(set(named) - known):
        problems.add("onbekende factor", file=path, got=name, expected=", ".join(sorted(known)))
    for effect in facts.effects:
        for code in effect.areas:
            if code not in geography:
                problems.add("onbekende gebiedscode in een effect", file=path, got=code)
    return facts


def _wave(section: Section) -> SimulatedWave:
    wave = SimulatedWave(
        period=section.text("period"),
        respondents=section.integer("respondents"),
        panel=section.integer("panel", 0),
        open=section.integer("open", 0),
    )
    section.finish()
    return wave


def _factor(section: Section) -> Factor:
    factor = Factor(section.text("name"), section.number("spread", 0.0))
    section.finish()
    return factor


def _effect(section: Section) -> AreaEffect:
    section.text("note", "")
    effect = AreaEffect(
        factor=section.text("factor"),
        areas=section.texts("areas"),
        size=section.number("size"),
        since=section.text("from", ""),
    )
    section.finish()
    return effect


def _trait(section: Section) -> Trait:
    trait = Trait(section.text("factor"), section.text("column"), _sizes(section, "sizes"))
    section.finish()
    return trait


def _indicator(section: Section) -> SimulatedIndicator:
    targets = section.table("targets")
    indicator = SimulatedIndicator(
        code=section.text("code"),
        factor=section.text("factor"),
        loading=section.number("loading", 1.0),
        spread=section.number("spread", 1.0),
        base=section.numbers("base", ()),
        targets={period: targets.number(period) for period in targets.values},
    )
    section.finish()
    return indicator


def _sizes(section: Section, name: str) -> dict[int, float]:
    table = section.table(name)
    return {int(code): table.number(code) for code in table.values if code.lstrip("-").isdigit()}
