"""Simulation: invented answers for a municipality, so that everything can be shown without a single respondent.

People are drawn from the margins of the population, answer more or less often by age, sex and tenure, and give answers
that depend on their buurt and on themselves. Each question is then shifted until the weighted figure of the city is the
published one. Seeded (PCG64): the same facts give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import numpy as np

from vergezicht.areas import AreaLevel, Geography, read_geography
from vergezicht.facts import read_csv
from vergezicht.figures import IndicatorKind, read_indicators
from vergezicht.problems import BadInput, Problem, Problems
from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray
from vergezicht.survey.project import SurveyProject, WaveFiles, read_project
from vergezicht.survey.reading.codebook import Codebook, Question, read_codebook
from vergezicht.survey.reading.measures import Measure, read_measures
from vergezicht.survey.simulation.facts import SimulatedIndicator, SimulatedWave, SimulationFacts, read_simulation
from vergezicht.survey.weighting.design import design_of_rows
from vergezicht.survey.weighting.population import COLUMNS, Population, read_population
from vergezicht.survey.weighting.raking import weigh

SAMPLE, PANEL, OPEN = 1, 2, 3


def simulate(
    municipality: Path, out: Path | None = None, *, progress: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """Write the answer file of every wave of ``survey/project.toml`` in the folder of a municipality.

    The facts are in ``survey/simulation.toml``. Without ``out`` the files go where the project looks for them.
    Raises ``BadInput`` with every problem in the facts; then nothing has been written.
    """
    project = read_project(municipality / "survey" / "project.toml", answers_exist=False)
    geography = read_geography(project.areas)
    problems = Problems(project.path)
    facts = read_simulation(municipality / "survey" / "simulation.toml", geography, problems)
    measures = read_measures(project.indicators, read_indicators(project.indicators), problems)
    problems.raise_if_any()
    texts: dict[Path, str] = {}
    for number, files in enumerate(project.waves):
        progress(f"Meting {files.period}: antwoorden verzinnen")
        wave = facts.waves.get(files.period)
        codebook = read_codebook(files.codebook, problems)
        population = read_population(files.margins, project.weighting, geography, problems)
        if wave is None:
            problems.add(f"meting {files.period} staat niet in simulation.toml")
        problems.raise_if_any()
        if wave is not None and population is not None:
            city = _City(project, facts, geography, population, codebook, files)
            texts[(out or files.answers.parent) / files.answers.name] = city.answers(wave, measures, number)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    return list(texts)


@dataclass(frozen=True)
class _People:
    """Who answered: buurt, category of each margin and source, all (n,)."""

    stratum: IntArray
    categories: tuple[IntArray, ...]
    source: IntArray


class _City:
    """One wave of the invented city."""

    def __init__(
        self,
        project: SurveyProject,
        facts: SimulationFacts,
        geography: Geography,
        population: Population,
        codebook: Codebook,
        files: WaveFiles,
    ) -> None:
        self.project, self.facts, self.geography = project, facts, geography
        self.population, self.codebook, self.files = population, codebook, files
        self.strata = tuple(population.buurten)

    def answers(self, wave: SimulatedWave, measures: Sequence[Measure], number: int) -> str:
        """The answer file of the wave as CSV text."""
        random = np.random.Generator(np.random.PCG64([self.facts.seed, number]))
        people = self._people(wave, random)
        weights = self._weights(people)
        factors = self._factors(people, random)
        n = len(people.stratum)
        # Who breaks off leaves every question from there on open.
        stops = np.where(random.random(n) < self.facts.break_off, random.random(n), 2.0)
        columns: dict[str, IntArray] = {}
        usable = [measure for measure in measures if not (measure.since and wave.period < measure.since)]
        for place, measure in enumerate(usable):
            fact = self.facts.indicators.get(measure.indicator.code)
            if fact is None or wave.period not in fact.targets:
                raise _missing(measure, wave.period)
            stopped = stops < place / len(usable)
            columns |= self._question(measure, fact, factors[fact.factor], weights, people, stopped, random)
        return self._text(people, columns)

    def _people(self, wave: SimulatedWave, random: np.random.Generator) -> _People:
        table = self._table()
        chance = self._chances()
        composition = (table * chance[None, ...]).reshape(len(self.strata), -1)
        adults = np.array(list(self.population.buurten.values()))
        # Small buurten are invited in full, large ones with a smaller fraction, as in a sample stratified by buurt.
        invited = np.minimum(adults, adults**0.6 * 4)
        rate = composition.sum(axis=1) / adults
        strata, cells, sources = [], [], []
        for source, size in ((SAMPLE, wave.respondents), (PANEL, wave.panel), (OPEN, wave.open)):
            counts = _share_out(invited * rate, size, at_least=1 if source == SAMPLE else 0)
            for stratum, count in enumerate(counts.tolist()):
                if not count:
                    continue
                shares = composition[stratum] / composition[stratum].sum()
                drawn = random.multinomial(count, shares)
                cells.append(np.repeat(np.arange(len(shares)), drawn))
                strata.append(np.full(count, stratum))
                sources.append(np.full(count, source))
        order = random.permutation(sum(len(part) for part in cells))
        flat = np.unravel_index(np.concatenate(cells)[order], table.shape[1:])
        return _People(np.concatenate(strata)[order], tuple(flat), np.concatenate(sources)[order])

    def _table(self) -> FloatArray:
        """Expected people per buurt and category of every margin, by proportional fitting to all that is known."""
        margins = self.population.margins
        shape = (len(self.strata), *(len(margin.counts) for margin in margins))
        table = np.ones(shape)
        targets: list[tuple[BoolArray, int | None, FloatArray]] = [
            (np.arange(shape[0]) == number, None, np.array([people]))
            for number, people in enumerate(self.population.buurten.values())
        ]
        everywhere = np.ones(shape[0], dtype=bool)
        targets += [(everywhere, axis, np.array(list(margin.counts.values()))) for axis, margin in enumerate(margins)]
        targets += self._area_margins()
        for _ in range(60):
            for inside, axis, counts in targets:
                part = table[inside]
                axes = tuple(other for other in range(part.ndim) if axis is None or other != axis + 1)
                sums = part.sum(axis=axes, keepdims=True)
                shaped = counts.reshape([-1 if axis is not None and d == axis + 1 else 1 for d in range(part.ndim)])
                table[inside] = part * np.divide(shaped, sums, out=np.zeros_like(sums), where=sums > 0)
        return table

    def _area_margins(self) -> list[tuple[BoolArray, int | None, FloatArray]]:
        """Margins known per wijk or stadsdeel: they make the buurten differ in who lives there."""
        rows = read_csv(self.files.margins, COLUMNS, Problems())
        found: list[tuple[BoolArray, int | None, FloatArray]] = []
        for axis, margin in enumerate(self.population.margins):
            labels = ["x".join(str(code) for code in category) for category in margin.counts]
            levels = (AreaLevel.STADSDEEL, AreaLevel.WIJK)
            codes = {row["gebiedscode"] for row in rows if row["niveau"] in levels and row["variabele"] == margin.name}
            for code in sorted(codes & {area.code for area in self.geography}):
                inside = np.array([_lies_in(self.geography, stratum, code) for stratum in self.strata])
                counts = {
                    row["categorie"]: float(row["aantal"])
                    for row in rows
                    if row["gebiedscode"] == code and row["variabele"] == margin.name
                }
                if inside.any() and all(label in counts for label in labels):
                    found.append((inside, axis, np.array([counts[label] for label in labels])))
        return found

    def _chances(self) -> FloatArray:
        """The relative chance to answer for each combination of categories."""
        chance = np.ones([len(margin.counts) for margin in self.population.margins])
        for axis, margin in enumerate(self.population.margins):
            for place, column in enumerate(margin.columns):
                known = self.facts.response.get(column, {})
                factor = np.array([known.get(category[place], 1.0) for category in margin.counts])
                chance = chance * factor.reshape([-1 if d == axis else 1 for d in range(chance.ndim)])
        return chance

    def _weights(self, people: _People) -> FloatArray:
        """The weight (n,) that ``release build`` will give: 0 for panel and open answers."""
        sample = people.source == SAMPLE
        margins = self.population.margins
        design, of_row = design_of_rows(
            self.strata,
            np.array(list(self.population.buurten.values())),
            [margin.name for margin in margins],
            [np.array(list(margin.counts.values())) for margin in margins],
            [[str(category) for category in margin.counts] for margin in margins],
            stratum=people.stratum[sample],
            categories=[categories[sample] for categories in people.categories],
        )
        problems = Problems(self.files.margins)
        found = weigh(design, self.project.weighting, problems)
        problems.raise_if_any()
        weights = np.zeros(len(people.stratum))
        if found is not None:
            weights[sample] = found.final[of_row]
        return weights

    def _factors(self, people: _People, random: np.random.Generator) -> dict[str, FloatArray]:
        """Each factor (n,): what the buurt does, what kind of person it is, and a personal part of its own."""
        n = len(people.stratum)
        # Buurten keep their character from wave to wave, so it has a generator of its own.
        character = np.random.Generator(np.random.PCG64([self.facts.seed, 10_000]))
        factors = {}
        for factor in self.facts.factors:
            area = factor.spread * character.standard_normal(len(self.strata))
            for effect in self.facts.effects:
                if effect.factor != factor.name or self.files.period < effect.since:
                    continue
                for code in effect.areas:
                    inside = [_lies_in(self.geography, stratum, code) for stratum in self.strata]
                    area = area + effect.size * np.array(inside)
            person = 0.35 * random.standard_normal(n)
            for trait in self.facts.traits:
                if trait.factor == factor.name:
                    person = person + np.array(
                        [trait.sizes.get(code, 0.0) for code in self._codes(people, trait.column)]
                    )
            if factor.name == self.facts.panel_factor:
                person = person + self.facts.panel_size * (people.source != SAMPLE)
            factors[factor.name] = area[people.stratum] + person
        return factors

    def _codes(self, people: _People, column: str) -> list[int]:
        for margin, categories in zip(self.population.margins, people.categories, strict=True):
            if column in margin.columns:
                place = margin.columns.index(column)
                known = [category[place] for category in margin.counts]
                return [known[category] for category in categories.tolist()]
        raise BadInput(_problem(f"kolom {column} hoort bij geen marge", self.project.path))

    def _question(
        self,
        measure: Measure,
        fact: SimulatedIndicator,
        factor: FloatArray,
        weights: FloatArray,
        people: _People,
        stopped: BoolArray,
        random: np.random.Generator,
    ) -> dict[str, IntArray]:
        n = len(factor)
        questions = measure.questions(self.codebook)
        own = random.standard_normal((len(questions), n))
        if len(questions) > 1:
            # Statements of one scale go together in a person.
            own = 0.7 * own + 0.7 * random.standard_normal(n)
        silent = random.random((len(questions), n)) < self.facts.dont_know
        latent = fact.loading * factor + own
        draw = _marks(fact) if measure.indicator.kind == IndicatorKind.MARK else _ordered(measure, fact)
        valid = ~silent & ~stopped
        target = fact.targets[self.files.period]

        def city(shift: float) -> float:
            return _city_value(measure, questions, draw(latent + shift), valid, weights)

        drawn = draw(latent + _solve(city, target))
        columns = {}
        for place, question in enumerate(questions):
            codes = _codes_of(measure, question, drawn[place])
            codes = np.where(silent[place], max(question.missing, default=_EMPTY), codes)
            columns[question.name] = np.where(stopped, _EMPTY, codes)
        return columns

    def _text(self, people: _People, columns: dict[str, IntArray]) -> str:
        named = {column: self._codes(people, column) for margin in self.population.margins for column in margin.columns}
        source = self.project.columns.source
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["respnr", *([source] if source else []), self.project.columns.area, *named, *columns])
        cells = [["" if code == _EMPTY else str(code) for code in column.tolist()] for column in columns.values()]
        known = [[str(code) for code in codes] for codes in named.values()]
        for row in range(len(people.stratum)):
            own = [str(people.source[row])] if source else []
            writer.writerow(
                [
                    f"{self.files.period}{row + 1:05d}",
                    *own,
                    self.strata[people.stratum[row]],
                    *(codes[row] for codes in known),
                    *(column[row] for column in cells),
                ]
            )
        return stream.getvalue()


_EMPTY = -9_999


def _marks(fact: SimulatedIndicator) -> Callable[[FloatArray], IntArray]:
    return lambda latent: np.clip(np.rint(fact.spread * latent), 1, 10).astype(np.intp)


def _ordered(measure: Measure, fact: SimulatedIndicator) -> Callable[[FloatArray], IntArray]:
    """Positions of answers: the higher the latent value, the earlier the answer; cut where ``base`` would be."""
    base = np.array(fact.base)
    if len(base) != len(measure.answers):
        raise BadInput(
            _problem(f"simulatie van {fact.code}: base heeft {len(base)} getallen, verwacht {len(measure.answers)}")
        )
    cumulative = np.cumsum(base / base.sum())[:-1]
    cuts = np.array([-NormalDist().inv_cdf(float(share)) for share in cumulative])
    return lambda latent: (latent[..., None] < cuts).sum(axis=-1)


def _city_value(
    measure: Measure, questions: Sequence[Question], drawn: IntArray, valid: BoolArray, weights: FloatArray
) -> float:
    """What the estimate for the city will be: the value of everybody in the base, weighted."""
    indicator = measure.indicator
    if indicator.kind == IndicatorKind.MARK:
        values, base = drawn[0].astype(np.float64), valid[0]
    elif indicator.kind == IndicatorKind.SCALE_SCORE:
        points = np.linspace(10.0, 0.0, len(measure.answers))[drawn]
        answered = valid.sum(axis=0)
        base = answered >= max(measure.minimum_answered, 1)
        values = (points * valid).sum(axis=0) / np.maximum(answered, 1)
    else:
        scores = [100.0 * ((a in indicator.counted) - (a in indicator.subtracted)) for a in measure.answers]
        values, base = np.array(scores)[drawn[0]], valid[0]
    return float((weights * values)[base].sum() / weights[base].sum())


def _solve(city: Callable[[float], float], target: float) -> float:
    """The shift for which the city value is the target; the value rises or falls with the shift, never both."""
    low, high = -12.0, 12.0
    rises = city(high) > city(low)
    for _ in range(40):
        middle = (low + high) / 2
        if (city(middle) < target) == rises:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _codes_of(measure: Measure, question: Question, drawn: IntArray) -> IntArray:
    if measure.indicator.kind == IndicatorKind.MARK:
        return drawn
    codes = {measure.label_of(answer): code for code, answer in question.answers.items()}
    order = [codes[measure.label_of(answer)] for answer in measure.answers]
    if question.name in measure.reversed:
        order.reverse()
    found: IntArray = np.array(order, dtype=np.intp)[drawn]
    return found


def _share_out(expected: FloatArray, total: int, *, at_least: int) -> IntArray:
    """Whole numbers in proportion to ``expected`` that add up to ``total`` (largest remainders)."""
    exact = expected / expected.sum() * total
    counts: IntArray = np.maximum(np.floor(exact), at_least).astype(np.intp)
    order = np.argsort(-(exact - np.floor(exact)), kind="stable")
    counts[order[: max(total - int(counts.sum()), 0)]] += 1
    return counts


def _lies_in(geography: Geography, buurt: str, code: str) -> bool:
    found = geography.ancestor(buurt, geography[code].level)
    return found is not None and found.code == code


def _missing(measure: Measure, period: str) -> BadInput:
    return BadInput(_problem(f"simulation.toml noemt geen waarde van {measure.indicator.code} in {period}"))


def _problem(what: str, file: Path | None = None) -> list[Problem]:
    return [Problem(what, file=file)]
