"""Codebook: the questions of a wave, with the label of every answer code and which codes mean "no answer"."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vergezicht.facts import read_text
from vergezicht.problems import Problems

MARK, NUMBER = "cijfer", "getal"
_KINDS = (MARK, "likert", "ordinaal", "frequentie", "janee", "meervoudig", NUMBER)
_MARKS = range(1, 11)


@dataclass(frozen=True)
class Question:
    """One question: ``labels`` maps each code to its answer, ``missing`` holds the codes that leave the base."""

    name: str
    label: str
    kind: str
    labels: Mapping[int, str]
    missing: tuple[int, ...]

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
    """Read a codebook (a JSON list of questions); an empty one after reporting what is wrong.

    Fields of a question: ``naam``, ``label``, ``type``, ``labels`` (code to answer), ``ontbrekend`` (codes).
    Other fields (``filter``, ``set``, ``blok``, ``toelichting``) are for people and are not used.
    """
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
    return Question(item["naam"], item["label"], item["type"], labels, missing)
