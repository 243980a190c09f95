"""The method report as one HTML page that stands by itself: no script, no other file, prints well."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from vergezicht.figures.report.content import Heading, Paragraph, Report, Table

_STYLE = """
:root{color-scheme:light dark}
body{max-width:52rem;margin:2rem auto;padding:0 1rem;font:1.0625rem/1.6 "Segoe UI",Roboto,Arial,sans-serif}
h1,h2,h3{line-height:1.2;text-wrap:balance}
h2{margin-top:2.5rem;padding-top:1rem;border-top:1px solid}h3{margin-top:2rem}
.lead{font-size:1.15rem}
.wrap{overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:.95rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{padding:.35rem .8rem .35rem 0;border-bottom:1px solid #8888;text-align:left;vertical-align:top}
tbody th{font-weight:400}
@media print{body{margin:0;font-size:10pt}h2,h3{break-after:avoid}tr{break-inside:avoid}}
"""


def as_html(report: Report) -> str:
    """A whole page; the same report gives the same text."""
    return (
        '<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(report.title)}</h1>\n<p class="lead">{escape(report.subtitle)}</p>\n'
        + "\n".join(_parts(report))
        + "\n</main>\n</body>\n</html>\n"
    )


def _parts(report: Report) -> Iterator[str]:
    for part in report.parts:
        if isinstance(part, Heading):
            yield f"<h{part.level}>{escape(part.text)}</h{part.level}>"
        elif isinstance(part, Paragraph):
            yield f"<p>{escape(part.text)}</p>"
        else:
            yield _table(part)


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.headings)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="wrap" tabindex="0" role="group" aria-label="{escape(table.caption)}"><table>'
        f"<caption>{escape(table.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )
