"""The method report says what the release says: on a page, and on tagged paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from vergezicht.cli import main
from vergezicht.figures import Reason, ReleaseContents, open_release, write_release
from vergezicht.figures.indicator import SeriesBreak
from vergezicht.figures.report import Heading, Table, as_html, method_report


def test_it_names_question_base_n_margin_and_what_was_left_out(contents: ReleaseContents, tmp_path: Path) -> None:
    (indicator,) = contents.indicators
    broken = replace(indicator, breaks=(SeriesBreak("2020", "de vraag is anders gesteld"),))
    figures = tuple(replace(figure, n=1234) if figure.n else figure for figure in contents.figures)
    release = open_release(write_release(tmp_path / "r", replace(contents, indicators=(broken,), figures=figures)))
    text = as_html(method_report(release))
    for said in (
        "Verantwoording: Test",
        "gesimuleerd",
        "3.000",
        "1.200",
        "1.234",
        "40%",
        "Geteld.",
        "Van de 3 cijfers zijn er 2 te zien",
        "Voelt u …?",
        "van de geldige antwoorden dat luidt: vaak",
        "15 tot 17",
        "1 privacy",
        "Breuk vanaf 2020: de vraag is anders gesteld",
    ):
        assert said in text, said


def test_every_suppressed_figure_is_counted_once(contents: ReleaseContents, tmp_path: Path) -> None:
    release = open_release(write_release(tmp_path / "r", contents))
    report = method_report(release)
    place = next(n for n, part in enumerate(report.parts) if part == Heading("Wat is weggelaten, en waarom"))
    table = next(part for part in report.parts[place:] if isinstance(part, Table))
    assert table.rows == ((Reason.PRIVACY.value, "0", "0", "1"),)


def test_text_is_never_markup(contents: ReleaseContents, tmp_path: Path) -> None:
    (indicator,) = contents.indicators
    sly = replace(indicator, question='<script>alert(1)</script> #rm $x @a *b* _c_ "d" \\n')
    release = open_release(write_release(tmp_path / "r", replace(contents, indicators=(sly,))))
    text = as_html(method_report(release))
    assert "<script>" not in text and "&lt;script&gt;" in text
    from vergezicht.figures.report.paper import as_pdf

    assert as_pdf(method_report(release), "2020-09-01").startswith(b"%PDF")


def test_the_pdf_is_tagged_and_the_same_every_time(contents: ReleaseContents, tmp_path: Path) -> None:
    write_release(tmp_path / "r", contents)
    for name in ("een.pdf", "twee.pdf", "een.html"):
        assert main(["release", "report", str(tmp_path / "r"), "--out", str(tmp_path / name)]) == 0
    pdf = (tmp_path / "een.pdf").read_bytes()
    assert re.search(rb"/StructTreeRoot|/MarkInfo", pdf)
    assert b"pdfuaid" in pdf or b"/Lang" in pdf
    assert pdf == (tmp_path / "twee.pdf").read_bytes()
    assert main(["release", "report", str(tmp_path / "r"), "--out", str(tmp_path / "een.doc")]) == 2
