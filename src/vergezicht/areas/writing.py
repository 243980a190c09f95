"""Writing boundaries: the GeoJSON file of a municipality, all or nothing, and a picture of before and after."""

from __future__ import annotations

import json
import os
import tempfile
from html import escape
from pathlib import Path
from typing import Any

import shapely

from vergezicht.areas.area import Geography
from vergezicht.areas.importing import Imported

_WIDTH = 1000


def text_of(imported: Imported, geography: Geography, tolerance: float) -> str:
    """The GeoJSON as text, one area a line, with where it came from; same input, same bytes."""
    collection = imported.boundaries.to_geojson(geography)
    features = collection.pop("features")
    collection["herkomst"] = {
        "bestanden": list(dict.fromkeys(used.matched.layer.file.name for used in imported.used)),
        "stelsel": imported.used[0].system.used,
        "vereenvoudiging_in_meter": tolerance,
    }
    head = _compact(collection)[:-1]
    lines = ",\n".join(_compact(feature) for feature in features)
    return f'{head},"features":[\n{lines}\n]}}\n'


def write(path: Path, text: str) -> None:
    """Write a file so that it is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def picture(imported: Imported, geography: Geography) -> str:
    """An SVG with the new shapes, named, and the borders as they were in the file as thin lines on top."""
    x0, y0, x1, y1 = imported.boundaries.bounds
    scale = _WIDTH / max(x1 - x0, y1 - y0)

    def path(geometry: Any) -> str:
        rings = [ring for part in shapely.get_parts(geometry) for ring in (part.exterior, *part.interiors)]
        return "".join(
            "M" + "L".join(f"{(x - x0) * scale:.1f} {(y1 - y) * scale:.1f}" for x, y in ring.coords[:-1]) + "Z"
            for ring in rings
        )

    areas = [area for area in geography.at(imported.level) if area.code in imported.boundaries]
    filled = "\n".join(
        f'<path d="{path(imported.boundaries[area.code].geometry)}">'
        f"<title>{escape(f'{area.name} ({area.code})')}</title></path>"
        for area in areas
    )
    lines = "".join(path(imported.fitted.shapes[area.code]) for area in areas)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {(x1 - x0) * scale:.0f} {(y1 - y0) * scale:.0f}" '
        f'lang="nl"><title>Grenzen van {escape(geography.gemeente.name)}: vlakken na, rode lijnen vóór '
        f'het vereenvoudigen</title>\n<g fill="#dfe7ee" stroke="#334" stroke-width="1.5">\n{filled}\n</g>\n'
        f'<path d="{lines}" fill="none" stroke="#c2362b" stroke-width="0.6"/>\n</svg>\n'
    )


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
