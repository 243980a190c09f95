"""The face of headings: fewer characters, and no pair of letters that visibly moves."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from vergezicht.paper.printing import FACES, HOUSE
from vergezicht.website.typeface import ON_PAPER, OWN, STEP, make_for_paper, make_small, thin_kerning

LETTERS = {"A": 65, "B": 66, "T": 84, "V": 86, "W": 87, "o": 111, "Ж": 1046}
KERNING = """
    @round = [o]; @slanted = [V W];
    feature kern {
        enum pos T o -85; pos A V -4; pos V A -64; pos V o -33; pos W o -23;
        pos @slanted @round -31; pos @slanted [A] -12; pos [B] [A] -3;
    } kern;
"""


def face(kerning: str = KERNING, unit: int = 1000) -> TTFont:
    """A font of squares, with kerning between groups and pairs of their own."""
    builder = FontBuilder(unit, isTTF=True)
    names = [".notdef", *(name if name != "Ж" else "Zhe" for name in LETTERS)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(LETTERS.values(), names[1:], strict=True)))
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 500), (500, 500), (500, 0)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Proef", "styleName": "Bold"})
    builder.setupOS2()
    builder.setupPost()
    addOpenTypeFeaturesFromString(builder.font, kerning)
    saved = BytesIO()
    builder.save(saved)
    return TTFont(BytesIO(saved.getvalue()))


def distance(font: TTFont, left: str, right: str) -> int:
    """What a renderer moves the second letter by: the first table that knows the pair decides."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if left not in table.Coverage.glyphs:
                continue
            if table.Format == 1:
                pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
                found = [pair.Value1.XAdvance for pair in pairs if pair.SecondGlyph == right]
                if found:
                    return int(found[0])
            else:
                record: Any = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
                value = record.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1
                return int(getattr(value, "XAdvance", 0) or 0)
    return 0


def test_no_pair_moves_further_than_is_promised() -> None:
    before, after = face(), face()
    thin_kerning(after)
    names = [name for name in before.getGlyphOrder() if name != ".notdef"]
    moved = {(a, b): abs(distance(before, a, b) - distance(after, a, b)) for a in names for b in names}
    assert max(moved.values()) <= OWN + STEP / 2
    assert distance(after, "T", "o") == -80 or distance(after, "T", "o") == -90
    assert distance(after, "V", "A") == -60
    assert distance(after, "W", "o") == -30, "a pair that hardly differs follows its group"


def test_rounding_is_in_thousandths_of_the_size() -> None:
    font = face("feature kern { pos [V W] [o] -31; } kern;", unit=2000)
    thin_kerning(font)
    assert distance(font, "V", "o") == -40


def test_a_font_without_kerning_stays_as_it_is() -> None:
    font = face("")
    thin_kerning(font)
    assert "GPOS" not in font


@pytest.mark.parametrize("kerning", [KERNING, ""])
def test_the_small_face_has_our_characters_and_is_a_woff2(tmp_path: Path, kerning: str) -> None:
    face(kerning).save(tmp_path / "whole.ttf")
    make_small(tmp_path / "whole.ttf", tmp_path / "small" / "heading.woff2")
    small = TTFont(tmp_path / "small" / "heading.woff2")
    assert small.flavor == "woff2"
    assert set(small.getBestCmap()) == set(LETTERS.values()) - {1046}
    assert ("GPOS" in small) == bool(kerning)


def test_the_face_for_paper_is_whole_and_the_same_every_time(tmp_path: Path) -> None:
    face().save(tmp_path / "whole.ttf")
    made = tmp_path / "paper" / "heading.ttf"
    make_for_paper(tmp_path / "whole.ttf", made)
    first = made.read_bytes()
    make_for_paper(tmp_path / "whole.ttf", made)
    font = TTFont(made)
    assert made.read_bytes() == first
    assert (font.flavor, font["name"].getDebugName(1)) == (None, ON_PAPER)
    assert set(font.getBestCmap()) == set(LETTERS.values())
    assert f'"{ON_PAPER}"' in HOUSE.read_text("utf-8"), "papers ask for it by this name"


def test_headings_on_paper_are_set_in_it() -> None:
    assert (FACES / "heading.ttf").is_file(), "brought in at set-up"
    words = b'#set page(width: 200pt, height: 60pt)\n#set text(font: ("Bricolage Grotesque", "Libertinus Serif"))\nWijk'
    with_face, without = (
        typst.compile({"main": words}, format="png", ppi=72.0, ignore_system_fonts=True, font_paths=faces)
        for faces in ([FACES], [])
    )
    assert with_face != without
