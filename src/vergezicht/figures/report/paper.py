"""The method report as a tagged PDF (PDF/UA-1); the only module that talks to Typst (extra ``pdf``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from vergezicht.figures.report.content import Heading, Paragraph, Report
from vergezicht.problems import BadInput, Problem

TEMPLATE = Path(__file__).with_name("report.typ")


def as_pdf(report: Report, day: str) -> bytes:
    """The report on A4, dated ``day`` (ISO); the text goes in as data, so that no character in it is markup.

    Raises ``BadInput`` when Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise BadInput([Problem("een pdf maken kan hier niet", hint='installeer "vergezicht[pdf]"')]) from None
    kinds = {Heading: "heading", Paragraph: "paragraph"}
    parts = [{"kind": kinds.get(type(part), "table"), **asdict(part)} for part in report.parts]
    data = {"title": report.title, "subtitle": report.subtitle, "day": day, "parts": parts}
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data)},
        ignore_system_fonts=True,
    )
    return pdf
