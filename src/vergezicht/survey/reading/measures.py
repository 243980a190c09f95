"""Measures: how an indicator is made from questions; answers are matched by label, never by code.

The table ``measure`` of an indicator in ``indicators.toml``:

- ``variable``: the question of a mark, a share or a balance;
- ``variables``, ``reversed``, ``minimum_answered``, ``answers``: the statements of a scale score. The first of
  ``answers`` counts 10, the last 0, and the other way round for a reversed statement;
- ``from``: the first period in which the question was asked;
- an answer such as "weet niet" leaves the base, unless the indicator lists it among its ``answers``;
- ``same_as``: answers of an older questionnaire that mean the same ("(zeer) vaak" = "vaak");
- ``same_question``: true when a changed text is only a correction, and waves stay comparable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vergezicht.facts import Section, read_toml
from vergezicht.figures import Indicator, IndicatorKind
from vergezicht.problems import Problems
from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray, SmallIntArray
from vergezicht.survey.reading.codebook import MARK, NUMBER, Codebook, Question
from vergezicht.survey.reading.responses import Column, Responses, places_of
from vergezicht.survey.reading.tallies import Tally, add, count_answers, tally_scores, tally_values

MEASURED = (IndicatorKind.MARK, IndicatorKind.SHARE, IndicatorKind.SCALE_SCORE, IndicatorKind.BALANCE)
SCORED_BY_ANSWER = (IndicatorKind.SHARE, IndicatorKind.BALANCE)
_CENTRES = {IndicatorKind.MARK: 5.5, IndicatorKind.SCALE_SCORE: 5.0}


@dataclass(frozen=True)
class Measure:
    """How one indicator is made; see the head of this module."""

    indicator: Indicator
    variables: tuple[str, ...]
    reversed: tuple[str, ...]
    minimum_answered: int
    answers: tuple[str, ...]
    since: str
    same_as: Mapping[str, str]
    same_question: bool

    def label_of(self, answer: str) -> str:
        """An answer as it is compared: without regard to case and spaces, and by its present name."""
        plain = _plain(answer)
        return self.same_as.get(plain, plain)

    @property
    def scores(self) -> list[float]:
        """What each answer counts for in a share or a balance."""
        item = self.indicator
        return [float(answer in item.counted) - float(answer in item.subtracted) for answer in self.answers]

    def questions(self, codebook: Codebook) -> list[Question]:
        found = [codebook[name] for name in self.variables if name in codebook]
        if self.indicator.kind == IndicatorKind.MARK:
            return [replace(question, bounds=(1.0, 10.0)) for question in found]
        return found


@dataclass(frozen=True)
class Measured:
    """One indicator in one wave, tallied per cell: shares 0 or 1, balances -1, 0 or 1, marks 1-10, scale scores 0-10.

    ``answers`` (G, C) counts each of ``indicator.answers``; None when there are no answers to show.
    ``wording`` and ``labels`` tell whether two waves asked the same.
    """

    measure: Measure
    tally: Tally
    answers: IntArray | None
    wording: tuple[str, ...]
    labels: tuple[frozenset[str], ...]

    @property
    def indicator(self) -> Indicator:
        return self.measure.indicator


def read_measures(path: Path, indicators: Sequence[Indicator], problems: Problems) -> tuple[Measure, ...]:
    """Read the measures of the indicators that come from a survey; others come from elsewhere."""
    by_code = {indicator.code: indicator for indicator in indicators}
    root = Section(read_toml(path, problems), problems, path, "")
    measures = []
    for section in root.tables("indicator"):
        indicator = by_code.get(str(section.values.get("code")))
        if indicator is None or "measure" not in section.values:
            continue
        table = section.table("measure")
        table.where = f"indicator {indicator.code}: measure."
        measures.append(_measure(table, indicator, path, problems))
    return tuple(measures)


def _measure(table: Section, indicator: Indicator, path: Path, problems: Problems) -> Measure:
    is_scale = indicator.kind == IndicatorKind.SCALE_SCORE
    variables = table.texts("variables") if is_scale else (table.text("variable"),)
    same_as = table.table("same_as")
    measure = Measure(
        indicator=indicator,
        variables=tuple(variable for variable in variables if variable),
        reversed=table.texts("reversed", ()) if is_scale else (),
        minimum_answered=table.integer("minimum_answered", max(len(variables), 1)) if is_scale else 1,
        answers=table.texts("answers") if is_scale else indicator.answers,
        since=table.text("from", ""),
        same_as={_plain(old): _plain(same_as.text(old)) for old in same_as.values},
        same_question=table.boolean("same_question", False),
    )
    table.finish()
    if indicator.kind not in MEASURED:
        problems.add(f"indicator {indicator.code}: een {indicator.kind} komt niet uit een vragenlijst", file=path)
    for name in set(measure.reversed) - set(measure.variables):
        problems.add(f"indicator {indicator.code}: {name} staat wel in reversed maar niet in variables", file=path)
    if is_scale and len(measure.answers) < 2:
        problems.add(f"indicator {indicator.code}: een schaal heeft minstens twee antwoorden (answers)", file=path)
    if indicator.kind in {IndicatorKind.SHARE, IndicatorKind.BALANCE}:
        if not indicator.counted:
            problems.add(f"indicator {indicator.code}: counted ontbreekt (de antwoorden die tellen)", file=path)
        for answer in (*indicator.counted, *indicator.subtracted):
            if answer not in indicator.answers:
                problems.add(f"indicator {indicator.code}: dit antwoord staat niet in answers", file=path, got=answer)
    return measure


def check_measure(measure: Measure, period: str, codebook: Codebook, file: Path, problems: Problems) -> bool:
    """Report what the codebook of a wave lacks for this measure; True when it can be measured in this wave."""
    if measure.since and period < measure.since:
        return False
    missing = [name for name in measure.variables if name not in codebook]
    for name in missing:
        problems.add(
            f"vraag ontbreekt in codeboek: {name} (indicator {measure.indicator.code})",
            file=file,
            hint='staat de vraag er pas later in? Zet from = "…" bij measure in het indicatorenbestand',
        )
    if missing:
        return False
    fits = True
    for question in measure.questions(codebook):
        fits = _check_answers(measure, question, file, problems) and fits
    return fits


def _check_answers(measure: Measure, question: Question, file: Path, problems: Problems) -> bool:
    if measure.indicator.kind == IndicatorKind.MARK:
        if question.kind not in {MARK, NUMBER}:
            problems.add(f"vraag {question.name} is geen rapportcijfer", file=file, got=question.kind)
            return False
        return True
    known = {_plain(answer) for answer in measure.answers}
    found = set(_labels(measure, question).values())
    for label in sorted(found - known):
        problems.add(
            f"vraag {question.name}: een antwoord uit het codeboek staat niet bij indicator {measure.indicator.code}",
            file=file,
            expected=", ".join(measure.answers),
            got=label,
            hint="zet het bij answers, of zeg met same_as welk antwoord het is",
        )
    for label in sorted(known - found):
        problems.add(
            f"vraag {question.name}: een antwoord van indicator {measure.indicator.code} staat niet in het codeboek",
            file=file,
            got=label,
        )
    return found == known


class Tallier:
    """Tallies one measure over the blocks of a wave; ``check_measure`` must have found that it can be measured."""

    def __init__(self, measure: Measure, codebook: Codebook, cells: int) -> None:
        self._measure, self._cells = measure, cells
        self._questions = measure.questions(codebook)
        self._counts: IntArray | None = None
        self._tally: Tally | None = None

    def add(self, block: Responses, counts: BoolArray, of_row: IntArray) -> None:
        """Count the rows of a block where ``counts`` (rows,) is true; ``of_row`` (n,) is the cell of each of those."""
        columns = [block.columns[question.name] for question in self._questions]
        if not counts.all():
            columns = [column[counts] for column in columns]
        kind = self._measure.indicator.kind
        if kind in SCORED_BY_ANSWER:
            positions = _positions(self._measure, self._questions[0], columns[0])
            found = count_answers(positions, of_row, self._cells, len(self._measure.answers))
            self._counts = found if self._counts is None else self._counts + found
            return
        if kind == IndicatorKind.MARK:
            column = columns[0].astype(np.float64)
            # What lies off the scale has been reported (``check_values``), and must not upset the sums until then.
            left_out = np.isin(column, list(self._questions[0].missing)) | ~((column >= 1) & (column <= 10))
            values = np.where(left_out, np.nan, column)
        else:
            values = _scale(self._measure, self._questions, columns)
        found_tally = tally_values(values, of_row, self._cells, centre=_CENTRES[kind])
        self._tally = add(self._tally, found_tally)

    def finish(self, present: IntArray, *, also: Tallier | None = None) -> Measured:
        """What was measured in the cells that occur, ``present`` (G,); together with what another tallier counted."""
        measure = self._measure
        if also is not None and also._counts is not None:
            self._counts = also._counts if self._counts is None else self._counts + also._counts
        if also is not None and also._tally is not None:
            self._tally = add(self._tally, also._tally)
        counts = None if self._counts is None else self._counts[present]
        if counts is not None:
            tally = tally_scores(counts, measure.scores)
        elif self._tally is not None:
            whole = self._tally
            tally = Tally(whole.n[present], whole.total[present], whole.squares[present], whole.centre)
        else:
            raise ValueError("nothing was added")
        return Measured(
            measure=measure,
            tally=tally,
            answers=counts,
            wording=tuple(_plain(f"{question.label} {question.base}") for question in self._questions),
            labels=tuple(frozenset(_labels(measure, question).values()) for question in self._questions),
        )


def _scale(measure: Measure, questions: Sequence[Question], columns: Sequence[Column]) -> FloatArray:
    """Mean of the answered statements, each from 10 (first answer) to 0 (last); NaN when too few were answered."""
    points = np.append(np.linspace(10.0, 0.0, len(measure.answers)), np.nan)
    scores = []
    for question, column in zip(questions, columns, strict=True):
        score = points[_positions(measure, question, column)]
        scores.append(10.0 - score if question.name in measure.reversed else score)
    answered = np.sum([~np.isnan(score) for score in scores], axis=0)
    total = np.sum([np.nan_to_num(score) for score in scores], axis=0)
    enough = answered >= max(measure.minimum_answered, 1)
    return np.where(enough, total / np.maximum(answered, 1), np.nan)


def _positions(measure: Measure, question: Question, column: Column) -> SmallIntArray:
    places = {_plain(answer): number for number, answer in enumerate(measure.answers)}
    return places_of(column, {code: places[label] for code, label in _labels(measure, question).items()})


def _labels(measure: Measure, question: Question) -> dict[int, str]:
    """The answers that count: the valid ones, and "weet niet" and the like when the indicator names them."""
    wanted = {_plain(answer) for answer in measure.answers}
    named = {code: measure.label_of(question.labels[code]) for code in question.missing if code in question.labels}
    counted = {code: label for code, label in named.items() if label in wanted}
    return {code: measure.label_of(answer) for code, answer in question.answers.items()} | counted


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
