"""An invented municipality of squares, 500 m wide: three wijken of four buurten, written in any format."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from vergezicht.areas import Geography, read_geography
from vergezicht.areas.projection import rd_to_wgs84

SIDE = 500.0
ORIGIN = (200_000.0, 500_000.0)
CODES = tuple(f"BU9901{wijk}{buurt}" for wijk in "123" for buurt in "0123")


def municipality(folder: Path) -> Path:
    """A folder with ``areas.csv`` and ``municipality.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["code,niveau,naam,onderdeel_van,kolom,rij", "GM9901,gemeente,Ruitenburg,,,"]
    rows += [f"WK9901{wijk},wijk,Wijk {wijk},GM9901,," for wijk in "123"]
    rows += [f"{code},buurt,Buurt {code[-2:]},WK{code[2:-1]},{i},{i}" for i, code in enumerate(CODES)]
    (folder / "areas.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "municipality.toml").write_text('code = "GM9901"\nname = "Ruitenburg"\n[contact]\n', "utf-8")
    return folder


def geography(folder: Path) -> Geography:
    return read_geography(municipality(folder) / "areas.csv")


def wavy(start: tuple[float, float], end: tuple[float, float], height: float = 20.0) -> list[tuple[float, float]]:
    """A border with forty corners; the same from both sides, since it is drawn from the lower left."""
    if end < start:
        return wavy(end, start, height)[::-1]
    steps = np.linspace(0, 1, 41)
    along = np.array(end) - np.array(start)
    across = np.array([-along[1], along[0]]) / np.hypot(*along)
    swing = height * np.sin(steps * 6 * np.pi)
    points = np.array(start) + steps[:, None] * along + swing[:, None] * across
    return [tuple(point) for point in points.round(2).tolist()]


def squares(height: float = 20.0) -> dict[str, Any]:
    """A shape for every buurt in RD: three rows of four, with borders that wave and are shared."""
    shapes = {}
    for index, code in enumerate(CODES):
        row, column = divmod(index, 4)
        x, y = ORIGIN[0] + column * SIDE, ORIGIN[1] + row * SIDE
        corners = [(x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE)]
        ring = [p for a, b in zip(corners, [*corners[1:], corners[0]], strict=True) for p in wavy(a, b, height)[:-1]]
        shapes[code] = shapely.Polygon(ring)
    return shapes


def degrees(geometry: Any) -> Any:
    return shapely.transform(geometry, lambda p: np.array([rd_to_wgs84(*point) for point in p]).reshape(-1, 2))


def features(shapes: Mapping[str, Any], **more: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "properties": {"statcode": code} | dict(more.get(code, {})),
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for code, shape in shapes.items()
    ]


def write_geojson(path: Path, rows: Sequence[Mapping[str, Any]], **members: Any) -> Path:
    text = json.dumps({"type": "FeatureCollection", **members, "features": list(rows)})
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def write_gdal(
    path: Path,
    shapes: Mapping[str, Any],
    *,
    crs: str | None = "EPSG:28992",
    layer: str | None = None,
    append: bool = False,
) -> Path:
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(list(shapes.values()), dtype=object)),
        field_data=[np.array(list(shapes), dtype=object)],
        fields=np.array(["statcode"], dtype=object),
        geometry_type="Polygon",
        crs=crs,
        layer=layer,
        append=append,
    )
    return path


def write_zip(
    path: Path, shapes: Mapping[str, Any], *, leave_out: Sequence[str] = (), crs: str | None = "EPSG:28992"
) -> Path:
    folder = path.parent / f"{path.stem}_parts"
    folder.mkdir()
    write_gdal(folder / "buurten.shp", shapes, crs=crs)
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.iterdir()):
            if part.suffix not in leave_out:
                archive.write(part, part.name)
    return path


def as_shapely(boundaries: Any, codes: Sequence[str]) -> list[Any]:
    return [boundaries[code].geometry for code in codes]
