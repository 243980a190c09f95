"""The method report as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

from vergezicht.figures.report.content import Heading, Paragraph, Report
from vergezicht.paper.printing import as_pdf as print_pdf

TEMPLATE = Path(__file__).with_name("report.typ")


def as_pdf(report: Report, day: str) -> bytes:
    """The report on A4, dated ``day`` (ISO)."""
    kinds = {Heading: "heading", Paragraph: "paragraph"}
    parts = [{"kind": kinds.get(type(part), "table"), **asdict(part)} for part in report.parts]
    data = {"title": report.title, "subtitle": report.subtitle, "parts": parts}
    return print_pdf(TEMPLATE, data=data, day=date.fromisoformat(day))
