"""A paper is tagged, repeatable, and reads no text as markup."""

import io
from datetime import date
from pathlib import Path

import pytest
import typst
from PIL import Image

from vergezicht.paper.codes import qr
from vergezicht.paper.printing import as_pdf, photograph

DAY = date(2026, 5, 4)
HEAD = '#import "house.typ": data, day, house\n#show: house.with(title: data.title, footer: "voet")\n'


def template(folder: Path, body: str) -> Path:
    path = folder / "paper.typ"
    path.write_text(HEAD + body, "utf-8")
    return path


def test_a_paper_is_tagged_dated_and_the_same_every_time(tmp_path: Path) -> None:
    paper = template(tmp_path, "= #data.title\n#day.display()\n")
    data = {"title": "Wijkopgave #rm $x @ * _ [é]"}
    made = as_pdf(paper, data=data, day=DAY)
    assert made.startswith(b"%PDF")
    assert b"/MarkInfo" in made
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" in made
    assert made == as_pdf(paper, data=data, day=DAY)
    assert made != as_pdf(paper, data=data, day=date(2026, 5, 5))


def test_a_picture_needs_a_text(tmp_path: Path) -> None:
    code = {"code.svg": qr("https://example.org/").encode()}
    told = template(tmp_path, '#image("code.svg", alt: "QR-code", width: 3cm)')
    assert len(as_pdf(told, data={"title": "t"}, day=DAY, pictures=code)) > 4000
    with pytest.raises(typst.TypstError, match="alt"):
        as_pdf(template(tmp_path, '#image("code.svg")'), data={"title": "t"}, day=DAY, pictures=code)


def test_a_photograph_is_printed_as_a_drawing(tmp_path: Path) -> None:
    packed = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(packed, "JPEG")
    photo = {"foto.svg": photograph(packed.getvalue(), width=40, height=30)}
    paper = template(tmp_path, '#image("foto.svg", alt: "Een bankje", width: 3cm)')
    assert b"/DCTDecode" in as_pdf(paper, data={"title": "t"}, day=DAY, pictures=photo)


def test_a_code_is_drawn_with_its_quiet_zone_and_refuses_what_does_not_fit() -> None:
    drawn = qr("https://www.example.org/gebieden/assendorp/")
    assert drawn.startswith("<svg")
    assert 'd="M4 4.5h7' in drawn  # the first finder pattern starts after four empty modules
    with pytest.raises(ValueError, match="too large"):
        qr("x" * 4000)
