"""Codebook: the questions of a wave, with the label of every answer code and which codes mean "no answer".

It is a JSON file, or the SPSS file with the answers itself: labels and missing codes are in it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vergezicht.facts import read_text
from vergezicht.problems import Problems

if TYPE_CHECKING:
    from vergezicht.survey.reading.spss import Variable

MISSING = -32768  # system-missing, in a column of codes
MARK, NUMBER, LABELLED = "cijfer", "getal", "ordinaal"
_KINDS = (MARK, "likert", LABELLED, "frequentie", "janee", "meervoudig", NUMBER)
_MARKS = range(1, 11)


@dataclass(frozen=True)
class Question:
    """One question: ``labels`` maps each code to its answer, ``missing`` holds the codes that leave the base.

    ``bounds`` are the lowest and highest value that a number may have, ``base`` tells whom it was asked (the filter).
    """

    name: str
    label: str
    kind: str
    labels: Mapping[int, str]
    missing: Collection[int]
    bounds: tuple[float, float] | None = None
    base: str = ""

    @property
    def answers(self) -> dict[int, str]:
        """Valid codes and their answers, in the order of the codes; a mark without label is its own number."""
        codes = sorted({*self.labels, *(_MARKS if self.kind == MARK else ())})
        return {code: self.labels.get(code, str(code)) for code in codes if code not in self.missing}

    @property
    def codes(self) -> frozenset[int] | None:
        """Every code that may occur; None when any number may."""
        return None if self.kind == NUMBER else frozenset({*self.answers, *self.missing})


Codebook = Mapping[str, Question]


def read_codebook(path: Path, problems: Problems) -> Codebook:
    """Read a codebook (a JSON list of questions, or an SPSS file); an empty one after reporting what is wrong.

    Fields of a question: ``naam``, ``label``, ``type``, ``labels`` (code to answer), ``ontbrekend`` (codes), ``filter``
    (whom it was asked). Other fields (``set``, ``blok``, ``toelichting``) are for people and are not used.
    """
    if path.suffix.lower() in {".sav", ".zsav"}:
        from vergezicht.survey.reading.spss import read_labels

        return {variable.name: _from_spss(variable) for variable in read_labels(path, problems)}
    text = read_text(path, problems)
    if text is None:
        return {}
    try:
        items = json.loads(text)
    except json.JSONDecodeError as error:
        problems.add("geen geldige JSON", file=path, row=error.lineno, got=error.msg)
        return {}
    if not isinstance(items, list) or not items:
        problems.add("het codeboek hoort een lijst van vragen te zijn", file=path)
        return {}
    questions: dict[str, Question] = {}
    for number, item in enumerate(items, start=1):
        question = _question(item, number, path, problems)
        if question is None:
            continue
        if question.name in questions:
            problems.add("vraag komt meer dan eens voor in het codeboek", file=path, got=question.name)
        questions[question.name] = question
    return questions


def _question(item: Any, number: int, path: Path, problems: Problems) -> Question | None:
    where = f"vraag {number}"
    if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in ("naam", "label", "type")):
        problems.add(f"{where} is onvolledig", file=path, expected="naam, label en type")
        return None
    where = f"vraag {item['naam']}"
    if item["type"] not in _KINDS:
        problems.add(f"{where} heeft een onbekend type", file=path, expected=", ".join(_KINDS), got=item["type"])
        return None
    try:
        labels = {int(code): str(label) for code, label in (item.get("labels") or {}).items()}
        missing = tuple(int(code) for code in item.get("ontbrekend") or ())
    except (TypeError, ValueError, AttributeError):
        problems.add(f"{where}: een code is geen geheel getal", file=path)
        return None
    return Question(item["naam"], item["label"], item["type"], labels, missing, base=str(item.get("filter") or ""))


def _from_spss(variable: Variable) -> Question:
    """What SPSS knows: a variable whose valid codes have no labels, or only its ends have, is a number or a mark."""
    missing = variable.missing
    labels = {code: label for code, label in variable.labels.items() if MISSING < code < -MISSING}
    valid = sorted(set(labels) - set(missing))
    if not valid:
        kind = NUMBER
    elif valid == [_MARKS[0], _MARKS[-1]]:
        kind = MARK
    else:
        kind = LABELLED
    return Question(variable.name, variable.label or variable.name, kind, labels, missing)
