"""The method report of a release: what was asked, how it was counted, and what was left out and why."""

from vergezicht.figures.report.content import Heading, Paragraph, Report, Table, method_report
from vergezicht.figures.report.page import as_html

__all__ = ["Heading", "Paragraph", "Report", "Table", "as_html", "method_report"]
