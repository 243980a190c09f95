"""A Typst template and its data as a tagged PDF or a picture, a drawing as PNG; the only module that talks to Typst."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

HOUSE = Path(__file__).with_name("house.typ")
# Where set-up puts the face of headings; without it headings stand in the face of the text.
FACES = Path(__file__).parents[1] / "website" / "static" / "vendor" / "fonts" / "paper"
_PHOTOGRAPH = re.compile(rb'<image [^>]*href="data:image/jpeg;base64,([^"]+)"/></svg>$')


def as_pdf(template: Path, *, data: Mapping[str, Any], day: date, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF/UA-1 of ``template``; the same input gives the same bytes.

    The template starts with ``#import "house.typ": data, day, house`` and sees ``data`` as JSON values, so that no
    character of a text in it is read as markup. ``pictures`` are files by name (``map.svg``) for
    ``image("map.svg", alt: …)``; a photograph becomes one by ``photograph``. ``day`` is the date of the document.

    Raises ``typst.TypstError`` when the template breaks a rule of PDF/UA, such as a picture without a text for it.
    """
    pdf: bytes = typst.compile(  # type: ignore[call-overload]  # its stub does not know a dict of files
        _files(template, pictures),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs=_inputs(data, day),
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
        ignore_system_fonts=True,
        font_paths=[FACES],
    )
    return pdf


def as_png(template: Path, *, data: Mapping[str, Any], day: date, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The only page of ``template`` as PNG, one pixel for each point of its page; the same input, the same bytes."""
    png: bytes = typst.compile(  # type: ignore[call-overload]  # as above
        _files(template, pictures),
        format="png",
        ppi=72.0,
        sys_inputs=_inputs(data, day),
        ignore_system_fonts=True,
        font_paths=[FACES],
    )
    return png


def as_picture(drawing: bytes, *, width: float, dpi: float = 200.0) -> bytes:
    """An SVG as PNG, as it is drawn in a paper at ``width`` mm; the same input, the same bytes."""
    page = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg", width: {width}mm)'
    png: bytes = typst.compile(  # type: ignore[call-overload]  # as above
        {"main": page.encode(), "drawing.svg": drawing}, format="png", ppi=dpi, ignore_system_fonts=True
    )
    return png


def photograph(jpeg: bytes, *, width: int, height: int) -> bytes:
    """A JPEG of ``width`` × ``height`` px as an SVG: the compiler takes only text among its files."""
    content = base64.b64encode(jpeg).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{content}"/></svg>'
    ).encode()


def jpeg_in(drawing: bytes) -> bytes | None:
    """The JPEG of which ``photograph`` made an SVG; nothing of any other drawing."""
    found = _PHOTOGRAPH.search(drawing)
    return base64.b64decode(found[1]) if found else None


def _files(template: Path, pictures: Mapping[str, bytes] | None) -> dict[str, bytes]:
    return {"main": template.read_bytes(), "house.typ": HOUSE.read_bytes(), **(pictures or {})}


def _inputs(data: Mapping[str, Any], day: date) -> dict[str, str]:
    return {"data": json.dumps(dict(data), ensure_ascii=False), "day": day.isoformat()}
