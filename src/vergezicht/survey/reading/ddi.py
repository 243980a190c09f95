"""The codebook of a wave as DDI Codebook 2.5 (https://ddialliance.org), the format of archives. No answers in it."""

from __future__ import annotations

from xml.etree import ElementTree

from vergezicht.survey.project import SurveyProject, WaveFiles
from vergezicht.survey.reading.codebook import LABELLED, Codebook, Question

_NAMESPACE = "ddi:codebook:2_5"


def ddi_codebook(project: SurveyProject, wave: WaveFiles, codebook: Codebook) -> str:
    """The XML text; the same codebook gives the same text."""
    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.Element(_tag("codeBook"), {"version": "2.5", "xml:lang": "nl"})
    study = _add(_add(root, "stdyDscr"), "citation")
    _add(_add(study, "titlStmt"), "titl", f"{project.release.title}, meting {wave.period}")
    _add(_add(study, "prodStmt"), "producer", project.release.publisher)
    data = _add(root, "dataDscr")
    for number, question in enumerate(codebook.values(), start=1):
        _question(data, question, number)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _question(data: ElementTree.Element, question: Question, number: int) -> None:
    labelled = question.kind == LABELLED or bool(question.labels)
    variable = _add(data, "var")
    variable.set("ID", f"V{number}")
    variable.set("name", question.name)
    variable.set("intrvl", "discrete" if labelled else "contin")
    _add(variable, "labl", question.label)
    _add(_add(variable, "qstn"), "qstnLit", question.label)
    for code in sorted({*question.labels, *(code for code in question.missing if code in question.labels)}):
        category = _add(variable, "catgry")
        if code in question.missing:
            category.set("missing", "Y")
        _add(category, "catValu", str(code))
        _add(category, "labl", question.labels[code])
    _add(variable, "varFormat").set("type", "numeric")


def _add(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    child = ElementTree.SubElement(parent, _tag(name))
    if text:
        child.text = text
    return child


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
