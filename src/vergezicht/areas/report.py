"""Report: what an import of boundaries did, in Dutch, line by line."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from vergezicht.areas.area import Area, AreaLevel, Geography
from vergezicht.areas.checking import label
from vergezicht.areas.coordinates import name_of
from vergezicht.areas.importing import Imported, Settings, Used

# Two sources of the same border differ a little; more than this share of an area is worth a look.
_NOTABLE = 0.01


def report(imported: Imported, geography: Geography, text: str, settings: Settings) -> Iterator[str]:
    """Lines for people: files, coordinates, repairs, simplification, size of the result."""
    for used in imported.used:
        yield from _layer(used, geography, imported.level)
    for layer in imported.unused:
        yield f"Niet gebruikt: {layer.file.name}{f', laag {layer.name}' if layer.name else ''}."
    yield ""
    yield "Herstel"
    for mended in imported.mended:
        yield (
            f"  {label(geography[mended.code])}: de rand kruiste zichzelf; hersteld, "
            f"{number(mended.before)} m² werd {number(mended.after)} m²."
        )
    fitted = imported.fitted
    code, change = fitted.largest_change
    yield f"  Overlap weggewerkt: {number(fitted.overlap, 1)} m²; kieren tot {settings.repair:g} m gedicht: " + (
        f"{number(fitted.gaps, 1)} m²."
    )
    yield (
        f"  Grootste verandering van een gebied, met afronden op een decimeter: {number(change, 1)} m² "
        f"({label(geography[code])})."
    )
    if fitted.cracks:
        yield f"  Let op: langs {number(fitted.cracks)} m grens blijft een smalle kier naar buiten open."
    for area, (x, y) in fitted.holes:
        yield f"  Let op: gat van {number(area)} m² bij RD {number(x)}, {number(y)} (mocht van u)."
    yield ""
    yield "Vereenvoudiging"
    before, after = imported.corners
    yield f"  Tolerantie {settings.tolerance:g} m: van {number(before)} naar {number(after)} hoekpunten" + (
        f" ({number(100 * after / before)}%)."
    )
    code, metres = imported.moved
    yield f"  Grootste verplaatsing van een grens: {number(metres)} m ({label(geography[code])})."
    code, share = imported.shrunk
    yield f"  Grootste verandering van een oppervlakte: {number(100 * share, 1)}% ({label(geography[code])})."
    yield f"  Alle {len(geography.at(imported.level))} {imported.level.plural} sluiten precies aan."
    if imported.differences:
        yield ""
        yield f"Vergeleken met de optelsom van de {imported.level.plural}"
        yield from _differences(imported, geography)
    yield ""
    counts = [
        f"{len(areas)} {_plural(level, len(areas))}"
        for level in geography.levels
        if (areas := _in(imported, geography, level))
    ]
    yield f"Resultaat: {', '.join(counts)}; {_kilobytes(len(text.encode()))}, ingepakt {_kilobytes(_packed(text))}."


def number(value: float, decimals: int = 0) -> str:
    """A number as it is written in Dutch: 1.234,5."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def _layer(used: Used, geography: Geography, level: AreaLevel) -> Iterator[str]:
    matched, system = used.matched, used.system
    layer = matched.layer
    yield f"{layer.file.name}{f', laag {layer.name}' if layer.name else ''} ({layer.format})"
    declared = (
        f"volgens het bestand {name_of(system.declared)}" if system.declared else "het bestand noemt geen stelsel"
    )
    remark = f"; {system.remark}" if system.remark else ""
    yield f"  Coördinaten: {declared}; gelezen als {name_of(system.used)}{remark}."
    counts = [
        f"{len(pieces)} {_plural(found, len(pieces))}" for found in geography.levels if (pieces := matched.at(found))
    ]
    skipped = ""
    if matched.elsewhere:
        skipped += f", {number(matched.elsewhere)} van andere gemeenten overgeslagen"
    if matched.water:
        skipped += f", {matched.water} watervlakken overgeslagen"
    purpose = "" if matched.at(level) else " (alleen om te vergelijken)"
    total = f"{number(len(layer))} {'vlak' if len(layer) == 1 else 'vlakken'} gelezen"
    yield f"  {total}: {', '.join(counts)}{purpose}{skipped}."
    yield f"  Gekoppeld op {matched.by}."


def _differences(imported: Imported, geography: Geography) -> Iterator[str]:
    for level in geography.levels:
        shares = {a.code: imported.differences[a.code] for a in geography.at(level) if a.code in imported.differences}
        if not shares:
            continue
        worst = max(shares, key=lambda code: (shares[code], code))
        yield (
            f"  {len(shares)} {_plural(level, len(shares))}: grootste verschil {number(100 * shares[worst], 2)}% "
            f"({label(geography[worst])})."
        )
        for code, share in shares.items():
            if share > _NOTABLE:
                yield f"    Let op: {label(geography[code])} wijkt {number(100 * share, 1)}% af."


def _in(imported: Imported, geography: Geography, level: AreaLevel) -> list[Area]:
    return [area for area in geography.at(level) if area.code in imported.boundaries]


def _plural(level: AreaLevel, count: int) -> str:
    return level.value if count == 1 else level.plural


def _packed(text: str) -> int:
    return len(gzip.compress(text.encode(), mtime=0))


def _kilobytes(size: int) -> str:
    return f"{number(size / 1000, 1)} kB"
