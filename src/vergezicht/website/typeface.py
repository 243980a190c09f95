"""The typeface of headings: made small for a screen, and whole for paper.

Small is: only the characters of our languages, and kerning as far as it can be seen.

Almost half of the bytes of a small face are kerning, and most of its pairs move a letter by less than a hundredth of
its size: half a pixel in the largest heading on a screen (docs/decisions/0009).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

# What headings in Dutch, Frisian and English are written with; a sign of programmers is drawn by the fallback.
CHARACTERS = (
    "U+0020-0022,U+0025-003B,U+003F,U+0041-005A,U+0061-007A,U+00A0,U+00B7,U+00C2,U+00C4,U+00C9,U+00CA,U+00CB,U+00CF,U+00D4,U+00D6,U+00DC,U+00E0-E2,U+00E4,"
    "U+00E7-EB,U+00ED-EF,U+00F3,U+00F4,U+00F6,U+00FA-FC,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2026,U+20AC"
)
# In thousandths of the size of a letter: groups of letters go in steps, a pair of its own has to differ more.
STEP, OWN = 10, 20
# What it says of itself: whose it is and what it is called; nothing about the variable face that it was cut from.
NAMES = (0, 1, 2)
RECIPE = f"{CHARACTERS} kern {STEP} {OWN} names {NAMES}"
# What paper calls the face: its package names a size and a weight that it was cut for.
ON_PAPER = "Bricolage Grotesque"


def make_small(source: Path, target: Path) -> None:
    """Write the face in ``source`` as WOFF2 with only `CHARACTERS` and its `thin_kerning`; OSError when it cannot."""
    from fontTools.subset import Options, Subsetter, load_font, parse_unicodes, save_font

    options = Options(layout_features=["kern"], flavor="woff2", hinting=False, name_IDs=list(NAMES))
    options.drop_tables += ["STAT"]
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(CHARACTERS))
    subsetter.subset(font)
    thin_kerning(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    save_font(font, str(target), options)


def make_for_paper(source: Path, target: Path) -> None:
    """Write the face in ``source`` whole, as TrueType under the name `ON_PAPER`; OSError when it cannot."""
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    for name, called in ((1, ON_PAPER), (2, "Bold"), (4, f"{ON_PAPER} Bold"), (6, f"{ON_PAPER.replace(' ', '')}-Bold")):
        font["name"].setName(called, name, 3, 1, 0x409)
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


def thin_kerning(font: Any) -> None:
    """Round the kerning of a `fontTools.ttLib.TTFont` in place; a font without kerning stays as it is.

    No pair of groups moves by more than half a `STEP`, no pair of its own by more than `OWN` and half a `STEP`.
    """
    if "GPOS" not in font:
        return
    unit = font["head"].unitsPerEm / 1000
    for lookup in font["GPOS"].table.LookupList.Lookup:
        tables = [getattr(table, "ExtSubTable", table) for table in lookup.SubTable]
        groups = [table for table in tables if getattr(table, "Format", 0) == 2]
        for table in tables:
            if getattr(table, "Format", 0) == 1:
                _drop_pairs(table, groups, unit)
        for table in groups:
            for left in table.Class1Record:
                for right in left.Class2Record:
                    _round(right.Value1, STEP * unit)


def _drop_pairs(table: Any, groups: list[Any], unit: float) -> None:
    """Keep the pairs that differ at least `OWN` from what their groups say; ``unit`` is a thousandth of the size."""
    kept = []
    for glyph, pairs in zip(table.Coverage.glyphs, table.PairSet, strict=True):
        pairs.PairValueRecord = [
            pair for pair in pairs.PairValueRecord
            if abs(_advance(pair.Value1) - _of_groups(groups, glyph, pair.SecondGlyph)) >= OWN * unit
        ]  # fmt: skip
        pairs.PairValueCount = len(pairs.PairValueRecord)
        for pair in pairs.PairValueRecord:
            _round(pair.Value1, STEP * unit)
        if pairs.PairValueRecord:
            kept.append((glyph, pairs))
    table.Coverage.glyphs = [glyph for glyph, _ in kept]
    table.PairSet = [pairs for _, pairs in kept]
    table.PairSetCount = len(kept)


def _of_groups(groups: list[Any], left: str, right: str) -> int:
    """What the groups of two letters say; 0 when they say nothing."""
    for table in groups:
        if left in table.Coverage.glyphs:
            record = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
            return _advance(record.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1)
    return 0


def _advance(value: Any) -> int:
    return getattr(value, "XAdvance", 0) or 0


def _round(value: Any, step: float) -> None:
    if hasattr(value, "XAdvance"):
        value.XAdvance = round(round(_advance(value) / step) * step)
